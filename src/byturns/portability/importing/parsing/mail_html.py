"""The words of a mail that came only as a web page: what a reader sees, with quotes marked as quotes."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

_LARGEST = 400_000  # characters of markup; beyond that it is pictures and styles
_HIDDEN = {"script", "style", "head", "title", "template", "noscript", "svg", "object"}
_BLOCKS = {
    "p", "div", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "section",
    "article", "header", "footer", "dl", "dt", "dd", "address", "center", "form", "fieldset",
    "li", "blockquote", "body",
}  # fmt: skip
_APART = {"p", "h1", "h2", "h3", "h4", "ul", "ol", "pre", "table"}
_TAG = re.compile(r"<[^<>]{0,2000}>")
_UNSEEN = re.compile(
    r"(?is)<!--.*?-->|<(script|style|head|title)\b.*?</\1\s*>|<!\[.{0,400}?\]>|<\?.{0,400}?>"
)


def text_of(markup: str) -> str:
    """The text of a web page, its paragraphs parted, its quotes beginning with "> "."""
    markup = _UNSEEN.sub(" ", markup[:_LARGEST])
    reader = _Reader()
    try:
        reader.feed(markup)
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        # Python's reader gives up on some broken declarations; the words are still there.
        return html.unescape(_TAG.sub(" ", markup))
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quotes = 0
        self._hidden: list[str] = []
        self._as_typed = 0
        self._link = ""
        self._link_words: list[str] = []

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden or tag in _HIDDEN:
            if tag in _HIDDEN:
                self._hidden.append(tag)
            return
        if tag == "br":
            self._end_line(always=True)
        elif tag == "a":
            self._link, self._link_words = (dict(attrs).get("href") or "").strip(), []
        elif tag == "img":
            self._line.append((dict(attrs).get("alt") or "").strip())
        elif tag in ("td", "th"):
            self._line.append(" ")
        if tag in _BLOCKS:
            self._end_line()
            if tag in _APART:
                self._part()
            if tag == "blockquote":
                self._quotes += 1
            elif tag == "pre":
                self._as_typed += 1
            elif tag == "li":
                self._line.append("- ")
            elif tag == "hr":
                self._lines.append("-" * 30)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag in self._hidden:
                while self._hidden.pop() != tag:
                    pass
            return
        if tag == "a" and self._link:
            shown = "".join(self._link_words).strip()
            if self._link.startswith(("http:", "https:")) and self._link.rstrip("/") not in (
                shown,
                f"https://{shown}",
            ):
                self._line.append(f" ({self._link})")
            self._link = ""
        if tag in _BLOCKS:
            self._end_line()
            if tag in _APART:
                self._part()
            if tag == "blockquote":
                self._quotes = max(0, self._quotes - 1)
                self._part()
            elif tag == "pre":
                self._as_typed = max(0, self._as_typed - 1)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._link:
            self._link_words.append(data)
        if not self._as_typed:
            self._line.append(data)
            return
        first, *others = data.split("\n")
        self._line.append(first)
        for other in others:
            self._end_line(always=True)
            self._line.append(other)

    def _end_line(self, always: bool = False) -> None:
        words = "".join(self._line)
        words = words.rstrip() if self._as_typed else " ".join(words.split())
        self._line = []
        if words or always:
            self._lines.append("> " * min(self._quotes, 12) + words)

    def _part(self) -> None:
        """A blank line before what comes next, but never two."""
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(("> " * min(self._quotes, 12)).rstrip())
