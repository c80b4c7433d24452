from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from byturns.groups.models import Distance, Membership
from byturns.groups.scoping import everywhere, in_group
from tests import world as scene
from tests.conversations.pages import at, many
from tests.world import World


def test_home_offers_the_five_doors_and_simply_telling(world: World, as_):
    page = as_(world.brian).get("/g/tuesday/")
    assert re.findall(r'href="/g/tuesday/ask/\?kind=(\w+)"', page.text) == [
        "listen",
        "normal",
        "managed",
        "practical",
        "beyond",
        "story",
    ]
    assert as_(world.farid).get("/g/tuesday/").status_code == 404


def test_who_just_came_is_told_three_things_to_do(world: World, as_):
    assert "You are new here" in as_(world.amina).get("/g/tuesday/").text
    assert "You are new here" not in as_(world.brian).get("/g/tuesday/").text


def rested(member: Membership) -> Membership:
    """The member with the break over."""
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=member.pk).update(on_break_until=None)
    return member


def test_who_rests_is_asked_for_nothing_and_told_until_when(world: World, as_):
    scene.conversation(world.brian, title="The waiting one")
    page = as_(world.dev).get("/g/tuesday/").text
    assert "You are resting until" in page
    assert "Waiting for someone" not in page
    assert "At the door" not in page
    assert page.count("The waiting one") == 1  # among what is new: reading is always open
    page = as_(rested(world.dev)).get("/g/tuesday/").text
    assert "You are resting" not in page
    assert "Waiting for someone" in page


def test_an_unsent_answer_is_offered_again_where_it_still_can_be_sent(world: World, as_):
    circle = scene.circle(world.amina, world.brian)
    talk = scene.conversation(world.brian, circle=circle)
    client = as_(world.amina)
    client.post(at(talk, "draft/"), {"words": "half a thought"})
    assert f'href="{at(talk)}#reply"' in client.get("/g/tuesday/").text
    assert "an answer and have not sent it" not in as_(world.brian).get("/g/tuesday/").text
    with in_group(world.group):
        circle.members.filter(membership=world.amina).delete()
    assert "an answer and have not sent it" not in client.get("/g/tuesday/").text


def test_who_waits_comes_first_and_only_once(world: World, as_):
    scene.conversation(world.brian, title="The waiting one")
    answered = scene.conversation(world.brian, title="The answered one")
    scene.say(world.celia, answered, "Yes")
    page = as_(rested(world.dev)).get("/g/tuesday/").text
    assert page.index("The waiting one") < page.index("The answered one")
    assert page.count("The waiting one") == page.count("The answered one") == 1
    assert "Brian told us" in page


def test_new_members_first_words_are_marked(world: World, as_):
    scene.conversation(world.amina, title="Hello from me")
    page = as_(rested(world.dev)).get("/g/tuesday/").text
    assert page.count("New here, first message") == 1
    assert "New here" not in as_(world.amina).get("/g/tuesday/").text


def test_titles_do_not_stand_in_the_title_of_the_page(world: World, as_):
    talk = scene.conversation(world.brian, title="zebra words")
    for path in ["/g/tuesday/", "/g/tuesday/talk/", at(talk), at(talk, "?paper=1")]:
        page = as_(rested(world.dev)).get(path).text
        assert "zebra words" in page
        assert "zebra" not in re.search("<title>(.*)</title>", page).group(1)


def test_an_unsent_draft_is_offered_again(world: World, as_):
    client = as_(world.amina)
    assert "have not sent it" not in client.get("/g/tuesday/").text
    client.post("/g/tuesday/ask/draft/", {"words": "half a thought"})
    assert "have not sent it" in client.get("/g/tuesday/").text
    assert "half a thought" not in as_(world.brian).get("/g/tuesday/ask/").text


