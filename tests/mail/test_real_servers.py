"""With Debian's own Postfix and Dovecot, set up by the lines of docs/setup-mail.md."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as sent_mail

from byturns.conversations.models import Conversation, Message
from byturns.core import outbox
from byturns.core.models import OutgoingMail
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import imap, places
from byturns.mail.models import Inbound
from byturns.mail.reading import reports
from byturns.people.models import Account
from tests import migrated
from tests import world as scene
from tests.mailservers import postfix, zone
from tests.mailservers.dovecot import PASSWORD, USER, Dovecot
from tests.mailservers.kept import Kept, told, until
from tests.running import byturns, free_port, kept_running
from tests.world import World

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.usefixtures("own_check"),
]


def written(words: str = "I leave a lamp on.", sender: str = "amina@example.org") -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "whoever@carers.example", "Re: A message"
    made["Message-ID"] = "<a1@mail.example>"
    made.set_content(words)
    return made.as_bytes().replace(b"\n", b"\r\n")


def send(port: int, raw: bytes, *to: str, sender: str = "amina@example.org") -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as line:
        line.sendmail(sender, list(to), raw)


def said(conversation: Conversation) -> list[tuple[str, str]]:
    with everywhere("a test looks"):
        rows = Message.objects.filter(conversation=conversation).select_related("author").order_by("pk")
        return [(row.author.display_name, row.words) for row in rows]


@pytest.fixture
def talk(world: World) -> Conversation:
    return scene.conversation(world.brian, "How do you manage the nights?")


@pytest.fixture
def address(world: World, talk: Conversation) -> str:
    with in_group(world.group):
        return places.reply_address(places.make_key(world.amina, talk, "<one@carers.example>"))


def test_a_signed_mail_is_posted_and_a_false_one_is_held(world, talk, address, relay, run_jobs):
    send(relay.port, zone.signed(written(), "example.org"), address)
    until(lambda: Inbound.objects.count() == 1, lambda: relay.log)
    run_jobs()
    assert said(talk)[1:] == [("Amina", "I leave a lamp on.")]
    send(relay.port, written("CANARY of a thief"), address)
    until(lambda: Inbound.objects.count() == 2, lambda: relay.log)
    run_jobs()
    assert Inbound.objects.order_by("-pk")[0].why == "forged"
    assert len(said(talk)) == 2


def test_whom_we_do_not_know_we_refuse_and_it_is_not_we_who_bounce(
    world, talk, address, relay, outside, run_jobs
):
    send(relay.port, zone.signed(written(), "example.org"), address, "r-" + "z" * 24 + "@carers.example")
    [bounce] = until(lambda: outside.got, lambda: relay.log)
    assert (bounce.mail_from, bounce.rcpt_tos) == ("<>", ["amina@example.org"])
    assert reports.failure(bounce.content) is reports.Failure.HARD
    until(lambda: Inbound.objects.count() == 1, lambda: relay.log)  # the other recipient has it
    run_jobs()
    assert said(talk)[1:] == [("Amina", "I leave a lamp on.")]
    assert sent_mail.outbox == []


def test_a_mail_of_ours_that_comes_back_is_known_again(world, relay, outside, settings, run_jobs):
    account = Account.objects.get(email="amina@example.org")
    account.email = "nobody@example.org"
    account.save()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", relay.port, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    outbox.put("people.moved", to=account.email)
    run_jobs()
    until(lambda: Inbound.objects.count() == 1, lambda: relay.log)
    run_jobs()  # reads what came back, and sends the mail that is to find out
    assert list(OutgoingMail.objects.values_list("kind", "came_back").order_by("pk")) == [
        ("people.moved", True),
        ("mail.probe", False),
    ]
    until(lambda: Inbound.objects.count() == 2, lambda: relay.log)
    run_jobs()
    account.refresh_from_db()
    assert account.mail_stopped_at is not None


@pytest.mark.unverified
@pytest.mark.parametrize("relay", ["smtp"], indirect=True)
def test_postfix_asks_us_first_and_refuses_by_itself(world, talk, address, relay):
    with smtplib.SMTP("127.0.0.1", relay.port, timeout=30) as line:
        line.ehlo()
        line.mail("amina@example.org")
        assert until(lambda: line.rcpt(address)[0] == 250, lambda: relay.log)
        assert line.rcpt("r-" + "z" * 24 + "@carers.example")[0] in {450, 550}
    assert Inbound.objects.count() == 0


# --- A mailbox by IMAP ---


@pytest.fixture
def mailbox(dovecot: Dovecot, settings: Any) -> Dovecot:
    settings.MAIL_IN, settings.MAIL_BOX = "imap", "group"
    settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = "127.0.0.1", dovecot.port, "none"
    settings.IMAP_USER, settings.IMAP_PASSWORD = USER, PASSWORD
    return dovecot


def test_a_mailbox_is_read_and_what_was_taken_in_is_moved(world, talk, mailbox, servers, run_jobs):
    """By way of a Postfix with a recipient delimiter, whose own lines say for whom each mail is."""
    with in_group(world.group):
        key = places.make_key(world.amina, talk, "<one@carers.example>")
    address = places.reply_address(key)
    assert address == f"group+r-{key.token}@carers.example"
    lines = f"""
