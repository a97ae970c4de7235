"""The program's own words in the edition's language: dates, times, numbers and the standing sentences.

Dates, plurals and the names of languages and cities are CLDR's, by Babel. English and Ukrainian are complete; every
other language gets its own dates and English sentences.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location

Words = Mapping[str, str | Mapping[str, str]]

ENGLISH: Words = {
    "number": "No. {number}",
    "until": "news until {time}",
    "time": "{time} {city} time",
    "time@UTC": "{time} UTC",
    "minutes": {"one": "{n}-minute read", "other": "{n}-minute read"},
    "view": "View in browser",
    "view_name": "",
    "also": "Also reported by",
    "differ": "Sources differ:",
    "since": "New since {day}:",
    "in_language": "in {language}",
    "ours": "From us",
    "ahead": "Still ahead",
    "no_report": "No report by {name} had come when this edition was closed.",
    "no_report_unnamed": "No report had come when this edition was closed.",
    "no_report_until": "No report by {time} from {name}.",
    "no_report_unnamed_until": "No report by {time}.",
    "same_report": "same report",
    "unread": "Put together automatically; no editor has read it yet. "
    "Words marked with a source are that source's own.",
    "short": "The last hours brought little news, so this edition is a short one.",
    "test": "This is a test of the edition. It did not go to patrons.",
    "wrong": "See something wrong?",
    "wrong_mail": "Correction {day}",
    "corrections_none": "none for the edition of {day}",
    "corrections_first": "none so far",
    "corrections_made": "each with its date",
    "forwarded": "Forwarded to you?",
    "join": "Become a patron",
    "why": "You get this as a patron, at the address it was sent to.",
    "leave": "Unsubscribe",
    "leave_by_mail": "or by mail",
    "choose": "Change what you get",
    "archive": "All editions",
    "earlier": "Earlier:",
    "later": "Later:",
    "newest": "The newest edition",
    "no_editions": "There is no edition yet.",
    "editions_count": {"one": "{n} edition", "other": "{n} editions"},
    "correct": "Correct this",
    "corrections": "Corrections",
    "noted": "Correction, {day}{about}: {text}",
    "withdrawn": "Withdrawn on {day}: {text}",
    "noted_of": "Correction to the edition of {day}{about}: {text}",
    "withdrawn_from": "Withdrawn from the edition of {day}: {text}",
    "correction_mail": "Correction: {title}, {day}",
    "stood_here": "A report stood here.",
    "as_published": "As it stood before",
    "revision": "revision",
    "was_corrected": "This is the page as it stood before it was corrected.",
    "as_corrected": "The corrected page",
    "sponsor": "Partner of this review",
    "more": "The patrons of this review have more of this edition in their mail.",
    "left": {"one": "{n} more story on your page", "other": "{n} more stories on your page"},
    "picture": "Picture: {name}",
    "undescribed": "A picture that its source does not describe",
    "open_quote": "“",
    "close_quote": "”",
    "stop": ".",
}

UKRAINIAN: Words = {
    "number": "№ {number}",
    "until": "новини до {time}",
    "time": "{time} (час міста {city})",
    "time@UTC": "{time} за всесвітнім часом",
    "time@Europe/Kyiv": "{time} за київським часом",
    "time@Europe/Kiev": "{time} за київським часом",
    "minutes": {
        "one": "{n} хвилина читання",
        "few": "{n} хвилини читання",
        "many": "{n} хвилин читання",
        "other": "{n} хвилини читання",
    },
    "view": "Відкрити у браузері",
    # Whoever gets the mail passed on may not read Ukrainian, and the way to the page is the one link they need.
    "view_name": "Відкрити у браузері (view in browser)",
    "also": "Про це також пишуть",
    "differ": "Джерела розходяться:",
    "since": "Нове після {day}:",
    "in_language": "{language}",
    "ours": "Від нас",
    "ahead": "Попереду",
    "no_report": "До закриття цього випуску зведення від «{name}» не надійшло.",
    "no_report_unnamed": "До закриття цього випуску зведення не надійшло.",
    "no_report_until": "До {time} зведення від «{name}» не надійшло.",
    "no_report_unnamed_until": "До {time} зведення не надійшло.",
    "same_report": "те саме зведення",
    "unread": "Випуск складено автоматично; жоден редактор його ще не прочитав. "
    "Слова, біля яких стоїть назва джерела, належать цьому джерелу.",
    "short": "Останні години принесли мало новин, тому цей випуск короткий.",
    "test": "Це пробний випуск. Патрони його не отримали.",
    "wrong": "Помітили помилку?",
    "wrong_mail": "Виправлення {day}",
    "corrections_none": "у випуску від {day} немає",
    "corrections_first": "поки що немає",
    "corrections_made": "кожне з датою",
    "forwarded": "Вам переслали цей лист?",
    "join": "Станьте патроном",
    "why": "Ви отримуєте цей лист як патрон, на адресу, на яку він надійшов.",
    "leave": "Відписатися",
    "leave_by_mail": "або листом",
    "choose": "Змінити, що ви отримуєте",
    "archive": "Усі випуски",
    "earlier": "Раніше:",
    "later": "Пізніше:",
    "newest": "Найновіший випуск",
    "no_editions": "Випусків ще немає.",
    "editions_count": {
        "one": "{n} випуск",
        "few": "{n} випуски",
        "many": "{n} випусків",
        "other": "{n} випуску",
    },
    "correct": "Виправити",
    "corrections": "Виправлення",
    "noted": "Виправлення, {day}{about}: {text}",
    "withdrawn": "Знято {day}: {text}",
    "noted_of": "Виправлення до випуску від {day}{about}: {text}",
    "withdrawn_from": "Знято з випуску від {day}: {text}",
    "correction_mail": "Виправлення: {title}, {day}",
    "stood_here": "Тут стояла новина.",
    "as_published": "Як було раніше",
    "revision": "версія",
    "was_corrected": "Так ця сторінка виглядала до виправлення.",
    "as_corrected": "Виправлена сторінка",
    "sponsor": "Партнер цього огляду",
    "more": "Патрони цього огляду отримали поштою більше, ніж є на цій сторінці.",
    "left": {
        "one": "Ще {n} новина на вашій сторінці",
        "few": "Ще {n} новини на вашій сторінці",
        "many": "Ще {n} новин на вашій сторінці",
        "other": "Ще {n} новини на вашій сторінці",
    },
    "picture": "Світлина: {name}",
    "undescribed": "Світлина, яку джерело не описало",
    "open_quote": "«",
    "close_quote": "»",
    "stop": ".",
}

LANGUAGES: Mapping[str, Words] = {"en": ENGLISH, "uk": UKRAINIAN}

#: CLDR's plain "en" writes American dates; our English is that of the rest of the world.
_FULL_DATE = {"en": "EEEE, d MMMM y"}
_SHORT_DATE = {"en": "d MMM", "uk": "d MMM"}
_SHORT_DATE_YEAR = {"en": "d MMM y", "uk": "d MMM y"}
_CITIES = {("uk", "Europe/Kyiv"): "Київ", ("uk", "Europe/Kiev"): "Київ"}


class Phrases:
    """What the program says in one language and one time zone."""

    def __init__(self, language: str, timezone: str) -> None:
        self.locale = _locale(language)
        self.zone = ZoneInfo(timezone)
        self.timezone = timezone
        self._words = LANGUAGES.get(self.locale.language, ENGLISH)
        #: The locale of the sentences, which is English where we have none in the edition's language.
        self._said = self.locale if self.locale.language in LANGUAGES else Locale("en")

    @property
    def tag(self) -> str:
        """BCP 47, for `lang`."""
        return str(self.locale).replace("_", "-")

    @property
    def rtl(self) -> bool:
        return self.locale.character_order == "right-to-left"

    def say(self, key: str, *, n: int = 0, **fields: object) -> str:
        """The phrase `key`; a phrase with `{n}` in the plural form that the number takes."""
        words = self._words[key]
        if not isinstance(words, str):
            form = str(self._said.plural_form(n))
            words = words.get(form, words["other"])
        return words.format(n=n, **fields)

    def simple(self) -> dict[str, str]:
        """All phrases that need no number, name or date: what templates may use as they are."""
        return {k: v for k, v in self._words.items() if isinstance(v, str) and "{" not in v and "@" not in k}

    def date(self, day: dt.date) -> str:
        """Tuesday, 11 January 2022"""
        text = format_date(day, _FULL_DATE.get(self.locale.language, "full"), self.locale)
        return text[:1].upper() + text[1:]

    def since(self, day: dt.date, edition_day: dt.date) -> str:
        """New since 10 January: with the year when it is another than the edition's."""
        return self.say("since", day=self.in_sentence(day, edition_day))

    def in_sentence(self, day: dt.date, edition_day: dt.date | None = None) -> str:
        """10 January, as it stands in a sentence of ours; with the year when it is another than the edition's."""
        pattern = "d MMMM" if edition_day and day.year == edition_day.year else "d MMMM y"
        known = self._said is self.locale or self.locale.language in LANGUAGES
        return format_date(day, pattern, self.locale if known else self._said)

    def wrong_mail(self, day: dt.date) -> str:
        """Correction 11 January 2022: the subject of a reader's letter."""
        return self.say("wrong_mail", day=self.in_sentence(day))

    def as_corrected(self, markdown: str) -> str:
        """The standing words of an edition that lists corrections: not "none so far" beside them."""
        known = re.escape(str(self._words["corrections_none"])).replace(re.escape("{day}"), r"\d{1,2} \w+(?: \d{4})?")
        first = re.escape(self.say("corrections_first"))
        return re.sub(rf"(?<!\w)(?:{known}|{first})(?!\w)", lambda _: self.say("corrections_made"), markdown)

    def corrections(self, last: dt.date | None, made: int, edition_day: dt.date) -> str:
        """none for the edition of 10 January; `last` is the edition before, None for the first; `made`: are printed."""
        if made:
            return self.say("corrections_made")
        if last is None:
            return self.say("corrections_first")
        return self.say("corrections_none", day=self.in_sentence(last, edition_day))

    def moment(self, at: dt.datetime, edition_day: dt.date) -> str:
        """10 Jan, 22:40; with the year when it is another than the edition's."""
        local = at.astimezone(self.zone)
        return f"{self._day(local.date(), edition_day)}, {self._clock(local)}"

    def clock(self, at: dt.datetime) -> str:
        """06:30, in the edition's zone."""
        return self._clock(at.astimezone(self.zone))

    def until(self, cutoff: dt.datetime) -> str:
        """06:30 Kyiv time"""
        clock = self._clock(cutoff.astimezone(self.zone))
        zone = "UTC" if self.timezone in ("UTC", "Etc/UTC", "Etc/GMT", "GMT") else self.timezone
        if f"time@{zone}" in self._words:
            return self.say(f"time@{zone}", time=clock)
        city = _CITIES.get((self._said.language, zone)) or str(
            get_timezone_location(self.zone, self._said, return_city=True)
        )
        return self.say("time", time=clock, city=city)

    def in_language(self, code: str) -> str:
        """in Ukrainian; the bare code when nobody knows the language."""
        try:
            name = self._said.languages.get(_locale(code, None).language, code)
        except UnknownLocaleError:
            name = code
        if self._said.language == "uk":  # the adjective in the instrumental: англійська -> англійською
            name = name.removesuffix("а") + "ою" if name.endswith(("ька",)) else f"мова: {name}"
        return self.say("in_language", language=name)

    def _day(self, day: dt.date, edition_day: dt.date) -> str:
        language = self.locale.language
        if day.year == edition_day.year or abs((edition_day - day).days) < 60:
            pattern = _SHORT_DATE.get(language)
            return (
                format_date(day, pattern, self.locale)
                if pattern
                else format_skeleton("MMMd", day, None, True, self.locale)
            )
        pattern = _SHORT_DATE_YEAR.get(language)
        return format_date(day, pattern, self.locale) if pattern else format_date(day, "medium", self.locale)

    def _clock(self, local: dt.datetime) -> str:
        twenty_four = self.locale.language in LANGUAGES
        return format_time(local.time(), "HH:mm" if twenty_four else "short", locale=self.locale)


def _locale(language: str, fallback: str | None = "en") -> Locale:
    try:
        return Locale.parse(language.strip().replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        if fallback is None:
            raise UnknownLocaleError(language) from None
        return Locale(fallback)
