"""Encrypted backups of everything a group has here, and bringing one back.

A backup is one file: a tar of the database and the uploaded files with a manifest, encrypted with a
passphrase (age format, so that it can also be opened without Byturns). The secret is not inside:
restored on another machine, people sign in again.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings
from django.db import connection, connections

import byturns
from byturns.core import clock

MANIFEST = "manifest.json"
SQLITE, DUMP = "byturns.sqlite3", "byturns.dump"


class BackupFault(Exception):
    """Why a backup could not be made or brought back, as a sentence."""


def make(target: Path, passphrase: str) -> dict[str, Any]:
    """Write a backup to `target` (never over an existing file); returns its manifest.

    Safe while the group is being used: the database is copied as of one moment.
    """
    if not passphrase:
        raise BackupFault("A backup needs a passphrase: set BYTURNS_BACKUP_PASSPHRASE or its _FILE.")
    if target.exists():
        raise BackupFault(f"{target} is there already. Nothing was written.")
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        inside = Path(folder)
        name = _dump_database(inside)
        manifest = {
            "byturns": byturns.__version__,
            "made_at": clock.now().isoformat(),
            "database": connection.vendor,
            "file": name,
            "sha256": _digest(inside / name),
        }
        (inside / MANIFEST).write_text(json.dumps(manifest, indent=1))
        plain = io.BytesIO()
        with tarfile.open(fileobj=plain, mode="w:gz") as archive:
            archive.add(inside / MANIFEST, MANIFEST)
            archive.add(inside / name, name)
            if Path(settings.MEDIA_ROOT).is_dir():
                archive.add(settings.MEDIA_ROOT, "files")
    part = target.with_name(target.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pyrage.passphrase.encrypt(plain.getvalue(), passphrase))
        file.flush()
        os.fsync(file.fileno())
    part.rename(target)
    return manifest


def restore(source: Path, passphrase: str) -> dict[str, Any]:
    """Put the backup in `source` in the place of what is here; returns its manifest.

    Everything is read, decrypted and checked before anything here is touched; what was here is kept
    beside it as `*.before-restore`. Raises BackupFault with the reason.
    """
    try:
        plain = pyrage.passphrase.decrypt(source.read_bytes(), passphrase)
    except (pyrage.DecryptError, ValueError) as error:
        raise BackupFault(
            "The passphrase does not fit, or the file is damaged. Nothing was changed."
        ) from error
    except OSError as error:
        raise BackupFault(f"{source} cannot be read: {error.strerror}") from error
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        inside = Path(folder)
        try:
            with tarfile.open(fileobj=io.BytesIO(plain), mode="r:gz") as archive:
                archive.extractall(inside, filter="data")
            manifest: dict[str, Any] = json.loads((inside / MANIFEST).read_text())
            database = inside / manifest["file"]
            whole = _digest(database) == manifest["sha256"]
        except (tarfile.TarError, OSError, KeyError, ValueError) as error:
            raise BackupFault("The file is not a whole backup. Nothing was changed.") from error
        if not whole:
            raise BackupFault("The database in the backup is not whole. Nothing was changed.")
        if manifest["database"] != connection.vendor:
            raise BackupFault(
                f"The backup is of {manifest['database']}, this Byturns uses {connection.vendor}. "
                "Start it with the same kind of database first."
            )
        _load_database(database)
        _replace(inside / "files", Path(settings.MEDIA_ROOT))
    return manifest


def set_aside() -> list[Path]:
    """Where `restore` left what was here before it: members' words, in the clear."""
    places = [Path(settings.MEDIA_ROOT)]
    if connection.vendor == "sqlite":
        database = Path(settings.DATABASES["default"]["NAME"])
        places += [database.with_name(database.name + tail) for tail in ("", "-wal", "-shm")]
    left = [place.with_name(place.name + ".before-restore") for place in places]
    return [place for place in left if place.exists()]


def remove_set_aside() -> None:
    """Delete what `set_aside` names."""
    for place in set_aside():
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink()


def _dump_database(folder: Path) -> str:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / SQLITE)) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
        return SQLITE
    _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={folder / DUMP}")
    return DUMP


def _load_database(database: Path) -> None:
    if connection.vendor == "sqlite":
        try:
            with closing(sqlite3.connect(database)) as found:
                verdict = found.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError:
            verdict = "no database"
        if verdict != "ok":
            raise BackupFault("The database in the backup is damaged. Nothing was changed.")
        place = Path(settings.DATABASES["default"]["NAME"])
        connections.close_all()
        for tail in ("-wal", "-shm"):
            leftover = place.with_name(place.name + tail)
            if leftover.exists():
                leftover.rename(leftover.with_name(leftover.name + ".before-restore"))
        _replace(database, place)
        return
    _postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(database))


def _postgres(program: str, *arguments: str) -> None:
    database = settings.DATABASES["default"]
    environment = dict(
        os.environ,
        PGHOST=str(database["HOST"]),
        PGPORT=str(database["PORT"] or "5432"),
        PGUSER=str(database["USER"]),
        PGPASSWORD=str(database["PASSWORD"]),
        PGDATABASE=str(database["NAME"]),
    )
    path = shutil.which(program)
    if path is None:
        raise BackupFault(f"{program} is not on this machine (Debian: apt install postgresql-client).")
    command = [path, *arguments]
    if program == "pg_restore":
        command[1:1] = [f"--dbname={database['NAME']}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise BackupFault(f"{program} failed: {last}")


def _replace(new: Path, place: Path) -> None:
    """Move `new` into `place`; what was there is kept beside it."""
    if not new.exists():
        return
    before = place.with_name(place.name + ".before-restore")
    if place.exists():
        if before.is_dir():
            shutil.rmtree(before)
        place.replace(before)
    shutil.move(str(new), place)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
