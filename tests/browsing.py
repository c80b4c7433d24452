"""One Chromium for the whole run: its driver can be started only once in a process."""

from __future__ import annotations

import atexit
import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The driver keeps a loop running in this thread; the database is asked between its steps only.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
_started: list[Browser] = []


def chromium() -> Browser:
    """The browser of this run; skips the test (or fails it, when all must run) where there is none."""
    if not Path(CHROMIUM).exists():
        message = f"no browser at {CHROMIUM}"
        if os.environ.get("BYTURNS_TEST_ALL") == "1":
            pytest.fail(message)
        pytest.skip(message)
    if not _started:
        play = sync_playwright().start()
        _started.append(play.chromium.launch(executable_path=CHROMIUM, args=QUIET))
        atexit.register(play.stop)
        atexit.register(_started[0].close)
    return _started[0]
