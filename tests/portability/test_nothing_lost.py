"""Whatever stands in a file: no word of it is lost on the way, and nobody sees more than was theirs."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from byturns.conversations.models import Conversation, Message
from byturns.core import text
from byturns.groups.scoping import in_group
from byturns.portability.kinds import Choice
from byturns.portability.models import Batch
from tests import world as scene
from tests.portability import histories

# What a telephone means by "<", "@" and ":" is tried with the parsers.
LETTERS = st.characters(categories=["L", "N", "P", "So"], exclude_characters="<>@:\u200e")
WORDS = st.text(LETTERS | st.just(" "), min_size=1, max_size=60)
WRITERS = ["Brian", "Sheila B", "Olwen", "Pat 🌻"]
STARTS = datetime(2024, 3, 13, 8, 0)  # noqa: DTZ001 - as a telephone writes it


@st.composite
def chats(draw: st.DrawFn) -> list[tuple[datetime, str, str]]:
    moment = STARTS
    rows = []
    for number in range(draw(st.integers(1, 25))):
        moment += timedelta(minutes=draw(st.sampled_from([0, 1, 7, 300, 361, 5000])))
        words = text.tidy(" ".join(draw(WORDS).split())) or "x"
        rows.append((moment, draw(st.sampled_from(WRITERS)), f"canary-{number} {words}"))
    return rows


def written(rows: list[tuple[datetime, str, str]], noise: list[str]) -> str:
    lines = [*noise, *(f"{at:%d/%m/%Y, %H:%M} - {who}: {words}" for at, who, words in rows)]
    return "\n".join(lines) + "\n"


@pytest.mark.slow
@pytest.mark.uncounted
@given(
    rows=chats(),
    noise=st.lists(st.sampled_from(["astray words", "", "another line"]), max_size=3),
    there=st.sets(st.sampled_from(WRITERS), max_size=3),
    left_out=st.sampled_from(["", *WRITERS]),
    came=st.none() | st.integers(0, 12),
)
@settings(
    max_examples=20,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each example is a database: no shrinking
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_from_any_chat_to_what_each_sees(fresh_world, rows, noise, there, left_out, came):
    world = fresh_world()
    later = scene.join(world.group, "Later", email="later@example.org", days_ago=1)
    batch = histories.staged(world.celia, written(rows, noise))
    numbers = batch.numbers
    assert numbers["adds_up"]
    assert numbers["lines"] == sum(numbers[part] for part in ("in_messages", "system", "skipped", "blank"))
    assert numbers["messages"] == len(rows)
    members = {
        who: member
        for who, member in zip(WRITERS, [world.brian, world.amina, world.dev, world.joan], strict=True)
        if who in there and who != left_out
    }
    since = (STARTS + timedelta(days=came)).date() if came is not None else None
    with in_group(world.group):
        batch.names.update(choice=Choice.UNCLAIMED, membership=None)
        batch.names.filter(name=left_out).update(choice=Choice.OUT)
        for who, member in members.items():
            batch.names.filter(name=who).update(choice=Choice.MEMBER, membership=member, there_from=since)
        Batch.objects.filter(pk=batch.pk).update(order_sure=True)
        batch.refresh_from_db()
    histories.open_now(histories.decided(world.celia, batch))
    with in_group(world.group):
        kept = [words for _at, who, words in rows if who != left_out]
        assert sorted(Message.objects.values_list("words", flat=True)) == sorted(kept)
        for stranger in (later, world.celia, world.erin):
            assert not Message.objects.visible_to(stranger).exists()
            assert not Conversation.objects.visible_to(stranger).exists()
        begun = {
            row.pk: row.opened_at.astimezone(world.group.zone).date() for row in Conversation.objects.all()
        }
        wrote = {who for _at, who, _words in rows}
        for who, member in members.items():
            seen = set(Message.objects.visible_to(member).values_list("pk", flat=True))
            hers = {
                message.pk
                for message in Message.objects.all()
                if who in wrote and (since is None or begun[message.conversation_id] >= since)
            }
            assert seen == hers


@pytest.fixture
def fresh_world(db):
    """A fresh world for each example, taken back after it."""
    from django.db import transaction

    points: list[str] = []

    def fresh() -> scene.World:
        if points:
            transaction.savepoint_rollback(points.pop())
        points.append(transaction.savepoint())
        return scene.build()

    return fresh
