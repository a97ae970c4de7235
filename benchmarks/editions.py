"""What an edition costs and weighs in every theme, and whether inlining changed how it looks.

    python -m benchmarks editions

For each theme: 40 stories rendered to mail, text, page, message and JSON, median of five in milliseconds of this
process (at most 250); the sizes for 10 and 40 stories (HTML of ten stories: at most 40 KB); and wrong computed styles:
in Chromium, each property of each element of the mail against the same page before its style sheet was inlined, in
light, dark and on a phone. There must be none. Chromium is started once per theme, without a network.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from newsletter.app import bundled_templates
from newsletter.desk.themes import Theme, in_theme
from newsletter.model.editions import Edition
from newsletter.model.rules import THEMES
from newsletter.render import Renderer
from newsletter.render.context import context
from newsletter.render.environment import environment, fill
from newsletter.render.inline import inline
from tests.support.editions import edition

RUNS = 5
STORIES = 40
#: Name, `prefers-color-scheme`, width in px. The 480 px of the themes' media query lie between the widths.
VIEWS: tuple[tuple[str, Theme, int], ...] = (("light", "light", 680), ("dark", "dark", 680), ("narrow", "light", 375))
MOST_MS, MOST_KB = 250, 40

#: Both pages in frames of one size; every property of every element. What only the browser's own page can say is put
#: into an attribute, and --dump-dom prints it.
COMPARE = """<!DOCTYPE html><meta charset="utf-8"><body>
<script type="application/json" id="pages">PAGES</script><script>
function shown(html, width) {
  return new Promise(done => {
    const frame = document.createElement("iframe");
    frame.style.cssText = "border:0;height:900px;width:" + width + "px";
    frame.onload = () => done(frame.contentWindow);
    frame.srcdoc = html;
    document.body.append(frame);
  });
}
async function compared(given) {
  const [a, b] = [await shown(given.inlined, given.width), await shown(given.sheet, given.width)];
  const left = [...a.document.body.querySelectorAll("*")], right = [...b.document.body.querySelectorAll("*")];
  const result = {elements: left.length, properties: 0, wrong: 0, first: []};
  if (left.length !== right.length) result.first.push(left.length + " elements, " + right.length + " before");
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const one = left[i], other = right[i];
    if (!one || !other || one.tagName !== other.tagName) { result.wrong++; continue; }
    const mine = a.getComputedStyle(one), theirs = b.getComputedStyle(other);
    for (const name of theirs) {
      result.properties++;
      const [got, want] = [mine.getPropertyValue(name), theirs.getPropertyValue(name)];
      if (got === want) continue;
      result.wrong++;
      const place = one.tagName + "." + one.className;
      if (result.first.length < 5) result.first.push(place + " " + name + ": " + got + " for " + want);
    }
  }
  return result;
}
(async () => {
  const results = [];
  for (const given of JSON.parse(document.getElementById("pages").textContent)) results.push(await compared(given));
  document.body.setAttribute("data-result", JSON.stringify(results));
})();
</script></body>"""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Two pages, property by property."""

    elements: int
    properties: int
    wrong: int
    first: tuple[str, ...]  #: some of the wrong ones, for people


def sheet_and_inlined(made: Edition, templates: Path) -> tuple[str, str]:
    """The mail before and after its styles were inlined."""
    sheet = fill(environment([templates], made.theme), "mail.html", context(made, "mail"))
    return sheet, inline(sheet)


def compare(sheet: str, inlined: str, chromium: str) -> dict[str, Compared]:
    """The mail in Chromium beside the page that it was made from, in each of VIEWS."""
    pages = [
        {"inlined": in_theme(inlined, scheme), "sheet": in_theme(sheet, scheme), "width": width}
        for _, scheme, width in VIEWS
    ]
    data = json.dumps(pages).replace("<", "\\u003c")  # no end tag may stand inside a script
    with tempfile.TemporaryDirectory() as name:
        page = Path(name) / "compare.html"
        page.write_text(COMPARE.replace("PAGES", data, 1), encoding="utf-8")
        done = subprocess.run(
            [
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                f"--user-data-dir={name}/profile",
                "--window-size=1000,1000",
                "--virtual-time-budget=20000",
                "--dump-dom",
                page.as_uri(),
            ],
            capture_output=True,
            text=True,
            timeout=120,
        )
    found = re.search(r'data-result="([^"]*)"', done.stdout)
    if found is None:
        raise SystemExit(f"chromium printed no result: {done.stderr[-500:]}")
    results = json.loads(unescape(found[1]))
    return {
        name: Compared(**{**result, "first": tuple(result["first"])})
        for (name, _, _), result in zip(VIEWS, results, strict=True)
    }


def milliseconds(render: Renderer, made: Edition) -> float:
    """The median of RUNS renderings, after one that loads what is loaded once."""
    render(made)
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        render(made)
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def main() -> bool:
    """Print the table; True when every figure is reached."""
    templates = bundled_templates()
    render, chromium = Renderer((templates,)), shutil.which("chromium")
    good = True
    print(f"editions: {STORIES} stories, median of {RUNS}; sizes in KB")
    print(f"{'theme':<10}{'ms':>6}{'html 10':>9}{'html 40':>9}{'text 40':>9}{'page 40':>9}{'eml 40':>9}  wrong styles")
    for theme in THEMES:
        small, large = edition(10, theme=theme), edition(STORIES, theme=theme)
        cost = milliseconds(render, large)
        ten, files = len(render(small).html.encode()) / 1024, render(large).files()
        sizes = [len(files[n]) / 1024 for n in ("edition.html", "edition.txt", "web.html", "edition.eml")]
        wrong = "not compared: no chromium"
        if chromium:
            sheet, inlined = sheet_and_inlined(large, templates)
            seen = compare(sheet, inlined, chromium)
            wrong = ", ".join(f"{n} {c.wrong} of {c.properties}" for n, c in seen.items())
            good = good and not any(c.wrong for c in seen.values())
            wrong += "".join(f"\n    {n}: {line}" for n, c in seen.items() for line in c.first)
        good = good and cost <= MOST_MS and ten <= MOST_KB
        print(f"{theme:<10}{cost:>6.0f}{ten:>9.1f}" + "".join(f"{s:>9.1f}" for s in sizes) + f"  {wrong}")
    return good
