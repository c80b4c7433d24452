"""Mail that comes in: the right words, in the right place, as the right person, once; all else is kept."""

from __future__ import annotations

import smtplib
import socket
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.core import mail as sent_mail
from django.db import close_old_connections
from django.test import Client

from byturns.conversations.models import Conversation, Message
from byturns.core import clock
from byturns.core.models import OutgoingMail
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import intake, jobs, places, smtp
from byturns.mail.models import Inbound, Original, ReplyKey
from byturns.notifications import actions as choices
from tests import world as scene
from tests.mail.mails import passes
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
BORDER = "mx.carers.example"


@pytest.fixture(autouse=True)
def _settings(settings) -> None:
    settings.MAIL_BORDER = BORDER
    settings.MAIL_DOMAIN = "carers.example"
    settings.MAIL_IN = "127.0.0.1:2525"


@pytest.fixture
def talk(world: World) -> Conversation:
    return scene.conversation(world.brian, "How do you manage the nights?")


@pytest.fixture
def key(world: World, talk) -> ReplyKey:
    with in_group(world.group):
        return places.make_key(world.amina, talk, "<one@carers.example>")


def written(
    words: str = "I leave a lamp on.\n\nAmina",
    *,
    sender: str = "amina@example.org",
    proven: str | None = None,
    **headers: str,
) -> bytes:
    made = EmailMessage()
    if proven != "":
        made["Authentication-Results"] = f"{BORDER}; {proven or passes(sender)}"
    made["From"] = sender
    made["To"] = "whoever@carers.example"
    made["Subject"] = headers.pop("subject", "Re: A message from your group (wren)")
    made["Message-ID"] = headers.pop("message_id", "<a1@mail.example>")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(words)
    return made.as_bytes()


@pytest.fixture
def deliver(run_jobs):
    def go(raw: bytes, to: str) -> Inbound:
        kept = intake.keep(raw, rcpt_to=to, came_by="smtp")
        run_jobs()
        kept.refresh_from_db()
        return kept

    return go


def said(conversation: Conversation) -> list[tuple[str, str]]:
    with everywhere("a test looks"):
        rows = Message.objects.filter(conversation=conversation).select_related("author").order_by("pk")
        return [(row.author.display_name, row.words) for row in rows]


def test_an_answer_lands_where_it_belongs_as_who_wrote_it(world: World, talk, key, deliver):
    raw = written(
        "I leave a lamp on.\n\nOn Tue, 24 Nov 2026 at 10:00, Your group wrote:\n> How do you manage?\n"
    )
    kept = deliver(raw, places.reply_address(key))
    assert (kept.state, kept.why) == ("posted", "well")
    assert said(talk)[1:] == [("Amina", "I leave a lamp on.")]
    with everywhere("a test looks"):
        original = Original.objects.get(message_id=kept.message_id)
    assert "> How do you manage?" in original.text


def test_the_same_mail_delivered_five_times_is_one_message(world: World, talk, key, deliver):
    for _ in range(5):
        deliver(written(), places.reply_address(key))
    for kept in Inbound.objects.all():
        intake.take_in(kept.pk)
    assert len(said(talk)) == 2
    assert Inbound.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "state", "why"),
    [
        ({"sender": "brian@example.org"}, "held", "another"),
        ({"sender": "stranger@elsewhere.example"}, "asked", "too"),
        ({"sender": '"amina@example.org" <thief@elsewhere.example>'}, "asked", "too"),
        ({"proven": "dmarc=fail"}, "held", "forged"),
        ({"proven": ""}, "asked", "unproven"),
        ({"proven": "dmarc=pass header.from=evil.example"}, "asked", "unproven"),
        ({"proven": 'spf=pass smtp.mailfrom="x; dmarc=pass"@evil.example'}, "asked", "unproven"),
        ({"words": "\n\n"}, "held", "empty"),
        ({"words": "\u200b\n\u3164"}, "held", "empty"),
        ({"List_Id": "<carers.example.net>"}, "held", "list"),
        ({"Precedence": "bulk", "Auto_Submitted": "auto-replied"}, "dropped", "automatic"),
        ({"Precedence": "bulk", "proven": ""}, "dropped", "automatic"),
        ({"Auto_Submitted": "auto-replied"}, "dropped", "automatic"),
        ({"message_id": "<own@carers.example>"}, "dropped", "loop"),
    ],
)
def test_what_is_not_sure_is_never_posted(world: World, talk, key, deliver, change, state, why):
    ours = "<own@carers.example>"
    OutgoingMail.objects.create(kind="x", to="x@example.org", message_id=ours, state="sent")
    change = dict(change)
    words = change.pop("words", "I leave a lamp on.")
    kept = deliver(written(words, **change), places.reply_address(key))
    assert (kept.state, kept.why) == (state, why)
    assert len(said(talk)) == 1
    assert bytes(kept.raw) == written(words, **change)  # nothing is lost


