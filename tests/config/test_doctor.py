from __future__ import annotations

import os
import smtplib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command

from byturns.config import doctor, doctor_mail
from byturns.core import clock
from byturns.core.models import EventRecord, OutgoingMail
from byturns.groups.models import Group
from byturns.mail import doors, intake
from byturns.mail.models import Inbound
from tests.running import free_port


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


def test_a_push_key_that_others_can_read(well, tmp_path):
    path = Path(tmp_path) / "push-key"
    path.write_text("x")
    path.chmod(0o600)
    assert "push key" not in wrong()
    path.chmod(0o640)
    assert wrong()["push key"] == f"can be read by others: chmod 600 {path}"


def test_help_numbers_past_their_review(well, time_machine):
    time_machine.move_to("2031-01-01T00:00:00Z")
    assert wrong()["help numbers"].startswith("past their review date: ")


# --- A mail to ourselves ---


class Relay(EmailBackend):
    """A mail server that hands over to our own door what is sent to us, with what it says of the sender."""

    says, refuses, loses = "dmarc=pass header.from=carers.example", "", False

    def send_messages(self, messages):
        for one in messages:
            if self.refuses == "recipient":
                raise smtplib.SMTPRecipientsRefused({one.to[0]: (550, b"no")})
            if self.refuses == "sender":
                raise smtplib.SMTPSenderRefused(550, b"no", one.from_email)
            raw = f"Authentication-Results: mx.x; {self.says}\n".encode() + one.message().as_bytes()
            if not self.loses:
                kept = intake.keep(raw, rcpt_to=one.to[0], came_by="smtp")
                if self.says != "unread":
                    intake.take_in(kept.pk)
        return len(messages)


@pytest.fixture
def round_trip(well, monkeypatch):
    well.MODE, well.EMAIL_HOST, well.MAIL_DOMAIN = "serve", "mail.example.org", "carers.example"
    well.DEFAULT_FROM_EMAIL = "Byturns <group@carers.example>"
    well.MAIL_IN, well.MAIL_BORDER, well.MAIL_CHECK = "127.0.0.1:2525", "mx.x", "border"
    well.EMAIL_BACKEND = "tests.config.test_doctor.Relay"
    monkeypatch.setattr(doctor_mail, "WAITS", 0.2)
    monkeypatch.setattr(doctor_mail, "STEP", 0.05)

    def go(**how):
        for name, value in how.items():
            monkeypatch.setattr(Relay, name, value)
        found = [one for one in doctor.examine(quick=False) if one.about == "a mail to ourselves"]
        assert Inbound.objects.count() == OutgoingMail.objects.count() == 0  # nothing is left behind
        return [(one.ok, one.says) for one in found]

    return go


def test_a_mail_to_ourselves_comes_in_again(round_trip, settings):
    assert round_trip() == [(True, "went out, came in again, and is known to be ours")]
    settings.MAIL_IN = ""
    assert round_trip() == []


@pytest.mark.parametrize(
    ("how", "ok", "says"),
    [
        (
            {"refuses": "recipient"},
            False,
            "was refused: mail.example.org does not take mail for carers",
        ),
        ({"refuses": "sender"}, False, "was refused: mail.example.org does not send for Byturns <group@"),
        ({"loses": True}, False, "went out but did not come back in 0 seconds: is `serve` running"),
        ({"says": "unread"}, False, "came in, but nobody has looked at it: is `serve` running?"),
        (
            {"says": "dmarc=fail"},
            False,
            "came in again, but as false: the DNS does not say that mail",
        ),
        ({"says": "none"}, None, "came in again without a verdict on its sender: members will be asked"),
    ],
)
def test_each_fault_of_it_is_named(round_trip, how, ok, says):
    [(found, told)] = round_trip(**how)
    assert found is ok
    assert told.startswith(says)


def test_what_gives_no_verdict_is_named(round_trip, settings):
    def told() -> str:
        [(_ok, says)] = round_trip(says="none")
        return says.partition("each answer. ")[2]

    assert told() == "No server called mx.x wrote one (BYTURNS_MAIL_BORDER)."
    settings.MAIL_BORDER = ""
    assert told() == "Set BYTURNS_MAIL_BORDER or BYTURNS_MAIL_CHECK=own."
    settings.MAIL_CHECK, settings.MAIL_DNS = "own", "127.0.0.1:9"
    assert told().startswith("Its domain has no SPF, DKIM or DMARC that fits")


def test_whether_the_door_is_open(well, settings):
    def told() -> tuple[bool | None, str] | None:
        return {one.about: (one.ok, one.says) for one in doctor.examine()}.get("mail coming in")

    port = free_port()
    settings.MAIL_IN, settings.MAIL_BORDER, settings.MAIL_CHECK = f"127.0.0.1:{port}", "", "border"
    assert told() == (False, f"nobody listens at 127.0.0.1:{port}: is `serve` running?")
    [stop] = doors.open_up()
    assert told() == (
        None,
        "is open, but members will be asked about each answer. "
        "Set BYTURNS_MAIL_BORDER or BYTURNS_MAIL_CHECK=own.",
    )
    settings.MAIL_CHECK = "own"
    assert told() == (True, f"is open (127.0.0.1:{port})")
    stop()
    settings.MAIL_IN, settings.IMAP_HOST, settings.IMAP_PORT = "imap", "127.0.0.1", port
    assert told() == (
        False,
        "the mailbox cannot be read: nobody listens there (BYTURNS_IMAP_HOST, BYTURNS_IMAP_PORT)",
    )
    settings.MAIL_IN = "webhook"
    assert told() == (False, doors.webhook_fault())
    settings.MAIL_IN = "nonsense"
    assert told() is not None
    settings.MAIL_IN = ""
    assert told() is None


def test_a_sending_server_that_is_not_there(round_trip, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert round_trip() == [
        (False, "cannot be handed over to 127.0.0.1:9: nobody listens there (BYTURNS_MAIL_PORT)")
    ]