def test_the_list_goes_by_kind_by_circle_and_by_who_waits(world: World, as_):
    scene.conversation(world.brian, title="Forms again", kind="practical")
    sung = scene.conversation(world.celia, title="The choir", kind="beyond")
    scene.say(world.brian, sung, "La la")
    circle = scene.circle(world.brian, world.dev)
    scene.conversation(world.brian, title="At three in the night", circle=circle)

    def titles(query: str) -> set[str]:
        page = as_(world.dev).get(f"/g/tuesday/talk/{query}").text
        return set(re.findall(r'row__title"><a[^>]*>([^<]*)<', page))

    assert titles("") == {"Forms again", "The choir", "At three in the night"}
    assert titles("?kind=practical") == {"Forms again"}
    assert titles("?kind=nonsense") == titles("")
    assert titles(f"?circle={circle.public_id}") == {"At three in the night"}
    assert titles("?waiting=1") == {"Forms again", "At three in the night"}
    assert "At three" not in as_(world.amina).get("/g/tuesday/talk/").text
    assert as_(world.amina).get(f"/g/tuesday/talk/?circle={circle.public_id}").status_code == 200


def test_the_list_has_thirty_a_page_newest_first(world: World, as_):
    for number in range(35):
        scene.conversation(world.brian, title=f"Talk {number} here", hours_ago=100 - number)
    client = as_(world.dev)
    found = [
        re.findall(r"Talk (\d+) here", client.get(f"/g/tuesday/talk/?page={page}").text) for page in (1, 2)
    ]
    assert found == [[str(n) for n in range(34, 4, -1)], [str(n) for n in range(4, -1, -1)]]


def test_the_divider_stands_where_nothing_happened_since(world: World, as_):
    from datetime import timedelta

    from byturns.conversations.models import ReadPoint
    from byturns.core import clock

    old = scene.conversation(world.brian, title="Old news", hours_ago=60)
    scene.conversation(world.brian, title="Fresh news", hours_ago=2)
    with in_group(world.group):
        ReadPoint.objects.create(
            group=world.group,
            membership=world.dev,
            conversation=old,
            message_id=old.messages.get().pk,
            at=clock.now() - timedelta(hours=24),
        )
    page = as_(world.dev).get("/g/tuesday/talk/").text
    assert page.index("Fresh news") < page.index('class="since"') < page.index("Old news")
    assert 'class="since"' not in as_(world.amina).get("/g/tuesday/talk/").text


def test_who_i_block_is_in_no_list_and_her_conversations_do_not_open(world: World, as_):
    talk = scene.conversation(world.brian, title="By Brian")
    with in_group(world.group):
        Distance.objects.create(group=world.group, by=world.amina, whom=world.brian, kind=Distance.Kind.BLOCK)
    client = as_(world.amina)
    assert "By Brian" not in client.get("/g/tuesday/").text + client.get("/g/tuesday/talk/").text
    assert client.get(at(talk)).status_code == 404
    assert as_(world.brian).get(at(talk)).status_code == 200


def queries_of(client, path: str) -> int:
    client.get(path)  # the first visit moves the read point
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("path", "number"), [("/g/tuesday/", 8), ("/g/tuesday/talk/", 6), ("/g/tuesday/ask/", 7)]
)
def test_lists_ask_the_database_as_often_for_one_row_as_for_three(world: World, as_, path, number):
    circle = scene.circle(world.brian, world.dev)
    scene.conversation(world.brian, circle=circle)
    client = as_(rested(world.dev))
    assert queries_of(client, path) == number
    scene.conversation(world.celia)
    scene.conversation(world.joan)
    assert queries_of(client, path) == number


def test_a_conversation_asks_as_often_for_two_messages_as_for_fifty(world: World, as_):
    talk = scene.conversation(world.brian)
    many(world.celia, talk, 1)
    client = as_(world.dev)
    assert queries_of(client, at(talk)) == 7
    many(world.joan, talk, 50, typed_by=world.celia)
    assert queries_of(client, at(talk, "?all=1")) == 7
