"""Subject and preheader: what is read before anything is opened, over somebody's shoulder, on a locked phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.model.rendered import Finding
from newsletter.preflight.case import Case, collapse, fold, short, warning

#: Code points that phones show of a subject (the narrowest of the big mail programs shows about 40, most 60 and more),
#: and the most that any list of mails shows of a preheader.
SUBJECT, PREHEADER = 60, 140

#: What nobody should meet without having chosen to read on: the stems of words, by language. Not the words of war and
#: death as such, which a review of the news cannot do without.
SENSITIVE = {
    "en": (
        "rape raped rapes rapist suicide suicidal behead beheaded beheading beheadings decapitated decapitation"
        " dismembered mutilated mutilation disembowelled corpse corpses incest paedophile pedophile paedophilia"
        " pedophilia molested molestation castrated castration porn pornography genitals bestiality necrophilia"
    ).split(),
    "uk": (
        "зґвалтування зґвалтував зґвалтували зґвалтовано самогубство самогубства суїцид суїциду обезголовлено"
        " обезголовили обезголовлений розчленовано розчленування розчленували труп трупи трупів педофіл педофіла"
        " педофілія кастрація кастрували порнографія порнографії інцест"
    ).split(),
}  # fmt: skip
_SENSITIVE = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted({w for words in SENSITIVE.values() for w in words})) + r")(?!\w)", re.IGNORECASE
)


def odd_subject(case: Case) -> Iterator[Finding]:
    length = len(collapse(case.edition.subject))
    if length > SUBJECT:
        yield warning(
            "long-subject",
            f"the subject has {length} characters; phones show about {SUBJECT}",
            "shorten the subject",
            place="subject",
        )


def odd_preheader(case: Case) -> Iterator[Finding]:
    """There, short enough to be seen, and not the subject again."""
    subject, words = fold(case.edition.subject), fold(case.edition.preheader)
    remedy = "say in it what the next two stories are"
    if not words:
        yield warning("no-preheader", "the edition has no preheader", remedy, place="preheader")
        return
    if len(words) > PREHEADER:
        yield warning(
            "long-preheader",
            f"the preheader has {len(words)} characters; mail programs show at most {PREHEADER}",
            "shorten the preheader",
            place="preheader",
        )
    parts = [p.strip(" .…") for p in re.split(r"[·;]", words)]
    if subject and (subject in words or any(len(p) >= 12 and p in subject for p in parts)):
        yield warning("preheader-repeats", "the preheader says the subject again", remedy, place="preheader")


def sensitive_words(case: Case) -> Iterator[Finding]:
    """Not on a locked screen: unattended, the subject or preheader is replaced; the story stays."""
    own = fold(case.edition.title)
    for place, words in (("subject", case.edition.subject), ("preheader", case.edition.preheader)):
        found = _SENSITIVE.search(fold(words))
        if found and found[0] not in own:
            yield case.graver()(
                "sensitive-teaser",
                f"“{short(found[0])}” stands in the {place}",
                "choose another headline for it",
                place=place,
            )
