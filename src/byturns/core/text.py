"""Members' words: plain text with a little Markdown, kept as written, shown as safe HTML.

Only lists, emphasis, links and quotes mean something; everything else shows as it was typed. The
HTML is made when words are written and stored beside them with `RENDERER`, so that pages only read.
"""

from __future__ import annotations

import html
import itertools
import re
import unicodedata

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

# Raise when the same words would become other HTML: `./byturns rerender` redoes older rows.
RENDERER = 1

LONGEST = 20_000  # characters in one message; longer is refused with a kind sentence

_TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
# Marks that turn the direction of all following text; a lone one would turn the whole page.
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")

_markdown = MarkdownIt("zero", {"html": False, "linkify": True, "breaks": True}).enable(
    ["list", "emphasis", "blockquote", "link", "linkify", "newline", "escape", "autolink"]
)


def _bare_domains_are_https(state: StateCore) -> None:
    """linkify makes http:// of a bare domain; today that should be https://."""
    for block in state.tokens:
        children = block.children or []
        for token, shown in itertools.pairwise(children):
            if (
                token.type == "link_open"
                and token.markup == "linkify"
                and not shown.content.startswith("http://")
            ):
                href = str(token.attrs.get("href", ""))
                token.attrs["href"] = re.sub("^http://", "https://", href)


def _leads_outside(url: str) -> bool:
    """A link names a whole address, never a path here or a script."""
    return re.match(r"(?:https?://|mailto:|tel:)\S", url, re.IGNORECASE) is not None


def _links_that_lead_nowhere_are_text(state: StateCore) -> None:
    """What is left of a refused link is its words."""
    for block in state.tokens:
        kept, refused = [], 0
        for token in block.children or []:
            if token.type == "link_open" and not token.attrs.get("href"):
                refused += 1
            elif token.type == "link_close" and refused:
                refused -= 1
            else:
                kept.append(token)
        block.children = kept if block.children is not None else None


_markdown.validateLink = _leads_outside  # type: ignore[method-assign]
_markdown.core.ruler.after("linkify", "nowhere", _links_that_lead_nowhere_are_text)
_markdown.core.ruler.after("linkify", "https", _bare_domains_are_https)


def tidy(words: str) -> str:
    """What was typed, without what no one can see: control marks, line ends of other machines.

    Nothing readable is changed. Unicode is composed, so that searching finds what was typed.
    """
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    words = _BIDI.sub("", _CONTROL.sub("", words))
    return unicodedata.normalize("NFC", words).strip("\n").rstrip()


# Letters by their kind that nobody sees: fillers, a blank of raised dots, and what stands for no letter yet.
_UNSEEN = re.compile("[\u115f\u1160\u2065\u2800\u3164\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]")
_NO_KINDS = frozenset({"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"})


def can_be_seen(words: str) -> bool:
    """Whether at least one letter or sign in it shows; a page of nothing is no answer to anybody."""
    return any(unicodedata.category(one) not in _NO_KINDS and not _UNSEEN.match(one) for one in words)


# What could mean something to Markdown, to the link finder or to HTML. Words without any of it (most
# messages) are only cut into paragraphs and lines, which costs a tenth.
_MEANS_SOMETHING = re.compile(
    r"[*_\[\]<>&\\`@\u00a0]|://|[.:]\w|(?:^|\n)[ \t]*(?:[-+]|\d+[.)])(?:\s|$)|(?:^|\n)[ \t]|[ \t](?:\n|$)"
)
_OTHER_SPACE = re.compile(r"[^\S \n]")


def _only_words(words: str) -> bool:
    return not (_MEANS_SOMETHING.search(words) or _OTHER_SPACE.search(words))


def to_html(words: str) -> str:
    """Safe HTML for members' words. Links open with no referrer; bare domains become https."""
    if words and _only_words(words):
        paragraphs = [part.strip("\n") for part in re.split(r"\n{2,}", words.strip("\n"))]
        return "\n".join("<p>" + part.replace("\n", "<br>\n") + "</p>" for part in paragraphs if part)
    return _render(words)


def _render(words: str) -> str:
    made = _markdown.render(words)
    return nh3.clean(
        made,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    ).strip()


def to_plain(made: str) -> str:
    """The words of stored HTML on one line each, for lists and search."""
    spaced = re.sub(r"<(?:br|/p|/li|/blockquote)[^>]*>", "\n", made)
    bare = nh3.clean(spaced, tags=set())
    return re.sub(r"\n{2,}", "\n", html.unescape(bare)).strip()


def first_words(words: str, length: int = 90) -> str:
    """The first line of what was written, cut at a word, for a list."""
    line = next((row.strip() for row in words.splitlines() if row.strip()), "")
    if len(line) <= length:
        return line
    return line[: length - 1].rsplit(" ", 1)[0] + "…"
