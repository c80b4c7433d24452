from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet

from byturns.core import clock, outbox, refusals
from byturns.core.models import OutgoingMail
from byturns.core.outbox import Later, Letter


@pytest.fixture(autouse=True)
def _letters() -> Iterator[None]:
    outbox.letter("test.hello")(
        lambda name, code="": Letter(f"A message\nfor {name}", f"Hello {name} {code}")
    )
    outbox.letter("test.nothing")(lambda: None)
    yield
    del outbox.LETTERS["test.hello"], outbox.LETTERS["test.nothing"]


class Refusing(BaseEmailBackend):
    """A mail server that does not know the address."""

    code = 550

    def send_messages(self, email_messages):
        raise smtplib.SMTPRecipientsRefused({"x@example.org": (self.code, b"no")})


class Busy(Refusing):
    code = 451


@pytest.mark.django_db(transaction=True)
def test_mail_leaves_when_the_change_was_committed_and_not_otherwise(run_jobs):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.put("test.hello", to="a@example.org", name="Nobody")
        _ = 1 / 0
    with transaction.atomic():
        row = outbox.put("test.hello", to="b@example.org", name="Brian")
    run_jobs()
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["b@example.org"], "A message for Brian", "Hello Brian ")
    assert sent.extra_headers["Message-ID"] == row.message_id


@pytest.mark.django_db(transaction=True)
def test_a_secret_is_wiped_once_the_mail_has_gone(run_jobs):
    row = outbox.put("test.hello", to="b@example.org", secret={"code": "493027"}, name="Brian")
    run_jobs()
    row.refresh_from_db()
    assert (mail.outbox[0].body, row.secret, row.state) == ("Hello Brian 493027", {}, "sent")


@pytest.mark.django_db(transaction=True)
def test_sending_twice_sends_once(run_jobs):
    row = outbox.put("test.hello", to="b@example.org", name="Brian")
    run_jobs()
    outbox.send(row.pk)
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_letter_with_nothing_left_to_say_is_dropped(run_jobs):
    row = outbox.put("test.nothing", to="b@example.org")
    run_jobs()
    row.refresh_from_db()
    assert (mail.outbox, row.state) == ([], "dropped")


@pytest.mark.django_db(transaction=True)
def test_an_address_refused_for_good_is_not_tried_again(run_jobs, settings):
    settings.EMAIL_BACKEND = "tests.core.test_outbox.Refusing"
    row = outbox.put("test.hello", to="x@example.org", name="X")
    run_jobs()
    row.refresh_from_db()
    assert (row.state, row.fault, row.attempts) == ("failed", "refused by the mail server (550)", 1)


@pytest.mark.parametrize(
    ("code", "words", "good"),
    [
        (550, b"no such mailbox", True),
        (551, b"", True),
        (553, "unknown", True),
        (554, b"transaction failed", False),
        (552, b"full", False),
        (550, b"5.1.1 <x>: unknown", True),
        (550, b"5.2.1 closed", True),
        (550, b"5.7.1 <x>: Relay access denied", False),
        (554, b"5.7.1 <x>: Relay access denied", False),
        (554, b"5.1.1 unknown", True),
        (552, b"5.2.2 full", False),
        (553, b"5.1.8 your domain is unknown", False),
        (550, b"4.7.1 greylisted", False),
        (451, b"5.1.1 unknown", False),
    ],
)
def test_only_a_mailbox_that_is_not_there_is_refused_for_good(code, words, good):
    assert refusals.for_good(code, words) is good


