"""How a line, a person or a file is known again without keeping what it says.

A plain hash of a telephone number can be guessed in seconds; these are keyed with the secret of the
installation. Restoring a backup elsewhere takes the secret along, so lines are known there too.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings


@lru_cache(maxsize=4)
def _keyed(purpose: str, secret: str) -> hmac.HMAC:
    return hmac.new(f"byturns.history.{purpose}\n{secret}".encode(), digestmod=hashlib.sha256)


def _digest(purpose: str, *parts: str) -> str:
    made = _keyed(purpose, settings.SECRET_KEY).copy()
    for part in parts:
        told = part.encode("utf-8", "surrogatepass")
        # The length goes first, so that two different lists of parts never read the same.
        made.update(b"%d:" % len(told))
        made.update(told)
    return made.hexdigest()


def line(source: str, again: tuple[str, str, str, int]) -> str:
    """Of a message: where it is from, who, in which minute, which words, the how-manieth of them."""
    sender, minute, words, nth = again
    return _digest("line", source, sender, minute, words, str(nth))


def address(written: str) -> str:
    """Of somebody's e-mail address."""
    return _digest("address", written.strip().casefold())


def number(written: str) -> str:
    """Of somebody's telephone number: its last nine digits, as +44 and 0 begin the same number."""
    digits = re.sub(r"\D", "", written)
    return _digest("number", digits[-9:]) if len(digits) >= 7 else ""


def file(path: Path) -> str:
    """Of a whole file."""
    with path.open("rb") as opened:
        return _digest("file", hashlib.file_digest(opened, "sha256").hexdigest())
