"""A story as it may be printed: lead, sentences, credits, terms."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from newsletter.model.base import SourceName
from newsletter.model.editions import Extract
from newsletter.model.feeds import Entry, Image
from newsletter.model.sources import Source, Terms, Trust
from newsletter.write import Unwritable, Written, write
from tests.support import make

FIRST = "US and Russian delegations ended nearly eight hours of talks in Geneva on 10 January."
SECOND = "Moscow wants the alliance to rule out admitting Ukraine and to stop expanding eastward."
UKRAINIAN = "Переговори США і Росії в Женеві завершилися без прориву"


def told(*members: Entry, sources: dict[SourceName, Source] | None = None, **more: Any) -> Written | Unwritable:
    """What is written of a story whose lead is the first member."""
    return write(
        make.story(*members),
        entries={e.id: e for e in members},
        sources=sources or make.sources(*dict.fromkeys(e.source for e in members)),
        review=make.review(timezone="Europe/Kyiv", **more),
        window=make.window(),
    )


def written(*members: Entry, **more: Any) -> Written:
    result = told(*members, **more)
    assert isinstance(result, Written), result
    return result


def unwritable(*members: Entry, **more: Any) -> Unwritable:
    result = told(*members, **more)
    assert isinstance(result, Unwritable), result
    return result


def sentences(result: Written | Unwritable) -> list[str]:
    return [s.printed for s in result.block.sentences]


def test_a_story_prints_headline_sentences_and_credit_of_its_lead() -> None:
    """Verbatim, with the place that they were taken from."""
    lead = make.entry("Talks end", text=f"{FIRST} {SECOND}")
    block = written(lead).block
    assert block.headline.printed == "Talks end"
    assert [s.text for s in block.sentences] == [FIRST, SECOND]
    second = block.sentences[1]
    assert isinstance(second, Extract)
    assert lead.summary_text[second.span.start : second.span.end] == SECOND
    assert (block.credit.entry, block.credit.name, block.credit.url) == (lead.id, "wire", lead.url)
    assert block.credit.at == lead.published


def test_the_content_speaks_when_the_summary_gives_nothing() -> None:
    """The summary is preferred: it is what the publisher shows the world."""
    lead = make.entry("Talks end", text="More below.", content_text=FIRST)
    (sentence,) = written(lead).block.sentences
    assert isinstance(sentence, Extract) and sentence.span.field == "content"


def test_a_story_without_a_sound_sentence_is_headline_and_credit() -> None:
    """Nothing is better than half a sentence."""
    assert sentences(written(make.entry("Talks end", text="The talks in Geneva ended with […]"))) == []


def test_a_sentence_that_repeats_the_headline_is_left_out_and_what_leans_on_it_stands() -> None:
    """The headline says it already."""
    repeat = "Talks between Russia and US end without a breakthrough."
    text = f"{repeat} The talks were held in Geneva for eight hours. {SECOND}"
    result = written(make.entry("Talks between Russia and US end without a breakthrough", text=text))
    assert sentences(result) == ["The talks were held in Geneva for eight hours.", SECOND]


def test_a_sentence_that_leans_on_one_left_out_is_left_out_too() -> None:
    """ "The man" has nobody to be."""
    text = "But a militant was sentenced to prison in Zaporizhzhia. The man was to unsettle the region for his masters."
    assert sentences(written(make.entry("Verdict", text=f"{FIRST} {text} {SECOND}"))) == [FIRST, SECOND]


def test_the_quote_limit_is_kept_by_whole_sentences() -> None:
    """A sentence too long for what is left is left out, and the next shorter one is taken."""
    limit = len(FIRST) + 1 + len(SECOND)
    lead = make.entry("Talks end", text=f"{FIRST} {SECOND}")
    for allowed, expected in ((limit, [FIRST, SECOND]), (limit - 1, [FIRST]), (len(FIRST) - 1, []), (0, [])):
        sources = make.sources(make.source("wire", terms=Terms(quote=allowed)))
        assert sentences(written(lead, sources=sources)) == expected


def test_house_words_in_brackets_count_as_printed() -> None:
    """today [10 January] is longer than today."""
    text = "One soldier of the army was wounded today near Popasna, they say."
    sources = make.sources(make.source("wire", terms=Terms(quote=len(text) + 5)))
    assert sentences(written(make.entry("Wounded", text=text), sources=sources)) == []


def test_our_own_words_have_no_limit() -> None:
    """ours: yes."""
    sources = make.sources(make.source("wire", ours=True, terms=Terms(quote=10)))
    assert sentences(written(make.entry("Ours", text=FIRST), sources=sources)) == [FIRST]


def test_the_credit_is_what_the_terms_ask_for() -> None:
    """terms.credit and label are printed."""
    sources = make.sources(make.source("wire", terms=Terms(credit="The Wire, London"), label="news agency"))
    credit = written(make.entry("Talks end"), sources=sources).block.credit
    assert (credit.name, credit.label) == ("The Wire, London", "news agency")


def test_also_names_each_other_publisher_once() -> None:
    """Two feeds of one publisher are one voice; the lead's own publisher and our own articles are none."""
    lead = make.entry("Talks end", source="wire", at="2022-01-10T10:00Z")
    others = [make.entry("Talks end", source=s) for s in ("wire-world", "post", "post-eu", "ours", "kontynent")]
    sources = make.sources(
        make.source("wire", publisher="Wire"),
        make.source("wire-world", publisher="wire"),
        make.source("post", publisher="Post"),
        make.source("post-eu", publisher="Post"),
        make.source("ours", ours=True),
        make.source("kontynent", trust=Trust.SUPPORT_ONLY),
    )
    also = written(lead, *others, sources=sources).block.also
    assert sorted(c.publisher for c in also) == ["Post", "kontynent"]


