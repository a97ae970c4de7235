"""`newsletter preview` in a real browser: what an editor sees, and what hostile content cannot do."""

from __future__ import annotations

import http.server
import re
import shutil
from collections.abc import Callable, Iterator
from threading import Thread
from typing import ClassVar

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from newsletter.app import bundled_templates
from tests.support.newsroom import Room, piece
from tests.support.preview import Preview, collect, publish

pytestmark = pytest.mark.browser

#: A change is on the screen within this time, in milliseconds: mostly in one second, later where much else runs.
SOON = 10_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("needs a browser: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture
def draft(room: Room) -> Room:
    """A newsroom with more news than fits a screen."""
    text = "The delegations spoke for eight hours on Monday and parted without a common statement."
    room.feed(
        "wire",
        *[piece(f"Talks of delegation {n} end", text=text) for n in range(12)],
        piece("Of tomorrow", at="2022-01-12T12:00:00Z"),
    )
    collect(room)
    return room


@pytest.fixture
def preview(draft: Room) -> Iterator[Preview]:
    with Preview.of(draft) as running:
        yield running


def template(room: Room, name: str, old: str, new: str) -> None:
    """The newsroom's own copy of a template, changed in one place."""
    folder = room.folder / "templates"
    folder.mkdir(exist_ok=True)
    text = (bundled_templates() / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))


