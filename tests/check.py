"""Every check that needs no running product, in one command: `make check`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

STEPS: list[tuple[str, list[str]]] = [
    ("types", ["mypy"]),  # first: it takes as long as all the others, which go beside it
    ("format", ["ruff", "format", "--check", "-q", "."]),
    ("lint", ["ruff", "check", "-q", "."]),
    ("arrows", ["lint-imports"]),
    ("templates", ["djlint", "src", "--lint", "--quiet"]),
    ("migrations", ["python", "-m", "byturns", "makemigrations", "--check", "--dry-run"]),
    ("safe settings", ["python", "-m", "byturns", "check", "--deploy", "--fail-level", "WARNING"]),
]


def lock_files_name_no_host() -> list[str]:
    """A lock file holds names, versions and hashes: no address, no path, no option."""
    return [
        f"{path.name}: {line.strip()}"
        for path in ROOT.glob("requirements*.txt")
        for line in path.read_text().splitlines()
        if re.search(r"https?://|file:|^--", line)
    ]


def main() -> int:
    """Run all steps, say which failed; 0 when none did."""
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        plain = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "byturns.config.settings",
            "BYTURNS_DIR": folder,
            "BYTURNS_MODE": "serve",
            "BYTURNS_SECRET": "for the check alone, long enough to be taken: 0123456789abcdefghijk",
            "BYTURNS_ORIGIN": "https://carers.example.org",
            "BYTURNS_TLS": "proxy",
            "BYTURNS_MAIL_HOST": "mail.example.org",
        }

        def run(step: tuple[str, list[str]]) -> tuple[str, subprocess.CompletedProcess[str]]:
            name, (program, *words) = step
            both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
            return name, subprocess.run([str(BIN / program), *words], cwd=ROOT, env=plain, **both)

        with ThreadPoolExecutor(2) as pool:
            for name, done in pool.map(run, STEPS):
                print(f"check: {name}\n{done.stdout}".rstrip(), flush=True)  # noqa: T201
                if done.returncode:
                    failed.append(name)
    if faults := lock_files_name_no_host():
        failed.append("lock files")
        print("\n".join(faults))  # noqa: T201
    print(f"check: failed: {', '.join(failed)}" if failed else "check: all well")  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
