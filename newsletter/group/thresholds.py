"""The few figures that grouping turns on, in one record, with what was measured for each.

Measured with `python -m benchmarks.grouping` on the development data: days (ten samples of 50-171 headlines), windows
(24 hours, about 2,200 headlines), pairs (99 pairs of Russian reports, judged by people); F1 (precision). One set of
figures serves all of them. Chosen on nine days and scored on the tenth, `join` gives days .868: no luck is in it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Cosines are between 0 and 1."""

    #: Two groups of reports are one event from this likeness on.
    #: .16: days .87 (.97), windows .85 (.91), pairs .85 (.80) · .185: .87 (.98), .84 (.92), .85 (.83)
    #: · .20: .86 (.98), .84 (.92), .86 (.85). The likest two different events of the recorded day: .178.
    join: float = 0.185
    #: From here up to `join` an editor is asked.
    maybe: float = 0.15
    #: A word that d entries have weighs d ** -fade. .1: days .88, windows .89; .2: .86, .83; .3: .80, .65
    fade: float = 0.1
    #: Weight of a word of the text; one of the headline weighs 1. .35: pairs .78; .5: .82; .7: .80
    text: float = 0.5
    #: Share of its weight that is left of a word that half of the news has. 1, .5, .3: the same on days and windows,
    #: pairs .84, .84, .85; the recorded day, which is about one country, needs it.
    known: float = 0.3


THRESHOLDS = Thresholds()