def test_who_was_asked_says_yes_with_one_button_and_opening_the_page_posts_nothing(
    world: World, talk, key, deliver
):
    kept = deliver(written("CANARYWORDS of hers", proven=""), places.reply_address(key))
    assert kept.state == "asked"
    [asked] = [one for one in sent_mail.outbox if one.to == ["amina@example.org"]]
    assert "CANARY" not in asked.body
    path = next(word for word in asked.body.split() if "/mail/yours/" in word).split("localhost:8000", 1)[1]
    browser = Client()
    page = browser.get(path).text
    assert "Was this mail from you?" in page
    assert "CANARY" not in page
    assert len(said(talk)) == 1
    assert "It is with the group now" in browser.post(path, {"yes": "1"}).text
    assert "It is with the group now" in browser.post(path, {"yes": "1"}).text
    assert said(talk)[1:] == [("Amina", "CANARYWORDS of hers")]
    assert browser.get("/mail/yours/made:up/").status_code == 404


def test_who_was_asked_says_no(world: World, talk, key, deliver):
    kept = deliver(written(proven=""), places.reply_address(key))
    path = (
        "/mail/yours/" + __import__("byturns.mail.letters", fromlist=["YES"]).YES.sign(kept.public_id) + "/"
    )
    assert "It was not taken" in Client().post(path, {"no": "1"}).text
    assert "It was not taken" in Client().post(path, {"yes": "1"}).text
    assert len(said(talk)) == 1


def test_a_key_dies_with_membership_and_not_with_time(world: World, talk, key, deliver, time_machine):
    time_machine.move_to(clock.now() + timedelta(days=80), tick=False)
    assert deliver(written(), places.reply_address(key)).state == "posted"
    time_machine.move_to(clock.now() + timedelta(days=20), tick=False)
    assert deliver(written(message_id="<a2@x>"), places.reply_address(key)).why == "old"
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.amina.pk).update(status="left")
    assert deliver(written(message_id="<a3@x>"), places.reply_address(key)).why == "dead"
    assert places.found(places.reply_address(key)) == places.NOWHERE


def test_a_closed_conversation_holds_the_mail(world: World, talk, key, deliver):
    with everywhere("a test sets the scene"):
        Conversation.objects.filter(pk=talk.pk).update(closed_at=clock.now())
    kept = deliver(written(), places.reply_address(key))
    assert (kept.state, kept.why) == ("held", "closed")
    assert len(said(talk)) == 1


def test_a_conversation_begins_at_ones_own_address(world: World, deliver):
    with in_group(world.group):
        address = places.own_address(world.amina)
    kept = deliver(written("Does anybody know a good cushion?", subject="Cushions"), address)
    assert kept.state == "posted"
    with everywhere("a test looks"):
        opened = Conversation.objects.get()
    assert (opened.title, opened.started_by_id) == ("Cushions", world.amina.pk)
    assert said(opened) == [("Amina", "Does anybody know a good cushion?")]


def test_the_plain_address_asks_a_member_and_holds_a_stranger(world: World, deliver):
    assert deliver(written(subject="Hello"), "tuesday@carers.example").why == "plain"
    assert deliver(written(sender="x@elsewhere.example"), "tuesday@carers.example").why == "stranger"
    assert deliver(written(sender="farid@example.org"), "tuesday@carers.example").why == "stranger"
    with everywhere("a test looks"):
        assert not Conversation.objects.exists()


