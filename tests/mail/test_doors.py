"""The other doors: LMTP, a service that posts, and for whom a mail is when no server says it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import imaplib
import smtplib
import time
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.core.exceptions import ImproperlyConfigured
from django.db import close_old_connections
from django.test import Client

from byturns.config import checks
from byturns.conversations.models import Conversation, Message
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import doors, imap, intake, places, smtp
from byturns.mail.models import Inbound
from byturns.mail.recipients import recipients
from tests import world as scene
from tests.mailservers import zone
from tests.mailservers.zone import Zone
from tests.running import free_port
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
RAW = (
    b"From: Amina <amina@example.org>\r\nTo: %s\r\nSubject: Re: A message\r\nMessage-ID: <1@example.org>\r\n"
    b"\r\nI leave a lamp on.\r\n"
)
NOWHERE = "r-" + "z" * 24 + "@carers.example"


@pytest.fixture(autouse=True)
def dns(settings: Any) -> Iterator[Zone]:
    settings.MAIL_DOMAIN, settings.MAIL_IN = "carers.example", "127.0.0.1:2525"
    settings.MAIL_BORDER, settings.MAIL_CHECK = "", "own"
    with zone.served(zone.publishes("example.org", dmarc="v=DMARC1; p=reject")) as made:
        settings.MAIL_DNS = made.address
        yield made


@pytest.fixture
def talk(world: World) -> Conversation:
    return scene.conversation(world.brian, "How do you manage the nights?")


@pytest.fixture
def address(world: World, talk: Conversation) -> str:
    with in_group(world.group):
        return places.reply_address(places.make_key(world.amina, talk, "<one@carers.example>"))


def said(conversation: Conversation) -> list[tuple[str, str]]:
    with everywhere("a test looks"):
        rows = Message.objects.filter(conversation=conversation).select_related("author").order_by("pk")
        return [(row.author.display_name, row.words) for row in rows]


def good(address: str) -> bytes:
    return zone.signed(RAW % address.encode(), "example.org")


# --- Our own check, from the door to the page ---


def test_own_check_lets_a_true_mail_in_and_holds_a_false_one(world, talk, address, run_jobs, dns):
    kept = intake.keep(good(address), rcpt_to=address, came_by="smtp", peer="11.0.0.1", helo="mx.example")
    run_jobs()
    kept.refresh_from_db()
    assert (kept.state, kept.border, kept.peer, kept.helo) == ("posted", "pass", "", "")
    assert said(talk)[1:] == [("Amina", "I leave a lamp on.")]
    false = intake.keep(RAW % b"CANARY", rcpt_to=address, came_by="smtp", peer="11.0.0.1")
    run_jobs()
    false.refresh_from_db()
    assert (false.state, false.why, false.border) == ("held", "forged", "fail")
    dns.silent.add("_dmarc.example.org")
    asked = intake.keep(good(address) + b"\r\n", rcpt_to=address, came_by="smtp")
    run_jobs()
    asked.refresh_from_db()
    assert (asked.state, asked.why, asked.border) == ("asked", "unproven", "none")
    before = len(dns.asked)
    for one in (kept, false, asked):
        intake.take_in(one.pk)  # run twice, nobody is asked again
    assert len(dns.asked) == before


def test_what_a_mail_says_of_itself_counts_for_nothing(world, talk, address, run_jobs, settings):
    claim = b"Authentication-Results: ; dmarc=pass\r\nAuthentication-Results: mx.x; dmarc=pass\r\n"
    kept = intake.keep(claim + RAW % b"x", rcpt_to=address, came_by="smtp")
    run_jobs()
    kept.refresh_from_db()
    assert (kept.state, kept.why) == ("held", "forged")


# --- LMTP ---


@pytest.fixture
def lmtp() -> Iterator[int]:
    port = free_port()
    listening = smtp.start("127.0.0.1", port, lmtp=True)
    yield port
    listening.stop()
    close_old_connections()


def test_each_recipient_has_an_answer_of_its_own(world, talk, address, lmtp, run_jobs, monkeypatch):
    with in_group(world.group):
        other = places.own_address(world.brian)
    keep = intake.keep

    def full(raw: bytes, *, rcpt_to: str, **known: Any) -> Inbound:
        if rcpt_to == other:
            raise OSError("no room on the disk")
        return keep(raw, rcpt_to=rcpt_to, **known)

    monkeypatch.setattr(intake, "keep", full)
    with smtplib.LMTP("127.0.0.1", lmtp, timeout=10) as line:
        line.ehlo()
        line.mail("amina@example.org")
        assert [line.rcpt(one)[0] for one in (address, NOWHERE, other)] == [250, 550, 250]
        line.putcmd("data")
        assert line.getreply()[0] == 354
        line.send(good(address) + b".\r\n")
        assert [line.getreply() for _ in range(2)] == [(250, b"Kept"), (451, b"Please try again later")]
    run_jobs()
    assert said(talk)[1:] == [("Amina", "I leave a lamp on.")]
    assert Inbound.objects.get().came_by == "lmtp"


def test_a_line_without_end_is_no_reason_to_lose_a_mail(world, talk, address, lmtp):
    with smtplib.LMTP("127.0.0.1", lmtp, timeout=10) as line:
        line.sendmail("amina@example.org", [address], RAW % b"x" + b"y" * 100_000 + b"\r\n")
    assert Inbound.objects.get().size > 100_000


# --- For whom it is ---


def test_for_whom_a_mail_is(world, talk, address, settings):
    with in_group(world.group):
        own = places.own_address(world.brian)
    plain = "tuesday@carers.example"

    def told(*heads: str, by: tuple[str, ...] = ()) -> list[str]:
        return recipients("\r\n".join([*heads, "From: a@b.example", "", "words"]).encode(), by)

    assert told(f"Delivered-To: {address}") == [address]
    assert told(f"X-Original-To: {address}", f"Delivered-To: {own}", "Envelope-To: x@y.example") == [
        own,
        address,
    ]
    assert told(f"X-Original-To: {address}", f"Delivered-To: {plain}") == [address]
    # The plain address may be where all mail for us is brought, so it never hides one with a key.
    assert told(f"Delivered-To: {plain}", f"To: {address}") == [address]
    assert told(f"Delivered-To: {plain}", f"To: {plain}", f"Cc: B <{own}>") == [own]
    assert told(f"Delivered-To: {plain}", f"To: {NOWHERE}") == [NOWHERE]
    assert told(f"Delivered-To: {plain}", f"To: {NOWHERE}", f"Cc: {own}, {NOWHERE}") == [own]
    assert told(f"Delivered-To: {plain}", "To: r-short@carers.example, x@y.example") == [plain]
    assert told(f"To: {address}", by=(plain,)) == [address]
    assert told("Delivered-To: group@provider.example", f"To: A <{address}>, x@y.example") == [address]
    assert told(f"Cc: {plain}") == [plain]
    assert told(f"To: {address}", by=(own.upper(),)) == [own]
    assert told(f"To: {address}", by=("", " ")) == [address]
    assert told(f"Bcc: {address}") == []
    assert told(f"To: {NOWHERE}") == []
    assert recipients(b"") == []
    many = ["Delivered-To: " + address] * 60
    assert told(*many) == [address]


def test_under_one_mailbox_each_address_stands_behind_a_plus(world, talk, settings):
    settings.MAIL_BOX = "group"
    with in_group(world.group):
        address = places.reply_address(places.make_key(world.amina, talk, ""))
    assert address.startswith("group+r-")
    assert places.found(address).member == world.amina
    assert places.found(address.upper()).member == world.amina
    assert places.found("group+tuesday@carers.example").group == world.group
    assert places.found("group@carers.example") == places.NOWHERE  # there are two groups
    with everywhere("a test sets the scene"):
        world.other_group.delete()
    assert places.found("group@carers.example").group == world.group
    head = "Delivered-To: group@carers.example\r\nFrom: a@b.example\r\n"
    for kept in (address, *(f"group+{kind}-{'z' * 24}@carers.example" for kind in "rgcal")):
        assert recipients(f"{head}To: {kept}\r\n\r\nwords".encode()) == [kept]
    assert recipients(f"{head}To: Us <group@carers.example>\r\n\r\nwords".encode()) == [
        "group@carers.example"
    ]
    assert places.found("group+what@carers.example") == places.NOWHERE
    assert places.found("group@elsewhere.example") == places.NOWHERE


# --- A service that posts ---

KEY = "a key that only the service knows"
URL = "/mail/in/mime/"


@pytest.fixture
def mailgun(settings: Any) -> None:
    settings.MAIL_IN, settings.MAIL_WEBHOOK, settings.MAIL_WEBHOOK_KEY = "webhook", "mailgun", KEY
    settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": KEY}


def form(raw: bytes, to: str, key: str = KEY, **more: str) -> dict[str, str]:
    signature = hmac.new(key.encode(), b"1795530652token", hashlib.sha256).hexdigest()
    return {
        "timestamp": "1795530652",
        "token": "token",
        "signature": signature,
        "recipient": to,
        "sender": "amina@example.org",
        "body-mime": raw.decode(),
        **more,
    }


def test_a_service_posts_a_mail(world, talk, address, mailgun, run_jobs):
    posted = form(good(address), address)
    for _ in range(2):  # it tries again when our answer was lost
        assert Client(enforce_csrf_checks=True).post(URL, posted).status_code == 200
    run_jobs()
    kept = Inbound.objects.get()
    assert (kept.came_by, kept.state, kept.mail_from) == ("webhook", "posted", "amina@example.org")
    assert said(talk)[1:] == [("Amina", "I leave a lamp on.")]


def test_several_recipients_in_one_post(world, talk, address, mailgun):
    with in_group(world.group):
        own = places.own_address(world.brian)
    assert Client().post(URL, form(good(address), f"{address}, {own}, x@y.example")).status_code == 200
    assert set(Inbound.objects.values_list("rcpt_to", flat=True)) == {address, own}


@pytest.mark.parametrize(
    "change",
    [
        {"signature": "0" * 64},
        {"signature": "ä"},
        {"token": "another"},
        {"timestamp": "what"},
        {"attachments": "[]"},
    ],
)
def test_what_is_not_from_the_service_or_no_mail_is_not_kept(world, talk, address, mailgun, change):
    assert Client().post(URL, {**form(RAW % b"x", address), **change}).status_code == 400
    assert Client().post(URL, {}).status_code == 400
    assert Client().post(URL, "{", content_type="application/json").status_code == 400
    assert Client().post(URL, form(RAW % b"x", address, key="guessed")).status_code == 400
    assert Inbound.objects.count() == 0


def test_there_is_no_such_page_unless_it_was_switched_on(world, talk, address, mailgun, settings):
    assert Client().get(URL).status_code == 405
    settings.MAIL_IN = "127.0.0.1:2525"
    assert Client().post(URL, form(good(address), address)).status_code == 404
    settings.MAIL_IN, settings.MAIL_WEBHOOK_KEY = "webhook", ""
    assert Client().post(URL, form(good(address), address)).status_code == 404
    assert Inbound.objects.count() == 0


def test_parts_instead_of_a_whole_mail_are_taken_too(world, talk, address, mailgun, run_jobs):
    sent = form(b"", address, **{"from": "amina@example.org", "subject": "Hello", "body-plain": "In parts."})
    del sent["body-mime"]
    sent["message-headers"] = '[["From", "amina@example.org"], ["Subject", "Hello"]]'
    assert Client().post(URL, sent).status_code == 200
    run_jobs()
    assert Inbound.objects.get().why == "forged"  # nothing in it is signed any more


def test_postal(world, talk, address, settings, run_jobs):
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    key = "".join(line for line in public.decode().splitlines() if not line.startswith("-"))
    settings.MAIL_IN, settings.MAIL_WEBHOOK, settings.MAIL_WEBHOOK_KEY = "webhook", "postal", key
    settings.ANYMAIL = {"POSTAL_WEBHOOK_KEY": key}
    whole = base64.b64encode(good(address)).decode()
    body = f'{{"message": "{whole}", "base64": true, "rcpt_to": "{address}", "mail_from": "a@example.org"}}'
    signature = private.sign(body.encode(), padding.PKCS1v15(), hashes.SHA1())  # noqa: S303 - theirs

    def post(words: str) -> int:
        proof = base64.b64encode(signature).decode()
        sent = Client().post(URL, words, content_type="application/json", HTTP_X_POSTAL_SIGNATURE=proof)
        return sent.status_code

    assert post(body + " ") == 400
    assert post(body) == 200
    run_jobs()
    assert Inbound.objects.get().state == "posted"


def test_postmark(world, talk, address, settings, run_jobs):
    settings.MAIL_IN, settings.MAIL_WEBHOOK = "webhook", "postmark"
    settings.MAIL_WEBHOOK_KEY = secret = "postmark:a-long-password-of-twenty"
    settings.ANYMAIL = {"WEBHOOK_SECRET": secret}
    posted = {"RawEmail": good(address).decode(), "OriginalRecipient": address, "Headers": []}

    def post(who: str) -> int:
        proof = "Basic " + base64.b64encode(who.encode()).decode()
        sent = Client().post(URL, posted, content_type="application/json", HTTP_AUTHORIZATION=proof)
        return sent.status_code

    assert post("postmark:guessed") == 400
    assert post(secret) == 200
    run_jobs()
    assert Inbound.objects.get().state == "posted"


# --- What an operator may set ---


@pytest.mark.parametrize(
    ("value", "door"),
    [
        ("", None),
        ("127.0.0.1:2525", ("smtp", "127.0.0.1", 2525)),
        ("smtp:127.0.0.1:2525", ("smtp", "127.0.0.1", 2525)),
        ("lmtp:[::1]:24", ("lmtp", "::1", 24)),
        ("imap", ("imap", "", 0)),
        ("webhook", ("webhook", "", 0)),
    ],
)
def test_which_door(settings, value, door):
    settings.MAIL_IN = value
    assert doors.declared() == door


def test_a_door_is_opened_and_shut(settings, caplog):
    port = free_port()
    settings.MAIL_IN = f"lmtp:127.0.0.1:{port}"
    [stop] = doors.open_up()
    with smtplib.LMTP("127.0.0.1", port, timeout=10) as line:
        assert line.ehlo()[0] == 250
    stop()
    for value in ("", "webhook"):
        settings.MAIL_IN = value
        assert doors.open_up() == []
    settings.MAIL_IN, settings.IMAP_HOST, settings.IMAP_PORT = "imap", "127.0.0.1", port
    [stop] = doors.open_up()
    for _ in range(100):
        if caplog.messages:
            break
        time.sleep(0.05)
    stop()
    assert caplog.messages[0] == "the mailbox: nobody listens there (BYTURNS_IMAP_HOST, BYTURNS_IMAP_PORT)"


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (TimeoutError(), "no answer in 30 seconds: a firewall may block this port"),
        (OSError(113, "No route to host"), "No route to host"),
        (imaplib.IMAP4.error("CANARY"), "the server did not do what was asked"),
        (imaplib.IMAP4.abort("LOGIN failed"), "the name or password was not accepted (BYTURNS_IMAP_USER,"),
    ],
)
def test_what_is_wrong_with_a_mailbox_is_said_without_the_servers_own_words(fault, says):
    assert imap._why(fault).startswith(says)


@pytest.mark.parametrize("value", ["25", ":25", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:99999", "pop3"])
def test_what_is_no_door_is_said(settings, value):
    settings.MAIL_IN = value
    with pytest.raises(ImproperlyConfigured, match="BYTURNS_MAIL_IN must be like"):
        doors.declared()


IMAP = {"MAIL_IN": "imap", "IMAP_HOST": "imap.example.org", "IMAP_USER": "a", "IMAP_PASSWORD": "b"}


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({}, []),
        ({"MAIL_IN": ""}, []),
        ({"MAIL_IN": "nonsense"}, ["E013"]),
        ({"MAIL_BORDER": "mx.example.org"}, ["E014"]),
        ({"MAIL_DNS": "dns.example.org"}, ["E015"]),
        ({"MAIL_DNS": "127.0.0.1:what"}, ["E015"]),
        ({"MAIL_DNS": "::1"}, []),
        ({"MAIL_BORDER": "mx.example.org", "MAIL_CHECK": "border"}, []),
        ({"MAIL_BORDER": "mx.example.org", "MAIL_CHECK": "border", "MAIL_IN": "0.0.0.0:25"}, ["E016"]),
        ({"MAIL_BORDER": "mx.example.org", "MAIL_CHECK": "border", "MAIL_IN": "mx.example.org:25"}, ["E016"]),
        ({"MAIL_BORDER": "mx.example.org", "MAIL_CHECK": "border", "MAIL_IN": "localhost:25"}, []),
        ({"MAIL_BORDER": "mx.example.org", "MAIL_CHECK": "border", "MAIL_IN": "10.0.0.2:25"}, []),
        ({"MAIL_IN": "0.0.0.0:25"}, []),
        (IMAP, []),
        ({**IMAP, "IMAP_PASSWORD": ""}, ["E017"]),
        ({**IMAP, "IMAP_TLS": "none"}, ["E017"]),
        ({**IMAP, "IMAP_TLS": "none", "IMAP_HOST": "127.0.0.1"}, []),
        ({"MAIL_IN": "webhook"}, ["E018"]),
        ({"MAIL_IN": "webhook", "MAIL_WEBHOOK": "mailgun", "MAIL_WEBHOOK_KEY": "k"}, []),
        ({"MAIL_IN": "webhook", "MAIL_WEBHOOK": "postmark", "MAIL_WEBHOOK_KEY": "a:short"}, ["E018"]),
    ],
)
def test_an_unsafe_door_stops_the_start(settings, given, faults):
    settings.MODE = "serve"
    for name, value in given.items():
        setattr(settings, name, value)
    assert [str(fault.id).removeprefix("byturns.") for fault in checks.safe_to_serve(None)] == faults
    settings.MODE = "demo"
    assert checks.safe_to_serve(None) == []
