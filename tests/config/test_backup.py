"""The drill: a backup made while the group is used, brought back in another place, row for row the same."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
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


def byturns(folder: Path, *words: str, check: bool = True, **extra: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "byturns.config.settings",
        "BYTURNS_DIR": str(folder),
        "BYTURNS_BACKUP_PASSPHRASE": "tea without sugar",
        **extra,
    }
    command = [sys.executable, *(words if words[0] == "-c" else ("-m", "byturns", *words))]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=check)


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Path:
    """A data folder with the made-up group in it."""
    folder = tmp_path_factory.mktemp("house")
    byturns(folder, "migrate", "-v0")
    byturns(
        folder,
        "-c",
        "import django; django.setup(); from byturns.config.demo import load; load.into_database()",
    )
    return folder


@pytest.mark.slow
def test_what_comes_back_is_what_was_there(house: Path, tmp_path: Path):
    byturns(house, "backup", str(tmp_path / "one.age"))
    before = byturns(house, "-c", COUNT).stdout
    assert int(before.split()[0]) > 1000
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    said = byturns(elsewhere, "restore", str(tmp_path / "one.age")).stdout
    assert "You can start `serve` again." in said
    assert byturns(elsewhere, "-c", COUNT).stdout == before


@pytest.mark.slow
def test_what_was_here_is_named_or_forgotten(house: Path, tmp_path: Path):
    byturns(house, "backup", str(tmp_path / "one.age"))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    byturns(elsewhere, "restore", str(tmp_path / "one.age"))
    said = byturns(elsewhere, "restore", str(tmp_path / "one.age")).stdout
    left = sorted(elsewhere.rglob("*.before-restore"))
    assert elsewhere / "byturns.sqlite3.before-restore" in left
    assert [line.strip() for line in said.splitlines() if line.startswith("  ")] == [str(p) for p in left]
    byturns(elsewhere, "restore", str(tmp_path / "one.age"), "--forget-what-was-here")
    assert list(elsewhere.rglob("*.before-restore")) == []


@pytest.mark.slow
def test_a_wrong_passphrase_or_a_cut_file_changes_nothing(house: Path, tmp_path: Path):
    target = tmp_path / "one.age"
    byturns(house, "backup", str(target))
    assert b"Tuesday Carers" not in target.read_bytes()
    assert oct(target.stat().st_mode & 0o777) == "0o600"
    before = hashlib.sha256((house / "byturns.sqlite3").read_bytes()).hexdigest()
    wrong = byturns(house, "restore", str(target), check=False, BYTURNS_BACKUP_PASSPHRASE="coffee")
    assert wrong.returncode == 1
    assert "The passphrase does not fit, or the file is damaged. Nothing was changed." in wrong.stderr
    cut = tmp_path / "cut.age"
    cut.write_bytes(target.read_bytes()[:-1000])
    assert "Nothing was changed." in byturns(house, "restore", str(cut), check=False).stderr
    assert hashlib.sha256((house / "byturns.sqlite3").read_bytes()).hexdigest() == before


@pytest.mark.slow
def test_a_backup_is_never_written_over_another_nor_without_a_passphrase(house: Path, tmp_path: Path):
    target = tmp_path / "one.age"
    target.write_text("an older backup")
    assert "is there already" in byturns(house, "backup", str(target), check=False).stderr
    assert target.read_text() == "an older backup"
    none = byturns(house, "backup", str(tmp_path / "x.age"), check=False, BYTURNS_BACKUP_PASSPHRASE="")
    assert "needs a passphrase" in none.stderr
