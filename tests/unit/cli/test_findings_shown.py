"""What a build says of its findings."""

from __future__ import annotations

from newsletter.cli.room import SHOWN, finding_lines
from newsletter.model.rendered import Finding, Severity


def _finding(severity: Severity, message: str = "m", place: str = "") -> Finding:
    return Finding(severity=severity, code="c", message=message, remedy="mend it", place=place)


def test_the_gravest_come_first_with_place_and_remedy() -> None:
    """A note is advice, and not printed."""
    found = [_finding(Severity.WARNING, "w", "News"), _finding(Severity.NOTE), _finding(Severity.BLOCKING, "b")]
    assert list(finding_lines(found)) == ["blocking: b (mend it)", "warning: News: w (mend it)"]


def test_a_long_list_says_how_many_more_there_are() -> None:
    """At most twenty lines, and one."""
    lines = list(finding_lines([_finding(Severity.WARNING, f"w{n}") for n in range(SHOWN + 7)]))
    assert len(lines) == SHOWN + 1 == 21
    assert lines[-1] == "and 7 more (newsletter preview shows them all)"
