"""All of a draft's edits replayed over its base; and what they say to every later grouping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsletter.edit.single import apply
from newsletter.errors import EditRefused
from newsletter.model.bonds import Bond, bond_of, bonds_between
from newsletter.model.editions import Draft, Folded, Join, Lead, Retitle, SignedEdit, Split, Undo


def fold(draft: Draft) -> Folded:
    """The draft's base with its edits replayed in order; those that no longer apply are reported, with the reason."""
    undone, vain = _undone(draft.edits)
    layout, failed = draft.base, []
    for signed in draft.edits:
        if signed.revision in vain:
            failed.append((signed, vain[signed.revision]))
        elif signed.revision not in undone and not isinstance(signed.edit, Undo):
            try:
                layout = apply(layout, signed.edit, by=signed.by)
            except EditRefused as refusal:
                failed.append((signed, str(refusal)))
    return Folded(layout=layout, failed=tuple(failed))


def admit(draft: Draft, signed: SignedEdit) -> Folded:
    """The draft folded with one more edit; EditRefused when that edit does not apply now. Undo is checked too."""
    folded = fold(replace(draft, edits=(*draft.edits, signed)))
    for failure, why in folded.failed:
        if failure == signed:
            if not isinstance(signed.edit, Undo):
                _refused_with_hint(draft, signed)
            raise EditRefused(why, hint="look at the draft again: it may have changed meanwhile")
    return folded


def _refused_with_hint(draft: Draft, signed: SignedEdit) -> None:
    """The refusal itself, where it says what can be done instead."""
    try:
        apply(fold(draft).layout, signed.edit, by=signed.by)
    except EditRefused as refusal:
        if refusal.hint:
            raise


def _undone(edits: Sequence[SignedEdit]) -> tuple[set[int], dict[int, str]]:
    """Revisions that are taken back; and the undos that have nothing to take back, with the reason.

    An undo can itself be taken back, so the newest speaks first; of two undos of one edit the earlier counts.
    """
    by_revision = {s.revision: s.edit for s in edits}
    undone: set[int] = set()
    claims: dict[int, int] = {}
    vain: dict[int, str] = {}
    for signed in reversed(edits):
        if not isinstance(signed.edit, Undo) or signed.revision in undone:
            continue
        target = signed.edit.revision
        if target not in by_revision or target >= signed.revision:
            vain[signed.revision] = f"there is no earlier edit with revision {target}"
            continue
        if target in claims:
            vain[claims[target]] = f"revision {target} was taken back before"
        claims[target] = signed.revision
        undone.add(target)
    return undone, vain


def bonds_of(draft: Draft) -> tuple[tuple[int, Bond], ...]:
    """What the draft's edits say of entries for every later grouping, each with the revision that says it.

    What was taken back says nothing, nor does what no longer applies.
    """
    undone, _ = _undone(draft.edits)
    failed = {signed.revision for signed, _ in fold(draft).failed}
    silent = undone | failed
    return tuple((s.revision, bond) for s in draft.edits if s.revision not in silent for bond in _says(s))


def _says(signed: SignedEdit) -> Iterator[Bond]:
    by, at = signed.by, signed.at
    match signed.edit:
        case Join(entry=entry, others=others, before=before):
            told = (before.entry,) if before else ()
            yield from bonds_between("join", (entry,), (*others, *told), by=by, at=at)
        case Split(entry=entry, others=others, apart=apart):
            yield from bonds_between("apart", (entry, *others), apart, by=by, at=at)
        case Lead(entry=entry):
            yield bond_of("lead", entry, by=by, at=at)
        case Retitle(entry=entry, text=text):
            yield bond_of("title", entry, by=by, at=at, text=text.strip())
        case _:
            return
