from __future__ import annotations

import pytest

from byturns.conversations.models import Conversation, Message
from byturns.groups.scoping import NoGroupInScope, WrongGroup, everywhere, in_group
from tests import world as scene
from tests.world import World


def test_a_query_outside_a_group_raises(world: World):
    with pytest.raises(NoGroupInScope):
        Conversation.objects.count()


def test_only_rows_of_the_group_in_scope(world: World):
    ours = scene.conversation(world.brian)
    theirs = scene.conversation(world.farid, "a secret of the other group")
    with in_group(world.group):
        assert list(Conversation.objects.all()) == [ours]
    with in_group(world.other_group):
        assert list(Conversation.objects.all()) == [theirs]


def test_forward_and_reverse_keys_and_prefetch_are_fenced(world: World):
    theirs = scene.conversation(world.farid, "a secret of the other group")
    with in_group(world.group):
        with pytest.raises(Conversation.DoesNotExist):
            _ = Message(conversation_id=theirs.pk).conversation
        assert list(theirs.messages.all()) == []
    with in_group(world.other_group):
        assert theirs.messages.count() == 1


def _corrupt(world: World) -> Message:
    theirs = scene.conversation(world.farid, "a secret of the other group", title="Secret")
    ours = scene.conversation(world.brian)
    with everywhere("a test breaks a row"):
        message = scene.say(world.brian, ours, "fine")
        Message.objects.filter(pk=message.pk).update(conversation=theirs)
    return message


def test_select_related_fails_closed_on_a_row_that_joins_two_groups(world: World):
    message = _corrupt(world)
    with in_group(world.group):
        assert Message.objects.filter(pk=message.pk).exists()
        assert not Message.objects.select_related("conversation").filter(pk=message.pk).exists()


def test_select_related_keeps_rows_whose_relation_is_empty(world: World):
    ours = scene.conversation(world.brian)
    with in_group(world.group):
        assert [m.conversation for m in Message.objects.select_related("conversation", "said_by")] == [ours]


def test_select_related_without_names_is_refused(world: World):
    with in_group(world.group), pytest.raises(TypeError):
        Message.objects.select_related()


def test_a_row_of_another_group_is_not_written(world: World):
    theirs = scene.conversation(world.farid)
    with in_group(world.group):
        theirs.title = "changed"
        with pytest.raises(WrongGroup):
            theirs.save()
        with pytest.raises(WrongGroup):
            Conversation.objects.bulk_create([Conversation(group=world.other_group, title="x")])
    with pytest.raises(NoGroupInScope):
        theirs.save()


def test_the_fence_closes_again_after_an_error(world: World):
    with pytest.raises(ZeroDivisionError), in_group(world.group):
        _ = 1 / 0
    with pytest.raises(NoGroupInScope):
        Conversation.objects.count()
