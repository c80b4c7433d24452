"""A bench gets a data folder of its own, gone afterwards, before settings are read."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile


def choose() -> None:
    """Point the settings at a new folder; a real group's data is never measured or touched."""
    folder = tempfile.mkdtemp(prefix="byturns-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for real in list(os.environ):
        if real.startswith("BYTURNS_") and real not in ("BYTURNS_DATABASE_URL", "BYTURNS_DATA"):
            del os.environ[real]
    os.environ["BYTURNS_DIR"] = folder
