"""The secret that signs sessions and links: made once, kept in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def kept_in(folder: Path) -> str:
    """The secret of this data folder; made at the first start, readable by the owner only."""
    path = folder / "secret"
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = secrets.token_urlsafe(50)
    try:
        # O_EXCL: of two first starts at once one wins, and the other reads what it wrote.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(made)
    return made
