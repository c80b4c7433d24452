"""How mail programs mark, in their web pages, what is quoted and what is a signature.

One question: what does this opening tag begin? Names of classes and ids are matched by what they hold, since
servers put letters before them ("x_gmail_quote", "ecxgmail_quote", "yiv123gmail_quote").
"""

# ruff: noqa: E501 - names of programs, and patterns that are easier to read whole

from __future__ import annotations

import re
from enum import StrEnum


class Begins(StrEnum):
    """What an element is."""

    QUOTE = "quote"  # everything inside
    HEAD = "head"  # "Jane wrote:", everything inside
    LEAD = "lead"  # holds a head, then a blockquote, and perhaps answers
    SIGNATURE = "signature"
    REST = "rest"  # this and all that follows it in the mail
    PERHAPS_REST = "perhaps rest"


_NAMED = re.compile(r"\b(?:class|id|name)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_STYLED = re.compile(r"\bstyle\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_BY_NAME = (
    (
        Begins.HEAD,
        re.compile(
            r"gmail_attr\b|moz-cite-prefix|moz-email-headers-table|OutlookMessageHeader", re.IGNORECASE
        ),
    ),
    (
        Begins.REST,
        re.compile(
            r"divRplyFwdMsg|divTaggedContent|appendonsend|stopSpelling|zwchr|OLK_SRC_BODY_SECTION|mail-editor-reference-message"
            r"|ms-outlook-mobile-reference-message|reply-intro|AOLMsgPart|AppleOriginalContents|isForwardContent|isReplyContent|replySplit",
            re.IGNORECASE,
        ),
    ),
    (
        Begins.QUOTE,
        re.compile(
            r"yahoo_quoted|yahoo-quoted|moz-forward-container|zmail_extra|QuotedMessage|tutanota_quote|WM_QUOTE",
            re.IGNORECASE,
        ),
    ),
    (
        Begins.LEAD,
        re.compile(
            r"gmail_quote|gmx_quote|protonmail_quote|mail_quote|bloop_original|front-blockquote|ymail_quote|fm_quote",
            re.IGNORECASE,
        ),
    ),
    (
        Begins.SIGNATURE,
        re.compile(
            r"gmail_signature|moz-signature|protonmail_signature|AppleMailSignature|yahoo-signature|ydp\w*signature|bloop_sign"
            r"|ms-outlook-mobile-signature|\bSignature\b|\btutanota_signature|fm_signature",
        ),
    ),
)
_BORDER_ABOVE = re.compile(r"border-top(?:-style|-width|-color)?\s*:(?!\s*none)(?!\s*0)", re.IGNORECASE)
_ONLY_INDENTED = re.compile(
    r"border(?:-left)?\s*:\s*(?:none|medium none|0)|margin(?:-left)?\s*:\s*(?:0(?:px)? 0(?:px)? 0(?:px)? )?40px",
    re.IGNORECASE,
)
_CITES = re.compile(r"type\s*=\s*[\"']?cite|\bcite\s*=|quote|cite", re.IGNORECASE)


def begins(tag: str, more: str) -> Begins | None:
    """What an opening tag with these attributes begins; None for nothing that matters."""
    if not more or "=" not in more:
        return None
    more = more[:2000]
    names = " ".join(found[1] or found[2] or found[3] or "" for found in _NAMED.finditer(more))
    if names:
        for what, pattern in _BY_NAME:
            if pattern.search(names):
                return what
    if "data-signatureblock" in more:
        return Begins.SIGNATURE
    if tag == "div" and "border-top" in more:
        styled = _STYLED.search(more)
        if styled and _BORDER_ABOVE.search(styled[1] or styled[2] or ""):
            return Begins.PERHAPS_REST
    return None


def is_quote(more: str) -> bool:
    """Whether a blockquote quotes. Some programs use one to indent: it has no line at its side and no name."""
    more = more[:2000]
    return _CITES.search(more) is not None or _ONLY_INDENTED.search(more) is None
