"""What a mail says, said once and drawn twice: as plain text, and as small HTML that says the same.

Pure. The HTML has no picture, no colour of its own, nothing from another host and no table, so that it is
read alike in a mail program, by a screen reader and in the dark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

_MAILTO = "mailto:"
_SIGNATURE = "-- "  # what a mail program folds, or shows in grey


@dataclass(frozen=True)
class Say:
    """A paragraph of our own words; lines stay lines. `large` is for what somebody copies: a code."""

    words: str
    small: bool = False
    large: bool = False


@dataclass(frozen=True)
class Head:
    """A heading, with what belongs to it below: who said it and when."""

    words: str
    under: str = ""
    level: int = 2


@dataclass(frozen=True)
class Quote:
    """What a member wrote: HTML that was made safe when it was stored, and nothing else."""

    html: str


@dataclass(frozen=True)
class Go:
    """A place to go to. `words` say what is there; without any, `there` stands in the HTML alone."""

    url: str
    words: str = ""
    there: str = ""
    plain: bool = False  # a link in a line of small words rather than a button
    mail: str = ""  # in a row: a mail address that leads to the same, as "mailto:..."


@dataclass(frozen=True)
class Row:
    """Small links side by side; in text one below the other, where a mail address stands as itself.

    `by` are the words for the mail address of a link that has one: then each stands on a line of its own.
    """

    links: tuple[Go, ...]
    words: str = ""
    by: str = ""


@dataclass(frozen=True)
class Cut:
    """A line between two parts."""


Block = Say | Head | Quote | Go | Row | Cut


@dataclass(frozen=True)
class Sheet:
    """A whole mail: its blocks, and the foot that says why it came and how to stop it."""

    blocks: tuple[Block, ...]
    foot: tuple[Block, ...] = ()


# --- From the text of a simple letter -------------------------------------------------------------

_CODE = re.compile(r"\d{4,10}")


def of_text(text: str, *, origin: str, there: str) -> Sheet:
    """The blocks of a letter that was written as plain text.

    A line that is an address under `origin` becomes a link that reads `there`, or what stands before it on
    its line; any other address stays words, since somebody else may have written it.
    """
    above, _cut, below = text.strip("\n").partition(f"\n{_SIGNATURE}\n")
    link = re.compile(rf"(?:(?P<words>[^\n]*?:)[ ])?(?P<url>{re.escape(origin)}/\S*)")
    return Sheet(tuple(_blocks(above, link, there)), tuple(_blocks(below, link, there)))


def _blocks(text: str, link: re.Pattern[str], there: str) -> Iterator[Block]:
    for paragraph in re.split(r"\n{2,}", text.strip("\n")):
        said: list[str] = []
        for line in paragraph.split("\n"):
            found = link.fullmatch(line)
            if found is None:
                said.append(line)
                continue
            yield from _said(said)
            said = []
            yield Go(found["url"], found["words"] or "", there)
        yield from _said(said)


def _said(lines: list[str]) -> Iterator[Block]:
    words = "\n".join(lines)
    if words.strip():
        yield Say(words, large=_CODE.fullmatch(words) is not None)


# --- As plain text --------------------------------------------------------------------------------


def as_text(sheet: Sheet) -> str:
    """The mail as plain text, which every program shows."""
    text = "\n\n".join(_plain(block) for block in sheet.blocks)
    if sheet.foot:
        text += f"\n\n{_SIGNATURE}\n" + "\n".join(_plain(block) for block in sheet.foot)
    return text + "\n"


def _plain(block: Block) -> str:
    match block:
        case Say(words=words):
            return words
        case Head(words=words, under=under):
            return f"{words}\n{under}" if under else words
        case Quote(html=html):
            return words_of(html)
        case Row(links=links, words=words, by=by):
            return "\n".join([*([words] if words else []), *(_plain_link(one, by) for one in links)])
        case Go(url=url, words=words):
            if url.startswith(_MAILTO):
                url = url.removeprefix(_MAILTO).partition("?")[0]
            return f"{words}{'' if words.endswith(':') else ':'} {url}" if words else url
        case Cut():
            return "---"


def _plain_link(link: Go, by: str) -> str:
    if not link.mail:
        return _plain(link)
    return f"{_plain(link)}\n  {by}: {link.mail.removeprefix(_MAILTO).partition('?')[0]}"


def words_of(html: str) -> str:
    """Members' stored HTML as plain text: paragraphs apart, quotes marked, lists with their marks."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Collects lines; each knows how deep it is quoted and what stands before it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._done: list[str] = []
        self._line = ""
        self._quotes = 0
        self._lists: list[int | None] = []  # the next number, or None for a list of dots
        self._mark = ""
        self._link = ("", 0)  # where it leads, and where on the line its words begin

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag in {"p", "blockquote", "ul", "ol", "li"}:
            self._end_line()
        if tag == "p" or (tag in {"ul", "ol", "blockquote"} and not self._lists):
            self._gap()
        if tag == "br":
            self._end_line(always=True)
        elif tag == "blockquote":
            self._quotes += 1
        elif tag in {"ul", "ol"}:
            start = known.get("start") or "1"
            self._lists.append(
                int(start) if tag == "ol" and start.isdecimal() else 1 if tag == "ol" else None
            )
        elif tag == "li" and self._lists:
            number = self._lists[-1]
            self._mark = "  " * (len(self._lists) - 1) + ("- " if number is None else f"{number}. ")
            if number is not None:
                self._lists[-1] = number + 1
        elif tag == "a":
            self._link = (known.get("href") or "", len(self._line))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            url, start = self._link
            shown = self._line[start:]
            if url and shown not in url and not url.endswith(shown):
                self._line += f" ({url})"
            self._link = ("", 0)
        if tag in {"p", "li", "ul", "ol", "blockquote"}:
            self._end_line()
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
            self._gap()
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
            if not self._lists:
                self._gap()
        elif tag == "p" and not self._lists:
            self._gap()

    def handle_data(self, data: str) -> None:
        words = data.replace("\n", " ")
        self._line += words.lstrip(" ") if not self._line else words

    def _end_line(self, *, always: bool = False) -> None:
        if self._line.strip() or always:
            self._done.append("> " * self._quotes + self._mark + self._line.strip())
            self._mark = " " * len(self._mark)
        if not self._lists:
            self._mark = ""
        self._line = ""

    def _gap(self) -> None:
        """An empty line, marked as quoted only where the quote goes on below it."""
        if self._done and not self._done[-1].strip("> "):
            self._done.pop()
        if self._done:
            self._done.append(("> " * self._quotes).rstrip())

    def text(self) -> str:
        self._end_line()
        while self._done and not self._done[-1].strip("> "):
            self._done.pop()
        return "\n".join(self._done).strip("\n")


