"""What most commands share: the newsroom that the global options name, and `--day`."""

from __future__ import annotations

import argparse
import os

from newsletter.app import Newsroom
from newsletter.cli.console import Console
from newsletter.cli.main import civil_day
from newsletter.model.base import to_data
from newsletter.model.rendered import BuildReport, Severity


def open_room(args: argparse.Namespace, console: Console) -> Newsroom:
    """The newsroom of this call; opens nothing yet."""
    return Newsroom(args.newsroom, os.environ, at=args.at, progress=console.step)


def add_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--day", type=civil_day, metavar="D", help="the edition's day, 2022-01-11 (default: today)")


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def show_build(report: BuildReport, console: Console, *, as_json: bool, strict: bool) -> int:
    """Print what a build did; the exit code: 3 with `strict` when a person should look."""
    for finding in report.findings:
        if finding.severity is not Severity.NOTE:
            console.say(f"{finding.severity}: {finding.message} ({finding.remedy})")
    for name in report.sources_failed:
        console.say(f"warning: source {name} could not be had (newsletter status says why)")
    if as_json:
        data = to_data(BuildReport, report)
        names = ("day", "review", "number", "revision", "state", "folder", "stories", "entries", "sources_failed")
        console.json({**{n: data[n] for n in names}, "findings": data["findings"]})
    else:
        console.out(report.sentence)
        if report.folder:
            console.out(f"  {report.folder}/edition.html")
    needs = report.state in ("draft", "quiet") or report.sources_failed or report.findings
    return 3 if strict and needs else 0
