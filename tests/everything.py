"""`make test`: the whole suite on SQLite, again on PostgreSQL, browser included; says what it left out.

Two lanes go beside each other, because a browser test waits half of its time: what counts lines in one; the
long walks, the browser and PostgreSQL in the other. With BYTURNS_TEST_ALL=1 leaving anything out is a
failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALL = os.environ.get("BYTURNS_TEST_ALL") == "1"
COUNT = ["--cov", "--cov-report=", "--cov-fail-under=0"]
TWO = ["-n", "2", "--dist", "worksteal"]  # who is done first takes over from the other

# Who may do what, the fence, every yes that somebody gives, and the way in: every line and every branch.
WHOLE = [
    "src/byturns/*/policy.py",
    "src/byturns/groups/rules_*.py",
    "src/byturns/groups/scoping.py",
    "src/byturns/groups/access.py",
    "src/byturns/groups/sharing.py",
    "src/byturns/groups/actions/agreement.py",
    "src/byturns/groups/actions/joining.py",
    "src/byturns/groups/actions/recovery.py",
    "src/byturns/groups/actions/typing.py",
    "src/byturns/groups/forms/agreement.py",
    "src/byturns/groups/queries/agreement.py",
    "src/byturns/groups/queries/privacy.py",
    "src/byturns/groups/views/agreement.py",
    "src/byturns/groups/views/recovery.py",
    "src/byturns/conversations/actions/visiting.py",
    "src/byturns/reciprocity/actions/asking_around.py",
    "src/byturns/reciprocity/actions/keeping.py",
    "src/byturns/reciprocity/actions/offering.py",
    "src/byturns/reciprocity/actions/proposing.py",
    "src/byturns/reciprocity/actions/reaching.py",
    "src/byturns/reciprocity/actions/trusting.py",
    "src/byturns/reciprocity/trust.py",
    "src/byturns/knowledge/actions/*.py",
    # Who wrote a mail.
    "src/byturns/mail/deciding.py",
    "src/byturns/mail/border.py",
    "src/byturns/mail/reading/results.py",
    "src/byturns/mail/knowing.py",
    "src/byturns/mail/asking.py",
    "src/byturns/mail/second.py",
    "src/byturns/mail/intake.py",
    "src/byturns/mail/posting.py",
    "src/byturns/mail/repeats.py",
    "src/byturns/mail/refusing.py",
    "src/byturns/mail/views_open.py",
    "src/byturns/mail/bouncing.py",
    "src/byturns/mail/proof/*.py",
    "src/byturns/people/*.py",
    "src/byturns/people/views/*.py",
]


@dataclass
class Pass:
    """One run of pytest, in a process of its own; what it says is shown when it is over."""

    label: str
    arguments: list[str]
    environment: dict[str, str]

    def start(self, folder: Path) -> None:
        mine = folder / self.label.replace(" ", "-")
        mine.mkdir()
        self.began = time.monotonic()
        self.said = (mine / "said").open("w+")
        self.running = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "--durations=15", *self.arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment, "COVERAGE_FILE": str(mine / ".coverage")},
            stdout=self.said,
            stderr=subprocess.STDOUT,
        )

    def finish(self) -> int:
        code = self.running.wait()
        self.said.seek(0)
        seconds = int(time.monotonic() - self.began)
        print(f"\n== {self.label}: {seconds // 60} min {seconds % 60} s ==", flush=True)  # noqa: T201
        print(self.said.read(), flush=True)  # noqa: T201
        self.said.close()
        return code


def run(lanes: list[list[Pass]], folder: Path) -> list[int]:
    """Each lane's passes one after the other, the lanes beside each other; the exit codes."""
    codes, running = [], []
    waiting = [list(lane) for lane in lanes]
    while any(waiting) or running:
        for lane in waiting:
            if lane and not any(lane is busy for busy, _ in running):
                first = lane.pop(0)
                first.start(folder)
                running.append((lane, first))
        time.sleep(0.5)
        for lane, one in list(running):
            if one.running.poll() is not None:
                running.remove((lane, one))
                codes.append(one.finish())
    return codes


def coverage(folder: Path, browser: bool) -> list[int]:
    """Put together what all passes counted: enough of the whole, and all of what must be whole."""
    counted = {**os.environ, "COVERAGE_FILE": str(folder / ".coverage")}

    def command(*words: str) -> int:
        return subprocess.run([sys.executable, "-m", "coverage", *words], cwd=ROOT, env=counted).returncode

    files = [str(path) for path in folder.glob("*/.coverage*")]
    codes = [command("combine", "-q", *files), command("report")]
    if browser:  # passkeys are made and shown by a browser alone
        print("\n== every line and branch of these ==", flush=True)  # noqa: T201
        codes.append(command("report", "--fail-under=100", "--include=" + ",".join(WHOLE)))
    return codes


def main() -> int:
    left_out: list[str] = []
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser:
        left_out.append("everything in a browser (no chromium here: apt install chromium)")
    here = "" if browser else " and not browser"
    for program, package in (("postfix", "postfix"), ("dovecot", "dovecot-imapd")):
        if not shutil.which(program, path="/usr/sbin:/usr/bin"):
            left_out.append(f"{program}, a real mail server (apt install {package})")
    first_lane = [Pass("SQLite", [*COUNT, *TWO, "-m", "not uncounted and not browser"], {})]
    if browser:  # a live server is not made in a process where settings of static files were tried
        first_lane.append(Pass("SQLite, passkeys", [*COUNT, "-m", "counted and browser"], {}))
    other_lane = [Pass("SQLite, uncounted", [*TWO, "-m", "uncounted" + here], {})]
    migrate({})
    url, stop = postgres()
    if url is None:
        left_out.append("PostgreSQL (no server program here: apt install postgresql)")
    else:
        # Lines are counted where the two databases differ.
        differ = ["--cov=src/byturns/search", "--cov=src/byturns/config", *COUNT[1:]]
        marks = [*TWO, "-m", "not browser and not slow and not bare"]
        migrate({"DATABASE_URL": url})
        other_lane.append(Pass("PostgreSQL", [*differ, *marks], {"DATABASE_URL": url}))
    with tempfile.TemporaryDirectory(prefix="byturns-run-") as folder:
        try:
            codes = run([first_lane, other_lane], Path(folder))
        finally:
            stop()
        codes += coverage(Path(folder), bool(browser))
    for thing in left_out:
        print(f"left out: {thing}")  # noqa: T201
    if left_out and ALL:
        print("BYTURNS_TEST_ALL=1: leaving something out is a failure")  # noqa: T201
        return 1
    print("browser: " + (browser or "none"))  # noqa: T201
    return max(codes)


def migrate(environment: dict[str, str]) -> None:
    """Take all migrations once, for all processes of the passes."""
    settings = {"DJANGO_SETTINGS_MODULE": "byturns.config.settings_test", "PYTHONPATH": "src"}
    command = [sys.executable, "-m", "tests.migrated"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **settings, **environment}, check=True)


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
