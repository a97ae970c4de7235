"""An editor's changes: apply one to a layout, replay all of a draft's.

An edit names an entry and means the story that holds it now. The law: whatever is applied, every entry that was in a
section or among the unplaced still is, once (tests/properties/test_edit_laws.py).

    places      where a story is
    single      one edit: out, into a section, another headline
    regroup     joined, split, with another lead
    differ      "Sources differ: …" below a story
    fold        all of them in order; and what they say to later groupings
"""

from newsletter.edit.fold import admit, bonds_of, fold
from newsletter.edit.regroup import OURS_APART
from newsletter.edit.single import LONGEST, apply, own_headline

__all__ = ["LONGEST", "OURS_APART", "admit", "apply", "bonds_of", "fold", "own_headline"]
