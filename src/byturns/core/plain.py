"""From bytes to lines of plain text, whatever program wrote them."""

from __future__ import annotations

import codecs
import re
import unicodedata

from byturns.core import text as words_of

# Marks that show nothing: direction of writing, and the mark some programs put at the start of a file.
MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_WITHOUT_MARKS = dict.fromkeys(map(ord, MARKS))
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What common files that are neither text nor mail begin with.
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"\x00\x00\x01\x00")


def decoded(data: bytes) -> str:
    """The text of a file: by its first mark, else UTF-8, else UTF-16 by its look, else Windows-1252.

    Never raises; what no charset explains becomes U+FFFD.
    """
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(charset, errors="replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _best_guess(data)
    if "\x00" in text:
        sample = data[:4096]
        odd, even = sample[1::2].count(0), sample[0::2].count(0)
        if max(odd, even) > len(sample) // 4:
            return data.decode("utf-16-le" if odd > even else "utf-16-be", errors="replace")
    return text


def _best_guess(data: bytes) -> str:
    """UTF-8 with a few broken places, or the older charset of Western Windows."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    beyond_ascii = sum(1 for letter in text if letter > "\x7f")
    if broken * 2 <= beyond_ascii:
        return text
    return data.decode("cp1252", errors="replace")


def lines_of(text: str) -> list[str]:
    """The lines of a text, of any machine's line ends. A closing line end makes no further line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines


def without_marks(text: str) -> str:
    """The same text without marks of direction: they show nothing and hide a date from a reader."""
    return text if text.isascii() else text.translate(_WITHOUT_MARKS)


def clean(text: str) -> str:
    """Words fit for keeping: no NUL or other control marks, no halves of characters, composed."""
    return words_of.tidy(_LONE_SURROGATE.sub("\ufffd", text))


def one_line(text: str, longest: int = 300) -> str:
    """A name or a subject: clean, on one line, single spaces, cut at `longest`."""
    return " ".join(without_marks(clean(text)).split())[:longest].rstrip()


def is_blank(line: str) -> bool:
    """Nothing in it that anybody could see."""
    return not line or line.isspace() or not without_marks(clean(line)).strip()


def looks_like(data: bytes) -> str:
    """'picture', 'pdf', 'zip' or 'text', by how the file begins."""
    if data.startswith(_PICTURES):
        return "picture"
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    return "text"


def casefolded(text: str) -> str:
    """For comparing phrases: no marks, no case, plain spaces and straight apostrophes."""
    folded = unicodedata.normalize("NFKC", without_marks(text)).casefold()
    return " ".join(folded.replace("\u2019", "'").split())
