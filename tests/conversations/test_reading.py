from __future__ import annotations

import pytest

from byturns.conversations import actions, queries
from byturns.conversations.models import Follow, ReadPoint
from byturns.groups.models import Distance
from byturns.groups.scoping import in_group
from tests import world as scene
from tests.conversations.pages import at, many, shown
from tests.world import World


def new_to(member) -> dict[str, int]:
    with in_group(member.group_id):
        return {row.conversation.title: row.new for row in queries.rows(member, list(queries.talk(member)))}


def point_of(member):
    with in_group(member.group_id):
        return ReadPoint.objects.filter(membership=member).first()


def test_opening_a_conversation_moves_the_read_point_after_the_page(world: World, as_):
    talk = scene.conversation(world.brian)
    said = many(world.celia, talk, 3)
    assert new_to(world.dev) == {"The nights": 4}
    page = as_(world.dev).get(at(talk))
    assert page.status_code == 200
    assert point_of(world.dev).message_id == said[-1].pk
    assert new_to(world.dev) == {"The nights": 0}
    scene.say(world.brian, talk, "More", hours_ago=0)
    assert new_to(world.dev) == {"The nights": 1}
    assert 'id="since"' in as_(world.dev).get(at(talk)).text


@pytest.mark.parametrize(
    "ask",
    [
        lambda client, path: client.head(path),
        lambda client, path: client.get(path, headers={"Sec-Purpose": "prefetch;prerender"}),
        lambda client, path: client.get(path, headers={"Purpose": "prefetch"}),
        lambda client, path: client.get(path, headers={"HX-Request": "true", "HX-Target": "h-x"}),
        lambda client, path: client.get(path + "?paper=1"),
    ],
    ids=["head", "prerender", "prefetch", "htmx", "paper"],
)
def test_only_a_full_page_moves_it(world: World, as_, ask):
    talk = scene.conversation(world.brian)
    assert ask(as_(world.dev), at(talk)).status_code == 200
    assert point_of(world.dev) is None


def test_reading_again_without_news_writes_nothing(world: World, as_):
    talk = scene.conversation(world.brian)
    client = as_(world.dev)
    client.get(at(talk))
    before = point_of(world.dev)
    client.get(at(talk))
    assert point_of(world.dev).at == before.at


def test_a_page_that_was_not_seen_stays_new(world: World, as_):
    talk = scene.conversation(world.brian)
    many(world.celia, talk, 70)
    client = as_(world.dev)
    assert len(shown(client.get(at(talk, "?page=3")).text)) == 11
    assert new_to(world.dev) == {"The nights": 71}
    client.get(at(talk))  # opens at the first page: nothing was read yet
    assert new_to(world.dev) == {"The nights": 41}
    client.get(at(talk))  # opens at the second, where the first new one is
    assert new_to(world.dev) == {"The nights": 11}


def test_the_page_opens_at_the_first_new_message(world: World, as_):
    talk = scene.conversation(world.brian)
    said = many(world.celia, talk, 65)
    with in_group(world.group):
        ReadPoint.objects.create(
            group=world.group, membership=world.dev, conversation=talk, message_id=said[40].pk
        )
    page = as_(world.dev).get(at(talk)).text
    assert shown(page) == [str(n) for n in range(29, 59)]
    assert page.index("reply number 40 end") < page.index('id="since"') < page.index("reply number 41 end")


def test_what_was_read_opens_at_the_end(world: World, as_):
    talk = scene.conversation(world.brian)
    said = many(world.celia, talk, 65)
    with in_group(world.group):
        ReadPoint.objects.create(
            group=world.group, membership=world.dev, conversation=talk, message_id=said[-1].pk
        )
    assert shown(as_(world.dev).get(at(talk)).text) == [str(n) for n in range(59, 65)]


def test_own_words_are_never_new(world: World):
    talk = scene.conversation(world.brian)
    assert new_to(world.brian) == {"The nights": 0}
    scene.say(world.celia, talk, "Yes")
    assert new_to(world.brian) == {"The nights": 1}


def test_what_was_said_before_joining_is_not_new(world: World):
    talk = scene.conversation(world.brian, hours_ago=24 * 20)
    assert new_to(world.amina) == {"The nights": 0}
    scene.say(world.celia, talk, "Yes")
    assert new_to(world.amina) == {"The nights": 1}


def test_what_cannot_be_read_is_not_counted(world: World):
    talk = scene.conversation(world.brian)
    gone = scene.say(world.celia, talk, "Oh dear")
    hidden = scene.say(world.celia, talk, "Unkind")
    scene.say(world.joan, talk, "Blocked by Dev")
    with in_group(world.group):
        Distance.objects.create(group=world.group, by=world.dev, whom=world.joan, kind=Distance.Kind.BLOCK)
        actions.take_down(member=world.celia, message=gone)
        hidden.hidden_at = hidden.sent_at
        hidden.save()
    assert new_to(world.dev) == {"The nights": 1}


def test_what_was_brought_in_is_never_new(world: World):
    scene.conversation(world.brian, brought_in=True)
    with in_group(world.group):
        assert [row.new for row in queries.rows(world.brian, list(queries.talk(world.brian)))] in ([], [0])


def test_a_muted_conversation_is_not_among_what_is_new(world: World):
    talk = scene.conversation(world.brian)
    with in_group(world.group):
        assert list(queries.since_you_were_here(world.dev)) == [talk]
        actions.follow(member=world.dev, conversation=talk, wish=Follow.Wish.MUTE)
        assert list(queries.since_you_were_here(world.dev)) == []
        assert list(queries.talk(world.dev)) == [talk]
        actions.follow(member=world.dev, conversation=talk, wish="")
        assert list(queries.since_you_were_here(world.dev)) == [talk]


def test_an_error_while_moving_it_is_logged_and_the_page_stands(world: World, as_, caplog):
    from byturns.conversations.views import reading
    from byturns.ui.respond import HttpResponse

    talk = scene.conversation(world.brian)
    stranger = world.farid  # may not open it: the write is refused
    response = HttpResponse("fine")
    reading.after_sending(response, stranger, talk, [1])
    response.close()
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "nights" not in caplog.text
