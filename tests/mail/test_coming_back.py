"""Mails that come back: one more to find out, then a pause, and nobody is thrown out."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.core import mail as sent_mail
from django.core.mail.backends.locmem import EmailBackend
from hypothesis import given
from hypothesis import strategies as st

from byturns.core import clock, outbox, registry
from byturns.core.models import OutgoingMail
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import bouncing, intake, jobs, places
from byturns.mail.bouncing import Standing, Step, failed
from byturns.mail.models import CameBack, Inbound
from byturns.mail.reading import reports
from byturns.notifications import actions as choices
from byturns.notifications import queries, telling
from byturns.people import actions as people
from byturns.people.models import Account
from tests import world as scene
from tests.world import World

NOW = clock.now().replace(hour=12)
DAYS = [NOW.date() - timedelta(days=day) for day in range(5)]

# (what is known, is it for good, was it the mail to find out): what follows. docs/mail.md says the same.
TABLE = [
    (Standing(), True, False, Step.PROBE),
    (Standing(), False, False, Step.NOTHING),
    (Standing(NOW, NOW, (DAYS[2], DAYS[1])), False, False, Step.PROBE),
    (Standing(NOW, NOW, (DAYS[1], DAYS[0])), False, False, Step.NOTHING),  # twice on one day
    (Standing(NOW, NOW, (DAYS[2], DAYS[1])), True, False, Step.PROBE),
    (Standing(NOW, NOW, probed_at=NOW - timedelta(days=5)), True, False, Step.NOTHING),
    (Standing(NOW, NOW, probed_at=NOW - timedelta(days=5)), True, True, Step.PAUSE),
    (Standing(NOW, NOW, probed_at=NOW - timedelta(days=5)), False, True, Step.PAUSE),
    (Standing(NOW, NOW, probed_at=NOW - timedelta(days=7)), True, False, Step.PROBE),  # that one arrived
    (Standing(NOW, NOW - timedelta(days=15), (DAYS[2], DAYS[1])), False, False, Step.NOTHING),
    (Standing(NOW, NOW, paused_at=NOW), True, False, Step.NOTHING),
    (Standing(NOW, NOW, paused_at=NOW), True, True, Step.NOTHING),
]


@pytest.mark.parametrize(("before", "hard", "was_probe", "step"), TABLE)
def test_the_table(before, hard, was_probe, step):
    after, followed = failed(before, hard=hard, was_probe=was_probe, now=NOW)
    assert followed is step
    assert (after.paused_at is not None) == (step is Step.PAUSE or before.paused_at is not None)


@given(st.lists(st.tuples(st.booleans(), st.integers(min_value=0, max_value=20)), max_size=30))
def test_nothing_is_paused_before_the_mail_that_finds_out_has_failed_too(failures):
    standing, now = Standing(), NOW
    for hard, days in failures:
        now += timedelta(days=days)
        standing, step = failed(standing, hard=hard, was_probe=False, now=now)
        assert step is not Step.PAUSE
        assert standing.paused_at is None
        assert len(standing.days) <= bouncing.SOFT_DAYS


# --- What servers report ---


def report(action: str = "failed", status: str = "5.1.1", *, kind: str = "delivery-status") -> bytes:
    """As Postfix writes it."""
    return f"""From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type={kind}; boundary="x/y"

--x/y
Content-Type: text/plain

It could not be delivered.

--x/y
Content-Type: message/{kind}

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; a@b.example
Action: {action}
Status: {status}

