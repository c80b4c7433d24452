"""The rest of a mail: what its writer can put back, and that it keeps nobody else's words."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byturns.conversations import actions as talk
from byturns.conversations.models import Message
from byturns.core import clock
from byturns.core.text import LONGEST
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import jobs, lines, quoting
from byturns.mail.models import Inbound, Original, Quote
from byturns.mail.reading import reply
from tests import world as scene
from tests.mail.mails import said, written
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("border")]

MARKER = "~ ~ ~ Please write above this line ~ ~ ~"
ANSWER = f"""I leave a lamp on.

On Tue, 24 Nov 2026 at 10:00, Your group wrote:
> {MARKER}
> Brian, Tuesday
> How do you manage the nights,
> all of you?
> Stop these mails: http://localhost:8000/mail/stop/secret-token/
-- \nAmina, 01632 960 123
"""


def page_of(kept: Inbound, nights) -> str:
    with everywhere("a test looks"):
        message = Message.objects.get(pk=kept.message_id)
    return f"/g/tuesday/c/{nights.public_id}/m/{message.public_id}/mail/"


def test_what_repeats_us_is_a_link_and_not_a_copy(world: World, as_, bring, nights, to_amina):
    kept = bring(written(ANSWER), to_amina)
    with everywhere("a test looks"):
        original = Original.objects.get()
        first = nights.messages.order_by("pk")[0]
        assert [(one.line, one.message_id) for one in Quote.objects.all()] == [(6, first.pk)]
    assert "manage the nights" not in original.text
    assert "secret-token" not in original.text
    for reader in (world.amina, world.brian):
        page = as_(reader).get(page_of(kept, nights)).text
        assert f"#m-{first.public_id}" in page
        assert "secret-token" not in page
    assert "01632" in as_(world.amina).get(page_of(kept, nights)).text
    assert "Amina, " not in as_(world.brian).get(page_of(kept, nights)).text  # no signature


def test_what_was_taken_down_is_gone_from_mails_that_repeat_it(
    world: World, as_, bring, nights, to_amina, time_machine
):
    kept = bring(written(ANSWER), to_amina)
    path = page_of(kept, nights)
    hers = as_(world.amina)
    assert b"manage the nights" in hers.get(f"{path}raw/").content
    with in_group(world.group):
        first = nights.messages.order_by("pk")[0]
        talk.take_down(member=world.brian, message=first)
    page = hers.get(path).text
    assert f"#m-{first.public_id}" not in page
    assert "Here stood a mail from the group, or words that are gone." in page
    assert hers.get(f"{path}raw/").status_code == 404
    assert "raw/" not in page
    time_machine.move_to(clock.now() + timedelta(minutes=31))
    jobs.wipe()
    kept.refresh_from_db()
    assert bytes(kept.raw) == b""


def test_ones_own_words_taken_down_go_with_the_mail_they_came_in(
    world: World, bring, nights, to_amina, time_machine
):
    kept = bring(written("Too much said"), to_amina)
    with in_group(world.group):
        talk.take_down(member=world.amina, message=Message.objects.get(pk=kept.message_id))
    jobs.wipe()
    kept.refresh_from_db()
    assert bytes(kept.raw) != b""  # it can be put back for half an hour
    time_machine.move_to(clock.now() + timedelta(minutes=31))
    jobs.wipe()
    kept.refresh_from_db()
    assert bytes(kept.raw) == b""
    with everywhere("a test looks"):
        assert not Original.objects.exists()


def test_the_mail_as_it_came_is_its_writers_alone_for_thirty_days(
    world: World, as_, bring, nights, to_amina, time_machine
):
    raw = written("I leave a lamp on.\n\n-- \nAmina\n")
    kept = bring(raw, to_amina)
    path = page_of(kept, nights) + "raw/"
    answer = as_(world.amina).get(path)
    assert answer.content == raw
    assert answer["Content-Disposition"] == 'attachment; filename="mail.eml"'
    for other in (world.brian, world.celia, world.farid):
        assert as_(other).get(path).status_code == 404
    time_machine.move_to(clock.now() + timedelta(days=31))
    jobs.tidy()
    assert as_(world.amina).get(path).status_code == 404
    assert as_(world.amina).get(path.removesuffix("raw/")).status_code == 200


def test_lines_that_were_cut_wrongly_are_put_back(world: World, as_, bring, nights, to_amina):
    kept = bring(written("I leave a lamp on.\n\n-- \nAnd the door ajar.\nAlways.\n"), to_amina)
    path = page_of(kept, nights)
    assert said(nights) == [("Amina", "I leave a lamp on.")]
    assert "Put the ticked lines back" in as_(world.amina).get(path).text
    assert "Put the ticked lines back" not in as_(world.brian).get(path).text
    assert as_(world.brian).post(path, {"line": ["4"]}).status_code == 404
    assert said(nights) == [("Amina", "I leave a lamp on.")]
    as_(world.amina).post(path, {"line": ["4", "x", "99", "0"]})
    assert said(nights) == [("Amina", "I leave a lamp on.\n\nAnd the door ajar.")]
    with everywhere("a test looks"):
        message = Message.objects.get(pk=kept.message_id)
        assert message.edited_at is not None
        assert [one.words for one in message.older_texts.all()] == ["I leave a lamp on."]
    as_(world.amina).post(path, {"line": ["4"]})
    as_(world.amina).post(path, {"all": "1"})
    assert said(nights) == [("Amina", "I leave a lamp on.\n\n--\nAnd the door ajar.\nAlways.")]


def test_lines_come_at_the_end_when_she_has_changed_her_words(world: World, as_, bring, nights, to_amina):
    kept = bring(written("I leave a lamp on.\n\n-- \nAnd the door ajar.\n"), to_amina)
    with in_group(world.group):
        message = Message.objects.get(pk=kept.message_id)
        talk.edit_message(member=world.amina, message=message, words="A lamp, mostly.")
    as_(world.amina).post(page_of(kept, nights), {"line": ["4"]})
    assert said(nights) == [("Amina", "A lamp, mostly.\n\nAnd the door ajar.")]


def test_what_repeats_a_message_cannot_be_put_in(world: World, as_, bring, nights, to_amina):
    kept = bring(written(ANSWER), to_amina)
    as_(world.amina).post(page_of(kept, nights), {"all": "1"})
    [(_name, words)] = said(nights)
    assert "manage the nights" not in words
    assert "secret-token" not in words


def test_too_much_is_said_and_nothing_changes(world: World, as_, bring, nights, to_amina):
    long = "\n".join(f"> Somebody else wrote line {number}" for number in range(1_000))
    kept = bring(written(f"{'word ' * 100}\n\nOn Tue, 24 Nov 2026 at 10:00, Jo wrote:\n{long}\n"), to_amina)
    before = said(nights)
    answer = as_(world.amina).post(page_of(kept, nights), {"all": "1"})
    assert len(long) > LONGEST
    assert answer.status_code == 422
    assert "With these lines the message would be too long." in answer.text
    assert said(nights) == before


def test_files_are_off_and_only_the_writer_is_told(world: World, as_, bring, nights, to_amina):
    made = message_from_bytes(written("See the leaflet."), policy=policy.default)
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="CANARYNAME.pdf")
    kept = bring(made.as_bytes(), to_amina)
    assert said(nights) == [("Amina", "See the leaflet.")]
    hers = as_(world.amina).get(page_of(kept, nights)).text
    assert "A file came with this mail. Files are off here" in hers
    theirs = as_(world.brian).get(page_of(kept, nights)).text
    assert "A file came" not in theirs
    assert "CANARYNAME" not in theirs


def test_a_page_of_a_message_that_came_otherwise(world: World, as_, nights):
    first = scene.say(world.amina, nights, "On the web")
    path = f"/g/tuesday/c/{nights.public_id}/m/{first.public_id}/mail/"
    assert as_(world.amina).get(path).status_code == 404
    assert as_(world.amina).get(f"{path}raw/").status_code == 404


# --- Pure ---


@pytest.mark.parametrize(
    ("mail", "ours", "begins"),
    [
        ("Hers.\n\nOn 1.2.2026 10:00, x@y.z wrote:\n> a line of the first one", {4}, {4: 1}),
        ("Hers.\n\nOn 1.2.2026 10:00, x@y.z wrote:\n> short", set(), {}),
        ("Hers.\n\nOn 1.2.2026 10:00, x@y.z wrote:\n> A line of the\n> first one\n> and", {4, 5, 6}, {4: 1}),
        (f"Hers.\n\nOn 1.2.2026 10:00, x@y.z wrote:\n> {MARKER}\n> unknown", {4, 5}, {}),
        ("Hers.\n\nOn 1.2.2026 10:00, x@y.z wrote:\n> somebody else altogether", set(), {}),
        ("Hers.", set(), {}),
    ],
)
def test_which_lines_repeat_us(mail, ours, begins):
    known = {1: "<p>A line of the <em>first</em> one and short</p>", 2: "<p>Another message of ours</p>"}
    found = quoting.find(reply.cut(mail), known)
    assert (set(found.ours), dict(found.messages)) == (ours, begins)


@given(st.text("ab> \n", max_size=120))
def test_joined_lines_are_the_words_that_were_cut(text):
    cut = reply.cut(text)
    kept = cut.places(reply.Kind.OWN, reply.Kind.ANSWERED)
    assert set(lines.joined(list(cut.lines), kept).split()) == set(cut.words.split())
