"""`newsletter preview` as a server: it shows what would be published, and changes nothing."""

from __future__ import annotations

import http.client
import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from markupsafe import escape

from newsletter.desk import serve
from newsletter.errors import NewsletterError
from newsletter.jobs import revise
from newsletter.model.editions import Retitle
from tests.support.make import at
from tests.support.newsroom import Room, piece
from tests.support.preview import DAY, Command, Preview, collect, publish

PATHS = ["/", "/stamp", "/mail", "/mail?theme=dark", "/text", "/web", "/static/preview.js", "/no-such-page"]


@pytest.fixture
def draft(room: Room) -> Room:
    """A newsroom with news and without an edition."""
    room.feed(
        "wire",
        piece("Talks end in Geneva", text="The talks between the two delegations ended on Monday without a result."),
        piece("A piece of tomorrow", at="2022-01-12T12:00:00Z"),
    )
    collect(room)
    return room


@pytest.fixture
def preview(draft: Room) -> Iterator[Preview]:
    with Preview.of(draft) as running:
        yield running


@dataclass(frozen=True, kw_only=True)
class State:
    """All that a newsroom remembers."""

    rows: list[str]
    database: bytes
    files: list[str]


def state(folder: Path) -> State:
    database = folder / "var" / "newsletter.db"
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    rows = list(connection.iterdump())
    connection.close()
    names = (str(p.relative_to(folder)) for p in folder.rglob("*"))
    return State(
        rows=rows,
        database=database.read_bytes(),
        files=sorted(n for n in names if not n.endswith(("-wal", "-shm"))),
    )


def test_previewing_writes_and_freezes_nothing(draft: Room) -> None:
    """Rows, bytes and files of the newsroom are the same before and after, and the build is as if nobody had looked."""
    before = state(draft.folder)
    with Preview.of(draft) as preview:
        for path in PATHS:
            preview.get(path)
    assert state(draft.folder) == before
    publish(draft)
    assert "Talks end in Geneva" in draft.told("2022-01-11")


def test_a_newsroom_that_never_collected_stays_empty(room: Room) -> None:
    """Opening a store would make one; the page says what is missing, and shows the news as soon as there is some."""
    room.feed("wire", piece("Talks end in Geneva"))
    with Preview.of(room) as preview:
        assert "nothing has been collected yet" in preview.get("/").text
        assert not (room.folder / "var").exists()
        collect(room)
        assert "Talks end in Geneva" in preview.get("/mail").text


def test_every_rendition_has_its_own_path(preview: Preview) -> None:
    """Mail, dark mail, plain text and public page; on the page a frame for each."""
    assert "Talks end in Geneva" in preview.get("/mail").text
    assert "prefers-color-scheme" not in preview.get("/mail?theme=dark").text
    assert preview.get("/mail?theme=dark").text != preview.get("/mail").text
    assert "<pre>" in preview.get("/text").text
    assert "Talks end in Geneva" in preview.get("/web").text
    page = preview.get("/").text
    frames = re.findall(r'<iframe [^>]*src="([^"]+)"', page)
    assert frames == ["/mail", "/mail?phone", "/mail?theme=dark", "/text", "/web"]


def test_the_page_says_what_an_editor_wants_to_know(preview: Preview) -> None:
    """Inbox line, sizes, what was set aside and why."""
    page = preview.get("/").text
    assert "2022-01-11" in page
    assert "Talks end in Geneva" in page
    assert "KB of 102 KB" in page
    assert "A piece of tomorrow" in page
    assert '<span class="tag flag">held</span>' in page
    assert "draft" in page


def test_a_source_that_failed_is_named(draft: Room) -> None:
    """With the error in words."""
    draft.down("wire")
    collect(draft, at="2022-01-11T04:40:00Z")
    with Preview.of(draft, at="2022-01-11T04:45:00Z") as preview:
        page = preview.get("/").text
    assert "1 source failed" in page
    assert "the file does not exist" in page


def test_an_edited_draft_shows_its_edits_its_arrivals_and_who_approved_it(draft: Room) -> None:
    """From the first edit on the base is frozen: what came later waits, and the page says so."""
    with Preview.of(draft) as preview:
        newsroom, review = preview.newsroom, preview.newsroom.review()
        lead = next(iter(newsroom.compose(review, DAY).base.placed()))[1].credit.entry
        retitle = Retitle(entry=lead, text="Talks in Geneva bring nothing")
        revise(newsroom, review, DAY, retitle, by="the night editor")
        page = preview.get("/").text
        assert "1, the last by the night editor" in page
        assert "Talks in Geneva bring nothing" in preview.get("/mail").text
        draft.feed("extra", piece("Fresh news from another source", at="2022-01-11T03:00:00Z"))
        collect(draft)
        page = preview.get("/").text
        assert "1 arrival" in page
        assert "Fresh news from another source" in page
        assert "Fresh news from another source" not in preview.get("/mail").text
        newsroom.store.drafts.approve(review.id, DAY, 1, "the night editor", at("2022-01-11T04:30Z"))
        assert "Approved by the night editor, not yet published." in preview.get("/").text


