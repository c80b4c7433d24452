"""Who hears a report is settled when it is made: nobody it is about can take it over later."""

from __future__ import annotations

import pytest

from byturns.conversations.models import Conversation, Message
from byturns.groups import policy
from byturns.groups.actions import stewards
from byturns.groups.models import Membership
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import in_group
from byturns.safety import queries
from byturns.safety.actions import casework, deeds, reporting
from byturns.safety.kinds import Outcome
from byturns.safety.models import Act, Report
from tests import world as scene
from tests.groups.factor import fresh
from tests.world import World


def _about_stewards(world: World) -> Report:
    reporting.write_from_outside(
        slug=world.slug, route="outside", severity="house", words="CANARY", about_stewards=True
    )
    with in_group(world.group):
        return Report.objects.get()


def _about_celia(world: World) -> Report:
    with in_group(world.group):
        return reporting.report_person(member=world.amina, person=world.celia, words="CANARY")


@pytest.mark.parametrize("make", [_about_stewards, _about_celia])
def test_un_naming_and_naming_others_moves_no_report(world: World, hearers, as_, make):
    report = make(world)
    with in_group(world.group):
        stewards.name_hearers(member=world.celia, whom=[])
        assert queries.hearers(report) == list(hearers)
        stewards.name_hearers(member=world.celia, whom=[world.amina, world.joan])
        assert queries.hearers(report) == list(hearers)
        dilys = scene.join(world.group, "Dilys", role=Membership.Role.STEWARD)
        assert queries.hearers(report) == list(hearers)
        assert not Report.objects.heard_by(dilys).exists()
    address = f"/g/tuesday/reports/{report.public_id}/"
    assert "CANARY" in as_(world.brian).get(address).content.decode()
    assert [as_(who).get(address).status_code for who in (world.celia, world.amina)] == [404, 404]


def test_only_when_none_of_them_is_here_any_more_do_others_follow(world: World, hearers):
    report = _about_celia(world)
    with in_group(world.group):
        Membership.objects.filter(pk=world.joan.pk).update(hears_reports=True)
        Membership.objects.filter(pk=world.brian.pk).update(status=Membership.Status.LEFT)
        assert queries.hearers(report) == [world.dev]
        Membership.objects.filter(pk=world.dev.pk).update(status=Membership.Status.LEFT)
        assert queries.hearers(report) == [world.joan]


def _may_hide(member: Membership, *things: Message | Conversation) -> list[bool]:
    return [bool(policy.check(member, "conversations.hide", thing)) for thing in things]


def test_a_hearer_may_hide_only_the_words_her_open_case_is_about(world: World, hearers):
    with in_group(world.group):
        talk = scene.conversation(world.amina)
        hers, other = (scene.say(world.celia, talk, words, unnamed=True) for words in ("One", "Two"))
        named = scene.say(world.celia, talk, "Three")
        members = scene.say(world.amina, talk, "Four", unnamed=True)
        everything = (hers, other, named, members, talk)
        assert _may_hide(world.brian, *everything) == [False] * 5
        report = reporting.report_message(member=world.amina, message=hers)
        reporting.report_message(member=world.joan, message=members)  # the steward hears that one
        assert _may_hide(world.brian, *everything) == [True, False, False, False, False]
        assert _may_hide(world.joan, *everything) == [False] * 5
        with pytest.raises(NotAllowed):
            deeds.on_message(member=world.brian, message=members, deed="hide", reason="No case")
        deeds.on_message(member=world.brian, message=hers, deed="hide", reason="Unkind", report=report)
        casework.settle(member=world.dev, report=report, outcome=Outcome.values[0], reason="Done")
        assert _may_hide(world.brian, *everything) == [False] * 5


def test_a_case_about_the_steward_opens_her_words_by_name_only(world: World, hearers):
    with in_group(world.group):
        started = scene.conversation(world.celia)
        hidden_start = scene.conversation(world.celia, unnamed=True)
        named = scene.say(world.celia, started, "One")
        unnamed = scene.say(world.celia, started, "Two", unnamed=True)
        everything = (named, started, unnamed, hidden_start)
        _about_celia(world)
        assert _may_hide(world.brian, *everything) == [True, True, False, False]
        scene.join(world.group, "Dilys", role=Membership.Role.STEWARD)
        assert _may_hide(world.brian, *everything) == [False] * 4


@pytest.mark.parametrize("said", [True, False], ids=["case named", "case not named"])
@pytest.mark.parametrize("what", ["conversation", "message"])
def test_the_only_stewards_answer_goes_to_the_hearers_case_and_never_to_herself(
    world: World, hearers, as_, what: str, said: bool
):
    started = scene.conversation(world.celia, "Her opening words")
    with in_group(world.group):
        first = started.messages.get()
        report = reporting.report_message(member=world.amina, message=first)
        tied = {"report": report} if said else {}
        if what == "message":
            act = deeds.on_message(member=world.brian, message=first, deed="hide", reason="Unkind", **tied)
        else:
            act = deeds.on_conversation(
                member=world.brian, conversation=started, deed="hide", reason="Unkind", **tied
            )
        assert act.report == report
        deeds.answer(member=world.celia, act=act, words="CANARY, it was a joke")
        assert Report.objects.count() == 1
        assert not Report.objects.heard_by(world.celia).exists()
    address = f"/g/tuesday/reports/{report.public_id}/"
    assert "CANARY" in as_(world.dev).get(address).content.decode()
    assert as_(world.celia).get(address).status_code == 404


def test_the_page_ties_what_is_done_to_a_conversation_to_its_case(world: World, hearers):
    started = scene.conversation(world.celia)
    with in_group(world.group):
        report = reporting.report_message(member=world.amina, message=started.messages.get())
    page = f"/g/tuesday/care/conversation/{started.public_id}/?case={report.public_id}"
    fresh(world.brian).post(page, {"deed": "close", "reason": "Too long"})
    with in_group(world.group):
        assert Act.objects.get().report == report


def test_a_steward_does_not_hear_her_own_answer_to_what_another_steward_hid(world: World):
    """Outside any case, the answer opens one of its own."""
    dilys = scene.join(world.group, "Dilys", role=Membership.Role.STEWARD)
    started = scene.conversation(world.celia)
    with in_group(world.group):
        act = deeds.on_conversation(member=dilys, conversation=started, deed="hide", reason="Unkind")
        deeds.answer(member=world.celia, act=act, words="CANARY")
        assert queries.hearers(Report.objects.get()) == [dilys]
