"""Who may do what at the door: each rule against the whole cast."""

from __future__ import annotations

import pytest

from byturns.core import clock
from byturns.groups import policy
from byturns.groups.actions import asking, invitations
from byturns.groups.models import Membership
from byturns.groups.scoping import in_group
from byturns.people.models import Account
from tests.world import World

FULL = {"amina", "brian", "celia", "dev", "joan"}
WITH_GUESTS = FULL | {"erin"}
STEWARD = {"celia"}
EXPECTED = {
    "groups.agreement": WITH_GUESTS,
    "groups.privacy": WITH_GUESTS,
    "groups.health": FULL,
    "groups.publish_agreement": STEWARD,
    "groups.record_yes": STEWARD,
    "groups.invite": FULL,
    "groups.send_invitation": FULL,
    "groups.join_link": STEWARD,
    "groups.applications": FULL,
    "groups.objections": STEWARD,
    "groups.questions": STEWARD,
    "groups.settings": STEWARD,
    "groups.join_reason": FULL,
}


def cast(world: World) -> dict[str, Membership]:
    names = ("amina", "brian", "celia", "dev", "erin", "gwen", "joan")
    return {name: getattr(world, name) for name in names}


def allowed(world: World, rule: str, thing: object = None) -> set[str]:
    with in_group(world.group):
        return {name for name, member in cast(world).items() if policy.check(member, rule, thing)}


@pytest.mark.parametrize("rule", sorted(EXPECTED))
def test_the_rule_allows_these_and_nobody_else(world: World, rule: str):
    assert allowed(world, rule) == EXPECTED[rule]


def test_rules_about_an_asking(world: World):
    application = asking.ask(
        group=world.group,
        account=Account.objects.create_user("hana@example.org"),
        person=None,
        name="Hana",
        answers=[],
        says_carer_over_18=True,
    )
    assert allowed(world, "groups.talk_with_applicant", application) == FULL
    assert allowed(world, "groups.not_while_i_am_here", application) == FULL
    assert allowed(world, "groups.decide", application) == set()
    application.quiet_until = clock.now()
    assert allowed(world, "groups.decide", application) == STEWARD
    for state in ("let_in", "refused", "withdrawn"):
        application.state = state
        for rule in ("talk_with_applicant", "not_while_i_am_here", "decide"):
            assert allowed(world, f"groups.{rule}", application) == set()


def test_rules_about_an_invitation_and_a_spoken_yes(world: World):
    with in_group(world.group):
        invitation = invitations.invite(member=world.brian, email="ines@example.org")
    assert allowed(world, "groups.take_back_invitation", invitation) == {"brian", "celia"}
    assert allowed(world, "groups.record_yes", world.joan) == STEWARD
    for other in (world.amina, world.gwen, world.erin):
        assert allowed(world, "groups.record_yes", other) == set()


def test_each_refusal_is_a_sentence(world: World):
    with in_group(world.group):
        for rule in EXPECTED:
            verdict = policy.check(world.gwen, rule)
            assert str(verdict.reason).endswith(".")
