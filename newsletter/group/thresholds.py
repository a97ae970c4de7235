"""The few figures that grouping turns on, in one record, with what was measured for each.

Measured with `python -m benchmarks.grouping` on the development data: days (ten samples of 50-171 headlines), windows
(24 hours, about 2,200 headlines), pairs (99 pairs of Russian reports, judged by people); F1 (precision). One set of
figures serves all of them. Chosen on nine days and scored on the tenth, `join` gives days .868: no luck is in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from newsletter.model.meanings import MeaningKind
from newsletter.model.rules import Grouping


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Cosines are between 0 and 1."""

    #: Two groups of reports are one event from this likeness on.
    #: .16: days .87 (.97), windows .85 (.91), pairs .85 (.80) · .185: .87 (.98), .84 (.92), .85 (.83)
    #: · .20: .86 (.98), .84 (.92), .86 (.85). The likest two different events of the recorded day: .178.
    join: float = 0.185
    #: The same where a text stands behind a headline: None for the same figure.
    join_text: float | None = None
    #: From here on an editor is asked, where a name or two telling words are shared (nearly.py). Ten days, pairs
    #: offered (right): .15: 32 (24) · .11: 42 (32) · .08: 55 (38). Before, asked of what joining compares: 16 (11).
    maybe: float = 0.11
    #: A story continues one that was told from this likeness on. Half of each story told, the other half to be linked
    #: (benchmarks/grouping.py): .14: days .85 (.91), windows .92 (.93) · .16: .85 (.92), .92 (.93) · .20: .85 (.94),
    #: .91 (.93). Lower than `join`, for a link merges nothing.
    told: float = 0.16
    #: A word that d entries have weighs d ** -fade. .1: days .88, windows .89; .2: .86, .83; .3: .80, .65
    fade: float = 0.1
    #: Weight of a word of the text; one of the headline weighs 1. .35: pairs .78; .5: .82; .7: .80
    text: float = 0.5
    #: Share of its weight that is left of a word that half of the news has. 1, .5, .3: the same on days and windows,
    #: pairs .84, .84, .85; the recorded day, which is about one country, needs it.
    known: float = 0.3
    #: Of two entries whose meaning is known, that part of their likeness which is the likeness of their vectors.
    meaning: float = 0.0


THRESHOLDS = Thresholds()
#: By whose meanings entries are compared -> the figures for that. Measured as above; vectors have the day's mean taken
#: out. semantic: days .90 (.94), windows .90 (.91). multilingual: days .90 (.97), windows .90 (.92), Russian pairs .85
#: (.82), mixed languages .93. Behind a text the vectors of one day's news are nearer to each other: at .2 as for
#: headlines Russian pairs have .76.
#: Links to what was told go by words alone: the sums of many vectors are near to each other whatever they tell
#: (multilingual, in their proportion and .4: days .825 (.97), windows .889; words and .2: .867 (.93), .892).
BY_MEANING: Mapping[MeaningKind, Thresholds] = {
    "words": THRESHOLDS,
    "semantic": replace(THRESHOLDS, meaning=0.45, join=0.2, maybe=0.165, told=0.2),
    "multilingual": replace(THRESHOLDS, meaning=0.3, join=0.2, join_text=0.27, maybe=0.165, told=0.2),
}


def thresholds(grouping: Grouping | None, kind: MeaningKind = "words") -> Thresholds:
    """The program's own figures for this kind of meaning, with what a newsroom has set in their place."""
    own = BY_MEANING[kind]
    if grouping is None or (grouping.same is None and grouping.maybe is None):
        return own
    join = own.join if grouping.same is None else grouping.same
    maybe = min(join, own.maybe) if grouping.maybe is None else grouping.maybe
    return replace(own, join=join, join_text=own.join_text if grouping.same is None else None, maybe=maybe)