--x/y--
""".encode()


@pytest.mark.parametrize(
    ("raw", "failure"),
    [
        (report(), "hard"),
        (report(status="5.2.1 (closed)"), "hard"),
        (report(status="5.2.2"), "soft"),  # full
        (report(status="5.7.1"), "soft"),  # not wanted
        (report(status="4.4.7"), "soft"),  # too slow for days
        (report(status="nonsense"), "soft"),
        (report("Delayed", "4.4.1"), None),
        (report("delivered", "2.0.0"), None),
        (report(kind="disposition-notification"), None),
        (b"From: a@b.example\nAuto-Submitted: auto-replied\n\nI am away. Status: 5.1.1\n", None),
        (b"Content-Type: multipart/report; boundary=x\n\nnothing\n", None),
        (b"Content-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n", None),
        (b"boundary=" * 500, None),
        (b"", None),
    ],
)
def test_what_is_a_failure(raw, failure):
    assert reports.failure(raw) == failure


@given(st.binary(max_size=300))
def test_any_bytes_are_a_report_or_none(raw):
    for made in (raw, report()[:200] + raw, report().replace(b"failed", raw[:40])):
        assert reports.failure(made) in {None, "hard", "soft"}


# --- What follows ---


@pytest.fixture(autouse=True)
def _settings(settings) -> None:
    settings.MAIL_DOMAIN, settings.MAIL_IN = "carers.example", "127.0.0.1:2525"


@pytest.fixture
def send(db, run_jobs):
    """Send a mail to an address, and let a server report what became of it."""

    def go(to: str, said: bytes | None = None) -> OutgoingMail:
        mail = outbox.put("people.moved", to=to)
        run_jobs()
        if said is not None:
            bounce(mail, said, run_jobs)
        return mail

    return go


def bounce(mail: OutgoingMail, said: bytes, run_jobs) -> Inbound:
    address = sent_mail.outbox[-1].from_email
    assert address == f"b-{mail.back}@carers.example"
    kept = intake.keep(said, rcpt_to=address, came_by="smtp")
    run_jobs()
    kept.refresh_from_db()
    return kept


def probe() -> OutgoingMail:
    return OutgoingMail.objects.get(kind="mail.probe", came_back=False)


def stopped(member: Membership):
    member.person.account.refresh_from_db()
    return member.person.account.mail_stopped_at


@pytest.mark.django_db(transaction=True)
def test_the_envelope_names_the_mail_and_nothing_else(world: World, send):
    mail = send("amina@example.org")
    [gone] = sent_mail.outbox
    assert gone.message()["From"] == "Byturns <group@localhost>"
    assert gone.from_email == f"b-{mail.back}@carers.example"
    assert len(mail.back) == 24
    assert places.found(gone.from_email).way == "back"
    assert places.found("b-" + "z" * 24 + "@carers.example") == places.NOWHERE


@pytest.mark.django_db(transaction=True)
def test_a_mailbox_that_is_gone_is_asked_once_more_and_then_left_alone(world: World, send, run_jobs, as_):
    send("amina@example.org", report())
    [asked] = [one for one in sent_mail.outbox if "Does mail reach you?" in one.subject]
    assert asked.to == ["amina@example.org"]
    assert "Tuesday" not in asked.body
    assert stopped(world.amina) is None
    bounce(probe(), report(), run_jobs)
    assert stopped(world.amina) is not None
    assert CameBack.objects.count() == 0
    with everywhere("a test looks"):
        assert Membership.objects.get(pk=world.amina.pk).status == "here"
    with in_group(world.group):
        held = registry.own_data_of(world.amina)["mail"]["Mails to me that came back"]
    assert held == [stopped(world.amina).isoformat()]
    page = as_(world.amina).get("/g/tuesday/me/mail/").text
    assert f"Mail to you has come back since {clock.now():%-d %B %Y}" in page
    assert "Mail to you has come back" not in as_(world.brian).get("/g/tuesday/me/mail/").text
    desk = as_(world.celia).get("/g/tuesday/people/looking-after/").text
    assert "Mail does not arrive" in desk
    assert "<li>Amina</li>" in desk
    assert "Mail does not arrive" not in as_(world.farid).get("/g/harbour/people/looking-after/").text


@pytest.mark.django_db(transaction=True)
def test_what_is_reported_twice_is_one_failure_and_no_mail_for_anybody(world: World, send, run_jobs):
    mail = send("amina@example.org", report(status="4.2.2"))
    before = CameBack.objects.get().last_at
    kept = intake.keep(report(status="5.1.1"), rcpt_to=places.bounce_address(mail), came_by="smtp")
    run_jobs()
    kept.refresh_from_db()
    assert (kept.state, kept.why, kept.way, kept.group_id) == ("dropped", "automatic", "back", None)
    assert CameBack.objects.get().last_at == before
    assert not OutgoingMail.objects.filter(kind="mail.probe").exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_no_failure_changes_nothing(world: World, send):
    send("amina@example.org", b"From: amina@example.org\nSubject: Re: x\n\nI am away.\n")
    send("amina@example.org", report("delayed", "4.4.1"))
    send("nobody-we-know@example.org", report())
    assert CameBack.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_while_it_is_paused_words_wait_and_codes_go(world: World, send, run_jobs, time_machine):
    from byturns.conversations import actions as talk

    with in_group(world.group):
        choices.choose(member=world.amina, pace="each", shows="plain")
    people.mail_comes_back(account=world.amina.person.account, since=clock.now())
    with in_group(world.group):
        talk.open_conversation(member=world.brian, title="Nights", words="How do you sleep?")
    time_machine.move_to(clock.now() + timedelta(minutes=5))
    run_jobs()
    assert [one for one in sent_mail.outbox if one.to == ["amina@example.org"]] == []
    send("amina@example.org")
    assert len(sent_mail.outbox) == 1
    with in_group(world.group):
        world.amina.person.account.refresh_from_db()
        assert choices.try_mail_again(member=world.amina)
        assert not choices.try_mail_again(member=world.amina)
        assert not choices.try_mail_again(member=world.joan)
    time_machine.move_to(clock.now() + timedelta(days=1, hours=1))
    run_jobs()
    assert stopped(world.amina) is None
    assert "1 new message" in sent_mail.outbox[-1].body


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["the button", "a code", "a new address"])
def test_what_came_meanwhile_is_one_letter_however_long_it_was(world, run_jobs, time_machine, how):
    """For each who opens the mailbox; how it was taken up makes no difference. Old words are a number."""
    time_machine.move_to("2026-11-24T06:00:00+00:00", tick=False)
    if how != "a new address":
        scene.join(world.group, "Ines", email="amina@example.org")
    with everywhere("a test sets the scene"):
        Membership.objects.update(joined_at=clock.now() - timedelta(days=400), on_break_until=None)
        both = list(Membership.objects.filter(person__account=world.amina.person.account).order_by("pk"))
    for member in both:
        with in_group(world.group):
            choices.choose(member=member, pace="daily", shows="whole", hour=0)
            telling.note_break(member=member)  # after the mail had stopped
    account = world.amina.person.account
    people.mail_comes_back(account=account, since=clock.now() - timedelta(days=60))
    for days in (50, 5):
        scene.conversation(world.brian, f"CANARY {days} dear all", hours_ago=days * 24)
    account.refresh_from_db()
    if how == "the button":
        with in_group(world.group):
            assert choices.try_mail_again(member=world.amina)
    elif how == "a code":
        assert people.mail_arrives(account=account)
        assert not people.mail_arrives(account=account)
    else:
        people.take_mailbox(person=world.amina.person, new_email="amina.new@example.org")
    run_jobs()
    time_machine.move_to("2026-11-25T01:00:00+00:00", tick=False)
    run_jobs()
    account.refresh_from_db()
    letters = [one.body for one in sent_mail.outbox if one.to == [account.email]]
    letters = [body for body in letters if "CANARY" in body]
    assert [("And 1 more message" in body, "CANARY 5 " in body) for body in letters] == [(True, True)] * len(
        both
    )
    for member in both:
        with in_group(world.group):
            assert queries.choice_of(member).rests_from is None


@pytest.mark.django_db(transaction=True)
def test_the_button_takes_it_up_again_and_all_begins_anew(world: World, send, run_jobs, as_):
    send("amina@example.org", report())
    bounce(probe(), report(), run_jobs)
    browser = as_(world.amina)
    assert browser.post("/g/tuesday/me/mail/again/").status_code == 303
    assert "We try again." in browser.get("/g/tuesday/me/mail/").text
    assert stopped(world.amina) is None
    send("amina@example.org", report())
    assert stopped(world.amina) is None
    bounce(probe(), report(), run_jobs)
    assert stopped(world.amina) is not None


@pytest.mark.django_db(transaction=True)
def test_a_code_that_arrived_takes_it_up_again(world: World, client, run_jobs):
    people.mail_comes_back(account=world.amina.person.account, since=clock.now())
    client.post("/in/", {"email": "amina@example.org"}, follow=True)
    run_jobs()
    code = next(word for word in sent_mail.outbox[-1].body.split() if word.isdigit() and len(word) == 6)
    assert stopped(world.amina) is not None
    client.post("/in/code/", {"code": code}, follow=True)
    assert stopped(world.amina) is None


@pytest.mark.django_db(transaction=True)
def test_a_new_address_begins_anew(world: World):
    people.mail_comes_back(account=world.amina.person.account, since=clock.now())
    world.amina.person.account.refresh_from_db()
    people.take_mailbox(person=world.amina.person, new_email="amina@new.example")
    assert stopped(world.amina) is None


@pytest.mark.django_db(transaction=True)
def test_old_failures_are_forgotten(world: World, send, time_machine):
    send("amina@example.org", report(status="4.2.2"))
    jobs.tidy_bounces()
    assert CameBack.objects.count() == 1
    time_machine.move_to(clock.now() + timedelta(days=15))
    jobs.tidy_bounces()
    assert CameBack.objects.count() == 0


# --- While a mail is handed over ---


class Strict(EmailBackend):
    """A mail server that knows no `nobody@`, and sends for one address alone."""

    def send_messages(self, messages):
        for one in messages:
            if one.to[0].startswith("nobody@"):
                raise smtplib.SMTPRecipientsRefused({one.to[0]: (550, b"no such mailbox")})
            if one.from_email.startswith("b-"):
                raise smtplib.SMTPSenderRefused(553, b"not yours", one.from_email)
        return super().send_messages(messages)


@pytest.mark.django_db(transaction=True)
def test_a_server_that_sends_for_one_address_alone_still_sends(world: World, send, settings):
    settings.EMAIL_BACKEND = "tests.mail.test_coming_back.Strict"
    send("amina@example.org")
    [gone] = sent_mail.outbox
    assert gone.from_email == "Byturns <group@localhost>"


@pytest.mark.django_db(transaction=True)
def test_an_address_refused_at_once_counts_too(world: World, send, settings, run_jobs, time_machine):
    scene.join(world.group, "Ines", email="nobody@example.org")
    settings.EMAIL_BACKEND = "tests.mail.test_coming_back.Strict"
    mail = send("nobody@example.org")
    mail.refresh_from_db()
    assert mail.state == "failed"
    with everywhere("a test looks"):
        ines = Membership.objects.select_related("person__account").get(display_name="Ines")
    assert stopped(ines) is None
    time_machine.move_to(clock.now() + timedelta(hours=1, minutes=1))
    run_jobs()
    assert stopped(ines) is not None  # the mail to find out was refused as well


@pytest.mark.django_db(transaction=True)
def test_a_server_that_refuses_several_at_once_pauses_nobody(world: World, run_jobs, settings, time_machine):
    """Nor an hour later, when it still does: it is the server that wants mending."""
    settings.EMAIL_BACKEND = "tests.mail.test_coming_back.Strict"
    for name in ("Ines", "Noor", "Olga", "Pia"):
        scene.join(world.group, name, email=f"nobody@{name.lower()}.example")
        outbox.put("people.moved", to=f"nobody@{name.lower()}.example")
        run_jobs()
    for _ in range(2):
        time_machine.move_to(clock.now() + timedelta(hours=1, minutes=1))
        run_jobs()
    assert OutgoingMail.objects.filter(kind="mail.probe", state="failed").count() == 2
    assert not Account.objects.exclude(mail_stopped_at=None).exists()


class Strange(EmailBackend):
    """A mail server that takes nothing from us by a rule of its own."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (554, b"5.7.1 <x>: Relay access denied")})


@pytest.mark.django_db(transaction=True)
def test_a_rule_of_the_mail_server_says_nothing_of_the_mailbox(world, send, settings, run_jobs, time_machine):
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.mail.test_coming_back.Strange"
    mail = send("amina@example.org")
    mail.refresh_from_db()
    assert (mail.state, mail.fault) == ("waiting", "refused by the mail server (554)")
    assert outbox.refusing() == "refused by the mail server (554)"
    assert CameBack.objects.count() == 0
    settings.EMAIL_BACKEND = backend
    time_machine.move_to(clock.now() + timedelta(minutes=1))
    run_jobs()
    mail.refresh_from_db()
    assert (mail.state, mail.fault, outbox.refusing()) == ("sent", "", "")


def test_no_address_to_come_back_to_where_no_mail_comes_in(settings):
    settings.MAIL_IN = ""
    assert places.bounce_address(OutgoingMail(back="x" * 24)) == ""
