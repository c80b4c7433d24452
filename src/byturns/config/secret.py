"""What signs for this installation: made once, kept in the data folder, readable by the owner only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def kept_in(folder: Path) -> str:
    """The secret of this data folder that signs sessions and links; made at the first start."""
    return _kept(folder / "secret", lambda: secrets.token_urlsafe(50))


def push_key_in(folder: Path) -> str:
    """The private key (PEM) by which push services know us; made when first needed."""
    return _kept(folder / "push-key", _new_key)


def _new_key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(*form).decode()


def _kept(path: Path, make: Callable[[], str]) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = make()
    try:
        # O_EXCL: of two first starts at once one wins, and the other reads what it wrote.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(made)
    return made
