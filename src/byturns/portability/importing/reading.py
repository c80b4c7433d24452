"""A file of any kind, understood by the parser of its kind."""

from __future__ import annotations

from datetime import timedelta, tzinfo
from pathlib import Path

from django.utils.translation import gettext as _

from byturns.core import clock
from byturns.portability.importing.parsing import mbox, members_csv, whatsapp
from byturns.portability.importing.parsing.members_csv import ParsedMembers
from byturns.portability.importing.parsing.report import DateOrder, NotThisKind, Parsed
from byturns.portability.kinds import LARGEST_FILE, Source


def read(
    source: str, path: Path, *, tz: tzinfo, order: DateOrder | None = None, silence_hours: int = 6
) -> Parsed:
    """Read a history. Raises `NotThisKind` with a sentence when the file is too large or something else."""
    refuse_size(path.stat().st_size)
    if source == Source.MBOX:
        return mbox.parse(path, tz=tz)
    return whatsapp.parse(
        path.read_bytes(),
        tz=tz,
        order=order,
        silence=timedelta(hours=silence_hours),
        today=clock.today(tz),
    )


def read_members(path: Path) -> ParsedMembers:
    """Read a list of members. Raises `NotThisKind` with a sentence."""
    refuse_size(path.stat().st_size)
    return members_csv.parse(path.read_bytes())


def refuse_size(size: int) -> None:
    """Raise `NotThisKind` for a file that is larger than any history needs to be."""
    if size > LARGEST_FILE:
        raise NotThisKind(
            _(
                "This file is too large: %(have)d MB, and at most %(most)d MB can be read. Nothing was "
                "brought in. Export the chat without its pictures, or bring the archive in by year."
            )
            % {"have": size // (1024 * 1024), "most": LARGEST_FILE // (1024 * 1024)}
        )
