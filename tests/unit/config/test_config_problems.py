"""Every kind of problem, with its place. The arrow in a text marks where the problem must be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.config import load
from newsletter.errors import BadConfig, ConfigError, NoNewsroom, Problem

Problems = Callable[..., tuple[Problem, ...]]


def places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its arrows, and the line and column that each points at."""
    found: list[tuple[int, int]] = []
    while "→" in text:
        before, _, after = text.partition("→")
        text = before + after
        found.append((before.count("\n") + 1, len(before) - before.rfind("\n")))
    return text, found


HEAD = "newsletter: {title: Review, sender: a@review.example, site: https://review.example}\n"
NEWSLETTER = "newsletter:\n  title: Review\n  sender: a@review.example\n  site: https://review.example\n"
SOURCE = f"{HEAD}sources:\n  - url: https://wire.example/feed\n"
SECTION = f"{HEAD}sections:\n  - title: News\n"

CASES = [
    # --- shape
    ("→", "is empty", "newsletter:"),
    ("→- a\n", "a list is not a mapping", "key: value"),
    ("sources: []\n→", "newsletter: is missing", "title, sender, site"),
    ("newsletter: →[]\n", "newsletter: a list is not a mapping", "key: value"),
    (f"{HEAD}→soruces: []\n", "the key 'soruces' is unknown; did you mean sources?", "sections, sources"),
    (f"{HEAD}sources: →{{}}\n", "a mapping is not a list", "a list"),
    (f"{HEAD}sources:\n  - →https://wire.example\n", "not a mapping", "key: value"),
    (f"{HEAD}sources:\n  -→\n", "nothing is not a mapping", ""),
    # --- newsletter
    ("→newsletter:\n  title: R\n  sender: a@r.example\n", "site: is missing", "have to be given"),
    (f"{NEWSLETTER}  →titel: x\n", "did you mean title?", "timezone"),
    (f"{NEWSLETTER}  reply_to: →nobody\n", "not a mail address", "name@example.org"),
    (f"{NEWSLETTER}  reply_to: →Me, You <a@b.example>\n", "comma", "name@example.org"),
    (f'{NEWSLETTER}  reply_to: →"a@b.example\\nBcc: c@d.example"\n', "line break", "one line"),
    (f"{NEWSLETTER}  language: →xx\n", "no known language", "uk"),
    (f"{NEWSLETTER}  timezone: →Europe/Kiyv\n", "did you mean Europe/Kyiv?", "Europe/Kyiv"),
    (f"{NEWSLETTER}  timezone: →Europe\n", "no time zone", "Europe/Kyiv"),
    (f"{NEWSLETTER}  timezone: →../../etc/passwd\n", "no time zone", "Europe/Kyiv"),
    (f"{NEWSLETTER}  days: →weekdays\n", "on which days", "daily | mon-fri"),
    (f"{NEWSLETTER}  days: [mon, →tu]\n", "not a day", "mon | tue"),
    (f"{NEWSLETTER}  days: →[]\n", "on which days", "daily"),
    (f"{NEWSLETTER}  skip: [2022-01-07, →2022-02-30]\n", "not a date", "2022-01-07"),
    (f"{NEWSLETTER}  skip: →2022-01-07\n", "not a list", "a list"),
    (f"{NEWSLETTER}  edition_at: →7\n", "not a time of day", "07:00"),
    (f"{NEWSLETTER}  edition_at: →24:00\n", "not a time of day", "07:00"),
    (f"{NEWSLETTER}  approval: →automatik\n", "did you mean automatic?", "automatic | required"),
    (f"{NEWSLETTER}  no_answer: →wait\n", "not possible", "hold | send | short"),
    (f"{NEWSLETTER}  deliver: →maybe\n", "neither yes nor no", "yes | no"),
    (f"{NEWSLETTER}  deliver: →1\n", "neither yes nor no", "yes | no"),
    (f"{NEWSLETTER}  quiet: {{below: →-1}}\n", "out of range", "from 0"),
    (f"{NEWSLETTER}  quiet: {{below: →1.5}}\n", "not a whole number", "from 0"),
    (f"{NEWSLETTER}  quiet: {{→belo: 1}}\n", "did you mean below?", "below, publishers, then"),
    (f"{NEWSLETTER}  notify: [→editor]\n", "not a mail address", ""),
    (f"{NEWSLETTER}  imprint: →[Kyiv]\n", "a list is not text", "text"),
    (f"{NEWSLETTER}  imprint: →5\n", "5 is not text", "in quotes"),
    (f"{NEWSLETTER}  news_until: →07:30\n", "07:30 is later than edition_at (07:00)", "news_until <= draft_at"),
    (f"{NEWSLETTER}  draft_at: 06:00\n  news_until: →06:20\n", "later than draft_at", "<="),
    # --- outside
    (f"{HEAD}store: →mysql://db/x\n", "not the URL of a database", "sqlite:///path"),
    (f"{HEAD}store: →sqlite://\n", "not the URL of a database", "sqlite:///path"),
    (f"{HEAD}store: →postgresql://me:hunter2@db/x\n", "holds a password", "$NEWSLETTER_STORE"),
    (f"{HEAD}store: →postgresql://db/x?password=hunter2\n", "holds a password", "$NEWSLETTER_STORE"),
    (f"{HEAD}mailer: →smtp://me:hunter2@mail.example:25\n", "holds a password", "$NEWSLETTER_SMTP_PASSWORD"),
    (f"{HEAD}mailer: →pigeon://mail.example\n", "not the URL of a mailer", "maildir:path"),
    (f"{HEAD}mailer: →smtp://mail.example:port\n", "port", "smtp://host:port"),
    (f"{HEAD}mailer: →'maildir:'\n", "not the URL of a mailer", "maildir:path"),
    (f"{HEAD}network: {{allow: [→10.0.0.1/8]}}\n", "did you mean 10.0.0.0/8?", "127.0.0.0/8"),
    (f"{HEAD}network: {{allow: [→0.0.0.0/0]}}\n", "every address", "private range"),
    (f"{HEAD}network: {{per_host: {{gap: →1}}}}\n", "not a length of time", "90s"),
    (f"{HEAD}network: {{per_host: {{connections: →0}}}}\n", "out of range", "from 1"),
    # --- words
    (f"{HEAD}words: {{thanks: →words/thanks.md}}\n", "no file 'words/thanks.md'", "a Markdown file"),
    (f"{HEAD}words: {{thanks: →../thanks.md}}\n", "leaves the newsroom", "inside"),
    (f"{HEAD}words: {{thanks: →/etc/hostname}}\n", "not a path in the newsroom", "relative"),
    (f"{HEAD}words: {{→thank: x.md}}\n", "did you mean thanks?", "opening, thanks"),
    # --- sections
    (f"{HEAD}sections: →[]\n", "there is none", "at least one"),
    (f"{HEAD}sections:\n  - →style: cards\n", "title: is missing", ""),
    (f"{HEAD}sections:\n  - title: →Past {{days}}\n", "braces", "{hours}"),
    (f"{HEAD}sections:\n  - title: →''\n", "is empty", "one line"),
    (f"{SECTION}    style: →bulets\n", "did you mean bullets?", "bullets | briefs"),
    (f"{SECTION}    →stile: cards\n", "did you mean style?", "title, style"),
    (f"{SECTION}    limit: →'6'\n", "'6' is not a whole number", "from 1"),
    (f"{SECTION}    limit: →0\n", "out of range", "from 1"),
    (f"{SECTION}    fill: →middle\n", "not possible", "first | normal | last"),
    (f"{SECTION}    take: →{{}}\n", "take: is empty", "what is left"),
    (f"{SECTION}    take: →all\n", "not a mapping", "key: value"),
    (f"{SECTION}    take: {{words: →Almaty}}\n", "not a list", "[Almaty]"),
    (f"{SECTION}    take: {{words: [→2022]}}\n", "2022 is not text", "in quotes"),
    (f"{SECTION}    take: {{within: →24}}\n", "not a length of time", "1h"),
    (f"{SECTION}    take: {{languages: [en, →xx]}}\n", "no known language", ""),
    (f"{SECTION}    take: {{sources: [→Wire]}}\n", "there is no source 'Wire'", "sources:"),
    (f"{SECTION}  - title: →news\n", "section in line 3", "another title"),
    (f"{HEAD}sections:\n  - topics: {{style: →card}}\n", "did you mean cards?", "cards"),
    (f"{HEAD}sections:\n  - topics: {{→limits: 4}}\n", "did you mean limit?", "min_stories"),
    (f"{HEAD}sections:\n  - topics: {{}}\n    →title: x\n", "unknown", "topics"),
    (f"{HEAD}sections:\n  - topics:\n  - →topics: {{}}\n", "second time", "once"),
    # --- sources
    (f"{HEAD}sources:\n  - →name: Wire\n", "url: is missing", ""),
    (f"{HEAD}sources:\n  - url: →ftp://wire.example/x\n", "'ftp:' cannot be read", "https://"),
    (f"{HEAD}sources:\n  - url: →javascript:alert(1)\n", "cannot be read", "https://"),
    (f"{HEAD}sources:\n  - url: →wire.example/feed\n", "no scheme", "https://"),
    (f"{HEAD}sources:\n  - url: →'https://'\n", "names no host", "https://"),
    (f"{HEAD}sources:\n  - url: →'https://[::1'\n", "not a URL", "https://"),
    (f"{HEAD}sources:\n  - url: →'https://wire.example/a b'\n", "not a URL", "https://"),
    (f"{HEAD}sources:\n  - url: →https://wire.example:99999/\n", "not a URL", "https://"),
    (f"{HEAD}sources:\n  - url: →https://me:hunter2@wire.example/\n", "user name or a password", "secrets"),
    (f"{HEAD}sources:\n  - url: →https://me:hunter2@wire.example:x/\n", "not a URL", ""),
    (f"{HEAD}sources:\n  - url: →file://feeds/a.xml\n", "names a host", "file:folder/name"),
    (f"{HEAD}sources:\n  - url: →'file:/'\n", "names no file", "file:folder/name"),
    (f"{SOURCE}  - url: →https://wire.example/other\n", "the source in line 3 already", "a name of its own"),
    (f"{SOURCE}    name: A\n  - url: https://b.example/\n    name: →A\n", "the source in line 3 already", ""),
    (f"{SOURCE}    trust: →none\n", "not possible", "full | labelled | support-only"),
    (f"{SOURCE}    weight: →heavy\n", "not a number", "from 0 to 100"),
    (f"{SOURCE}    weight: →.inf\n", "not a number", "from 0 to 100"),
    (f"{SOURCE}    weight: →1e300\n", "out of range", "from 0 to 100"),
    (f"{SOURCE}    every: →1 hour\n", "not a length of time", "1h"),
    (f"{SOURCE}    every: →0s\n", "out of range", "at least 1s"),
    (f"{SOURCE}    every: →9999d\n", "out of range", "366d"),
    (f"{SOURCE}    format: →xml\n", "not possible", "feed | json"),
    (f'{SOURCE}    label: →"a\\e[31m"\n', "control character", "one line"),
    (f"{SOURCE}    terms: {{quote: →lots}}\n", "not a whole number", "from 0"),
    (f"{SOURCE}    terms: {{link: →always}}\n", "not possible", "required | optional"),
    (f"{SOURCE}    terms: {{→qoute: 1}}\n", "did you mean quote?", "quote, link, credit, image"),
    # --- reviews
    (f"{HEAD}reviews: {{→Evening: {{}}}}\n", "cannot be the id", "all small"),
    (f"{HEAD}reviews: {{→site: {{}}}}\n", "cannot be the id", "not main or site"),
    (f"{HEAD}reviews: {{evening: →yes}}\n", "not a mapping", "key: value"),
    (f"{HEAD}reviews: {{evening: {{→section: []}}}}\n", "did you mean sections?", "words"),
    (f"{HEAD}reviews: {{ev: {{edition_at: '18:00', draft_at: →'19:00'}}}}\n", "later than edition_at", "<="),
    (f"{HEAD}reviews: {{ev: {{newsletter: {{title: →[]}}}}}}\n", "a list is not text", ""),
    (f"{HEAD}reviews: {{ev: {{→title: A, newsletter: {{title: B}}}}}}\n", "given twice", "once"),
    (f"{HEAD}reviews: {{ev: {{words: {{call: →a.md}}}}}}\n", "no file", ""),
    (f"{HEAD}reviews: {{ev: {{sections: [{{title: A, take: {{publishers: [→B]}}}}]}}}}\n", "no publisher 'B'", ""),
]


