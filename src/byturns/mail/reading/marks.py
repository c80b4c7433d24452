"""Where somebody else's words begin in a mail: "Jane wrote:", "From: ... Sent: ...", our own line.

Each finder looks at one place and says where what it found ends. All look at the first few hundred
characters of a line only, so that no line, however long, takes time.
"""

# ruff: noqa: E501 - patterns are easier to read whole

from __future__ import annotations

import re
from collections.abc import Sequence

from . import phrases

_LONGEST = 500  # characters of a line that are looked at
_LONGEST_HEAD = 400
_MOST_LINES = 5  # an attribution may be folded over so many

QUOTED = re.compile(r"\s{0,3}(?:>(?!:\s*$)|&gt;)")
RULE = re.compile(r"\s*(?:[_=*#\-–—]\s?){4,}\s*$")
# The line that our letters begin with: "~ ~ ~ Please write above this line ~ ~ ~", in any language.
OURS = re.compile(r"[>\s|*]*(?:~ ?){3,}[^~]{2,120}(?:~ ?){3,}[*\s]*")

_RULES = "-_*—"
_SEPARATOR = re.compile(
    rf"\s*(?:[-_*—]{{2,}}\s?(?:{phrases.ORIGINALS})\s?:?\s?[-_*—]{{2,}}|\*?(?:Begin forwarded message|Anfang der weitergeleiteten"
    r" (?:Nachricht|E-Mail)|Début du message (?:transféré|réexpédié)|Inizio messaggio inoltrato|Begin doorgestuurd bericht"
    r"|Dechrau neges a anfonwyd ymlaen|Inicio del mensaje reenviado)\s?:\*?)\s*",
    re.IGNORECASE,
)

