"""Bytes of a mail as text, whatever charset it claims, or a wrong one, or none."""

from __future__ import annotations

import codecs

from byturns.core import plain

_MEANT = {
    "us-ascii": "utf-8", "ascii": "utf-8", "ansi_x3.4-1968": "utf-8", "utf8": "utf-8", "utf-8": "utf-8",
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "iso8859-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "windows-874": "cp874",
    "x-mac-roman": "mac_roman", "macintosh": "mac_roman", "ks_c_5601-1987": "cp949",
    "x-sjis": "cp932", "shift_jis": "cp932",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "unicode-1-1-utf-7": "utf-7",
}  # fmt: skip
# Python knows these as charsets too; no mail is written in them, and some take very long.
_NEVER = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}


def text_in(data: bytes, charset: str) -> str:
    """The text; first as it claims, else as UTF-8, else as the older charset of Western Windows."""
    if not data:
        return ""
    named = charset.strip("\"' ").lower()
    meant = _MEANT.get(named, named)
    for name in (meant, "utf-8"):
        try:
            return _decoded(data, name)
        except (LookupError, UnicodeError, ValueError, AttributeError):
            continue
    return plain.decoded(data) if not data.isascii() else data.decode("ascii")


def _decoded(data: bytes, name: str) -> str:
    if not name or codecs.lookup(name).name.replace("_", "-") in _NEVER:
        raise LookupError(name)
    return data.decode(name)
