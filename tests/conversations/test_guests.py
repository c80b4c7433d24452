from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.formats import date_format

from byturns.conversations import actions, queries
from byturns.conversations.models import Conversation, GuestObjection, GuestVisit
from byturns.core import clock
from byturns.core.models import EventRecord
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import in_group
from byturns.people import factor
from tests import world as scene
from tests.conversations.pages import anew, at, first, post
from tests.world import World


@pytest.fixture
def talk(world: World) -> Conversation:
    made = scene.conversation(world.brian, "opening-canary", title="title-canary", kind="practical")
    scene.say(world.amina, made, "amina-early-canary")
    return made


@pytest.fixture
def visit(world: World, talk: Conversation) -> GuestVisit:
    with in_group(world.group):
        return actions.propose_visit(
            member=world.celia, conversation=talk, guest=world.erin, until=clock.now() + timedelta(days=10)
        )


def opened(visit: GuestVisit):
    """Some days later, when the visit has opened."""
    return time_machine.travel(visit.opens_at + timedelta(hours=1))


def at_visit(visit: GuestVisit) -> str:
    with in_group(visit.group_id):
        return at(visit.conversation, f"guest/{visit.public_id}/")


def test_everyone_who_wrote_is_told_by_a_neutral_letter(world: World, talk, visit, run_jobs, mailoutbox):
    run_jobs()
    assert {mail.to[0] for mail in mailoutbox} == {"brian@example.org", "amina@example.org"}
    for mail in mailoutbox:
        assert mail.subject == "A message from your group"
        assert "canary" not in mail.body
        assert "Erin" not in mail.body
        assert at_visit(visit) in mail.body


def test_a_guest_sees_nothing_before_the_visit_opens_and_after_it_ends(world: World, as_, talk, visit):
    assert as_(world.erin).get(at(talk)).status_code == 404
    with opened(visit):
        assert as_(world.erin).get(at(talk)).status_code == 200
    with time_machine.travel(visit.until):
        assert as_(world.erin).get(at(talk)).status_code == 404
        assert "canary" not in as_(world.erin).get("/g/tuesday/").text


def test_a_guest_reads_what_is_written_from_then_on_and_nothing_else(world: World, as_, talk, visit):
    other = scene.conversation(world.brian, "other-canary", title="other-title-canary")
    with opened(visit):
        scene.say(world.joan, talk, "Said while she is here", hours_ago=0)
        with in_group(world.group):
            actions.acknowledge(member=world.dev, message=talk.messages.get(author=world.joan), kind="hear")
        client = as_(world.erin)
        home, page = client.get("/g/tuesday/").text, client.get(at(talk)).text
        assert "Said while she is here" in page
        for place in (home, page):
            assert "canary" not in place
            for name in ("Brian", "Amina", "Dev", "Celia"):
                assert name not in place
        assert "A conversation" in home
        assert f"open to you until {date_format(visit.last_day.astimezone(world.group.zone), 'j F')}" in home
        paths = ["talk/", "ask/", "people/"]
        assert [client.get(f"/g/tuesday/{path}").status_code for path in paths] == [403, 403, 403]
        assert client.get(at(other)).status_code == 404


def test_each_writer_opens_her_own_earlier_words(world: World, as_, talk, visit):
    post(as_(world.amina), at_visit(visit), {"wish": "read"})
    with opened(visit):
        page = as_(world.erin).get(at(talk)).text
        assert "amina-early-canary" in page
        assert "opening-canary" not in page
        assert "title-canary" not in page
        post(as_(world.brian), at_visit(visit), {"wish": "read"})
        page = as_(world.erin).get(at(talk)).text
        assert "opening-canary" in page
        assert "title-canary" in page
        post(as_(world.amina), at_visit(visit), {"wish": "close"})
        assert "amina-early-canary" not in as_(world.erin).get(at(talk)).text


