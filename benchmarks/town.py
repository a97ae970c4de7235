"""The feeds that are read in the benchmark: invented, the same at every run.

200 feeds of 40 entries; nine entries in ten hold 1 to 3 KB of text, one holds 5 to 20 KB; every other feed is in
Ukrainian; RSS 2.0 with `content:encoded`, plain RSS 2.0 and Atom take turns, as they do in newsrooms.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

#: Names of the entries of every feed; entry n of feed f never changes.
ENTRIES = 40
NEWEST = datetime(2022, 1, 11, 4, 0, tzinfo=UTC)

_ENGLISH = (
    "the council met on Monday evening and agreed on a budget for the year while residents asked about heating"
    " roads schools and the bridge that has been closed since autumn because engineers found cracks in its pillars"
    " officials said repairs would begin next month if money from the region arrives in time for spring"
).split()
_UKRAINIAN = (
    "міська рада зібралася в понеділок увечері та погодила бюджет на рік тим часом мешканці питали про опалення"
    " дороги школи й міст який закритий з осені бо інженери знайшли тріщини в його опорах посадовці сказали що"
    " ремонт почнеться наступного місяця якщо гроші з області надійдуть вчасно до весни"
).split()


def feed(number: int, first: int) -> bytes:
    """Feed `number` with its entries `first` to `first + 39`, the newest on top."""
    entries = [entry(number, n) for n in range(first + ENTRIES - 1, first - 1, -1)]
    home = f"https://town{number}.example"
    language = "uk" if number % 2 else "en"
    if number % 3 == 2:
        text = (
            f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">'
            f'<title>Town {number}</title><id>{home}/</id><link href="{home}/"/>'
            f"<updated>{NEWEST.isoformat()}</updated><author><name>Desk {number}</name></author>\n"
            + "\n".join(entries)
            + "\n</feed>\n"
        )
    else:
        text = (
            '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"'
            ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<channel><title>Town {number}</title><link>{home}/</link><description>News</description>"
            f"<language>{language}</language>\n" + "\n".join(entries) + "\n</channel></rss>\n"
        )
    return text.encode("utf-8")


def entry(number: int, n: int) -> str:
    """Entry `n` of feed `number`, as its feed writes it."""
    dice = random.Random(number * 100_003 + n)
    words = _UKRAINIAN if number % 2 else _ENGLISH
    title = escape(" ".join(dice.choices(words, k=8)).capitalize() + f" {n}")
    link = f"https://town{number}.example/2022/{n}?utm_source=feed"
    at = NEWEST - timedelta(hours=1) + timedelta(minutes=7 * (n - ENTRIES))
    body = escape(_paragraphs(dice, words, dice.randint(5_000, 20_000) if n % 10 == 0 else dice.randint(1_000, 3_000)))
    if number % 3 == 2:
        return (
            f'<entry><title>{title}</title><id>tag:town{number}.example,2022:{n}</id><link href="{escape(link)}"/>'
            f'<published>{at.isoformat()}</published><updated>{at.isoformat()}</updated><category term="town"/>'
            f'<content type="html">{body}</content></entry>'
        )
    guid = f'<guid isPermaLink="false">town{number}-{n}</guid><pubDate>{format_datetime(at)}</pubDate>'
    start = f"<item><title>{title}</title><link>{escape(link)}</link>{guid}<category>town</category>"
    if number % 3 == 1:
        return f"{start}<description>{body}</description></item>"
    lead = escape(" ".join(dice.choices(words, k=30)))
    return (
        f"{start}<dc:creator>Desk {number}</dc:creator><description>{lead}</description>"
        f"<content:encoded>{body}</content:encoded></item>"
    )


def _paragraphs(dice: random.Random, words: list[str], size: int) -> str:
    """HTML of about `size` bytes in UTF-8."""
    parts: list[str] = []
    done = 0
    while done < size:
        sentence = " ".join(dice.choices(words, k=dice.randint(8, 20))).capitalize() + "."
        linked = (
            sentence.replace(" ", ' <a href="/about">', 1).replace(".", "</a>.", 1) if dice.random() < 0.1 else sentence
        )
        parts.append(f"<p>{linked}</p>")
        done += len(parts[-1].encode("utf-8"))
    return "\n".join(parts)