def test_an_entry_in_another_language_is_credited_with_its_language_and_not_printed() -> None:
    """(in Ukrainian)."""
    lead = make.entry(UKRAINIAN, source="kontynent", lang="uk", at="2022-01-10T10:00Z")
    english = make.entry("Talks end", source="wire", text=FIRST)
    block = written(lead, english).block
    assert block.credit.entry == english.id
    assert [(c.name, c.language) for c in block.also] == [("kontynent", "uk")]


def test_a_story_that_nobody_tells_in_the_editions_language_is_unwritable() -> None:
    """Its reason names the language."""
    result = unwritable(make.entry(UKRAINIAN, lang="uk"))
    assert (result.reason, result.outcome) == ("only in Ukrainian", "passed")
    assert result.block.headline.printed == UKRAINIAN


def test_the_alphabet_overrules_what_is_declared() -> None:
    """Cyrillic is not English, whatever the feed says; Latin without a declared language may be."""
    assert unwritable(make.entry(UKRAINIAN, lang="en")).reason == "only in Ukrainian"
    assert unwritable(make.entry(UKRAINIAN, lang=None)).reason == "only in Ukrainian"
    assert sentences(written(make.entry("Talks end", text=FIRST, lang=None))) == [FIRST]
    assert written(make.entry("Talks end", text=FIRST, lang="en-GB")).block.credit.language is None


def test_a_labelled_or_supporting_source_never_leads() -> None:
    """Alone it is unwritable; beside a trusted one it supports."""
    state = make.entry("Talks end", source="bulletin", text=FIRST, at="2022-01-10T10:00Z")
    trusted = make.entry("Talks are over", source="wire", text=SECOND)
    for trust, reason in ((Trust.LABELLED, "never printed alone"), (Trust.SUPPORT_ONLY, "only supports")):
        sources = make.sources(make.source("bulletin", trust=trust, label="state agency"), "wire")
        assert reason in unwritable(state, sources=sources).reason
        block = written(state, trusted, sources=sources).block
        assert block.credit.entry == trusted.id
        assert block.also[0].label == "state agency"


def test_a_source_that_is_no_longer_configured_only_supports() -> None:
    """Its entries outlive its line in sources.yaml."""
    gone = make.entry("Talks end", source="gone", text=FIRST)
    assert "only supports" in unwritable(gone, sources=make.sources("wire")).reason


