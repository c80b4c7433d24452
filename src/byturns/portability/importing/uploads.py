"""The file itself, while it may have to be read once more. It lies in the data folder, for us alone."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from byturns.core import ids


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "bringing"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def keep(chunks: Iterable[bytes]) -> str:
    """Write a file down; returns the random name that it is kept under."""
    name = ids.public_id() + ids.public_id()
    handle = os.open(_folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.writelines(chunks)
    return name


def path_of(name: str) -> Path:
    """Where the file of that name lies."""
    return _folder() / Path(name).name


def forget(name: str) -> None:
    """Delete the file. One that is gone already is no fault."""
    if name:
        path_of(name).unlink(missing_ok=True)


def forget_all_but(names: set[str], *, older_than: float) -> None:
    """Delete files that nothing names: what is left of a request that was rolled back."""
    for path in _folder().iterdir():
        if path.name not in names and path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)
