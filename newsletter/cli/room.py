"""What most commands share: the newsroom that the global options name, and `--day`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from newsletter.app import Newsroom
from newsletter.cli.console import Console
from newsletter.cli.main import civil_day

if TYPE_CHECKING:
    from newsletter.model.rendered import BuildReport, Finding


def open_room(args: argparse.Namespace, console: Console) -> Newsroom:
    """The newsroom of this call; opens nothing yet."""
    return Newsroom(args.newsroom, os.environ, at=args.at, progress=console.step)


def add_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--day", type=civil_day, metavar="D", help="the edition's day, 2022-01-11 (default: today)")


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


#: So many findings are printed; all of them are in the manifest and in --json.
SHOWN = 20


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Blocking ones and warnings, a line each with place and remedy, the gravest first; how many more there are."""
    from newsletter.model.rendered import Severity

    order = [Severity.BLOCKING, Severity.WARNING]
    told = sorted((f for f in findings if f.severity in order), key=lambda f: order.index(f.severity))
    for finding in told[:SHOWN]:
        place = f"{finding.place}: " if finding.place else ""
        yield f"{finding.severity}: {place}{finding.message} ({finding.remedy})"
    if len(told) > SHOWN:
        yield f"and {len(told) - SHOWN} more (newsletter preview shows them all)"


def show_build(report: BuildReport, console: Console, *, as_json: bool, strict: bool) -> int:
    """Print what a build did; the exit code: 3 with `strict` when a person should look."""
    from newsletter.model.base import to_data
    from newsletter.model.rendered import BuildReport, Severity

    for line in finding_lines(report.findings):
        console.say(line)
    for name in report.sources_failed:
        console.say(f"warning: source {name} could not be had (newsletter status says why)")
    if report.account:
        console.say(f"account: {report.account}")
    if as_json:
        data = to_data(BuildReport, report)
        names = ("day", "review", "number", "revision", "state", "folder", "stories", "entries", "sources_failed")
        console.json({**{n: data[n] for n in names}, "findings": data["findings"], "account": report.account})
    else:
        console.out(report.sentence)
        if report.folder:
            console.out(f"  {report.folder}/edition.html")
    said = any(f.severity is not Severity.NOTE for f in report.findings)
    needs = report.state in ("draft", "quiet") or report.sources_failed or said
    return 3 if strict and needs else 0