def test_a_yes_to_one_visit_is_no_yes_to_the_next(world: World, as_, talk, visit):
    post(as_(world.amina), at_visit(visit), {"wish": "read"})
    with opened(visit):
        assert "amina-early-canary" in as_(world.erin).get(at(talk)).text
    with time_machine.travel(visit.until + timedelta(hours=1)):
        with in_group(world.group):
            again = actions.propose_visit(
                member=world.celia, conversation=talk, guest=world.erin, until=clock.now() + timedelta(days=9)
            )
        with opened(again):
            assert "amina-early-canary" not in as_(world.erin).get(at(talk)).text
            with in_group(world.group):
                assert not queries.visit_as_seen_by(world.amina, again).may_read_mine
            post(as_(world.amina), at_visit(again), {"wish": "read"})
            assert "amina-early-canary" in as_(world.erin).get(at(talk)).text


def test_one_no_is_enough_and_nobody_learns_whose(world: World, as_, talk, visit):
    page = post(as_(world.amina), at_visit(visit), {"wish": "no"})
    assert "Nobody is told that it was you." in page.text
    for who in (world.celia, world.brian):
        seen = as_(who).get(at_visit(visit)).text
        assert "Somebody who wrote here would rather not" in seen
        assert "Amina" not in seen
    [fact] = EventRecord.objects.filter(kind="conversations.VisitObjected")
    assert (fact.by_id, fact.facts) == (None, {"visit_id": visit.pk})
    with opened(visit):
        assert as_(world.erin).get(at(talk)).status_code == 404


def test_only_writers_say_no_and_only_for_three_days(world: World, as_, talk, visit):
    assert as_(world.dev).post(at_visit(visit), {"wish": "no"}).status_code == 403
    with opened(visit):
        assert as_(world.amina).post(at_visit(visit), {"wish": "no"}).status_code == 403
    with in_group(world.group):
        assert GuestObjection.objects.count() == 0


def test_the_guest_is_marked_beside_the_reply_box_and_beside_her_words(world: World, as_, talk, visit):
    page = as_(world.dev).get(at(talk)).text
    assert "may read and answer here from" in page
    with opened(visit):
        assert 'name="unnamed"' not in as_(world.erin).get(at(talk)).text
        post(as_(world.erin), at(talk), {"words": "I can explain the form", "unnamed": "on", "once": "a"})
        page = as_(world.dev).get(at(talk)).text
        assert "reads and answers here until" in page
        assert "and the guest named above" in page
        assert "Nobody outside" not in page
        assert page.count("badge--guest") == 2


def test_a_guest_never_answers_in_the_sense_of_waiting(world: World, as_, visit):
    talk = scene.conversation(world.brian, "Waiting still")
    with in_group(world.group):
        coming = actions.propose_visit(
            member=world.celia, conversation=talk, guest=world.erin, until=clock.now() + timedelta(days=10)
        )
    with opened(coming):
        post(as_(world.erin), at(talk), {"words": "Ring this number", "once": "a"})
        with in_group(world.group):
            assert talk in queries.waiting_for(world.dev)


def test_stopping_early(world: World, as_, talk, visit):
    with opened(visit):
        assert as_(world.amina).post(at_visit(visit), {"wish": "stop"}).status_code == 403
        post(as_(world.brian), at_visit(visit), {"wish": "stop"})
        assert as_(world.erin).get(at(talk)).status_code == 404
        assert anew(visit).stopped_at is not None