recipient_delimiter = +
virtual_mailbox_domains = carers.example
virtual_mailbox_base = {mailbox.folder}
virtual_mailbox_maps = inline:{{ {{ group@carers.example = mail/ }} }}
virtual_uid_maps = static:{mailbox.uid}
virtual_gid_maps = static:{mailbox.gid}
virtual_minimum_uid = 1
"""
    with postfix.running(servers.made("postfix-imap"), lines) as server:
        send(server.port, zone.signed(written(), "example.org"), address)
        send(server.port, written("to nobody of ours"), "group+holiday@carers.example")
        until(lambda: len(list(mailbox.maildir.glob("new/*"))) == 2, lambda: server.log)
    looking = imap.Mailbox()
    assert looking.look() == 1
    assert looking.look() == 0
    run_jobs()
    assert said(talk)[1:] == [("Amina", "I leave a lamp on.")]
    assert [b"to nobody of ours" in raw for raw in mailbox.holds("INBOX")] == [True]
    assert [b"I leave a lamp on." in raw for raw in mailbox.holds("Byturns")] == [True]


def test_a_crash_between_keeping_and_moving_gives_one_message(
    world, talk, mailbox, run_jobs, monkeypatch: pytest.MonkeyPatch
):
    with in_group(world.group):
        address = places.reply_address(places.make_key(world.amina, talk, "<one@carers.example>"))
    mailbox.put(f"Delivered-To: {address}\r\n".encode() + zone.signed(written(), "example.org"))

    def crash(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(imap, "_move", crash)
        with pytest.raises(KeyboardInterrupt):
            imap.Mailbox().look()
    assert imap.Mailbox().look() == 1
    run_jobs()
    assert said(talk)[1:] == [("Amina", "I leave a lamp on.")]
    assert (mailbox.holds("INBOX"), len(mailbox.holds("Byturns"))) == ([], 1)


def test_several_recipients_each_get_theirs(world, talk, mailbox, run_jobs):
    with in_group(world.group):
        addresses = [
            places.reply_address(places.make_key(member, talk, "")) for member in (world.amina, world.celia)
        ]
    heads = "".join(f"X-Original-To: {one}\r\n" for one in addresses)
    mailbox.put((heads + "Delivered-To: group@carers.example\r\n").encode() + written())
    assert imap.Mailbox().look() == 1
    assert sorted(Inbound.objects.values_list("rcpt_to", flat=True)) == sorted(addresses)


def test_what_was_taken_in_goes_from_the_mailbox_after_thirty_days(world, mailbox, time_machine, monkeypatch):
    mailbox.put(b"Delivered-To: group+tuesday@carers.example\r\n" + written())
    imap.Mailbox().look()
    assert len(mailbox.holds("Byturns")) == 1
    monkeypatch.setattr(imap, "KEPT_FOR", imap.timedelta(days=-3))  # the server has its own clock
    imap.Mailbox().look()
    assert mailbox.holds("Byturns") == []


def test_a_server_that_cannot_move_copies(world, mailbox, monkeypatch: pytest.MonkeyPatch):
    opened = imap._opened

    def older() -> Any:
        line = opened()
        line.capabilities = tuple(one for one in line.capabilities if one not in {"MOVE", "UIDPLUS"})
        return line

    monkeypatch.setattr(imap, "_opened", older)
    mailbox.put(b"Delivered-To: group+tuesday@carers.example\r\n" + written())
    looking = imap.Mailbox()
    assert (looking.look(), looking.look(), imap.Mailbox().look()) == (1, 0, 0)
    assert (len(mailbox.holds("INBOX")), len(mailbox.holds("Byturns"))) == (1, 1)  # marked for deletion


def test_faults_of_a_mailbox_are_told_in_plain_words(world, mailbox, settings):
    def fault() -> str:
        with pytest.raises(imap.Unreachable) as told:
            imap.Mailbox().look()
        return str(told.value)

    imap.Mailbox().reach()
    settings.IMAP_FOLDER = "Elsewhere"
    with pytest.raises(imap.Unreachable, match="there is no folder Elsewhere"):
        imap.Mailbox().reach()
    assert fault() == "there is no folder Elsewhere (BYTURNS_IMAP_FOLDER)"
    settings.IMAP_PASSWORD = "wrong"
    assert fault().startswith("the name or password was not accepted")
    settings.IMAP_TLS = "tls"
    assert fault().startswith("no private connection could be made")
    settings.IMAP_PORT = free_port()
    assert fault().startswith("nobody listens there")


# --- As an operator does it ---


def settings_told(heading: str, folder: Path) -> dict[str, str]:
    """The lines for /etc/byturns.env below a heading; what they call files lies in `folder`."""
    found = dict(line.split("=", 1) for line in told(heading).splitlines())
    for name, value in found.items():
        if name.endswith("_FILE"):
            found[name] = str(folder / Path(value).name)
            Path(found[name]).write_text("a secret of the operator\n")
    return found


@pytest.mark.parametrize(
    "heading", ["A mail server of your own", "A mailbox at a provider", "A service that posts mail"]
)
def test_the_settings_that_the_page_tells_are_taken(tmp_path: Path, heading: str):
    known = settings_told(heading, tmp_path)
    assert "BYTURNS_MAIL_IN" in known
    checked = byturns(tmp_path, "check", "--fail-level", "ERROR", check=False, **known)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.startswith("System check identified no issues")
    without = byturns(tmp_path, "check", check=False, **{**known, "BYTURNS_MAIL_BORDER": "mx.example.org"})
    assert "choose one" in without.stderr


def test_doctor_sends_itself_a_mail(servers: Kept, tmp_path: Path, settings: Any):
    """The whole of it: `serve` takes in what Postfix hands over, and `doctor` says what came of it."""
    relay, page = servers.relay(lmtp=False, asks=True), free_port()
    known = settings_told("A mail server of your own", tmp_path) | {
        "BYTURNS_MAIL_IN": f"127.0.0.1:{relay.door}",
        "BYTURNS_MAIL_DNS": settings.MAIL_DNS,
        "BYTURNS_MAIL_HOST": "127.0.0.1",
        "BYTURNS_MAIL_TLS": "none",
        "BYTURNS_MAIL_PORT": str(relay.port),
    }
    migrated.lay_into(tmp_path)
    with kept_running(tmp_path, "serve", "--port", str(page), lines=1, **known):
        said = byturns(tmp_path, "doctor", check=False, **known).stdout
    [line] = [line for line in said.splitlines() if "a mail to ourselves" in line]
    assert line.startswith("look   a mail to ourselves: came in again without a verdict"), relay.log
    assert "the DNS is silent (BYTURNS_MAIL_DNS)" in line
