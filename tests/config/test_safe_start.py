"""Production refuses to start when it would not be safe (settled point 6)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from byturns.config import checks, demo_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def served(settings):
    settings.MODE = "serve"
    settings.LISTEN = "0.0.0.0"
    settings.ORIGIN = "https://carers.example.org"
    settings.TLS = "proxy"
    settings.EMAIL_HOST = "mail.example.org"
    return settings


def faults() -> list[str]:
    return [str(fault.id) for fault in checks.safe_to_serve(None)]


def test_stated_origin_tls_and_mail_are_enough(served):
    assert faults() == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("ORIGIN", "", ["byturns.E010", "byturns.E011"]),
        ("TLS", "none", ["byturns.E011"]),
        ("ORIGIN", "http://carers.example.org", ["byturns.E011"]),
        ("EMAIL_HOST", "", ["byturns.E012"]),
    ],
)
def test_beyond_this_machine_each_missing_thing_is_named(served, name, value, expected):
    setattr(served, name, value)
    assert faults() == expected


def test_on_this_machine_alone_nothing_need_be_stated(served):
    served.LISTEN = "127.0.0.1"
    served.ORIGIN, served.TLS, served.EMAIL_HOST = "", "none", ""
    assert faults() == []


def test_a_real_groups_folder_is_not_taken_for_a_demo(tmp_path, monkeypatch):
    (tmp_path / "byturns.sqlite3").write_text("a real group")
    before = dict(os.environ)
    with pytest.raises(SystemExit, match="may hold a real group"):
        demo_folder.choose(["--data", str(tmp_path)])
    assert dict(os.environ) == before
    assert [path.name for path in tmp_path.iterdir()] == ["byturns.sqlite3"]


def test_a_demo_forgets_the_settings_of_a_real_group(tmp_path, monkeypatch):
    for name in ("BYTURNS_DATABASE_URL", "DATABASE_URL", "BYTURNS_ORIGIN", "BYTURNS_MAIL_HOST"):
        monkeypatch.setenv(name, "something real")
    for name in ("BYTURNS_MODE", "BYTURNS_DIR", "BYTURNS_LISTEN"):
        monkeypatch.setenv(name, "")
    demo_folder.choose(["--data", str(tmp_path / "new")])
    assert "DATABASE_URL" not in os.environ
    assert os.environ["BYTURNS_MODE"] == "demo"
    assert os.environ["BYTURNS_LISTEN"] == "127.0.0.1"


def urls_of(mode: str, folder: Path) -> str:
    code = (
        "import django; django.setup(); from byturns.config import describe;"
        "print([where for where, _ in describe.pages() if where.startswith('/demo/')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "byturns.config.settings",
            "BYTURNS_MODE": mode,
            "BYTURNS_DIR": str(folder),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.slow
def test_the_links_that_sign_in_exist_in_the_demo_alone(tmp_path):
    assert urls_of("serve", tmp_path) == "[]"
    assert urls_of("demo", tmp_path) == ("['/demo/as/<str:token>/', '/demo/mail/', '/demo/mail/<str:name>/']")