def test_asking_a_guest_in(world: World, as_, talk, monkeypatch):
    monkeypatch.setattr(factor, "ask_unless_fresh", lambda request: None)
    client = as_(world.celia)
    page = client.get(at(talk, "guest/")).text
    assert "Erin" in page
    assert "Brian" not in page
    soon = (clock.now() + timedelta(days=1)).date().isoformat()
    answer = client.post(at(talk, "guest/"), {"guest": world.erin.public_id, "until": soon})
    assert answer.status_code == 422
    assert "Choose a later day" in answer.text
    answer = client.post(at(talk, "guest/"), {"guest": world.brian.public_id, "until": "2099-01-01"})
    assert answer.status_code == 422
    later = (clock.now() + timedelta(days=9)).date().isoformat()
    page = post(client, at(talk, "guest/"), {"guest": world.erin.public_id, "until": later})
    assert "Everyone who wrote here has been told." in page.text
    assert [as_(who).get(at(talk, "guest/")).status_code for who in (world.amina, world.farid)] == [403, 404]


def test_only_guests_visit(world: World, talk):
    with in_group(world.group):
        until = clock.now() + timedelta(days=9)
        with pytest.raises(ValueError, match="guest"):
            actions.propose_visit(member=world.celia, conversation=talk, guest=world.joan, until=until)
        with pytest.raises(ValueError, match="before it opens"):
            actions.propose_visit(member=world.celia, conversation=talk, guest=world.erin, until=clock.now())
        with pytest.raises(NotAllowed):
            actions.propose_visit(member=world.amina, conversation=talk, guest=world.erin, until=until)


def test_what_a_guest_may_not_do(world: World, as_, talk, visit):
    with opened(visit):
        scene.say(world.joan, talk, "Said while she is here", hours_ago=0)
        client = as_(world.erin)
        with in_group(world.group):
            early = first(talk)
            late = talk.messages.get(author=world.joan)
        assert client.post(at(talk, "heard/"), {"m": f"hear.{late.public_id}"}).status_code == 403
        assert client.get(at(talk, f"m/{early.public_id}/")).status_code == 404
        assert client.get(at(talk, f"m/{late.public_id}/")).status_code == 200
        assert client.get(at_visit(visit)).status_code == 403


def test_no_guest_comes_into_a_circle(world: World):
    circle = scene.circle(world.celia, world.brian)
    talk = scene.conversation(world.brian, circle=circle)
    moment = clock.now()
    with in_group(world.group):
        with pytest.raises(NotAllowed, match="A guest cannot come in here"):
            actions.propose_visit(
                member=world.celia, conversation=talk, guest=world.erin, until=moment + timedelta(days=9)
            )
        GuestVisit.objects.create(
            group=world.group,
            conversation=talk,
            guest=world.erin,
            opens_at=moment - timedelta(days=1),
            until=moment + timedelta(days=3),
        )
        assert not Conversation.objects.visible_to(world.erin).exists()


def test_objecting_or_stopping_twice_changes_and_tells_nothing_more(world: World, talk, visit):
    with in_group(world.group):
        for _ in range(2):
            actions.object_to_visit(member=world.amina, visit=visit)
        first_no = visit.refused_at
        actions.object_to_visit(member=world.brian, visit=visit)
        assert visit.refused_at == first_no
        assert GuestObjection.objects.filter(visit=visit).count() == 2
        assert EventRecord.objects.filter(kind="conversations.VisitObjected").count() == 1
        for _ in range(2):
            actions.stop_visit(member=world.celia, visit=visit)
        assert EventRecord.objects.filter(kind="conversations.VisitStopped").count() == 1
    with opened(visit):
        assert scene.sign_in(Client(), world.erin).get(at(talk)).status_code == 404


def test_a_yes_for_a_guest_is_taken_back_as_easily(world: World, talk, visit):
    with in_group(world.group):
        for _ in range(2):
            actions.let_guest_read(member=world.amina, visit=visit, yes=True)
    with opened(visit):
        erin = scene.sign_in(Client(), world.erin)
        assert "amina-early-canary" in erin.get(at(talk)).content.decode()
        assert "opening-canary" not in erin.get(at(talk)).content.decode()
        with in_group(world.group):
            actions.let_guest_read(member=world.amina, visit=visit, yes=False)
        assert "canary" not in erin.get(at(talk)).content.decode()
