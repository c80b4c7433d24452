"""Small helps for tests of pages."""

from __future__ import annotations

import re

from django.test import Client

from byturns.conversations.models import Conversation, Message
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from tests import world as scene


def at(conversation: Conversation, rest: str = "") -> str:
    return f"/g/tuesday/c/{conversation.public_id}/{rest}"


def first(conversation: Conversation) -> Message:
    with everywhere("a test looks"):
        return conversation.messages.order_by("sent_at", "pk").select_related("conversation")[0]


def at_message(message: Message, rest: str = "") -> str:
    with everywhere("a test looks"):
        return at(message.conversation, f"m/{message.public_id}/{rest}")


def many(by: Membership, conversation: Conversation, number: int, **fields) -> list[Message]:
    """`number` replies, a minute apart, ending now."""
    return [
        scene.say(by, conversation, f"reply number {n} end", hours_ago=(number - n) / 60, **fields)
        for n in range(number)
    ]


def anew(thing):
    """The row as it is in the database now."""
    with in_group(thing.group_id):
        return type(thing).objects.get(pk=thing.pk)


def shown(html: str) -> list[str]:
    """Which of `many` stand on a page, in order."""
    return re.findall(r"reply number (\d+) end", html)


def post(client: Client, path: str, data=None, **extra):
    """Post, and give back the page that follows."""
    answer = client.post(path, data or {}, **extra)
    assert answer.status_code == 303, answer.text
    return client.get(answer["Location"].partition("#")[0])