# --- As small HTML --------------------------------------------------------------------------------

_PAGE = "font:18px/1.5 Verdana,Arial,sans-serif;max-width:36em;margin:0;padding:8px;overflow-wrap:anywhere"
_SMALL = "font-size:16px;margin:0 0 12px"
_WORDS = "margin:0 0 18px"
_CODE_STYLE = "font-size:30px;letter-spacing:4px;margin:0 0 18px"
_HEADS = {2: "font-size:22px;line-height:1.3;margin:24px 0 6px", 3: "font-size:18px;margin:18px 0 4px"}
_QUOTE = "border-left:3px solid;padding-left:14px;margin:0 0 18px"
_BUTTON = "display:inline-block;padding:11px 18px;border:2px solid;border-radius:8px;font-weight:bold"
_LINK = "display:inline-block;padding:9px 14px 9px 0"
_LINE = "border:0;border-top:1px solid;margin:24px 0"


def as_html(sheet: Sheet, *, title: str, lang: str) -> str:
    """The same as a small page. `lang` stands inside too, since some programs keep only what is inside."""
    inside = "\n".join(_drawn(block) for block in sheet.blocks)
    if sheet.foot:
        feet = (_as_foot(block) for block in sheet.foot)
        inside += f'\n<hr style="{_LINE}">\n' + "\n".join(_drawn(block) for block in feet)
    lang = escape(lang)
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title></head>\n"
        f'<body style="margin:0">\n<div lang="{lang}" style="{_PAGE}">\n{inside}\n</div>\n</body>\n</html>\n'
    )


def _as_foot(block: Block) -> Block:
    """A block as it stands in the foot: small, and its links without a frame."""
    match block:
        case Say(words=words):
            return Say(words, small=True)
        case Go(url=url, words=words, there=there):
            return Go(url, words, there, plain=True)
        case _:
            return block


def _drawn(block: Block) -> str:
    match block:
        case Say(words=words, small=small, large=large):
            style = _SMALL if small else _CODE_STYLE if large else _WORDS
            return f'<p style="{style}">{_lines(words)}</p>'
        case Head(words=words, under=under, level=level):
            head = f'<h{level} style="{_HEADS[level]}">{_lines(words)}</h{level}>'
            return head + (f'\n<p style="{_SMALL}">{_lines(under)}</p>' if under else "")
        case Quote(html=html):
            return f'<div style="{_QUOTE}">{html}</div>'
        case Go(url=url, words=words, there=there, plain=plain):
            label = escape(words.removesuffix(":") or there or url)
            frame = "" if plain else f' style="{_BUTTON}"'
            return f'<p style="{_SMALL if plain else _WORDS}"><a href="{escape(url)}"{frame}>{label}</a></p>'
        case Row(links=links, words=words, by=by):
            shown = "\n".join(_small_link(one, by) for one in links)
            before = f"{escape(words)}{'<br>' if by else ' '}" if words else ""
            return f'<p style="{_SMALL}">{before}{shown}</p>'
        case Cut():
            return f'<hr style="{_LINE}">'


def _small_link(link: Go, by: str = "") -> str:
    shown = f'<a href="{escape(link.url)}" style="{_LINK}">{escape(link.words)}</a>'
    if not link.mail:
        return shown
    # A screen reader lists links by themselves: there "by an empty mail" alone would not say what.
    says = escape(f"{by}: {link.words}")
    return f'{shown}\n<a href="{escape(link.mail)}" aria-label="{says}" style="{_LINK}">{escape(by)}</a><br>'


def _lines(words: str) -> str:
    return escape(words).replace("\n", "<br>\n")
