from __future__ import annotations

import pytest
from django.core.management import call_command

from byturns.conversations.models import Message
from byturns.groups.scoping import everywhere
from tests import world as scene


def test_a_row_that_joins_two_groups_is_found(world, capsys):
    ours = scene.conversation(world.brian)
    theirs = scene.conversation(world.farid)
    call_command("verify")
    assert capsys.readouterr().out == "No row joins two groups.\n"
    message = scene.say(world.brian, ours, "fine")
    with everywhere("a test breaks a row"):
        Message.objects.filter(pk=message.pk).update(conversation=theirs)
    with pytest.raises(SystemExit):
        call_command("verify")
    assert capsys.readouterr().out == (
        f"conversations.Message {message.pk}: conversation\n1 rows join two groups.\n"
    )
