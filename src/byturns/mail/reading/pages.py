"""The words of a mail that came only as a web page: what a reader sees, with quotes marked as quotes."""

from __future__ import annotations

import html
import re

_LARGEST = 400_000  # characters of markup; beyond that it is pictures and styles
_HIDDEN = {"script", "style", "head", "title", "template", "noscript", "svg", "object"}
_BLOCKS = {
    "p", "div", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "section",
    "article", "header", "footer", "dl", "dt", "dd", "address", "center", "form", "fieldset",
    "li", "blockquote", "body",
}  # fmt: skip
_APART = {"p", "h1", "h2", "h3", "h4", "ul", "ol", "pre", "table"}
# Each pattern stops at the next "<", so that no markup, however broken, takes longer than its length.
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:_-]{0,40})(?P<more>[^<>]*)>")
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))", re.IGNORECASE)
_UNSEEN = re.compile(r"<!--|<!|<\?|<(script|style)\b", re.IGNORECASE)


def text_of(markup: str) -> str:
    """The text of a web page, its paragraphs parted, its quotes beginning with "> ".

    Reads tags one by one and wants none of them closed; never raises.
    """
    markup = _without_unseen(markup[:_LARGEST])
    reader = _Reader()
    place = 0
    for tag in _TAG.finditer(markup):
        reader.data(html.unescape(markup[place : tag.start()]))
        if tag["end"]:
            reader.end(tag["name"].lower())
        else:
            reader.start(tag["name"].lower(), tag["more"])
        place = tag.end()
    reader.data(html.unescape(markup[place:]))
    return reader.text()


def _without_unseen(markup: str) -> str:
    """Without comments, scripts and declarations. One that never ends loses only its first mark."""
    lowered = markup.lower()
    if len(lowered) != len(markup):
        lowered = markup  # some letters grow when made small; then places would not agree
    never_ends: set[str] = set()
    kept: list[str] = []
    place = 0
    while found := _UNSEEN.search(markup, place):
        kept.append(markup[place : found.start()])
        name = (found[1] or "").lower()
        closing = f"</{name}" if name else {"<!--": "-->", "<?": ">"}.get(found[0], ">")
        end = -1 if closing in never_ends else lowered.find(closing, found.end())
        if end == -1:
            never_ends.add(closing)
            place = found.end()
        else:
            place = end + len(closing)
            if name and lowered[place : place + 1] == ">":
                place += 1
    kept.append(markup[place:])
    return " ".join(kept) if len(kept) > 1 else markup


def _attribute(pattern: re.Pattern[str], written: str) -> str:
    found = pattern.search(written[:4000])
    return html.unescape(found[1] or found[2] or found[3] or "").strip() if found else ""


class _Reader:
    """Puts words on lines as the tags between them say."""

    def __init__(self) -> None:
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

    def start(self, tag: str, more: str) -> None:
        if self._hidden or tag in _HIDDEN:
            if tag in _HIDDEN:
                self._hidden.append(tag)
            return
        if tag == "br":
            self._end_line(always=True)
        elif tag == "a":
            self._link, self._link_words = _attribute(_HREF, more), []
        elif tag == "img":
            self._line.append(_attribute(_ALT, more))
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

    def end(self, tag: str) -> None:
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

    def data(self, data: str) -> None:
        if self._hidden or not data:
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
