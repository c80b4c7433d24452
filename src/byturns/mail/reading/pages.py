"""The words of a mail that came only as a web page: what a reader sees, with quotes marked as quotes."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from .kinds import Mark
from .structure import Begins, begins, is_quote

LARGEST = 400_000  # characters of markup; beyond that it is pictures and styles
_HIDDEN = {"script", "style", "head", "title", "template", "noscript", "svg", "object"}
_BLOCKS = {
    "p", "div", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "section",
    "article", "header", "footer", "dl", "dt", "dd", "address", "center", "form", "fieldset",
    "li", "blockquote", "body",
}  # fmt: skip
_VOID = {"br", "hr", "img", "input", "meta", "link", "base", "col", "area", "wbr"}
_MOST_OPEN = 50
_MARKS = (
    (Begins.QUOTE, Mark.QUOTE),
    (Begins.HEAD, Mark.HEAD),
    (Begins.LEAD, Mark.HEAD),
    (Begins.SIGNATURE, Mark.SIGNATURE),
)
_APART = {"p", "h1", "h2", "h3", "h4", "ul", "ol", "pre", "table"}
# Each pattern stops at the next "<", so that no markup, however broken, takes longer than its length.
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:_-]{0,40})(?P<more>[^<>]*)>")
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))", re.IGNORECASE)
_UNSEEN = re.compile(r"<!--|<!|<\?|<(script|style)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a web page, and what its markup said of lines (from 0)."""

    text: str
    marks: dict[int, Mark]


def text_of(markup: str) -> str:
    """The text of a web page, its paragraphs parted, its quotes beginning with "> "."""
    return read(markup).text


def read(markup: str) -> Page:
    """The text of a web page, with what the mail program marked in it as quoted or as a signature.

    Reads tags one by one and wants none of them closed; never raises.
    """
    markup = _without_unseen(markup[:LARGEST])
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
    return Page(reader.text(), reader.marks)


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


@dataclass(slots=True)
class _Open:
    """An element that a mail program marked, until it is closed."""

    tag: str
    what: Begins | None
    depth: int = 1

    def lead_is_over(self) -> None:
        if self.what is Begins.LEAD:
            self.what = None


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
        self._open: list[_Open] = []
        self._indents: list[bool] = []
        self.marks: dict[int, Mark] = {}

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines)

    def start(self, tag: str, more: str) -> None:
        if self._hidden or tag in _HIDDEN:
            if tag in _HIDDEN:
                self._hidden.append(tag)
            return
        if tag not in _VOID and (self._open or more):
            self._begin(tag, more)
        elif tag == "hr" and (what := begins(tag, more)):
            self._end_line()
            self._told(what)
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
                self._indents.append(is_quote(more))
                self._quotes += self._indents[-1]
                for one in self._open:
                    one.lead_is_over()
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
        if self._open:
            self._finish(tag)
        if tag in _BLOCKS:
            self._end_line()
            if tag in _APART:
                self._part()
            if tag == "blockquote":
                self._quotes -= self._indents.pop() if self._indents else 0
                self._part()
            elif tag == "pre":
                self._as_typed = max(0, self._as_typed - 1)

    def _begin(self, tag: str, more: str) -> None:
        for one in self._open:
            one.depth += one.tag == tag
        what = begins(tag, more)
        if what is None or len(self._open) >= _MOST_OPEN:
            return
        self._end_line()
        if what in (Begins.REST, Begins.PERHAPS_REST):
            self._told(what)
        else:
            self._open.append(_Open(tag, what))

    def _told(self, what: Begins) -> None:
        self.marks.setdefault(len(self._lines), Mark.REST if what is Begins.REST else Mark.PERHAPS_REST)

    def _finish(self, tag: str) -> None:
        for one in self._open:
            one.depth -= one.tag == tag
        if any(one.depth <= 0 for one in self._open):
            self._end_line()
            self._open = [one for one in self._open if one.depth > 0]

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
            if self._open and not self._quotes:
                self._mark(len(self._lines))
            self._lines.append("> " * min(self._quotes, 12) + words)

    def _mark(self, place: int) -> None:
        open_now = {one.what for one in self._open}
        for what, mark in _MARKS:
            if what in open_now:
                self.marks.setdefault(place, mark)

    def _part(self) -> None:
        """A blank line before what comes next, but never two."""
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(("> " * min(self._quotes, 12)).rstrip())