def test_a_finding_is_shown_with_its_severity_and_its_remedy(draft: Room) -> None:
    """What is wrong, how wrong, and what to do."""
    path = draft.folder / "sources.yaml"
    path.write_text(path.read_text().replace("  imprint: Example Review, 1 Example Street, Kyiv\n", ""))
    with Preview.of(draft) as preview:
        found = preview.newsroom.proof(
            preview.newsroom.review(), preview.newsroom.compose(preview.newsroom.review(), DAY)
        ).findings
        page = preview.get("/").text
    assert found
    for finding in found:
        assert f'<article class="finding {finding.severity}">' in page
        assert str(escape(finding.message)) in page
        assert str(escape(finding.remedy)) in page


def test_only_this_machine_is_answered(preview: Preview) -> None:
    """A page from elsewhere that points its own name at 127.0.0.1 (DNS rebinding) reads nothing."""
    for host in (
        "evil.example",
        f"evil.example:{preview.port}",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "",
    ):
        for path in PATHS:
            answer = preview.get(path, headers={"Host": host})
            assert answer.status in (400, 421), (host, path)
            assert "Geneva" not in answer.text
    for host in ("localhost", f"localhost:{preview.port}", f"127.0.0.1:{preview.port}", f"LOCALHOST:{preview.port}"):
        assert preview.get("/mail", headers={"Host": host}).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_only_looking_is_possible(preview: Preview, method: str) -> None:
    """GET and HEAD, nothing else."""
    for path in PATHS:
        answer = preview.get(path, method=method)
        assert answer.status == 405
        assert answer.headers["Allow"] == "GET, HEAD"
    assert preview.get("/mail", method="HEAD").status == 200


def test_every_answer_says_what_it_may_not_do(preview: Preview) -> None:
    """No script in a frame, nothing from elsewhere anywhere, no sniffing, no referrer, no copy kept."""
    for path in PATHS:
        headers = preview.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'"), path
        assert "form-action 'none'" in policy
        assert "http" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
    for path in ("/mail", "/mail?theme=dark", "/text", "/web"):
        policy = preview.get(path).headers["Content-Security-Policy"]
        assert "script-src" not in policy
        assert "sandbox allow-same-origin allow-popups" in policy
        assert "allow-scripts" not in policy
    assert "unsafe-inline" not in preview.get("/").headers["Content-Security-Policy"]
    assert "<script>" not in preview.get("/").text
    assert 'style="' not in preview.get("/").text


HOSTILE = [
    "<script>alert(1)</script>Story of a script",
    '"><img src=x onerror=alert(1)> breaks out',
    "</pre></iframe></main> closes what is open",
    "{{ 7 * 7 }} and {% raw %} stay",
]


def test_hostile_words_stay_words_on_the_page(room: Room) -> None:
    """In the inbox line, among what was left out, and in the text pane."""
    room.feed(
        "wire",
        *[piece(t, link=f"https://wire.example/{n}") for n, t in enumerate(HOSTILE)],
        *[piece(f"{t} late", at=None, link=f"https://wire.example/late-{n}") for n, t in enumerate(HOSTILE)],
    )
    collect(room)
    with Preview.of(room) as preview:
        pages = [preview.get(path).text for path in ("/", "/mail", "/text", "/web")]
    for page in pages:
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert len(re.findall(r"</pre>", page)) <= 1
        assert page.count("</main>") <= 1
        assert " 49 " not in page
    assert "{{ 7 * 7 }}" in pages[0]


def test_a_published_day_shows_the_files_of_the_outbox(draft: Room) -> None:
    """And says so, with number, revision and state; a template that changed since changes nothing."""
    publish(draft)
    folder = draft.folder / "outbox" / "2022-01-11"
    templates = draft.folder / "templates"
    templates.mkdir()
    (templates / "mail.html").write_text("changed since")
    with Preview.of(draft) as preview:
        page, text, mail = (preview.get(path).text for path in ("/", "/text", "/mail"))
    assert "This day is published: what you see are the files in the outbox" in page
    assert '<span class="state published">published</span>' in page
    assert "1, revision 1" in page
    assert (folder / "edition.txt").read_text().splitlines()[0] in text
    assert "changed since" not in mail
    assert "A piece of tomorrow" in page


def test_a_torn_outbox_is_said_in_words(draft: Room) -> None:
    """Files that are not those that were published are not shown as if they were."""
    publish(draft)
    (draft.folder / "outbox" / "2022-01-11" / "edition.html").write_text("<p>something else</p>")
    with Preview.of(draft) as preview:
        assert 'class="trouble"' in preview.get("/").text
        assert "something else" not in preview.get("/mail").text


