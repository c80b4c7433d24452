"""Keeping one's own words: with a guard, with a yes, and with nobody else's hand in it."""

from __future__ import annotations

import re

import pytest

from byturns.conversations import actions as talk
from byturns.conversations.models import ImportedName, Message
from byturns.core.models import EventRecord
from byturns.groups.models import Distance
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from byturns.knowledge import actions
from byturns.knowledge.models import Experience, Subject, Use
from tests import world as scene
from tests.knowledge.keeping import WORDS, told, use_of
from tests.world import World

KNOW = "/g/tuesday/know/"


def _place(message) -> str:
    return f"{message.conversation.public_id}/{message.public_id}/"


def test_a_message_of_ones_own_is_kept_from_its_page(world: World, as_):
    """Amina keeps what she wrote; Farid, of another group, finds no such page."""
    where = scene.conversation(world.brian)
    message = scene.say(world.amina, where, WORDS)
    browser = as_(world.amina)
    page = browser.get(f"/g/tuesday/c/{where.public_id}/m/{message.public_id}/").text
    assert f"{KNOW}keep/{_place(message)}" in page
    assert WORDS in browser.get(f"{KNOW}keep/{_place(message)}").text
    answer = browser.post(f"{KNOW}keep/{_place(message)}", {"words": WORDS, "subject": "Washing"})
    assert answer.status_code == 303
    for reader in (world.amina, world.brian, world.celia):
        assert WORDS in as_(reader).get(KNOW).text
    assert as_(world.farid).get(answer["Location"]).status_code == 404
    assert as_(world.farid).get(KNOW).status_code == 404
    with in_group(world.group):
        use = Use.objects.get()
        assert (use.scope, use.choice, use.version, use.asked_by) == ("group", "yes", 1, None)
        assert Experience.objects.get().message == message
    assert EventRecord.objects.filter(kind="knowledge.ExperienceKept").count() == 1


def test_the_guard_shows_once_and_the_person_decides(world: World, as_):
    browser = as_(world.amina)
    said = {"words": "My husband Jeremiah hid, and Brian came", "tell": "Ring 01632 960 124"}
    page = browser.post(f"{KNOW}keep/", said)
    assert page.status_code == 422
    marked = re.findall(r"<mark>(.*?)</mark>: ([^<]+)", page.text)
    assert marked == [
        ("Jeremiah", "a name"),
        ("Brian", "a name"),
        ("01632 960 124", "a telephone number"),
    ]
    looked = re.search(r'name="looked" value="([0-9a-f]+)"', page.text)
    assert looked is not None
    # Other words than those she looked at are shown again.
    again = browser.post(f"{KNOW}keep/", {**said, "words": "My husband Amos hid", "looked": looked[1]})
    assert again.status_code == 422
    assert browser.post(f"{KNOW}keep/", {**said, "looked": looked[1]}).status_code == 303
    with in_group(world.group):
        assert Experience.objects.get().words == said["words"]


def test_something_has_to_be_told_and_a_form_sent_twice_keeps_one(world: World, as_):
    browser = as_(world.amina)
    empty = browser.post(f"{KNOW}keep/", {"subject": "Washing", "helped": "yes"})
    assert empty.status_code == 422
    assert "Write something here first, or in one of the parts below." in empty.text
    said = {"tried": "A radio", "helped": "yes", "circumstances": ["parent", "nights"], "once": "twice"}
    first, second = (browser.post(f"{KNOW}keep/", said) for _ in range(2))
    assert first["Location"] == second["Location"]
    page = browser.get(first["Location"]).text
    assert "What I tried" in page
    assert "cares for a parent · through the nights" in page
    assert "It helped" in page


def test_nobody_keeps_the_words_of_another_or_what_is_gone_or_the_same_twice(world: World):
    where = scene.conversation(world.brian)
    hers, down = scene.say(world.amina, where, WORDS), scene.say(world.amina, where, "no more")
    with in_group(world.group):
        talk.take_down(member=world.amina, message=down)
        for member, message in ((world.brian, hers), (world.erin, hers), (world.amina, down)):
            with pytest.raises(NotAllowed):
                actions.keep(member=member, said={"words": "x"}, message=message)
    told(world.amina, message=hers)
    with pytest.raises(NotAllowed, match="already"):
        told(world.amina, message=hers)


def test_what_was_brought_in_stays_where_it_is(world: World):
    where = scene.conversation(world.brian, brought_in=True)
    with everywhere("a test sets the scene"):
        name = ImportedName.objects.create(group=world.group, batch_id=1, name="Old", membership=world.amina)
        message = Message.objects.filter(conversation=where).get()
        Message.objects.filter(pk=message.pk).update(author=None, said_by=name)
        message.refresh_from_db()
    with in_group(world.group):
        for act in (
            lambda: actions.keep(member=world.amina, said={"words": "x"}, message=message),
            lambda: actions.ask_leave(member=world.brian, message=message),
        ):
            with pytest.raises(NotAllowed, match="came from the old group"):
                act()