class Slow(BaseEmailBackend):
    """While the first worker talks to it, a second one takes the same mail."""

    sent = 0

    def send_messages(self, email_messages):
        Slow.sent += 1
        outbox.send(OutgoingMail.objects.get().pk)
        return 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_hand_over_one_mail_twice(run_jobs, settings, time_machine):
    settings.EMAIL_BACKEND = "tests.core.test_outbox.Slow"
    Slow.sent = 0
    row = outbox.put("test.hello", to="b@example.org", name="Brian")
    run_jobs()
    time_machine.move_to(clock.now() + timedelta(minutes=3))
    run_jobs()  # the second one looks again, and finds it sent
    row.refresh_from_db()
    assert (row.state, row.attempts, Slow.sent) == ("sent", 1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_mail_whose_worker_died_is_handed_over_after_two_minutes(run_jobs, time_machine):
    row = outbox.put("test.hello", to="b@example.org", name="Brian")
    OutgoingMail.objects.update(handing_since=clock.now())
    run_jobs()
    assert mail.outbox == []
    time_machine.move_to(clock.now() + timedelta(minutes=3))
    run_jobs()
    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [row.message_id]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("waits", [True, False])
def test_of_two_that_ask_at_one_moment_one_waits_and_neither_fails(monkeypatch, waits):
    """The other's row comes between the look and the writing; it may be on its way when it is looked for."""
    first = outbox.put("test.hello", to="b@example.org", once="b:7", name="Brian")
    looked: list[int] = []
    ask = QuerySet.first

    def first_of(rows):
        looked.append(1)
        if len(looked) == 1:
            return None
        if not waits:
            OutgoingMail.objects.update(once="")
        return ask(rows)

    monkeypatch.setattr(QuerySet, "first", first_of)
    second = outbox.put("test.hello", to="b@example.org", once="b:7", name="Brian")
    assert (second.pk == first.pk) is waits


@pytest.mark.django_db(transaction=True)
def test_a_busy_server_is_tried_again_with_the_same_message_id(run_jobs, settings, time_machine):
    time_machine.move_to("2026-11-24T10:00:00Z", tick=False)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.core.test_outbox.Busy"
    row = outbox.put("test.hello", to="x@example.org", name="X")
    run_jobs()
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 1)
    settings.EMAIL_BACKEND = backend
    time_machine.move_to("2026-11-24T10:05:00Z", tick=False)
    run_jobs()
    row.refresh_from_db()
    assert (row.state, mail.outbox[0].extra_headers["Message-ID"]) == ("sent", row.message_id)


def test_an_unknown_letter_is_refused(db: None):
    with pytest.raises(LookupError):
        outbox.put("test.unknown", to="a@example.org")
    assert OutgoingMail.objects.count() == 0


def test_what_was_settled_is_forgotten_after_a_month_and_secrets_of_the_undeliverable_sooner(
    db, time_machine
):
    time_machine.move_to("2026-11-24T10:00:00Z", tick=False)
    gone = outbox.put("test.nothing", to="b@example.org")
    outbox.send(gone.pk)
    stuck = outbox.put("test.hello", to="c@example.org", secret={"code": "493027"}, name="C")
    time_machine.move_to("2026-11-27T10:00:00Z", tick=False)
    outbox.tidy()
    stuck.refresh_from_db()
    assert (stuck.state, stuck.secret) == ("failed", {})
    assert OutgoingMail.objects.count() == 2
    time_machine.move_to("2027-01-05T10:00:00Z", tick=False)
    outbox.tidy()
    assert OutgoingMail.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_many_events_are_one_notice_until_it_has_gone(run_jobs):
    first = outbox.put("test.hello", to="b@example.org", once="b:7", name="Brian")
    assert outbox.put("test.hello", to="b@example.org", once="b:7", name="Brian") == first
    assert outbox.put("test.hello", to="b@example.org", once="b:8", name="Other") != first
    run_jobs()
    assert [sent.body for sent in mail.outbox] == ["Hello Brian ", "Hello Other "]
    assert outbox.put("test.hello", to="b@example.org", once="b:7", name="Brian") != first


