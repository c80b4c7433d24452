"""A database that has taken all migrations, kept between runs and copied instead of taking them again.

On SQLite the copy is named for what is in the migrations and the lock files, so that any change makes a new
one. On PostgreSQL there is one where `python -m tests.migrated` has made it on the server of a run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import django
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "byturns"
ON_THE_SERVER = "byturns_migrated"  # the name of the copy on PostgreSQL


def _copy() -> Path:
    inside = hashlib.sha256(sqlite3.sqlite_version.encode())
    for path in sorted([*ROOT.glob("src/byturns/*/migrations/*.py"), *ROOT.glob("requirements*.txt")]):
        inside.update(path.read_bytes())
    return KEPT / f"{inside.hexdigest()[:20]}.sqlite3"


def lay_down() -> bool:
    """Put the kept copy in the place of the test database; False when there is none to put."""
    if connection.vendor != "sqlite":
        return _copied_on_the_server(connection.creation._get_test_db_name())
    try:
        shutil.copyfile(_copy(), connection.creation._get_test_db_name())
    except FileNotFoundError:
        return False
    return True


def _copied_on_the_server(name: str) -> bool:
    quoted = connection.ops.quote_name(name)
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [ON_THE_SERVER])
        if cursor.fetchone() is None:
            return False
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
        cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE {ON_THE_SERVER}")
    return True


def lay_into(folder: Path) -> bool:
    """Put the kept copy into a data folder where no first start is tried; False when there is none."""
    try:
        shutil.copyfile(_copy(), folder / "byturns.sqlite3")
    except FileNotFoundError:
        return False
    return True


def keep() -> None:
    """Keep the fresh test database for the next time, and no older one."""
    copy = _copy()
    if connection.vendor != "sqlite" or copy.exists():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    for older in KEPT.glob("*.sqlite3"):
        older.unlink(missing_ok=True)
    part = copy.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with closing(sqlite3.connect(part)) as file:
        connection.connection.backup(file)
    part.replace(copy)


def main() -> None:
    """Make the copy before the tests that take it start beside each other."""
    django.setup()
    if connection.vendor != "sqlite":
        connection.settings_dict["TEST"]["NAME"] = ON_THE_SERVER
    elif _copy().exists():
        return
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    keep()
    connection.close()


if __name__ == "__main__":
    main()
