"""What members have kept is found at once by who may read it, and by nobody once it is taken back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byturns.conversations import actions as talk
from byturns.groups.actions import leaving
from byturns.groups.models import Distance
from byturns.groups.scoping import everywhere, in_group
from byturns.knowledge import actions
from byturns.knowledge.models import Experience
from byturns.search import index, kept
from byturns.search.models import KeptEntry
from byturns.search.query import parse
from tests import world as scene
from tests.knowledge.keeping import told, use_of
from tests.world import World

FIND = "/g/tuesday/find/"


def _found(member, words: str) -> list[str]:
    with in_group(member.group_id):
        return [one.words for one in kept.find(member, parse(words))]


def test_kept_is_found_changed_is_found_anew_and_taken_back_is_gone(world: World):
    one = told(world.amina, "The radio calmed him", subject="Washing", tell="Ask first")
    for words in ("calm radio", "washing", "asked"):
        assert _found(world.brian, words) == ["The radio calmed him"]
    assert _found(world.erin, "radio") == _found(world.farid, "radio") == []
    with in_group(world.group):
        actions.change(member=world.amina, experience=one, said={"words": "A song calmed him"})
        assert _found(world.brian, "radio") == []
        assert _found(world.brian, "songs") == ["A song calmed him"]
        actions.take_back(member=world.amina, use=use_of(one))
        assert not KeptEntry.objects.exists()
        index.tidy()
    assert _found(world.amina, "song") == _found(world.brian, "") == []


def test_it_goes_and_comes_back_with_its_message_and_goes_with_its_teller(world: World):
    where = scene.conversation(world.brian)
    message = scene.say(world.amina, where, "CANARY")
    told(world.amina, "CANARY", message=message)
    told(world.brian, "CANARY of Brian")
    with in_group(world.group):
        talk.hide_message(member=world.celia, message=message, reason="let us look")
        assert KeptEntry.objects.count() == 1
        talk.show_message(member=world.celia, message=message)
        talk.hide_conversation(member=world.celia, conversation=where, reason="let us look")
        assert KeptEntry.objects.count() == 1
        talk.show_conversation(member=world.celia, conversation=where)
        assert len(_found(world.dev, "canary")) == 2
        talk.edit_message(member=world.amina, message=message, words="other")
        assert KeptEntry.objects.count() == 1
        leaving.leave(member=world.brian, words="down")
        assert not KeptEntry.objects.exists()


def test_the_page_shows_what_members_told_before_what_was_said(world: World, as_):
    told(world.brian, "<b>tea</b> with honey", named=True)
    browser = as_(world.amina)
    page = browser.get(browser.post(FIND, {"words": "tea"})["Location"]).text
    assert "Told by members" in page
    assert "<mark>tea</mark>" in page
    assert "<b>tea" not in page
    assert "Nothing found" not in page
    narrowed = browser.get(browser.post(FIND, {"words": "tea", "kind": "listen"})["Location"]).text
    assert "Told by members" not in narrowed


WORDS = st.lists(st.sampled_from(["radio", "song", "calm", "nights"]), min_size=1, max_size=3)
MADE = st.lists(
    st.tuples(st.sampled_from(["amina", "brian", "celia"]), WORDS, st.booleans(), st.booleans()), max_size=6
)


@pytest.mark.parametrize("reader", ["amina", "brian", "celia", "erin"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=MADE, asked=WORDS)
def test_any_reader_finds_what_filtering_everything_by_the_rule_gives(world: World, reader, made, asked):
    member, query = getattr(world, reader), parse(" ".join(asked))
    with everywhere("a test sets the scene"):
        Experience.objects.all().delete()
        Distance.objects.get_or_create(
            group=world.group, by=world.amina, whom=world.brian, kind=Distance.Kind.BLOCK
        )
    for by, words, named, gone in made:
        one = told(getattr(world, by), " ".join(words), named=named)
        if gone:
            with in_group(world.group):
                actions.take_back(member=one.teller, use=use_of(one))
    with in_group(world.group):
        readable = Experience.objects.visible_to(member).order_by("-kept_at", "-pk")
        right = [one.pk for one in readable if query.is_in(one.words)]
        assert [one.pk for one in kept.find(member, query)] == right