def test_a_name_shows_only_when_its_teller_says_so_and_a_block_hides_it(world: World, as_):
    named = told(world.brian, "By name, this", named=True)
    told(world.brian, "Without it, that")
    page = as_(world.amina).get(KNOW).text
    assert page.count("A member") == 1
    assert page.count("Brian") == 1
    with everywhere("a test sets the scene"):
        for by in (world.amina, world.celia):
            Distance.objects.create(group=world.group, by=by, whom=world.brian, kind=Distance.Kind.BLOCK)
    blocked = as_(world.amina).get(KNOW).text
    assert "By name, this" not in blocked
    assert "Without it, that" in blocked  # else blocking in turn would tell whose it is
    assert as_(world.amina).get(f"{KNOW}e/{named.public_id}/").status_code == 404
    assert "By name, this" in as_(world.celia).get(KNOW).text  # a steward's duty


def test_where_it_was_said_is_linked_only_when_that_tells_no_more(world: World, as_):
    where = scene.conversation(world.brian)
    message = scene.say(world.amina, where, "said with a name")
    kept = told(world.amina, message=message)
    address = f"{KNOW}e/{kept.public_id}/"
    link = f"?at={message.public_id}"
    assert link not in as_(world.brian).get(address).text
    assert link in as_(world.amina).get(address).text
    with in_group(world.group):
        actions.change(member=world.amina, experience=kept, said={"words": WORDS, "named": True})
    assert link in as_(world.brian).get(address).text


def test_a_changed_message_hides_what_was_kept_of_it_until_its_teller_has_looked(world: World, as_):
    where = scene.conversation(world.brian)
    message = scene.say(world.amina, where, "with CANARY in it")
    kept = told(world.amina, "with CANARY in it", message=message)
    with in_group(world.group):
        talk.edit_message(member=world.amina, message=message, words="without it")
    address = f"{KNOW}e/{kept.public_id}/"
    assert "CANARY" not in as_(world.brian).get(KNOW).text
    assert as_(world.brian).get(address).status_code == 404
    hers = as_(world.amina)
    assert "You changed the message that this came from" in hers.get(address).text
    assert as_(world.brian).post(f"{address}right/").status_code == 404
    assert hers.post(f"{address}right/").status_code == 303
    assert "CANARY" in as_(world.brian).get(KNOW).text


def test_hidden_by_a_steward_it_is_out_of_sight_and_comes_back_with_it(world: World, as_):
    where = scene.conversation(world.brian)
    message = scene.say(world.amina, where, WORDS)
    told(world.amina, message=message)
    with in_group(world.group):
        talk.hide_message(member=world.celia, message=message, reason="let us look")
        assert WORDS not in as_(world.brian).get(KNOW).text
        talk.show_message(member=world.celia, message=message)
        assert WORDS in as_(world.brian).get(KNOW).text
        talk.hide_conversation(member=world.celia, conversation=where, reason="let us look")
        assert WORDS not in as_(world.brian).get(KNOW).text


def test_only_its_teller_changes_it(world: World, as_):
    kept = told(world.amina, subject="Washing")
    address = f"{KNOW}e/{kept.public_id}/change/"
    assert as_(world.brian).get(address).status_code == 403
    assert as_(world.brian).post(address, {"words": "mine now"}).status_code == 403
    hers = as_(world.amina)
    assert WORDS in hers.get(address).text
    assert hers.post(address, {"words": ""}).status_code == 422
    assert hers.post(address, {"words": "Other words", "subject": "Nights"}).status_code == 303
    with in_group(world.group):
        now = Experience.objects.get()
        assert (now.words, now.version) == ("Other words", 2)
        assert [one.name for one in Subject.objects.all()] == ["Nights"]  # the other was on nothing any more


def test_by_subject_and_a_page_at_a_time(world: World, as_):
    for number in range(21):
        told(world.brian, f"number {number} of them", subject="NIGHTS" if number % 2 else "nights ")
    told(world.brian, "nothing to do with it")
    browser = as_(world.amina)
    first = browser.get(KNOW).text
    assert first.count("row__title") == 20 + 1  # and one subject
    subject = re.search(r"[?]about=(\w+)", first)
    assert subject is not None
    page = browser.get(f"{KNOW}?about={subject[1]}&page=2").text
    assert "number 0 of them" in page
    assert "nothing to do with it" not in browser.get(f"{KNOW}?about={subject[1]}").text
    assert browser.get(f"{KNOW}?about=nonsense").status_code == 404


def test_as_many_queries_for_one_as_for_many(world: World, as_, django_assert_num_queries):
    browser = as_(world.amina)
    kept = told(world.brian, "one", subject="A")
    with django_assert_num_queries(8):
        browser.get(KNOW)
    for number in range(5):
        told(world.brian, f"number {number}", subject=f"S{number}", named=True)
    with django_assert_num_queries(8):
        browser.get(KNOW)
    with django_assert_num_queries(5):
        browser.get(f"{KNOW}e/{kept.public_id}/")
    assert use_of(kept).choice == "yes"