@pytest.mark.django_db(transaction=True)
def test_a_letter_can_say_whom_it_is_from_and_what_follows_once_it_has_gone(run_jobs):
    done: list[str] = []
    outbox.letter("test.hello")(
        lambda: Letter(
            "A message",
            "Words",
            sender="Your\nBcc: x@example.org group",
            address="r-abc@example.org",
            headers={"List-Id": "<x.example.org>"},
            gone=lambda: done.append("gone"),
        )
    )
    outbox.put("test.hello", to="b@example.org")
    assert done == []
    run_jobs()
    [sent] = mail.outbox
    made = sent.message()
    assert made["From"] == '"Your Bcc: x@example.org group" <r-abc@example.org>'
    assert made["Reply-To"] == "r-abc@example.org"
    assert made["List-Id"] == "<x.example.org>"
    assert [part.get_content_type() for part in made.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert done == ["gone"]


@pytest.mark.django_db(transaction=True)
def test_what_happens_while_a_mail_is_made_asks_for_a_mail_of_its_own(run_jobs):
    """Its words may be made already: the row that is being sent no longer stands in the way."""
    said: list[str] = []

    def write() -> Letter:
        if not said:
            outbox.put("test.hello", to="b@example.org", once="b:7")
        said.append("hello")
        return Letter("A message", f"Mail {len(said)}")

    outbox.letter("test.hello")(write)
    outbox.put("test.hello", to="b@example.org", once="b:7")
    run_jobs()
    assert [sent.body for sent in mail.outbox] == ["Mail 1", "Mail 2"]


@pytest.mark.django_db(transaction=True)
def test_a_letter_can_be_put_off_and_still_gathers_what_comes(run_jobs, time_machine):
    opens = datetime(2026, 11, 27, 9, tzinfo=UTC)
    outbox.letter("test.hello")(
        lambda: Letter("A message", "Good morning") if clock.now() >= opens else Later(opens)
    )
    time_machine.move_to("2026-11-24T10:00:00Z", tick=False)
    row = outbox.put("test.hello", to="b@example.org", once="b:7")
    run_jobs()
    row.refresh_from_db()
    assert (row.state, row.attempts, row.once, row.not_before) == ("waiting", 0, "b:7", opens)
    assert outbox.put("test.hello", to="b@example.org", once="b:7") == row
    time_machine.move_to("2026-11-27T08:59:00Z", tick=False)
    outbox.tidy()
    assert outbox.overdue(timedelta(hours=1)).count() == 0
    run_jobs()
    assert mail.outbox == []
    time_machine.move_to(opens, tick=False)
    run_jobs()
    assert [sent.body for sent in mail.outbox] == ["Good morning"]


@pytest.mark.django_db(transaction=True)
def test_a_mail_put_off_gives_way_to_one_that_was_asked_for_meanwhile(run_jobs, time_machine):
    time_machine.move_to("2026-11-24T10:00:00Z", tick=False)
    later = clock.now() + timedelta(hours=5)
    asked: list[int] = []

    def write() -> Later:
        if not asked:
            asked.append(outbox.put("test.hello", to="b@example.org", once="b:7", run_after=later).pk)
        return Later(later)

    outbox.letter("test.hello")(write)
    first = outbox.put("test.hello", to="b@example.org", once="b:7")
    run_jobs()
    first.refresh_from_db()
    assert first.state == "dropped"
    assert OutgoingMail.objects.get(state="waiting").pk == asked[0]


@pytest.mark.django_db(transaction=True)
def test_a_mail_for_a_later_day_is_late_only_from_then_on(time_machine):
    time_machine.move_to("2026-11-27T21:00:00Z", tick=False)
    row = outbox.put("test.hello", to="b@example.org", run_after=clock.now() + timedelta(hours=60), name="B")
    time_machine.move_to("2026-11-30T09:00:00Z", tick=False)
    outbox.tidy()
    row.refresh_from_db()
    assert (row.state, outbox.overdue(timedelta(hours=1)).count()) == ("waiting", 0)
    time_machine.move_to("2026-11-30T10:30:00Z", tick=False)
    assert outbox.overdue(timedelta(hours=1)).count() == 1
    time_machine.move_to("2026-12-02T10:30:00Z", tick=False)
    outbox.tidy()
    row.refresh_from_db()
    assert row.state == "failed"


@pytest.mark.django_db(transaction=True)
def test_the_last_attempt_is_the_end_and_holds_nothing_up(run_jobs, settings, time_machine):
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.core.test_outbox.Busy"
    time_machine.move_to("2026-11-24T10:00:00Z", tick=False)
    row = outbox.put("test.hello", to="x@example.org", once="x:1", name="X")
    for _attempt in range(outbox.ATTEMPTS):
        run_jobs()
        time_machine.move_to(clock.now() + timedelta(hours=6), tick=False)
    row.refresh_from_db()
    assert (row.state, row.fault) == ("failed", "could not be sent in 12 attempts")
    settings.EMAIL_BACKEND = backend
    outbox.put("test.hello", to="x@example.org", once="x:1", name="again")
    run_jobs()
    assert [sent.body for sent in mail.outbox] == ["Hello again "]


@pytest.mark.django_db(transaction=True)
def test_a_letter_can_say_where_it_goes_and_name_its_sender_without_an_address(run_jobs, settings):
    settings.DEFAULT_FROM_EMAIL = "Byturns <group@example.net>"
    outbox.letter("test.hello")(lambda: Letter("A message", "Words", sender="Tuesday", to="new@example.org"))
    row = outbox.put("test.hello", to="old@example.org")
    run_jobs()
    [sent] = mail.outbox
    made = sent.message()
    assert (sent.to, made["From"], made["Reply-To"]) == (
        ["new@example.org"],
        "Tuesday <group@example.net>",
        None,
    )
    row.refresh_from_db()
    assert row.to == "new@example.org"
