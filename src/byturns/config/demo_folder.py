"""Which folder the demo uses; it refuses one that holds a real group."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

MARK = "this-is-a-demo"


def choose(arguments: list[str]) -> None:
    """Point the settings at the demo's own data folder, before they are read."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--data", default=".demo")
    known, _ = parser.parse_known_args(arguments)
    folder = Path(known.data).resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        sys.exit(f"{folder} is not a demo's folder: it may hold a real group. Nothing was touched.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / MARK).touch()
    os.environ.update(BYTURNS_MODE="demo", BYTURNS_DIR=str(folder), BYTURNS_LISTEN="127.0.0.1")
    for real in (
        "BYTURNS_DATABASE_URL",
        "DATABASE_URL",
        "BYTURNS_ORIGIN",
        "BYTURNS_MAIL_HOST",
        "BYTURNS_TLS",
    ):
        os.environ.pop(real, None)
