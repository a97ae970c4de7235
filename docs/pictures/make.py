"""Take the README's pictures anew: python docs/pictures/make.py (needs Debian's chromium; make demo first)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).resolve().parent
DAY = HERE.parents[1] / "var" / "demo" / "outbox" / "2022-01-11"
#: name -> file, width, colour scheme, height that is shown
VIEWS = {
    "mail": ("edition.html", 640, "light", 1180),
    "dark": ("edition.html", 640, "dark", 1180),
    "phone": ("edition.html", 375, "light", 1180),
    "page": ("web.html", 1000, "light", 1180),
    "archive": ("../site/archive/2022-01/index.html", 1000, "light", 620),
}


def shot(browser: Browser, address: str, width: int, scheme: str, height: int, target: Path) -> None:
    """The top of a page as a picture."""
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page.goto(address)
    page.screenshot(path=str(target))
    page.close()


def main() -> None:
    if not (DAY / "edition.html").is_file():
        sys.exit("make demo first")
    with sync_playwright() as play, tempfile.TemporaryDirectory() as name:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-background-networking"]
        )
        for view, (file, width, scheme, height) in VIEWS.items():
            shot(browser, (DAY / file).as_uri(), width, scheme, height, HERE / f"{view}.png")
        row = "".join(f'<img src="{(HERE / f"{v}.png").as_uri()}" height="780">' for v in ("mail", "dark", "phone"))
        sheet = Path(name) / "row.html"
        sheet.write_text(f'<body style="margin:0;background:#ddd;display:flex;gap:16px;padding:16px">{row}</body>')
        shot(browser, sheet.as_uri(), 1162, "light", 812, HERE / "edition.png")
        browser.close()
    for part in ("mail", "dark", "phone"):
        (HERE / f"{part}.png").unlink()


if __name__ == "__main__":
    main()
