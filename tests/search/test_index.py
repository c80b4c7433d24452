"""The index follows what stands, at once, on both databases; a reader finds what the policy lets her."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byturns.conversations import actions, events
from byturns.conversations.actions import bringing_in, hiding
from byturns.conversations.models import Conversation, ImportedName, Message, Presence
from byturns.core import clock, text
from byturns.core.events import emit
from byturns.groups import events as group_events
from byturns.groups.models import Circle, CircleMember, Distance, Membership
from byturns.groups.scoping import in_group
from byturns.search import index, jobs, queries
from byturns.search.models import Entry
from byturns.search.query import parse
from tests import world as scene
from tests.world import World


@pytest.fixture
def inside(world: World):
    with in_group(world.group):
        yield world


def _find(member: Membership, words: str, **fields) -> list[str]:
    return [message.words for message in queries.find(member, parse(words), **fields)]


def _all() -> None:
    index.refresh(Message.objects.all())


def test_said_is_found_at_once_and_edited_words_are_not(inside: World):
    conversation = actions.open_conversation(member=inside.amina, title="T", words="Sleeping badly")
    answer = actions.reply(member=inside.brian, conversation=conversation, words="Warm milk helped us")
    assert _find(inside.celia, "sleep") == ["Sleeping badly"]
    assert _find(inside.celia, "MILK helps") == ["Warm milk helped us"]
    actions.edit_message(member=inside.brian, message=answer, words="Cocoa helped us")
    assert _find(inside.celia, "milk") == []
    assert _find(inside.celia, "cocoa") == ["Cocoa helped us"]


def test_taken_down_and_hidden_words_leave_the_index_in_the_same_transaction(inside: World):
    conversation = actions.open_conversation(member=inside.amina, title="T", words="CANARY opening")
    message = actions.reply(member=inside.brian, conversation=conversation, words="CANARY answer")
    with transaction.atomic():
        actions.take_down(member=inside.brian, message=message)
        assert Entry.objects.count() == 1
    assert _find(inside.brian, "canary") == ["CANARY opening"]
    actions.put_back(member=inside.brian, message=message)
    assert _find(inside.celia, "canary answer") == ["CANARY answer"]
    actions.hide_message(member=inside.celia, message=message, reason="x")
    assert Entry.objects.count() == 1
    actions.show_message(member=inside.celia, message=message)
    actions.hide_conversation(member=inside.celia, conversation=conversation, reason="x")
    assert Entry.objects.count() == 0
    actions.show_conversation(member=inside.celia, conversation=conversation)
    assert Entry.objects.count() == 2
    hiding.hold_message(message=message, reason="x")
    assert _find(inside.brian, "canary") == ["CANARY opening"]


def test_words_of_who_leaves_are_gone_with_her(inside: World):
    conversation = actions.open_conversation(member=inside.amina, title="T", words="CANARY one")
    actions.reply(member=inside.brian, conversation=conversation, words="CANARY two")
    with transaction.atomic():
        emit(
            group_events.MemberLeft(
                group_id=inside.group.pk, by_id=inside.brian.pk, membership_id=inside.brian.pk, words="down"
            )
        )
        assert _find(inside.celia, "canary") == ["CANARY one"]
        assert Entry.objects.count() == 1


def test_a_history_is_found_by_those_who_were_there_until_it_goes(inside: World):
    [name] = actions.name_them(
        names=[ImportedName(group=inside.group, batch_id=7, name="Old Pat", membership=inside.brian)]
    )
    said = bringing_in.Said(
        said_by_id=name.pk, sent_at=clock.now(), words="CANARY of old", quoted="", import_key="k"
    )
    talk = bringing_in.Talk(title="Old", messages=[said], there=[inside.brian.pk])
    count = actions.bring_in(group_id=inside.group.pk, batch_id=7, talks=[talk])
    assert _find(inside.brian, "canary") == []
    actions.history_is_in(group_id=inside.group.pk, batch_id=7, count=count)
    assert _find(inside.brian, "canary") == ["CANARY of old"]
    assert _find(inside.celia, "canary") == []
    with transaction.atomic():
        actions.hide_said(name=name, hidden=True)
        assert Entry.objects.count() == 0
    actions.hide_said(name=name, hidden=False)
    actions.take_down_said(name=name)
    assert Entry.objects.count() == 0
    actions.take_history_back(group_id=inside.group.pk, batch_id=7, by_id=None)
    assert _find(inside.brian, "canary") == []


def test_a_change_that_is_rolled_back_leaves_the_index_as_it_was(inside: World):
    conversation = actions.open_conversation(member=inside.amina, title="T", words="here to stay")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.reply(member=inside.brian, conversation=conversation, words="never said")
        _ = 1 / 0
    assert _find(inside.celia, "never") == []
    assert _find(inside.celia, "stay") == ["here to stay"]


def test_newest_first_by_kind_and_time(inside: World):
    old = scene.conversation(inside.amina, "tea long ago", hours_ago=24 * 500, kind="listen")
    new = scene.conversation(inside.amina, "tea today", kind="beyond")
    scene.say(inside.brian, new, "more tea")
    scene.say(inside.brian, old, "tea last week", hours_ago=24 * 7)
    _all()
    assert _find(inside.celia, "tea") == ["more tea", "tea today", "tea last week", "tea long ago"]
    assert _find(inside.celia, "tea", kind="listen") == ["tea last week", "tea long ago"]
    assert _find(inside.celia, "tea", when="month") == ["more tea", "tea today", "tea last week"]
    assert _find(inside.celia, "tea", when="older") == ["tea long ago"]
    assert _find(inside.celia, "tea", when="year", kind="beyond") == ["more tea", "tea today"]


def test_phrases_stand_in_a_row(inside: World):
    scene.conversation(inside.amina, "the night care team came")
    scene.conversation(inside.brian, "care at night is hard", hours_ago=2)
    _all()
    assert _find(inside.celia, "night care") == ["care at night is hard", "the night care team came"]
    assert _find(inside.celia, '"night care"') == ["the night care team came"]
    assert _find(inside.celia, "“night of care”") == []


def test_the_other_group_is_never_found(inside: World):
    scene.conversation(inside.farid, "CANARY harbour")
    with in_group(inside.other_group):
        _all()
        assert _find(inside.farid, "canary") == ["CANARY harbour"]
    assert _find(inside.celia, "canary") == []
    assert (
        list(
            Message.objects.filter(pk__in=index.matching(index.asked(inside.other_group.pk, parse("canary"))))
        )
        == []
    )


def test_no_word_passes_for_the_mark_of_a_group(inside: World):
    scene.conversation(inside.amina, f"g{inside.other_group.pk} tea")
    _all()
    with in_group(inside.other_group):
        assert list(queries.find(inside.farid, parse("tea"))) == []
    assert _find(inside.celia, f"g{inside.other_group.pk}") == [f"g{inside.other_group.pk} tea"]


ODD = ['"', "' OR 1=1 --", "a* NOT (b", "terms:x", "NEAR(a b)", "\x00", "🙂", "(((", "<->", "!a & b", "%s"]


@pytest.mark.parametrize("words", ODD)
def test_nothing_that_is_typed_breaks_out(inside: World, words: str):
    scene.conversation(inside.amina, "tea")
    _all()
    assert _find(inside.celia, words) == []


def test_made_anew_it_is_the_same(inside: World, capsys):
    conversation = actions.open_conversation(member=inside.amina, title="T", words="one tea")
    actions.take_down(
        member=inside.brian,
        message=actions.reply(member=inside.brian, conversation=conversation, words="two teas"),
    )
    before = list(Entry.objects.order_by("pk").values_list("pk", "terms"))
    Entry.objects.create(
        group=inside.group,
        message=scene.say(inside.brian, conversation, "x", hidden_at=clock.now()),
        terms="x",
    )
    call_command("reindex")
    assert list(Entry.objects.order_by("pk").values_list("pk", "terms")) == before
    assert capsys.readouterr().out == "tuesday: 1 messages\nharbour: 0 messages\n"
    jobs.tidy()
    assert _find(inside.celia, "tea") == ["one tea"]


def test_more_messages_than_one_lot(inside: World, monkeypatch):
    monkeypatch.setattr(index, "BATCH", 3)
    conversation = scene.conversation(inside.amina, "tea")
    for _ in range(7):
        scene.say(inside.brian, conversation, "tea")
    assert index.refresh(Message.objects.all()) == 8
    assert len(_find(inside.celia, "tea")) == 8


def test_hits_take_the_same_queries_for_one_and_for_three(inside: World, django_assert_num_queries):
    conversation = scene.conversation(inside.amina, "tea")
    for count in (1, 3):
        _all()
        with django_assert_num_queries(3):
            found = queries.sheet(inside.celia, parse("tea"), 1).messages
            hits = queries.hits(inside.celia, found, parse("tea"))
        assert len(hits) == count
        for _ in range(2):
            scene.say(inside.brian, conversation, "tea")


def test_a_page_of_hits_is_a_piece_of_all_hits(inside: World, monkeypatch):
    """Also when most of what matches is not hers to read, and a window holds less than a page."""
    monkeypatch.setattr(queries, "PAGE", 3)
    Distance.objects.create(group=inside.group, by=inside.amina, whom=inside.brian, kind="block")
    conversation = scene.conversation(inside.celia, "tea")
    for place in range(200):
        scene.say(inside.celia if place % 20 == 0 else inside.brian, conversation, "tea")
    _all()
    everything = list(queries.find(inside.amina, parse("tea")))
    assert len(everything) == 11
    for number in (1, 2, 3, 4, 5):
        sheet = queries.sheet(inside.amina, parse("tea"), number)
        assert sheet.messages == everything[3 * number - 3 : 3 * number]
        assert sheet.more is (number < 4)
    assert queries.sheet(inside.amina, parse("…"), 1).messages == []


def test_looking_far_costs_no_more_where_most_is_not_hers(inside: World, django_assert_max_num_queries):
    """Time must not tell how often a word was said where she may not read."""
    Distance.objects.create(group=inside.group, by=inside.amina, whom=inside.brian, kind="block")
    conversation = scene.conversation(inside.celia, "tea")
    for _ in range(400):
        scene.say(inside.brian, conversation, "tea")
    _all()
    for number in (1, 2, 999_999):
        with django_assert_max_num_queries(70):
            queries.sheet(inside.amina, parse("tea"), number)
    with django_assert_max_num_queries(6):
        [only] = queries.sheet(inside.amina, parse("tea"), 1).messages
    assert only.author_id == inside.celia.pk


# --- What a reader finds is what the policy lets her read, no more and no less ---

VOCABULARY = ["tea", "night", "caring", "care", "“night tea”", "Bed"]


def _corpus(world: World) -> None:
    """Words in every state: plain, circle, blocked, brought in, widened, hidden, taken down, unnamed."""
    circle = Circle.objects.create(group=world.group, name="Owls")
    for one in (world.amina, world.brian):
        CircleMember.objects.create(group=world.group, circle=circle, membership=one, joined_at=clock.now())
    Distance.objects.create(group=world.group, by=world.amina, whom=world.brian, kind="block")
    brought_in = Conversation.objects.create(group=world.group, title="Old", brought_in=True)
    Presence.objects.create(group=world.group, conversation=brought_in, membership=world.brian)
    places = [
        scene.conversation(world.amina, "night tea and care"),
        scene.conversation(world.brian, "caring at night", circle=circle),
        scene.conversation(world.brian, "bed and tea", hidden_at=clock.now()),
        brought_in,
    ]
    states = [
        {},
        {"hidden_at": clock.now()},
        {"taken_down_at": clock.now()},
        {"widened_at": clock.now()},
        {"unnamed": True},
    ]
    said = ["tea", "the night", "night tea", "she cares", "to bed, caring", "tea at night: care"]
    for place in places:
        for number, state in enumerate(states):
            for who, words in zip((world.amina, world.brian, world.celia) * 2, said, strict=True):
                scene.say(who, place, words, hours_ago=number + 1, **state)
    _all()


@pytest.mark.slow
@pytest.mark.uncounted
@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(looked_for=st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3))
def test_equals_reading_everything_and_keeping_what_matches(inside: World, looked_for: list[str]):
    if not Conversation.objects.exists():
        _corpus(inside)
    query = parse(" ".join(looked_for))
    for reader in (inside.amina, inside.brian, inside.celia, inside.dev, inside.erin, inside.gwen):
        found = list(queries.find(reader, query).values_list("pk", flat=True))
        oracle = [
            message.pk
            for message in Message.objects.visible_to(reader).order_by("-sent_at", "-pk")
            if query.is_in(text.to_plain(message.html))
        ]
        assert found == oracle


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40))
def test_whatever_is_typed_is_answered(inside: World, words: str):
    if not Entry.objects.exists():
        _corpus(inside)
    query = parse(words)
    found = list(queries.find(inside.celia, query))
    assert all(query.is_in(text.to_plain(message.html)) for message in found)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_whatever_is_said_is_found_by_its_own_words(inside: World, words: str):
    conversation = Conversation.objects.first() or scene.conversation(inside.amina, "first")
    message = scene.say(inside.brian, conversation, words)
    index.refresh(Message.objects.filter(pk=message.pk))
    query = parse(text.to_plain(message.html)[:150])
    if query and len(text.to_plain(message.html)) <= 150:
        assert message.pk in queries.find(inside.celia, query).values_list("pk", flat=True)


def test_an_event_of_each_kind_that_changes_what_stands_is_heard():
    from byturns.core.events import KINDS, subscribers_of

    heard = {name for name, kind in KINDS.items() if any("search" in run for run in subscribers_of(kind))}
    for kind in (
        events.ConversationOpened,
        events.MessageAdded,
        events.MessageEdited,
        events.MessageTakenDown,
        events.MessagePutBack,
        events.MessageHidden,
        events.MessageHeld,
        events.MessageShown,
        events.ConversationHidden,
        events.ConversationShown,
        events.HistoryBroughtIn,
        events.NameTakenDown,
        events.NameHidden,
        group_events.MemberLeft,
        group_events.WordsSettled,
    ):
        assert kind.kind() in heard
