"""One stylesheet and one script of ours, joined from small files when static files are found or collected.

The sources lie in `styles/` and `elements/`, outside `static/`, so that only the joined files are served.
Settings name `byturns.ui.staticjoin.Finder` among STATICFILES_FINDERS. The joined files are written to a
folder of this process, made again when a source is newer, and removed when the process ends.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

HERE = Path(__file__).resolve().parent
STYLES = (
    "order",
    "tokens",
    "base",
    "frame",
    "components/buttons",
    "components/sheets",
    "components/lists",
    "components/kinds",
    "components/messages",
    "components/talk",
    "components/figures",
    "components/codes",
    "components/door",
    "components/knowing",
    "forms",
    "print",
)
ELEMENTS = ("keeping", "draft", "leave", "grow", "notices", "passkey", "copy", "print", "device")
JOINED = {
    "ui/byturns.css": [HERE / "styles" / f"{name}.css" for name in STYLES],
    "ui/byturns.js": [HERE / "elements" / f"{name}.js" for name in ELEMENTS],
}


def joined(path: str) -> str:
    """The text of one joined file: its sources in order, without remarks and indentation."""
    text = "\n".join(source.read_text("utf-8") for source in JOINED[path])
    return shorter_css(text) if path.endswith(".css") else shorter_js(text)


def shorter_css(text: str) -> str:
    """The same rules in fewer bytes: no remarks, one space for many."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};,]) ?", r"\1", text).replace(";}", "}").strip() + "\n"


def shorter_js(text: str) -> str:
    """The same script without remarks on lines of their own, blank lines and indentation."""
    text = re.sub(r"^\s*/\*\*?.*?\*/\s*$", "", text, flags=re.DOTALL | re.MULTILINE)
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


class Finder(BaseFinder):
    """Finds `ui/byturns.css` and `ui/byturns.js`, for the demo's server and for collectstatic alike."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self._folder: Path | None = None

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The place of a joined file on disk, freshly made if a source changed; [] for any other name."""
        # Django 5.2 renames the argument `all` to `find_all` and still passes the old one at times.
        every = find_all or bool(kwargs.get("all"))
        if path not in JOINED:
            return []
        place = str(self._fresh(path))
        return [place] if every else place

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        """Both files with the storage that opens them."""
        for path in JOINED:
            self._fresh(path)
            yield path, FileSystemStorage(location=str(self._made()))

    def _made(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="byturns-static-"))
            atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def _fresh(self, path: str) -> Path:
        place = self._made() / path
        newest = max(source.stat().st_mtime for source in JOINED[path])
        if not place.exists() or place.stat().st_mtime < newest:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(joined(path), "utf-8")
            # As old as its newest source, so that a start after no change has nothing to collect.
            os.utime(place, (newest, newest))
        return place