_ADDRESS = re.compile(r"[^\s<>()\"',;:]{1,100}@[^\s<>()\"',;:]{2,100}")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}\b|\b\d{1,2} ?[ap]\.?m\b", re.IGNORECASE)
_DATE = re.compile(
    r"\b\d{4}[-/.年]\s?\d{1,2}|\b\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}\b|\b(?:19|20)\d\d\b|\b\d{1,2}\.? \w{3,}|\w{3,}\.? \d{1,2}\b"
)
# "On Tuesday, 3 March", "Il giovedì 8", "W dniu 2017-01-09", "ср, 30 апр.": at most three words, then a figure.
_OPENS = re.compile(
    r"[\s*\-–—]*(?:[^\s\d>]{1,16}\s+){0,3}[\"“(]?\d|[\s*\-–—]{0,8}(?:On|Ar|Am|Le|El|Il|Op|Em|Den|Quoting|Quote from)\s"
    rf"|[^\W\d_][^<>\n]{{0,60}}<[^<>@\s]+@|(?:{phrases.VERBS})\s",
    re.IGNORECASE,
)
_SAYS = re.compile(
    rf"(?:(?<![^\W_])(?:{phrases.VERBS})(?![^\W_])|{phrases.VERBS_JOINED})(?P<after>.{{0,160}})[:：]\s*$"
    rf"|(?<![^\W_])(?:{phrases.VERBS})\s?-{{2,}}\s*$",
    re.IGNORECASE,
)
_QUOTING = re.compile(
    r"(?:Quoting|Quote from|Zitat von|Citando|Citat från|Dyfynnu)\s\S.*[:：]\s*$", re.IGNORECASE
)
_SAYS_BARELY = re.compile(rf"[>)]\s?(?:{phrases.VERBS})\s*[.…]?\s*$", re.IGNORECASE)
_ENDS_WITH_ADDRESS = re.compile(r"@[^@\n]{2,140}(?:[>)\]]|&gt;)\s?[:：]\s*$|@[^\s@]{2,100}[:：]\s*$")
_TO_YOU = re.compile(
    r"\b(?:you|ti|chi|du|Sie|vous|tu|usted|lei|je|u|você)\s+(?:\w+\s+)?\w+\s?:\s*$", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_GOES_ON = re.compile(r"\d.*,\s*$")
_SENTENCE_ENDS = re.compile(r"[.!?…]\s*$")

_HEAD_LINE = {
    name: re.compile(rf"[\s*>]*(?:{words})\s?\*?\s?[:：]\*?(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
    for name, words in phrases.HEADS.items()
}
# Some programs put two heads or all of them on one line.
_HEADS_INSIDE = {
    name: re.compile(rf"\s\*?(?:{phrases.HEADS[name]})\s?:\*?\s") for name in ("sent", "to", "about")
}


def our_line(words: str) -> str:
    """The line for the top of our letters, known again by `is_marker` in any language."""
    return f"~ ~ ~ {words.replace('~', '-')} ~ ~ ~"


def is_marker(line: str) -> bool:
    return "~" in line and OURS.fullmatch(line[:_LONGEST]) is not None


def is_separator(line: str) -> bool:
    shown = line[:_LONGEST].strip()
    # Most lines are neither ruled nor end with a colon: they are not looked at.
    return (
        bool(shown) and (shown[0] in _RULES or shown[-1] in ":*") and _SEPARATOR.fullmatch(shown) is not None
    )


def attribution(lines: Sequence[str], last: int, lowest: int, before_quote: bool) -> int | None:
    """If "On Tuesday Jane wrote:" ends in this line, the line where it begins; not before `lowest`.

    Above quoted lines little is asked for. Where nothing marks what follows, it must say more than a person
    would who tells what another wrote: an address, or the minute, or that it was you.
    """
    end = lines[last][:_LONGEST].rstrip()
    if len(lines[last]) > _LONGEST or not (end.endswith((":", "：", "-")) or _SAYS_BARELY.search(f">{end}")):
        return None
    joined = ""
    for first in range(last, max(lowest, last - _MOST_LINES + 1) - 1, -1):
        line = lines[first]
        if not line.strip() or QUOTED.match(line) or len(line) > _LONGEST:
            break
        if first < last and _SENTENCE_ENDS.search(line):
            break
        joined = f"{line.strip()} {joined}".strip()
        if len(joined) > _LONGEST_HEAD:
            break
        # "at 10:18, Jane wrote:" goes on from the line above; what begins so small begins no head.
        if _is_attribution(joined, before_quote) and not (
            first > lowest and line.lstrip()[:1].islower() and _GOES_ON.search(lines[first - 1][:_LONGEST])
        ):
            return first
    short = before_quote and len(end) < 140
    return last if short and (_names_somebody(end) or _QUOTING.match(end)) else None


def _names_somebody(said: str) -> bool:
    """ "Jane Hill wrote:", but not "The doctor said:", which she tells herself."""
    found = _SAYS.search(said)
    if found is None:
        return False
    named = f"{said[: found.start()]} {found['after'] or ''}"
    who = re.sub(r"<[^<>]*>|\([^()]*\)", "", named).split()
    return 0 < len(who) <= 5 and not any(word[0].islower() for word in who)


def _is_attribution(said: str, before_quote: bool) -> bool:
    timed = _TIME.search(said) is not None
    if not (timed or _DATE.search(said)) or not _OPENS.match(said):
        return False
    address = _ADDRESS.search(said) is not None
    if not _SAYS.search(said) and not (
        address and (_ENDS_WITH_ADDRESS.search(said) or _SAYS_BARELY.search(said))
    ):
        return False
    # "On 3 March at ten the nurse wrote:" may be told by the writer herself; a program names the year too.
    to_the_minute = timed and _YEAR.search(said) is not None
    return before_quote or address or to_the_minute or _TO_YOU.search(said) is not None


def head_block(lines: Sequence[str], first: int, sure: bool = False) -> int | None:
    """If "From: ... Sent: ... To: ... Subject: ..." begins here, the line after it.

    Outlook repeats a mail below such a block and marks none of its lines. A member may begin lines of her own
    with "From:" or "To:", so there must be three such lines, or two below a separator (`sure`), with an
    address or a date in them.
    """
    if _kind(lines[first]) is None:
        return None
    found: set[str] = set()
    told = ""
    place = last = first
    folded = 0
    while place < len(lines) and place - first < 16:
        line = lines[place][:_LONGEST]
        if not line.strip():
            # One blank line may stand between the heads of a web page; two end the block.
            if place + 1 >= len(lines) or _kind(lines[place + 1]) is None or len(found) == 0:
                break
            place += 1
            continue
        kind = _kind(line)
        if kind is None:
            folded += 1
            if folded > 2:
                break
        elif kind in found and kind != "copied":
            break
        else:
            found.add(kind)
            folded = 0
            last = place
            found |= {name for name, inside in _HEADS_INSIDE.items() if inside.search(line)}
        told += f"{line}\n"
        place += 1
    if not sure and (len(found) < 3 or "from" not in found):
        return None
    if sure and len(found) < 2:
        return None
    dated = _ADDRESS.search(told) or re.search(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}", told)
    if not dated:
        return None
    # The last head may be folded too: what follows it without a blank line, if it is not quoted.
    return last + 1


def _kind(line: str) -> str | None:
    line = line[:200]
    if ":" not in line and "：" not in line:
        return None
    return next((name for name, pattern in _HEAD_LINE.items() if pattern.match(line)), None)
