"""Where sentences end, and which of them stand alone."""

from __future__ import annotations

import pytest

from newsletter.write.sentences import flaw, repeats, sentences
from newsletter.write.words_en import EN
from newsletter.write.words_uk import UK


def split(text: str, tongue: str = "en", html: str | None = None) -> list[str]:
    return [text[a:b] for a, b in sentences(text, EN if tongue == "en" else UK, html)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. President Joe Biden met Gen. Mark Milley at 5 p.m. on Dec. 3 in St. Petersburg.",
        "Mr. Stoltenberg and Dr. Shore met in No. 10 for 3.5 hours.",
        "President J. R. Biden said no.",
        "“The build-up has not stopped. It continues,” Jens Stoltenberg said.",
        '"We came. We saw," the minister said at 7 a.m. Monday.',
        "The pacts (dated Dec. 17) were sent by Example Inc. to Washington.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    """Abbreviations, initials, decimals and quoted sentences stay whole."""
    assert split(text) == [text]


def test_a_quotation_mark_behind_the_full_stop_belongs_to_the_sentence() -> None:
    """American style closes the quotation after the stop."""
    assert split("It is known as the “Russian NATO.” The troops left.") == [
        "It is known as the “Russian NATO.”",
        "The troops left.",
    ]


def test_an_abbreviation_ends_a_sentence_only_before_a_word_that_begins_one() -> None:
    """In doubt two sentences stay one: a fragment is worse."""
    assert split("They flew to the U.S. The talks began.") == ["They flew to the U.S.", "The talks began."]
    assert len(split("They met U.S. Senator Lee in Dec. Senator Lee smiled.")) == 1


def test_ukrainian_abbreviations_do_not_end_a_sentence() -> None:
    """ст., дол., млн., р., вул."""
    text = "Збитки сягають 5 млн. грн. або 130 тис. дол. США за ст. 5 на вул. Хрещатик у 2022 р. Президент промовчав."
    assert split(text, "uk") == [text]
    text = "Пожежа сталася на вул. Садовій, буд. 5, корп. 2, кв. 12 у м. Одесі."
    assert split(text, "uk") == [text]
    assert split("Це сталося у 2021 р. У Києві було тихо.", "uk") == ["Це сталося у 2021 р.", "У Києві було тихо."]


def test_what_trails_without_a_mark_is_no_sentence() -> None:
    """A text that was cut off gives only what is whole."""
    assert split("Talks ended in Geneva. Russia wants NATO to") == ["Talks ended in Geneva."]


def test_a_heading_does_not_run_into_the_sentence_below_it() -> None:
    """The HTML tells where a paragraph ends, although the text has lost it."""
    text = "Talks hit dead end Moscow called the talks disappointing. More."
    html = "<h2>Talks hit <b>dead</b> end</h2><p>Moscow called the talks disappointing.</p><p>More.</p>"
    assert split(text, html=html) == ["Moscow called the talks disappointing.", "More."]
    assert split("A &b; end. Next one.", html="<p>something else</p>") == ["A &b; end.", "Next one."]


def test_a_dateline_is_no_part_of_the_first_sentence() -> None:
    """Where it was filed is not what happened."""
    for line in (
        "KYIV, Jan. 10 (Example Wire) — ",
        "Kyiv, 10 January — ",
        "Kyiv (Example Wire) - ",
        "New York, Jan 10 - ",
    ):
        assert split(f"{line}The sides met in Kyiv.") == ["The sides met in Kyiv."]
    assert split("КИЇВ, 10 січ. (Агенція) — Сторони зустрілися.", "uk") == ["Сторони зустрілися."]
    named = "Petro Poroshenko (European Solidarity), who was president, has left Kyiv."
    assert split(named) == [named]


GOOD = [
    "Russia wants NATO to rule out admitting Ukraine and to stop expanding eastward.",
    "“We will not allow anyone to slam closed the door,” Wendy Sherman told reporters.",
    "The U.S. and a number of its allies have warned Russia of serious consequences.",
    "Russian demands include a bar on Ukraine’s admission to the alliance (and to others).",
    "2 attacks by militants were counted near Popasna on 10 January.",
]


@pytest.mark.parametrize("sentence", GOOD)
def test_a_sound_sentence_has_no_flaw(sentence: str) -> None:
    """What a report says by itself may be printed."""
    assert flaw(sentence, EN) == ""


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("But the United States and its allies refused to give any guarantees.", "leans"),
        ("He said that the talks with the other side had gone well.", "leans"),
        ("It’s the second time that a court has frozen his property.", "leans"),
        ("Meanwhile, British ministers were meeting in London to discuss sanctions.", "leans"),
        ("Their statement comes as the crackdown in Kazakhstan goes on.", "leans"),
        ("For his part, Sergei Riabkov does not expect an agreement in one day.", "leans"),
        ("On the other hand, Moscow has announced new exercises with Belarus.", "leans"),
        ("“This is really disappointing for all of us,” he told reporters.", "leans"),
        ("Talks in Geneva were useful and long, she said after the meeting.", "leans"),
        ("Moscow rejected the offer in the course of talks with the latter.", "leans"),
        ("Moscow and Kyiv disagree, and the two ministers left early for home.", "leans"),
        ("Is Europe closer to war than it has been in thirty years?", "question"),
        ("Read more about the talks in Geneva on our pages today now.", "leans"),
        ("The post Talks end in Geneva appeared first on Example Wire.", "furniture"),
        ("Photo: the delegations of both countries meet in Geneva on Monday.", "leans"),
        ("The talks in Geneva were watched closely. Source: Example Wire agency here.", "furniture"),
        ("US President Joe Biden (R) meets Russian President Vladimir Putin in Geneva.", "furniture"),
        ("Sanctions are being prepared, more at https://wire.example/sanctions by our desk.", "furniture"),
        ("The alliance is ready to answer any new aggression with […]", "cut short"),
        ("The alliance is ready to answer… any new aggression against Ukraine.", "cut short"),
        ("RUSSIA AND THE UNITED STATES ENDED TALKS IN GENEVA WITHOUT RESULT.", "capitals"),
        ("Russia wants “a pledge that NATO will stop expanding towards its borders.", "quotation mark"),
        ("Russia wants a pledge (that NATO will stop expanding towards its borders.", "bracket"),
        ("Full text of the speech by the Secretary General in Brussels.", "no verb"),
        ("Speaking at the same event, Blinken called for unity among the allies.", "leans"),
        ("Three others were taken to hospital in Kyiv with burns, doctors said.", "leans"),
        ("Despite this, the government in Kyiv expects growth of three percent.", "leans"),
        ("Ukraine, meanwhile, has asked its partners for further air defence systems.", "leans"),
        ("The paper has approached the ministry for comment about the court case.", "furniture"),
        ("More details are expected later from the office of the prosecutor.", "furniture"),
        ("Updated at 10:45 with a comment of the ministry of foreign affairs.", "furniture"),
        ("Talks ended in Geneva without result.", "6 words"),
        ("Talks " + "and talks " * 25 + "were held.", "words"),
        ("With one coffee a month you can help build bridges to the world.", "reader"),
        ("“There will be areas where progress is possible. That is what diplomacy is about.”", "speaker"),
        ("Talks ended with {{ config.secret }} and that was all they said.", "markup"),
        ("Talks ended with <script> and that was all they said about it.", "markup"),
        ("Talks were held [here](javascript:alert) and that was all they said.", "markup"),
        ("Переговори США і Росії в Женеві завершилися без прориву, каже Москва.", "alphabet"),
        ("and so the talks of both delegations ended without any result.", "beginning"),
    ],
)
def test_a_sentence_that_does_not_stand_alone_is_refused(sentence: str, why: str) -> None:
    """Each rule for sentences printed unattended, with the case that it is there for."""
    assert why in flaw(sentence, EN)


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Прориву сторони не досягли: Вашингтон відкинув пропозиції, які вважає неприйнятними.", ""),
        ("Франція та Німеччина хочуть провести ще одну зустріч у нормандському форматі, заявив Макрон.", ""),
        ("Але Вашингтон відкинув пропозиції, які вважає неприйнятними для себе.", "leans"),
        ("Він також заявив, що переговори в Женеві тривали майже вісім годин.", "leans"),
        ("Водночас Київ наполягає, що пакет стримування має передбачати болючі санкції.", "leans"),
        ("Раніше повідомлялося, що переговори в Женеві тривали майже вісім годин.", "leans"),
        ("Читайте також про переговори США і Росії, які завершилися в Женеві.", "leans"),
        ("Про це повідомила пресслужба Міністерства оборони України у Telegram.", "leans"),
        ("Попри це, уряд України очікує зростання економіки на три відсотки.", "leans"),
        ("Внаслідок цього рух на вулиці Хрещатик у Києві перекрили на дві години.", "leans"),
        ("На його думку, переговори у Женеві нічого не змінили для України.", "leans"),
        ("Ще троє людей отримали поранення, їх доставили до лікарні Харкова.", "leans"),
        ("Ідеться про постачання систем протиповітряної оборони до України.", "leans"),
        ("Видання звернулося до міністерства оборони України за коментарем.", "furniture"),
        ("Про те, що переговори тривали вісім годин, повідомило міністерство в Києві.", ""),
        ("Президент Франції Емманюель Макрон приїде до Києва 8 лютого.", ""),
        ("Повний текст промови генерального секретаря НАТО у штаб-квартирі в Брюсселі.", "no verb"),
        ("The talks in Geneva ended without a breakthrough, Moscow says today.", "alphabet"),
    ],
)
def test_ukrainian_sentences_are_judged_by_ukrainian_rules(sentence: str, why: str) -> None:
    """The edition may be Ukrainian."""
    found = flaw(sentence, UK)
    assert (why in found) if why else found == ""


def test_the_publishers_we_is_refused_and_a_quoted_we_is_not() -> None:
    """Only the speaker's own words may say "we"."""
    assert "reader" in flaw("The paper says that we have seen the documents of the court.", EN)
    assert flaw("The minister said on Tuesday that “we have seen the documents” of the court.", EN) == ""


def test_a_sentence_that_says_no_more_than_the_headline_repeats_it() -> None:
    """Nine tenths of its words."""
    title = "Court freezes former President Poroshenko's property"
    assert repeats("Court freezes former President Poroshenko’s property.", title)
    assert not repeats("A court has frozen property of Petro Poroshenko in a treason inquiry.", title)