@pytest.mark.parametrize("broken", ["{% if %}", "{{ no_such_word }}", '{% include "none.html" %}'])
def test_a_broken_template_is_shown_with_file_and_line_until_it_is_mended(draft: Room, broken: str) -> None:
    """The last version that worked stays below; mending needs no restart."""
    templates = draft.folder / "templates"
    templates.mkdir()
    with Preview.of(draft) as preview:
        assert 'class="trouble"' not in preview.get("/").text
        (templates / "web.html").write_text(f"<html>\n<p>one</p>\n{broken}\n</html>\n")
        page = preview.get("/").text
        assert 'class="trouble"' in page
        assert "web.html" in page or "none.html" in page
        if "include" not in broken:
            assert '<li value="3" class="guilty">' in page
        assert "last version that worked" in page
        assert "Talks end in Geneva" in preview.get("/web").text
        (templates / "web.html").write_text("<html>\n<p>mended</p>\n</html>\n")
        assert 'class="trouble"' not in preview.get("/").text
        assert "mended" in preview.get("/web").text


def test_errors_in_sources_yaml_are_shown_with_their_lines_until_they_are_mended(draft: Room) -> None:
    """All of them at once; afterwards the new rules hold."""
    path = draft.folder / "sources.yaml"
    good = path.read_text()
    with Preview.of(draft) as preview:
        assert "Daily Review" in preview.get("/").text
        path.write_text(good.replace("style: briefs", "style: poster").replace("Europe/Kyiv", "Europe/Atlantis"))
        page = preview.get("/").text
        assert "sources.yaml:3:" in page
        assert "poster" in page
        assert page.count("guilty") == 2
        path.write_text(good.replace("title: Daily Review", "title: Evening Review"))
        page = preview.get("/").text
        assert 'class="trouble"' not in page
        assert "<bdi>Evening Review</bdi>" in page
        assert "Evening Review" in preview.get("/mail").text


def test_the_stamp_changes_with_words_templates_and_what_is_collected_and_only_then(draft: Room) -> None:
    """What a page polls: equal while nothing that a reader would see has changed."""
    words = draft.folder / "words"
    words.mkdir()
    (words / "opening.md").write_text("Good morning.")
    path = draft.folder / "sources.yaml"
    path.write_text(path.read_text().replace("sections:", "words: {opening: words/opening.md}\nsections:", 1))
    with Preview.of(draft) as preview:

        def stamp() -> str:
            return preview.get("/stamp").text

        first = stamp()
        assert stamp() == first
        path.touch()
        assert stamp() == first
        (words / "opening.md").write_text("Good morning, reader.")
        second = stamp()
        assert second != first
        assert "Good morning, reader." in preview.get("/text").text
        feed = draft.folder / "feeds" / "wire.xml"
        more = piece("A second piece of news").rss()
        feed.write_text(feed.read_text().replace("</channel>", f"{more}</channel>"))
        collect(draft)
        assert stamp() not in (first, second)
        assert "A second piece of news" in preview.get("/mail").text


def test_a_database_that_is_made_anew_is_noticed(draft: Room) -> None:
    """`newsletter demo` makes its folder anew; an open preview follows."""
    with Preview.of(draft) as preview:
        assert "Talks end in Geneva" in preview.get("/mail").text
        for path in (draft.folder / "var").iterdir():
            path.unlink()
        feed = draft.folder / "feeds" / "wire.xml"
        feed.write_text(feed.read_text().replace("Talks end in Geneva", "Another newsroom has news"))
        collect(draft)
        assert (
            "Another newsroom&#39;s news" in preview.get("/mail").text
            or "Another newsroom" in preview.get("/mail").text
        )
        assert "Talks end" not in preview.get("/mail").text


def test_many_readers_at_once_get_the_same_and_whole_pages(preview: Preview) -> None:
    """Several threads serve one newsroom: one composes at a time, nobody gets an error."""
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda n: preview.get(PATHS[n % 6]), range(60)))
    assert {a.status for a in answers} == {200}
    assert len({a.text for a in answers}) == 6


def test_the_command_serves_this_machine_alone_and_ends_with_ctrl_c(draft: Room) -> None:
    """Another address of this machine is not answered; a second preview on the port is refused in words."""
    with Command(room=draft) as preview:
        assert "Talks end in Geneva" in preview.get("/mail").text
        assert "Server" not in preview.get("/").headers
        assert preview.get("/", method="POST").status == 405
        elsewhere = http.client.HTTPConnection("127.0.0.2", preview.port, timeout=2)
        with pytest.raises(OSError):
            elsewhere.request("GET", "/")
        elsewhere.close()
        second = draft.run("preview", "--port", str(preview.port), timeout=60)
        assert second.code == 1
        assert f"port {preview.port} of this machine is taken by another program" in second.err
        assert "hint: choose another one with --port" in second.err
        assert preview.interrupt() in (0, 130)


@pytest.mark.parametrize("port", [0, -1, 65536, 99999])
def test_a_number_that_is_no_port_is_refused_in_words(port: int) -> None:
    """Instead of another port that nobody asked for."""
    with pytest.raises(NewsletterError, match=f"{port} is no port"):
        serve(Flask("nothing"), port)
