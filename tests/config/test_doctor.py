from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from byturns.config import doctor
from byturns.core import clock
from byturns.core.models import EventRecord, OutgoingMail
from byturns.groups.models import Group


@pytest.fixture
def well(settings, tmp_path, db):
    """An installation with nothing wrong but what the test breaks."""
    os.chmod(tmp_path, 0o700)
    settings.DATA_DIR = tmp_path
    settings.SECRET_KEY = "x" * 60
    settings.MODE = "demo"
    settings.EMAIL_HOST = ""
    return settings


def wrong() -> dict[str, str]:
    return {finding.about: finding.says for finding in doctor.examine() if finding.ok is False}


def test_nothing_wrong_says_so_and_exits_zero(well, capsys):
    assert wrong() == {}
    call_command("doctor")
    assert "WRONG" not in capsys.readouterr().out


def test_something_wrong_exits_one(well, capsys):
    well.SECRET_KEY = "short"
    with pytest.raises(SystemExit) as stop:
        call_command("doctor")
    assert stop.value.code == 1
    assert "WRONG  secret: is too short" in capsys.readouterr().out


def test_no_mail_server_is_wrong_for_a_real_group(well):
    well.MODE = "serve"
    assert wrong()["mail"].startswith("no mail server is set (BYTURNS_MAIL_HOST)")


def test_a_mail_server_that_is_not_there_is_named(well):
    well.MODE, well.EMAIL_HOST, well.EMAIL_PORT = "serve", "127.0.0.1", 9
    well.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert wrong()["mail"] == "127.0.0.1:9: nobody listens there (BYTURNS_MAIL_PORT)"


def test_mail_that_waits_too_long_is_counted(well):
    well.EMAIL_HOST = "mail.example.org"  # the memory backend of the tests lets us in
    OutgoingMail.objects.create(
        kind="x", to="a@example.org", message_id="<1@x>", created_at=clock.now() - timedelta(hours=2)
    )
    assert wrong() == {"mail": "1 waiting for more than an hour"}


def test_a_full_disk(well, monkeypatch):
    monkeypatch.setattr(doctor, "NEEDED", 10**18)
    assert "make room soon" in wrong()["disk"]


def test_a_clock_that_went_back(well, time_machine):
    EventRecord.objects.create(kind="x", group_id=1, at=clock.now() + timedelta(hours=3))
    assert wrong()["clock"].startswith("is behind")


def test_a_clock_before_this_was_made(well, time_machine):
    time_machine.move_to("2020-01-01T00:00:00Z")
    assert "before this Byturns was made" in wrong()["clock"]


def test_a_time_zone_that_is_not_known(well):
    Group.objects.create(name="X", time_zone="Europe/Atlantis")
    assert wrong() == {"time zone": "not known here: Europe/Atlantis"}


def test_a_folder_that_is_gone(well, tmp_path):
    well.DATA_DIR = tmp_path / "gone"
    assert "is not there" in {f.about: f.says for f in doctor._folder()}["data folder"]


def test_a_secret_that_others_can_read(well, tmp_path):
    path = Path(tmp_path) / "secret"
    path.write_text("x" * 60)
    path.chmod(0o644)
    assert wrong()["secret"] == f"can be read by others: chmod 600 {path}"


def test_help_numbers_past_their_review(well, time_machine):
    time_machine.move_to("2031-01-01T00:00:00Z")
    assert wrong()["help numbers"].startswith("past their review date: ")