def test_a_mail_that_nothing_can_read_is_kept(world: World, talk, key, deliver):
    kept = deliver(b"\x00\x00", places.reply_address(key))
    assert (kept.state, kept.why, bytes(kept.raw)) == ("held", "unreadable", b"\x00\x00")


def test_the_raw_mail_goes_after_thirty_days(world: World, talk, key, deliver, time_machine):
    posted = deliver(written(), places.reply_address(key))
    time_machine.move_to(clock.now() + timedelta(days=31), tick=False)
    jobs.tidy()
    posted.refresh_from_db()
    assert (bytes(posted.raw), posted.rcpt_to) == (b"", "")
    assert len(said(talk)) == 2


def test_a_steward_sees_that_and_why_it_was_held_but_no_word(world: World, talk, key, deliver, as_):
    deliver(written("CANARYWORDS", proven="dmarc=fail", subject="CANARYSUBJECT"), places.reply_address(key))
    deliver(written("CANARYWORDS", sender="canary@elsewhere.example"), "tuesday@carers.example")
    path = "/g/tuesday/people/looking-after/mail/held/"
    page = as_(world.celia).get(path).text
    assert "The mail server says that it is not from whom it claims." in page
    assert "c···@elsewhere.example" in page
    assert "CANARY" not in page.upper()
    assert as_(world.amina).get(path).status_code == 403
    assert as_(world.farid).get(path).status_code == 404


def test_the_whole_mail_is_shown_on_request_with_addresses_masked(world: World, talk, key, deliver, as_):
    words = "I leave a lamp on.\n\n-- \nAmina, 01632 960 123\namina@example.org, BN1 2AB\n"
    kept = deliver(written(words), places.reply_address(key))
    with everywhere("a test looks"):
        message = Message.objects.get(pk=kept.message_id)
    path = f"/g/tuesday/c/{talk.public_id}/m/{message.public_id}/mail/"
    hers = as_(world.amina).get(path).text
    assert "01632 960 123" in hers
    theirs = as_(world.brian).get(path).text
    assert "I leave a lamp on." in theirs
    for private in ("01632", "amina@example.org", "BN1 2AB"):
        assert private not in theirs
    assert f'href="{path}"' in as_(world.brian).get(path.removesuffix("mail/")).text
    assert as_(world.farid).get(path).status_code == 404
    assert as_(world.erin).get(path).status_code == 403


# --- By SMTP, and all the way round ---


@pytest.fixture
def door():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    listening = smtp.start("127.0.0.1", port)
    yield port
    listening.stop()
    close_old_connections()


def test_a_member_reads_and_answers_without_opening_a_page(world: World, run_jobs, time_machine, door):
    from byturns.conversations import actions as talk_actions

    with in_group(world.group):
        choices.choose(member=world.amina, pace="each", shows="whole")
        choices.choose(member=world.brian, pace="mine", shows="whole")
        opened = talk_actions.open_conversation(member=world.brian, title="Nights", words="How do you sleep?")
    run_jobs()
    time_machine.move_to(clock.now() + timedelta(minutes=3))
    run_jobs()
    [notice] = sent_mail.outbox
    made = notice.message()
    assert "How do you sleep?" in notice.body
    assert made["From"].endswith(f"<{made['Reply-To']}>")
    answer = written("Badly, since you ask.\n\n" + "\n".join(f"> {line}" for line in notice.body.split("\n")))
    with smtplib.SMTP("127.0.0.1", door, timeout=10) as line:
        line.sendmail("amina@example.org", [made["Reply-To"]], answer.replace(b"\n", b"\r\n"))
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            line.sendmail("x@example.org", ["r-" + "z" * 24 + "@carers.example"], answer)
    run_jobs()
    assert said(opened)[1:] == [("Amina", "Badly, since you ask.")]
    time_machine.move_to(clock.now() + timedelta(minutes=3))
    run_jobs()
    back = sent_mail.outbox[-1]
    assert back.to == ["brian@example.org"]
    assert "Badly, since you ask." in back.body
