"""Our commands as they are used: each in a process of its own, with a data folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def surroundings(folder: Path, **extra: str) -> dict[str, str]:
    """The environment of a fresh installation in `folder`. Only what measures coverage is passed on."""
    measured = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "byturns.config.settings",
        "BYTURNS_DIR": str(folder),
        **measured,
        **extra,
    }


def byturns(folder: Path, *words: str, check: bool = True, **extra: str) -> subprocess.CompletedProcess[str]:
    """`./byturns WORDS` until it ends. A first word "-c" runs a line of Python instead."""
    command = [sys.executable, *(words if words[:1] == ("-c",) else ("-m", "byturns", *words))]
    return subprocess.run(
        command, env=surroundings(folder, **extra), cwd=folder, capture_output=True, text=True, check=check
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def kept_running(folder: Path, *words: str, lines: int, **extra: str) -> Iterator[list[str]]:
    """`./byturns WORDS` that goes on; gives the first `lines` it prints, and at the end asks it to stop."""
    with subprocess.Popen(
        [sys.executable, "-m", "byturns", *words],
        env=surroundings(folder, **extra),
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            yield [running.stdout.readline().rstrip("\n") for _ in range(lines)]
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(30)
    assert running.returncode == 0