def test_an_entry_without_a_headline_or_a_required_link_is_unwritable() -> None:
    """There is nothing to print, or nothing to link."""
    assert "has no headline" in unwritable(make.entry(None, text=FIRST)).reason
    assert "has no link" in unwritable(make.entry("Talks end", url=None)).reason
    free = make.sources(make.source("wire", terms=Terms(link=False)))
    assert written(make.entry("Talks end", url=None), sources=free).block.credit.url is None


def test_a_headline_whose_plan_has_passed_is_held() -> None:
    """The trap of the recorded day."""
    result = unwritable(make.entry("Delegations will meet in Geneva on 10 January", text=SECOND))
    assert (result.reason, result.outcome) == ("says what will be on 10 January, which has passed", "held")


def test_an_only_sentence_whose_plan_has_passed_is_held() -> None:
    """The headline alone would hide that it is old."""
    result = unwritable(
        make.entry("Geneva talks", text="Delegations of both countries will meet in Geneva on 10 January.")
    )
    assert result.outcome == "held"


def test_a_passed_plan_among_other_sentences_is_left_out() -> None:
    """The rest of the report stands."""
    text = f"{SECOND} Delegations of both countries will meet in Geneva on 10 January."
    assert sentences(written(make.entry("Geneva talks", text=text))) == [SECOND]


def test_another_member_leads_when_the_leads_plan_has_passed() -> None:
    """Somebody has told how it ended."""
    preview = make.entry("Delegations will meet in Geneva on 10 January", source="desk", at="2022-01-10T05:00Z")
    report = make.entry("Talks end", source="wire", text=FIRST)
    assert written(preview, report).block.credit.entry == report.id


def test_a_bare_headline_leaves_the_lead_to_a_member_with_words() -> None:
    """But a lead with a sentence stays, however long the others are."""
    bare = make.entry("Property frozen", source="wire", at="2022-01-10T10:00Z")
    full = make.entry("Property frozen", source="desk", text=f"{FIRST} {SECOND}")
    short = make.entry("Property frozen", source="post", text=FIRST, at="2022-01-10T11:00Z")
    assert written(bare, full).block.credit.entry == full.id
    assert written(short, full).block.credit.entry == short.id


def test_our_own_article_leads_only_alone_or_over_its_reprint() -> None:
    """A reprint of ours (same link) is no report of its own."""
    ours = make.entry("Four ways", source="review", text=FIRST, at="2022-01-10T10:00Z")
    reprint = make.entry("Four ways, they say", source="steppe", text=SECOND, url=ours.url, clean_url=f"{ours.url}/")
    report = make.entry("Four ways found", source="wire", text=SECOND)
    sources = make.sources(make.source("review", ours=True), "steppe", "wire")
    assert written(ours, reprint, sources=sources).block.credit.entry == ours.id
    assert written(reprint, ours, sources=sources).block.credit.entry == ours.id
    assert written(ours, report, sources=sources).block.credit.entry == report.id


def test_the_sites_name_behind_a_headline_is_cut_off() -> None:
    """The credit says it."""
    sources = make.sources(make.source("desk", publisher="Kyiv Desk"))
    entry = make.entry("Joint Forces count 2 attacks | Kyiv Desk", source="desk")
    headline = written(entry, sources=sources).block.headline
    assert isinstance(headline, Extract)
    assert (headline.text, headline.span.end) == ("Joint Forces count 2 attacks", 28)


def test_a_headline_with_a_relative_day_gets_its_date() -> None:
    """Headlines are read tomorrow too."""
    assert (
        written(make.entry("Talks begin today in Geneva")).block.headline.printed
        == "Talks begin today [10 January] in Geneva"
    )


def test_a_picture_comes_only_where_terms_allow_it() -> None:
    """terms.image."""
    entry = make.entry("Talks end", image=Image(url="https://wire.example/a.jpg"))
    assert written(entry).block.image is None
    allowed = make.sources(make.source("wire", terms=Terms(image=True)))
    assert written(entry, sources=allowed).block.image == entry.image


QUOTED = "“NATO must pack its stuff and return to the 1997 boundaries,” Foreign Minister Sergei Riabkov said in Geneva."


