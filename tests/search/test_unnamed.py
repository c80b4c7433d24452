"""What a list of finds must not tell about words without a name."""

from __future__ import annotations

import pytest

from byturns.conversations import actions
from byturns.groups.models import Distance
from byturns.groups.scoping import in_group
from tests.world import World


@pytest.mark.parametrize(("unnamed", "withdrawn"), [(True, False), (False, True), (False, False)])
def test_a_mute_folds_only_words_with_a_name(world: World, as_, unnamed: bool, withdrawn: bool):
    with in_group(world.group):
        talk = actions.open_conversation(member=world.dev, title="Zebra", words="Hello there")
        said = actions.reply(
            member=world.brian, conversation=talk, words="So xylophone tired", unnamed=unnamed
        )
        type(said).objects.filter(pk=said.pk).update(name_withdrawn=withdrawn)
        Distance.objects.create(group=world.group, by=world.amina, whom=world.brian, kind=Distance.Kind.MUTE)
    client = as_(world.amina)
    page = client.get(client.post("/g/tuesday/find/", {"words": "xylophone"})["Location"]).text
    assert said.public_id in page
    assert ("By somebody you have muted" in page) is not (unnamed or withdrawn)
