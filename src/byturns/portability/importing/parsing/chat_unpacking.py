"""The chat inside what was brought: a text file, or the zip that the telephone made of it.

A zip is read in memory and never unpacked to disk, so that no name in it can reach a path; how much
is read is bounded whatever the zip says of itself.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from django.utils.translation import gettext as _

from byturns.core import plain

from .report import NotThisKind

LARGEST = 200 * 1024 * 1024  # a chat of twenty busy years is a tenth of this
_MOST_ENTRIES = 100_000
# What Python's zipfile raises for a damaged, locked or unusual zip.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip


def text_of(data: bytes, largest: int = LARGEST) -> str:
    """The chat's text. Raises `NotThisKind` for an empty file, a zip without a chat, and one too large."""
    if not data.strip():
        raise NotThisKind(_("This file is empty. Nothing was brought in. Please export the chat again."))
    if len(data) > largest:
        raise NotThisKind(_("This file is too large for a chat. Please export it without its pictures."))
    if plain.looks_like(data) == "zip":
        data = _chat_in(data, largest)
    return plain.decoded(data)


def _chat_in(data: bytes, largest: int) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            inside = packed.infolist()
            texts = [entry for entry in inside[:_MOST_ENTRIES] if _is_text(entry)]
            if not texts:
                raise NotThisKind(_("There is no chat in this zip file. A chat is a file that ends in .txt."))
            chosen = min(texts, key=lambda entry: (_rank(entry.filename), -entry.file_size))
            if chosen.file_size > largest:
                raise NotThisKind(_too_large())
            with packed.open(chosen) as chat:
                text = chat.read(largest + 1)
    except NotThisKind:
        raise
    except _DAMAGED as fault:
        raise NotThisKind(
            _("This zip file cannot be opened: it is damaged or locked. Please export the chat again.")
        ) from fault
    if len(text) > largest:
        raise NotThisKind(_too_large())
    if not text.strip():
        raise NotThisKind(_("The chat in this zip file is empty. Please export the chat again."))
    return text


def _too_large() -> str:
    return _("The file in this zip is too large to be a chat. Nothing was brought in.")


def _is_text(entry: zipfile.ZipInfo) -> bool:
    own_mac_file = entry.filename.startswith("__MACOSX/")
    return not entry.is_dir() and not own_mac_file and entry.filename.casefold().endswith(".txt")


def _rank(name: str) -> int:
    base = name.replace("\\", "/").rsplit("/", 1)[-1].casefold()
    return 0 if base == "_chat.txt" else 1 if "whatsapp" in base else 2