def test_a_labelled_sources_quotation_is_offered_with_its_label() -> None:
    """Moscow's words, named as such, in a story that others tell."""
    lead = make.entry("Talks end", source="wire", text=FIRST, at="2022-01-10T10:00Z")
    state = make.entry("Talks end", source="bulletin", text=QUOTED)
    sources = make.sources(make.source("bulletin", trust=Trust.LABELLED, label="state agency"), "wire")
    (quote,) = written(lead, state, sources=sources).quotes
    assert (quote.speaker, quote.role, quote.credit.label) == ("Sergei Riabkov", "Foreign Minister", "state agency")


def test_a_quotation_keeps_to_its_own_sources_terms() -> None:
    """A quotation inside a printed sentence costs nothing more; any other must fit behind the sentences."""
    lead = make.entry("Talks end", source="wire", text=FIRST, at="2022-01-10T10:00Z")
    other = make.entry("Talks end", source="post", text=QUOTED)
    tight = make.sources("wire", make.source("post", terms=Terms(quote=40)))
    assert len(written(lead, other).quotes) == 1
    assert written(lead, other, sources=tight).quotes == ()
    only = make.sources(make.source("post", terms=Terms(quote=len(QUOTED))))
    assert len(written(other, sources=only).quotes) == 1


def test_a_ukrainian_edition_prints_ukrainian_and_credits_english() -> None:
    """The sister review."""
    text = "Прориву сторони не досягли: Вашингтон відкинув пропозиції, які вважає неприйнятними."
    lead = make.entry(UKRAINIAN, source="kontynent", lang="uk", text=text, at="2022-01-10T10:00Z")
    english = make.entry("Talks end", source="wire", text=FIRST)
    result = written(lead, english, language="uk")
    assert sentences(result) == [text]
    assert [(c.name, c.language) for c in result.block.also] == [("wire", "en")]


def test_an_edition_in_a_language_without_rules_has_headlines_only() -> None:
    """Nothing is printed that no rule has read."""
    result = written(
        make.entry("Les pourparlers prennent fin", text="Les délégations ont fini.", lang="fr"), language="fr"
    )
    assert sentences(result) == [] and result.quotes == ()


def test_the_weight_is_that_of_the_weightiest_trusted_source() -> None:
    """What importance is made of."""
    sources = make.sources(
        make.source("wire", weight=1.2), make.source("post"), make.source("state", weight=9, trust=Trust.LABELLED)
    )
    members = [make.entry("Talks end", source=s) for s in ("post", "wire", "state")]
    assert written(*members, sources=sources).weight == 1.2


def test_a_plan_stands_until_its_day_has_ended() -> None:
    """The edition's own day has not ended: its plans are still ahead."""
    lead = make.entry("Talks end", text="Delegations of NATO and Russia will meet in Brussels on 11 January.")
    assert len(sentences(written(lead))) == 1
    later = write(
        make.story(lead),
        entries={lead.id: lead},
        sources=make.sources("wire"),
        review=make.review(timezone="Europe/Kyiv"),
        window=make.window(cutoff=make.window().cutoff + dt.timedelta(days=1)),
    )
    assert isinstance(later, Unwritable) and later.outcome == "held"


def test_a_copy_is_not_said_to_report_it_too() -> None:
    """Word for word the agency's: one voice, whoever prints it; and the agency is none beside its copy."""
    wire, copy = make.entry("Talks end", text=FIRST, source="wire"), make.entry("Talks end", text=FIRST, source="post")
    own = make.entry("No breakthrough in Geneva", text=SECOND, source="desk")
    members = (wire, copy, own)
    plain = make.story(*members)
    marked = tuple(replace(m, copy_of=wire.id) if m.entry == copy.id else m for m in plain.members)

    def named(lead: Entry) -> set[str]:
        result = write(
            replace(plain, members=marked, lead=lead.id),
            entries={e.id: e for e in members},
            sources=make.sources("wire", "post", "desk"),
            review=make.review(timezone="Europe/Kyiv"),
            window=make.window(),
        )
        assert isinstance(result, Written), result
        assert result.block.credit.entry == lead.id
        return {c.entry for c in result.block.also if not c.copy}

    assert named(wire) == {own.id}
    assert named(copy) == {own.id}