@pytest.mark.parametrize(("marked", "what", "allowed"), CASES)
def test_a_problem_is_named_with_its_place_and_what_is_allowed(
    marked: str, what: str, allowed: str, problems: Problems
) -> None:
    """One fault, one problem, at the arrow."""
    text, (expected,) = places(marked)
    if marked.startswith("sources: []"):
        expected = (1, 1)  # what is missing at the top is missing from the top
    (problem,) = problems(text)
    assert (problem.file, problem.line, problem.column) == ("sources.yaml", *expected)
    assert what in problem.what
    assert allowed in problem.allowed
    assert "hunter2" not in str(problem)
    assert str(problem).isprintable()


def test_a_name_of_control_characters_moves_no_cursor(problems: Problems) -> None:
    """A review may be called anything; what is said of it is one line all the same."""
    found = problems(f'{HEAD}reviews: {{"\\x1f": false}}\n')
    assert all(str(problem).isprintable() for problem in found)
    assert found[-1].what == r"'\x1f': false is not a mapping"


def test_all_problems_come_at_once_in_the_order_of_the_file(problems: Problems) -> None:
    """Faults of form, of values and between parts, none hiding another."""
    text, expected = places(
        """\
newsletter:
  title: Review
  sender: →review
  site: →http://review.example
  edition_at: 07:00
  →edition_at: 08:00
words:
  call: →missing.md
sections:
  - title: News
    take: {sources: [Wire, →Wier, Broken], publishers: [Wire Media]}
  - title: Flash
    →fil: last
sources:
  - url: https://wire.example/feed
    name: Wire
    publisher: Wire Media
    every: →soon
    terms: {quote: →all, →imge: no}
  - url: https://broken.example/feed
    name: Broken
    weight: →heavy
→extra: 1
"""
    )
    assert [(p.line, p.column) for p in problems(text)] == expected


