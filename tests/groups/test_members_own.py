"""Taking away all one wrote, and the log that everyone can read."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byturns.core import clock, registry
from byturns.core.events import KINDS
from byturns.core.models import EventRecord
from byturns.groups import readable
from byturns.groups.actions import circles, own_data
from byturns.groups.models import ContactDetail, Distance, JoinReason, ProfileLine
from byturns.groups.queries import diary
from byturns.groups.scoping import in_group
from tests.world import World


def packed(content: bytes) -> tuple[str, dict[str, dict[str, object]]]:
    bundle = zipfile.ZipFile(io.BytesIO(content))
    assert sorted(bundle.namelist()) == ["my-words.html", "my-words.json", "read-me.txt"]
    assert bundle.testzip() is None
    return bundle.read("my-words.html").decode(), json.loads(bundle.read("my-words.json"))


def test_everything_of_mine_and_nothing_of_others(world: World, as_):
    here = world.group
    with in_group(here):
        for member, word in ((world.amina, "mine"), (world.brian, "CANARY")):
            ProfileLine.objects.create(
                group=world.group, membership=member, key="likes", words=f"{word} <b>pies</b>\nand tea"
            )
            ContactDetail.objects.create(
                group=world.group, membership=member, kind="post", value=f"{word} lane"
            )
            JoinReason.objects.create(
                group=world.group, membership=member, words=f"{word} why", reasons=["give_back"]
            )
        Distance.objects.create(group=world.group, by=world.amina, whom=world.dev, kind="mute")
        Distance.objects.create(group=world.group, by=world.brian, whom=world.amina, kind="block")
        circles.start(member=world.amina, name="Early birds")
    answer = as_(world.amina).post("/g/tuesday/me/words/")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="my-words.zip"'
    page, everything = packed(answer.content)
    mine = everything["groups"]
    assert mine["Membership"]["e-mail address"] == "amina@example.org"  # type: ignore[index]
    assert mine["My profile"] == [
        {
            "about": "What I like",
            "words": "mine <b>pies</b>\nand tea",
            "who can read it": "Everyone in the group",
        }
    ]
    assert mine["How I am reached"] == [{"Postal address": "mine lane"}]
    assert mine["Why I joined"] == {"reasons": ["I want to give something back"], "words": "mine why"}
    assert mine["People I keep away from"] == [{"who": "Dev", "how": "Muted"}]
    assert mine["My circles"] == ["Early birds"]
    assert "CANARY" not in json.dumps(everything)
    assert "Brian" not in json.dumps(everything)
    assert "mine &lt;b&gt;pies&lt;/b&gt;<br>and tea" in page
    assert "CANARY" not in page
    assert EventRecord.objects.filter(kind="groups.OwnDataTaken").count() == 1


def test_opening_the_page_takes_nothing_and_strangers_get_nothing(world: World, as_):
    assert as_(world.amina).get("/g/tuesday/me/words/").status_code == 200
    assert as_(world.farid).post("/g/tuesday/me/words/").status_code == 404
    assert as_(world.gwen).post("/g/tuesday/me/words/").status_code == 404
    assert not EventRecord.objects.exists()
    assert as_(world.erin).post("/g/tuesday/me/words/").status_code == 200


def test_every_app_that_declares_is_in_it(world: World):
    with in_group(world.group):
        _page, everything = packed(own_data.take_away(member=world.amina))
    assert set(everything) == set(registry.own_data_names())
    assert "groups" in everything


def test_two_apps_cannot_declare_one_name():
    with pytest.raises(ValueError, match="groups"):
        registry.register_own_data("groups", lambda member: {})


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@given(PLAIN)
def test_whatever_the_data_its_page_holds_no_mark_of_ours(data: object):
    made = readable.as_html(data)
    for tag in ("<script", "<img", "<a ", "<iframe"):
        assert tag not in made
    assert made.count("<ul>") == made.count("</ul>")


def test_headings_never_go_deeper_than_six():
    deep: dict[str, object] = {"end": "x"}
    for _ in range(9):
        deep = {"down": deep}
    made = readable.as_html(deep)
    assert "<h6>" in made
    assert "<h7>" not in made


# --- The log --------------------------------------------------------------------------------------


def record(group_id: int, kind: str, *, days_ago: int = 0, **facts: object) -> None:
    EventRecord.objects.create(
        group_id=group_id, kind=kind, at=clock.now() - timedelta(days=days_ago), facts=facts, by_id=1
    )


def test_the_log_says_what_happened_and_never_about_whom(world: World, as_):
    record(world.group.pk, "groups.MemberRemoved", days_ago=1, membership_id=world.brian.pk)
    record(world.group.pk, "groups.ContactSeen", look_id=1)
    record(world.group.pk, "a.kind.of.long.ago")
    record(world.other_group.pk, "groups.MemberLeft", membership_id=world.farid.pk, words="down")
    page = as_(world.amina).get("/g/tuesday/people/log/").content.decode()
    assert page.count('class="row"') == 1
    assert "A steward removed a member" in page
    assert "Brian" not in page
    for member, status in ((world.dev, 200), (world.celia, 200), (world.erin, 403), (world.farid, 404)):
        assert as_(member).get("/g/tuesday/people/log/").status_code == status


@pytest.mark.parametrize("rows", [1, 3])
def test_thirty_lines_a_page_newest_first(world: World, as_, rows: int, django_assert_num_queries):
    for number in range(rows + 30):
        record(world.group.pk, "groups.MemberJoined", days_ago=number, membership_id=1)
    client = as_(world.amina)
    client.get("/g/tuesday/people/log/")
    with django_assert_num_queries(6):
        first = client.get("/g/tuesday/people/log/").content.decode()
    assert first.count('class="row"') == 30
    assert client.get("/g/tuesday/people/log/?page=2").content.decode().count('class="row"') == rows
    with in_group(world.group):
        days = [row.at for row in diary.records(world.amina)]
    assert days == sorted(days, reverse=True)


def test_no_line_of_any_log_holds_room_for_a_name():
    for kind in KINDS.values():
        if kind.log_line is not None:
            assert "{" not in str(kind.log_line)
            assert "%" not in str(kind.log_line)
