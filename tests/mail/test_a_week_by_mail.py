"""A member who never opens a page: reads, answers, begins, nods, mutes, rests, comes back, and is heard.

With a real mail server: what she gets lies in her mailbox at her provider, which she reads by IMAP, and what
she writes goes out by SMTP. Nothing of her week touches a page.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from byturns.conversations import actions as talk_actions
from byturns.conversations.models import Acknowledgement, Conversation, Follow
from byturns.core import clock
from byturns.core.models import OutgoingMail
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import places
from byturns.mail.models import Inbound
from byturns.notifications import actions as choices
from byturns.notifications import jobs as timed
from byturns.people.models import Account
from tests.mail.by_mail import address_of
from tests.mail.mails import said
from tests.mailservers import zone
from tests.mailservers.dovecot import Dovecot
from tests.mailservers.kept import Relay, Sink, until
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AMINA = "amina@home.example"


@dataclass
class Mailbox:
    """Somebody's mail program: reads what has come, and writes."""

    address: str
    holds: Callable[[], list[bytes]]
    relay: Relay
    run_jobs: Callable[[], None]
    read: int = 0
    got: list[str] = field(default_factory=list)

    def next(self) -> EmailMessage:
        """The next mail, once it has come."""
        found = until(lambda: self.holds()[self.read :], lambda: self.relay.log)
        self.read += 1
        made = message_from_bytes(found[0], policy=policy.default)
        self.got.append(text(made))
        return made

    def write(self, to: str, words: str = "", *, subject: str = "Re: A message") -> Inbound:
        """A mail to us; gives what became of it."""
        made = EmailMessage()
        made["From"], made["To"], made["Subject"] = self.address, to, subject
        made["Message-ID"] = f"<{Inbound.objects.count()}.{self.address}>"
        made.set_content(words)
        raw = zone.signed(made.as_bytes().replace(b"\n", b"\r\n"), self.address.partition("@")[2])
        before = Inbound.objects.count()
        with smtplib.SMTP("127.0.0.1", self.relay.port, timeout=20) as line:
            line.sendmail(self.address, [to], raw)
        until(lambda: Inbound.objects.count() > before, lambda: self.relay.log)
        self.run_jobs()
        return Inbound.objects.latest("pk")

    def answer(self, mail: EmailMessage, words: str) -> Inbound:
        """Press "reply", write above what the program quotes, send."""
        quoted = "\n".join(f"> {line}" for line in text(mail).splitlines())
        words = f"{words}\n\nOn Tue, 24 Nov 2026 at 10:03, {mail['From']} wrote:\n{quoted}\n"
        return self.write(mail["Reply-To"], words, subject=f"Re: {mail['Subject']}")


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


@pytest.fixture
def moved(world: World) -> World:
    """Amina's mailbox is at a provider of its own."""
    Account.objects.filter(email="amina@example.org").update(email=AMINA)
    return world


@pytest.fixture
def amina(moved: World, relay: Relay, dovecot: Dovecot, run_jobs, settings) -> Mailbox:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", relay.port, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    return Mailbox(AMINA, lambda: dovecot.holds("INBOX"), relay, run_jobs)


@pytest.fixture
def brian(relay: Relay, outside: Sink, run_jobs) -> Mailbox:
    def holds() -> list[bytes]:
        mine = [one for one in outside.got if one.rcpt_tos == ["brian@example.org"]]
        return [bytes(one.content or b"") for one in mine]

    return Mailbox("brian@example.org", holds, relay, run_jobs)


@pytest.mark.parametrize("relay", ["smtp"], indirect=True)
def test_a_week_without_a_page(moved: World, amina: Mailbox, brian: Mailbox, run_jobs, time_machine):
    world = moved
    time_machine.move_to("2026-11-24T10:00:00+00:00", tick=False)

    def later(**by) -> None:
        run_jobs()
        time_machine.move_to(clock.now() + timedelta(**by), tick=False)
        run_jobs()

    def says(member: Membership, words: str, where: Conversation | None = None) -> Conversation:
        with in_group(world.group):
            if where is None:
                return talk_actions.open_conversation(member=member, title="Nights", words=words)
            talk_actions.reply(member=member, conversation=where, words=words)
            return where

    for member, pace in ((world.amina, "each"), (world.brian, "each"), (world.celia, "none")):
        with in_group(world.group):
            choices.choose(member=member, pace=pace, shows="whole")

    # Monday: she reads, answers, and hears what Brian says to it.
    nights = says(world.brian, "Who is awake too?")
    later(minutes=3)
    first = amina.next()
    assert "Who is awake too?" in text(first)
    assert amina.answer(first, "I am, most nights.").state == "posted"
    assert said(nights) == [("Amina", "I am, most nights.")]
    later(minutes=3)
    assert brian.answer(brian.next(), "That helps to know.").state == "posted"
    later(minutes=3)
    second = amina.next()
    assert "That helps to know." in text(second)
    assert second["In-Reply-To"] == first["Message-ID"]  # her program keeps them together

    # Tuesday: a nod, and enough of it.
    assert amina.write(address_of(text(second), "I hear you")).state == "done"
    assert amina.write(address_of(text(second), "Mute this conversation")).state == "done"
    with everywhere("a test looks"):
        assert list(Acknowledgement.objects.values_list("by__display_name", "kind")) == [("Amina", "hear")]
        assert Follow.objects.get().wish == "mute"
    says(world.celia, "SAID WHILE MUTED", nights)
    later(minutes=3)

    # Wednesday: she begins something, and is answered.
    with in_group(world.group):
        own = places.own_address(world.amina)
    assert amina.write(own, "Mine is worn out.", subject="Where: a good cushion").state == "posted"
    run_jobs()
    assert "It stands as “Where, what or how?”." in text(amina.next())
    with everywhere("a test looks"):
        cushion = Conversation.objects.get(title="a good cushion")
    later(minutes=3)
    asked = next(mail for mail in iter(brian.next, None) if "Mine is worn out." in text(mail))
    assert brian.answer(asked, "The shop in Hill Street.").state == "posted"
    later(minutes=3)
    answered = text(amina.next())
    assert "The shop in Hill Street." in answered

    # Thursday: a break, in which nothing comes; and back by an empty mail.
    assert amina.write(address_of(answered, "Take a break for two weeks")).state == "done"
    run_jobs()
    resting = text(amina.next())
    says(world.brian, "While she rests")
    later(days=1)
    timed.letters()
    run_jobs()
    assert amina.write(address_of(resting, "I am back")).state == "done"
    later(days=1)
    assert "While she rests" in text(amina.next())  # one letter holds what came meanwhile

    # A week after the last words she alone is asked, and says that it helped.
    later(days=6)
    timed.did_it_help()
    run_jobs()
    ended = text(amina.next())
    assert "Did it help?" in ended
    assert amina.write(address_of(ended, "That helped, thank you")).state == "done"
    with everywhere("a test looks"):
        cushion.refresh_from_db()
        assert (cushion.answered_after_at is not None, cushion.again_at) == (True, None)
        assert Membership.objects.get(pk=world.amina.pk).on_break_until is None

    # That was all that came, and each of it is with her once.
    sent = OutgoingMail.objects.filter(to=AMINA, state="sent").values_list("message_id", flat=True)
    ids = [message_from_bytes(raw, policy=policy.default)["Message-ID"] for raw in amina.holds()]
    assert ids == list(sent.order_by("pk"))
    assert amina.read == len(ids) == 7
    assert not any("SAID WHILE MUTED" in body for body in amina.got)
