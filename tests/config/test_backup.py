"""The drill: a backup made while the group is used, brought back in another place, row for row the same."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pyrage
import pytest

from byturns.config import backup
from tests import migrated, running

pytestmark = [pytest.mark.slow, pytest.mark.uncounted]
COUNT = """
import django; django.setup()
import hashlib
from django.apps import apps
from byturns.groups.scoping import everywhere
rows = []
with everywhere("a test compares all rows"):
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label):
        if model._meta.label in {"sessions.Session"}:
            continue
        for row in model._base_manager.order_by("pk").values_list():
            rows.append(model._meta.label + repr(row))
print(len(rows), hashlib.sha256("\\n".join(rows).encode()).hexdigest())
"""


PASSPHRASE = "tea without sugar"


def byturns(folder: Path, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return running.byturns(folder, *words, **{"BYTURNS_BACKUP_PASSPHRASE": PASSPHRASE, **more})


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Path:
    """A data folder with the made-up group in it."""
    folder = tmp_path_factory.mktemp("house")
    if not migrated.lay_into(folder):
        byturns(folder, "migrate", "-v0")
    byturns(
        folder,
        "-c",
        "import django; django.setup(); from byturns.config.demo import load; load.into_database()",
    )
    return folder


@pytest.fixture(scope="module")
def kept(house: Path, tmp_path_factory) -> Path:
    """A backup of it."""
    target: Path = tmp_path_factory.mktemp("kept") / "one.age"
    byturns(house, "backup", str(target))
    return target


def test_what_comes_back_is_what_was_there_and_what_was_here_is_named_or_forgotten(
    house: Path, kept: Path, tmp_path: Path
):
    before = byturns(house, "-c", COUNT).stdout
    assert int(before.split()[0]) > 1000
    assert "You can start `serve` again." in byturns(tmp_path, "restore", str(kept)).stdout
    assert byturns(tmp_path, "-c", COUNT).stdout == before
    said = byturns(tmp_path, "restore", str(kept)).stdout
    left = sorted(tmp_path.rglob("*.before-restore"))
    assert tmp_path / "byturns.sqlite3.before-restore" in left
    assert [line.strip() for line in said.splitlines() if line.startswith("  ")] == [str(p) for p in left]
    byturns(tmp_path, "restore", str(kept), "--forget-what-was-here")
    assert list(tmp_path.rglob("*.before-restore")) == []


def test_a_wrong_passphrase_or_a_cut_file_changes_nothing(house: Path, kept: Path, tmp_path: Path):
    assert b"Tuesday Carers" not in kept.read_bytes()
    assert oct(kept.stat().st_mode & 0o777) == "0o600"
    before = hashlib.sha256((house / "byturns.sqlite3").read_bytes()).hexdigest()
    wrong = byturns(house, "restore", str(kept), check=False, BYTURNS_BACKUP_PASSPHRASE="coffee")
    assert wrong.returncode == 1
    assert "The passphrase does not fit, or the file is damaged. Nothing was changed." in wrong.stderr
    cut = tmp_path / "cut.age"
    cut.write_bytes(kept.read_bytes()[:-1000])
    assert "Nothing was changed." in byturns(house, "restore", str(cut), check=False).stderr
    assert hashlib.sha256((house / "byturns.sqlite3").read_bytes()).hexdigest() == before


def test_a_backup_is_never_written_over_another_nor_without_a_passphrase(house: Path, tmp_path: Path):
    target = tmp_path / "one.age"
    target.write_text("an older backup")
    assert "is there already" in byturns(house, "backup", str(target), check=False).stderr
    assert target.read_text() == "an older backup"
    none = byturns(house, "backup", str(tmp_path / "x.age"), check=False, BYTURNS_BACKUP_PASSPHRASE="")
    assert "needs a passphrase" in none.stderr


def test_a_backup_without_a_name_lies_dated_in_the_data_folder_and_brings_the_files_too(
    house: Path, tmp_path: Path
):
    (house / "files").mkdir(exist_ok=True)
    (house / "files" / "an-upload.txt").write_text("an upload")
    said = byturns(house, "backup").stdout
    [made] = (house / "backups").glob("byturns-2*.tar.gz.age")
    assert said.startswith(f"Backed up to {made} (sqlite, Byturns ")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "older.txt").write_text("was here before")
    for _ in range(2):  # what was kept beside it the first time makes room the second
        byturns(tmp_path, "restore", str(made))
    assert [one.name for one in (tmp_path / "files").iterdir()] == ["an-upload.txt"]
    assert (tmp_path / "files.before-restore" / "an-upload.txt").exists()
    assert (tmp_path / "byturns.sqlite3.before-restore").exists()


def odd_backup(path: Path, *, digest: str = "", database: str = "sqlite", without: str = "") -> Path:
    """A file that can be decrypted, and is not what a backup should be."""
    held = b"not a database at all, only some words" * 40
    manifest = {
        "file": backup.SQLITE,
        "database": database,
        "sha256": digest or hashlib.sha256(held).hexdigest(),
        "made_at": "2026-01-01",
    }
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w:gz") as archive:
        for name, data in ((backup.MANIFEST, json.dumps(manifest).encode()), (backup.SQLITE, held)):
            if name != without:
                entry = tarfile.TarInfo(name)
                entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))
    path.write_bytes(pyrage.passphrase.encrypt(plain.getvalue(), PASSPHRASE))
    return path


@pytest.mark.parametrize(
    ("odd", "says"),
    [
        ({"without": backup.SQLITE}, "The file is not a whole backup. Nothing was changed."),
        ({"without": backup.MANIFEST}, "The file is not a whole backup. Nothing was changed."),
        ({"digest": "0" * 64}, "The database in the backup is not whole. Nothing was changed."),
        ({"database": "postgresql"}, "The backup is of postgresql, this Byturns uses sqlite. Start it with"),
        ({}, "The database in the backup is damaged. Nothing was changed."),
    ],
)
def test_what_is_not_a_whole_backup_changes_nothing(settings: Any, tmp_path: Path, odd: dict, says: str):
    settings.DATA_DIR = tmp_path
    file = odd_backup(tmp_path / "odd.age", **odd)
    with pytest.raises(backup.BackupFault, match=re.escape(says)):
        backup.restore(file, PASSPHRASE)
    assert [path.name for path in tmp_path.iterdir()] == ["odd.age"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(backup.BackupFault) as refused:
        backup.restore(tmp_path / "none.age", PASSPHRASE)
    assert str(refused.value) == f"{tmp_path / 'none.age'} cannot be read: No such file or directory"


def test_an_upgrade_backs_up_first_and_serving_waits_for_it(house: Path, tmp_path: Path):
    """From a database that an older Byturns left behind."""
    migrated.lay_into(tmp_path)
    byturns(tmp_path, "migrate", "notifications", "0004", "-v0")
    refused = byturns(tmp_path, "serve", "--port", str(running.free_port()), check=False)
    assert "Run `./byturns upgrade` first" in refused.stderr
    without = byturns(tmp_path, "upgrade", check=False, BYTURNS_BACKUP_PASSPHRASE="")
    assert without.stderr.startswith("CommandError: An upgrade makes a backup first: set BYTURNS_BACKUP_")
    said = byturns(tmp_path, "upgrade").stdout
    assert len(list((tmp_path / "backups").iterdir())) == 1
    assert "Up to date (" in said
    assert byturns(tmp_path, "upgrade").stdout.endswith("Up to date (0 steps taken).\n")
    assert len(list((tmp_path / "backups").iterdir())) == 1
