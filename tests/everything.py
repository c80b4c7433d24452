"""`make test`: the whole suite on SQLite, again on PostgreSQL, browser included; says what it left out.

With BYTURNS_TEST_ALL=1 leaving anything out is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALL = os.environ.get("BYTURNS_TEST_ALL") == "1"


def run(label: str, arguments: list[str], **environment: str) -> int:
    print(f"\n== {label} ==", flush=True)  # noqa: T201
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *arguments], cwd=ROOT, env={**os.environ, **environment}
    ).returncode


def main() -> int:
    left_out: list[str] = []
    for stale in ROOT.glob(".coverage*"):
        stale.unlink()
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser:
        left_out.append("everything in a browser (no chromium here: apt install chromium)")
    cover = ["-n", "2", "--cov", "--cov-report="]
    quick = "not slow" if browser else "not slow and not browser"
    codes = [run("SQLite", [*cover, "-m", quick])]
    # Tens of thousands of requests as everybody: told apart, because counting lines would triple its time.
    codes.append(run("SQLite, the long ones", ["-n", "2", "-m", "slow and not browser"]))
    url, stop = postgres()
    if url is None:
        left_out.append("PostgreSQL (no server program here: apt install postgresql)")
    else:
        try:
            codes.append(
                run(
                    "PostgreSQL", [*cover, "--cov-append", "-m", "not browser and not slow"], DATABASE_URL=url
                )
            )
        finally:
            stop()
    codes.append(subprocess.run([sys.executable, "-m", "coverage", "report"], cwd=ROOT).returncode)
    for thing in left_out:
        print(f"left out: {thing}")  # noqa: T201
    if left_out and ALL:
        print("BYTURNS_TEST_ALL=1: leaving something out is a failure")  # noqa: T201
        return 1
    print("browser: " + (browser or "none"))  # noqa: T201
    return max(codes)


def postgres():
    """A PostgreSQL of our own for this run: (DATABASE_URL or None, how to stop it)."""
    if given := os.environ.get("BYTURNS_TEST_DATABASE_URL"):
        return given, lambda: None
    folder = Path(tempfile.mkdtemp(prefix="byturns-pg-"))
    try:
        from tests import postgres as own

        server = own.start(folder)
    except (ImportError, FileNotFoundError, OSError, subprocess.SubprocessError) as error:
        print(f"PostgreSQL could not be started: {error}")  # noqa: T201
        shutil.rmtree(folder, ignore_errors=True)
        return None, lambda: None
    return server.url, server.stop


if __name__ == "__main__":
    sys.exit(main())