def eventually(page: Page, holds: Callable[[], bool]) -> bool:
    """True as soon as it holds; False when it does not within SOON."""
    for _ in range(SOON // 50):
        if holds():
            return True
        page.wait_for_timeout(50)
    return False


def background(page: Page, frame: str) -> str:
    body = page.frame_locator(frame).locator("body")
    return str(body.evaluate("body => getComputedStyle(body).backgroundColor"))


def lightness(colour: str) -> int:
    return max(int(n) for n in re.findall(r"\d+", colour)[:3])


def test_five_renditions_stand_side_by_side(page: Page, preview: Preview) -> None:
    """The phone's is 375 pixels wide to the mail, whatever size it is shown in."""
    page.goto(preview.address)
    for frame in ("#mail-frame", "#phone-frame", "#dark-frame", "#text-frame", "#web-frame"):
        expect(page.frame_locator(frame).locator("body")).to_contain_text("Talks of delegation 1 end")
    assert page.frame_locator("#phone-frame").locator("body").evaluate("() => innerWidth") == 375
    boxes = [page.locator(f"#{name}").bounding_box() for name in ("mail", "phone", "dark", "text", "web")]
    assert all(boxes) and len({round(box["y"]) for box in boxes if box}) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dark_is_dark_and_light_is_light_on_every_machine(browser: Browser, preview: Preview, scheme: str) -> None:
    """Whatever the editor's own system is set to."""
    page = browser.new_page(
        viewport={"width": 1280, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page.goto(preview.address)
    assert lightness(background(page, "#dark-frame")) < 60
    assert lightness(background(page, "#mail-frame")) > 200
    assert lightness(background(page, "#phone-frame")) > 200
    assert lightness(background(page, "#web-frame")) > 200
    own = str(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert (lightness(own) < 60) == (scheme == "dark")
    page.close()


def test_a_changed_template_is_on_the_screen_soon_and_the_place_is_kept(
    page: Page, preview: Preview, draft: Room
) -> None:
    """Frames that show nothing new are not loaded again; the one that does keeps its scroll position."""
    page.goto(preview.address)
    mail, web = page.frame_locator("#mail-frame").locator("html"), page.frame_locator("#web-frame").locator("html")
    expect(mail).to_contain_text("Talks of delegation 1 end")
    mail.evaluate("() => scrollTo(0, 333)")
    web.evaluate("root => { root.dataset.same = 'yes' }")
    template(draft, "mail.html", "</body>", "<p>A line that is new</p></body>")
    expect(mail).to_contain_text("A line that is new", timeout=SOON)
    expect(page.locator("#news")).to_contain_text("changed at")
    assert eventually(page, lambda: mail.evaluate("() => scrollY") == 333)
    assert web.evaluate("root => root.dataset.same") == "yes"


def test_news_that_is_collected_appears_by_itself(page: Page, preview: Preview, draft: Room) -> None:
    """Counts, inbox line and renditions; what was unfolded stays unfolded, what has the focus keeps it."""
    page.goto(preview.address)
    pile = page.locator("#unplaced details").first
    pile.locator("summary").click()
    opened = pile.get_attribute("open")
    page.locator('a[href="#findings"]').focus()
    draft.feed("extra", piece("Fresh news from another source", at="2022-01-11T03:00:00Z"))
    collect(draft)
    expect(page.frame_locator("#text-frame").locator("pre")).to_contain_text("Fresh news from another", timeout=SOON)
    assert page.locator("#unplaced details").first.get_attribute("open") == opened
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#findings"


def test_a_broken_template_shows_its_line_and_recovers(page: Page, preview: Preview, draft: Room) -> None:
    """Without a reload by hand, in both directions."""
    page.goto(preview.address)
    template(draft, "web.html", "<main>", "<main>{{ no_such_word }}")
    expect(page.locator(".trouble")).to_contain_text("web.html", timeout=SOON)
    expect(page.locator(".trouble .guilty")).to_contain_text("no_such_word")
    template(draft, "web.html", "<main>", "<main><p>Mended</p>")
    expect(page.locator(".trouble")).to_have_count(0, timeout=SOON)
    expect(page.frame_locator("#web-frame").locator("main")).to_contain_text("Mended")


def test_publishing_is_noticed(page: Page, preview: Preview, draft: Room) -> None:
    """The open page says that it now shows the outbox."""
    page.goto(preview.address)
    expect(page.locator(".state")).to_have_text("draft")
    publish(draft)
    expect(page.locator(".state")).to_have_text("published", timeout=SOON)


def test_on_a_narrow_screen_the_renditions_are_tabs_for_the_keyboard(page: Page, preview: Preview) -> None:
    """Radio buttons and style sheets: arrow keys move, nothing is cut off."""
    page.set_viewport_size({"width": 800, "height": 1000})
    page.goto(preview.address)
    visible = "[...document.querySelectorAll('.pane')].filter(p => p.offsetParent !== null).map(p => p.id)"
    assert page.evaluate(visible) == ["mail"]
    page.get_by_role("radio", name="Mail").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(visible) == ["phone"]
    page.keyboard.press("ArrowRight")
    assert page.evaluate(visible) == ["dark"]
    page.get_by_text("Plain text", exact=True).first.click()
    assert page.evaluate(visible) == ["text"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 800


def test_one_rendition_alone_has_its_own_size_on_a_wide_screen(page: Page, preview: Preview) -> None:
    """Side by side is smaller; alone, a mail has all the room."""
    page.goto(preview.address)
    page.get_by_text("Web page", exact=True).first.click()
    box = page.locator("#web-frame").bounding_box()
    assert box is not None
    assert box["width"] > 1100
    assert page.locator("#mail").is_hidden()


def test_everything_has_a_name(page: Page, preview: Preview) -> None:
    """Frames, sections and choices, for those who hear the page."""
    page.goto(preview.address)
    assert page.evaluate("[...document.querySelectorAll('iframe')].every(f => f.title)")
    named = "[...document.querySelectorAll('section')].every(s => s.hasAttribute('aria-labelledby') || s.ariaLabel)"
    assert page.evaluate(named)
    pointed = "document.querySelectorAll('[aria-labelledby]')"
    assert page.evaluate(f"[...{pointed}].every(s => document.getElementById(s.getAttribute('aria-labelledby')))")
    assert page.evaluate("[...document.querySelectorAll('input')].every(i => i.labels.length === 1)")
    expect(page.get_by_role("radio")).to_have_count(6)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the renditions"


class Outside(http.server.BaseHTTPRequestHandler):
    """A server of somebody else: it notes who asks."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        Outside.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test's output is its own."""


@pytest.fixture
def outside() -> Iterator[str]:
    Outside.asked.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Outside)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


ATTACKS = """<body>
<script>top.document.title = 'taken'; parent.taken = true; fetch('OUTSIDE/script')</script>
<img src=x onerror="parent.taken = true"> <img src="OUTSIDE/pixel.png">
<svg onload="parent.taken = true"></svg>
<iframe src="javascript:parent.taken = true"></iframe> <iframe srcdoc="<script>top.taken = true</script>"></iframe>
<a id="link" href="javascript:parent.taken = true">press</a> <a id="top" target="_top" href="OUTSIDE/top">top</a>
<form action="OUTSIDE/form"><button id="send">send</button></form>
<link rel="stylesheet" href="OUTSIDE/style.css">
<style>@import "OUTSIDE/import.css"; p { background: url(OUTSIDE/bg) }</style>
<meta http-equiv="refresh" content="0; url=OUTSIDE/refresh"> <base href="OUTSIDE/">
<object data="OUTSIDE/object"></object> <video src="OUTSIDE/video" autoplay></video> <p>words</p>"""


def test_nothing_in_a_rendition_runs_or_reaches_out(page: Page, preview: Preview, draft: Room, outside: str) -> None:
    """Even if a template let raw markup through: no script, no request to elsewhere, no form, no way up."""
    template(draft, "web.html", "<body>", ATTACKS.replace("OUTSIDE", outside))
    page.goto(preview.address)
    web = page.frame_locator("#web-frame")
    expect(web.locator("#link")).to_have_text("press")
    for target in ("#link", "#send"):
        web.locator(target).click(force=True)
    page.wait_for_timeout(300)
    assert page.evaluate("window.taken") is None
    assert page.title() != "taken"
    assert page.url == preview.address
    assert Outside.asked == []


def test_a_hostile_title_is_text_in_every_place(page: Page, room: Room) -> None:
    """In the inbox line, among what is unplaced, in every rendition."""
    title = '<img src=x onerror="top.taken=true"><b>Bold</b> claims \'" & more'
    room.feed("wire", piece(title, link="https://wire.example/1"), piece(f"{title} late", at="2022-01-12T12:00:00Z"))
    collect(room)
    with Preview.of(room) as preview:
        page.goto(preview.address)
        expect(page.locator(".inbox")).to_contain_text("Bold claims '\" & more")
        expect(page.locator("#unplaced")).to_contain_text("Bold claims '\" & more late")
        page.wait_for_timeout(200)
        assert page.evaluate("window.taken") is None
        assert page.locator(".inbox img, #unplaced img").count() == 0


def test_a_link_opens_a_tab_of_its_own_that_knows_nothing_of_the_preview(page: Page, room: Room, outside: str) -> None:
    """The frame stays what it is."""
    room.feed("wire", piece("Talks end in Geneva", link=f"{outside}/story"))
    collect(room)
    with Preview.of(room) as preview:
        page.goto(preview.address)
        with page.context.expect_page() as opened:
            page.frame_locator("#mail-frame").get_by_text("Talks end in Geneva").last.click()
        opened.value.wait_for_load_state()
        assert opened.value.url == f"{outside}/story"
        assert opened.value.evaluate("[window.opener, document.referrer]") == [None, ""]
        expect(page.frame_locator("#mail-frame").locator("body")).to_contain_text("Talks end in Geneva")


def test_the_page_speaks_no_error_to_the_console(page: Page, preview: Preview) -> None:
    """Nothing that its own policy forbids is tried."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(preview.address)
    page.wait_for_timeout(1300)
    assert said == []
