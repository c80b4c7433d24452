"""One stylesheet, one script; and the first page fits the budget of an old phone."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from byturns.ui import staticjoin

BUDGET = 60_000
LATER = 15_000


def bytes_of(path: str) -> int:
    place = finders.find(path)
    assert isinstance(place, str)
    return len(gzip.compress(Path(place).read_bytes(), 9))


def test_every_source_is_joined_once() -> None:
    listed = {source for sources in staticjoin.JOINED.values() for source in sources}
    there = {*(staticjoin.HERE / "styles").rglob("*.css"), *(staticjoin.HERE / "elements").rglob("*.js")}
    assert listed == there
    assert sum(len(sources) for sources in staticjoin.JOINED.values()) == len(there)


def test_the_joined_files_are_found_and_only_they() -> None:
    for path in staticjoin.JOINED:
        place = finders.find(path)
        assert isinstance(place, str)
        assert Path(place).read_text("utf-8") == staticjoin.joined(path)
        assert finders.find(path, find_all=True) == [place]
    assert finders.find("ui/tokens.css") is None


def test_a_changed_source_is_joined_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "one.css"
    source.write_text("a { color: red; }")
    monkeypatch.setattr(staticjoin, "JOINED", {"ui/byturns.css": [source]})
    finder = staticjoin.Finder()
    place = Path(finder.find("ui/byturns.css"))
    assert place.read_text() == "a{color: red}\n"
    source.write_text("a { color: blue; }")
    os.utime(source, (place.stat().st_mtime + 10,) * 2)
    assert Path(finder.find("ui/byturns.css")).read_text() == "a{color: blue}\n"


def test_joining_takes_out_remarks_and_spaces_but_no_words() -> None:
    assert staticjoin.shorter_css('/* why */ a,\n  b { content: " (" attr(href) ")"; }\n') == (
        'a,b{content: " (" attr(href) ")"}\n'
    )
    assert staticjoin.shorter_js("// why\n  const a = 1; // here\n\n/* more\n why */\nb('//');\n") == (
        "const a = 1; // here\nb('//');\n"
    )


@pytest.mark.slow
def test_collected_files_are_hashed_compressed_and_complete(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    sheet = next(tmp_path.glob("ui/byturns.????????????.css")).read_text("utf-8")
    assert re.findall(r"url\(\"?(hyperlegible\.[0-9a-f]{12}\.woff2)\"?\)", sheet)
    assert len(list(tmp_path.glob("ui/byturns.????????????.js.gz"))) == 1
    assert not list(tmp_path.glob("ui/**/tokens*"))


def test_first_page_and_later_pages_fit_the_budget(visitor: Client) -> None:
    page = visitor.get("/ui/").content
    beside = re.findall(r'(?:src|href)="/static/([^"]+)"', page.decode())
    assert sorted(beside) == [
        "django_htmx/htmx-2.min.js",
        "ui/byturns.css",
        "ui/byturns.js",
        "ui/hyperlegible.woff2",
    ]
    html = len(gzip.compress(page, 6))
    assert html < LATER
    assert html + sum(bytes_of(path) for path in beside) < BUDGET


def test_no_words_are_smaller_than_eighteen_pixels() -> None:
    sheet = staticjoin.joined("ui/byturns.css")
    screen = sheet.split("@media print")[0]
    sizes = re.findall(r"font-size: ?([0-9.]+)(rem|px|em)", screen) + re.findall(
        r"--step-\S+: ?([0-9.]+)(rem)", screen
    )
    assert [size for size, unit in sizes if float(size) < {"rem": 1.125, "px": 18, "em": 1}[unit]] == []


def test_no_part_gives_a_token_another_meaning() -> None:
    """A length under the name of a colour once took the border off every field."""
    styles = staticjoin.HERE / "styles"
    declared = re.compile(r"(?<![\w-])(--[\w-]+)\s*:")
    tokens = set(declared.findall((styles / "tokens.css").read_text(encoding="utf-8")))
    elsewhere = {
        f"{path.name}: {name}"
        for path in styles.rglob("*.css")
        if path.name not in {"tokens.css", "print.css"}
        for name in tokens & set(declared.findall(path.read_text(encoding="utf-8")))
    }
    assert elsewhere == set()