def test_the_message_lists_every_problem_on_a_line_of_its_own(problems: Problems, tmp_path: Path) -> None:
    """`str` of the error is what a person reads; the hint says that nothing was done."""
    problems("newsletter: {title: R, deliver: 7}\n")
    with pytest.raises(BadConfig) as caught:
        load(tmp_path, {})
    lines = str(caught.value).splitlines()
    assert [line.partition(" ")[0] for line in lines] == [
        "sources.yaml:1:1:",
        "sources.yaml:1:1:",
        "sources.yaml:1:33:",
    ]
    assert "nothing was changed" in caught.value.hint
    assert caught.value.exit_code == 2


def test_the_environment_is_checked_like_the_file_and_never_shown(problems: Problems) -> None:
    """A URL in the environment may hold a password."""
    env = {"NEWSLETTER_STORE": "oracle://me:hunter2@db/x", "NEWSLETTER_MAILER": "smtp://me:hunter2@host:99999"}
    text = "newsletter: {title: R, sender: a@r.example, site: https://r.example}\n"
    found = problems(text, env)
    assert [p.file for p in found] == ["$NEWSLETTER_STORE", "$NEWSLETTER_MAILER"]
    assert "hunter2" not in "".join(map(str, found))


def test_a_folder_without_sources_yaml_is_no_newsroom(tmp_path: Path) -> None:
    """Also a folder that does not exist, and one where the name is a folder's."""
    (tmp_path / "odd" / "sources.yaml").mkdir(parents=True)
    for folder in (tmp_path, tmp_path / "missing", tmp_path / "odd"):
        with pytest.raises(NoNewsroom) as caught:
            load(folder, {})
        assert "newsletter init" in caught.value.hint


@pytest.mark.parametrize(
    ("raw", "line", "column"),
    [
        (b"a: 1\nb: \xff\n", 2, 4),
        ("слово: ".encode() + b"\xe9\n", 1, 8),
        (b"\xef\xbb\xbfa: \xff", 1, 4),
        ("a: 1".encode("utf-16"), 1, 1),
    ],
)
def test_a_file_that_is_not_utf_8_is_a_problem_with_its_place(
    tmp_path: Path, raw: bytes, line: int, column: int
) -> None:
    """The place is that of the first byte that is none."""
    (tmp_path / "sources.yaml").write_bytes(raw)
    with pytest.raises(BadConfig) as caught:
        load(tmp_path, {})
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.what) == (line, column, "is not UTF-8")


def test_a_name_that_no_file_can_have_is_a_config_error(tmp_path: Path) -> None:
    """Not a ValueError."""
    with pytest.raises(ConfigError):
        load(tmp_path / "a\0b", {})
