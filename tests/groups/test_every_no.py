"""Every no that a rule can give, said in its own sentence; and that no page can be without a rule."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import include, path

from byturns.core import clock
from byturns.groups import policy
from byturns.groups.access import GroupGateMiddleware, every_group_page_declares_its_rule, opens_with
from byturns.groups.actions import joining
from byturns.groups.models import Invitation, Membership, Recovery, StewardOffer
from byturns.groups.policy import NotAllowed
from byturns.groups.rules_door import INVITATIONS_OPEN
from byturns.groups.scoping import everywhere, in_group
from tests import world as scene
from tests.groups.factor import fresh
from tests.world import World


def no(member: Membership, rule: str, thing: object = None) -> str:
    """The sentence of the refusal; "" when it is allowed."""
    with in_group(member.group_id):
        return str(policy.check(member, rule, thing).reason)


def changed(member: Membership, **fields: object) -> Membership:
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=member.pk).update(**fields)
        return Membership.objects.select_related("person__account", "group").get(pk=member.pk)


NOT_HERE = "This person is no longer in the group."
A_GUEST = "This person is here as a guest, so this is not for them."


def test_nothing_is_done_for_somebody_who_left(world: World):
    for rule in ("see_contact", "change_contact", "name_typist", "remove", "record_leaving", "recover"):
        assert no(world.celia, f"groups.{rule}", world.gwen) == NOT_HERE, rule
    assert no(world.celia, "groups.name_duties", world.gwen) == NOT_HERE
    assert no(world.celia, "groups.offer_stewarding", world.gwen) == NOT_HERE
    gone_guest = changed(world.erin, status=Membership.Status.LEFT)
    assert no(world.celia, "groups.guests", gone_guest) == NOT_HERE


def test_what_is_for_members_is_not_for_a_guest(world: World):
    assert no(world.celia, "groups.name_typist", world.erin) == A_GUEST
    assert no(world.celia, "groups.name_duties", world.erin) == A_GUEST
    assert no(world.celia, "groups.offer_stewarding", world.erin) == A_GUEST
    assert no(world.celia, "groups.guests", world.amina) == "This is a member, not a guest."
    assert no(world.celia, "groups.guests", world.erin) == ""


def test_how_somebody_is_reached_is_changed_by_her_or_for_who_cannot(world: World):
    assert no(world.amina, "groups.change_contact", world.amina) == ""
    assert no(world.brian, "groups.change_contact", world.joan) == (
        "Only this member, or a steward for them, can change this."
    )
    assert no(world.celia, "groups.change_contact", world.amina) == (
        "This member can change it on their own page."
    )
    assert no(world.celia, "groups.change_contact", world.joan) == ""
    assert no(world.amina, "groups.see_contact", world.joan) == (
        "Only stewards, and whoever types for this member, can see how to reach them."
    )


def test_a_closed_circle_takes_nobody_in_and_no_conversation(world: World):
    circle = scene.circle(world.amina, world.brian)
    only = "Only people in this circle can start a conversation there."
    assert no(world.amina, "conversations.open", circle) == ""
    assert no(world.celia, "conversations.open", circle) == only
    assert no(world.celia, "groups.in_circle", circle) == "Only people in this circle can do this."
    circle.closed_at = clock.now()
    assert no(world.amina, "conversations.open", circle) == only
    for rule in ("groups.in_circle", "groups.answer_circle"):
        assert no(world.amina, rule, circle) == "This circle is closed."


def test_many_open_invitations_are_enough(world: World):
    with in_group(world.group):
        Invitation.objects.bulk_create(
            Invitation(
                group=world.group,
                email=f"n{number}@example.org",
                token_digest=str(number),
                made_by=world.brian,
                made_at=clock.now() - timedelta(days=3),
                expires_at=clock.now() + timedelta(days=9),
            )
            for number in range(INVITATIONS_OPEN)
        )
    assert no(world.brian, "groups.send_invitation") == (
        "Many of your invitations are still open. Take some back to send more."
    )
    assert no(world.amina, "groups.send_invitation") == ""
    with in_group(world.group):
        Invitation.objects.filter(token_digest="7").update(taken_back_at=clock.now())
    assert no(world.brian, "groups.send_invitation") == ""


def test_an_offer_is_answered_by_who_was_asked_once(world: World):
    offer = StewardOffer(group=world.group, whom=world.amina)
    assert no(world.brian, "groups.answer_offer", offer) == "Somebody else was asked, not you."
    assert no(world.amina, "groups.answer_offer", offer) == ""
    assert no(world.amina, "groups.answer_offer") == ""
    offer.answered_at = clock.now()
    assert no(world.amina, "groups.accept_offer", offer) == "This has been answered already."
    assert no(world.celia, "groups.offer_stewarding", world.celia) == "This member is a steward already."


def test_a_recovery_is_vouched_for_by_who_was_named_and_stopped_by_who_is_in_it(world: World):
    made = Recovery(group=world.group, membership=world.amina, second=world.brian)
    assert no(world.dev, "groups.vouch", made) == "Somebody else was asked to say yes to this, not you."
    assert no(world.brian, "groups.vouch", made) == ""
    assert no(world.brian, "groups.vouch") == ""
    assert no(world.dev, "groups.stop_recovery", made) == (
        "Only the people it is about, or a steward, can stop this."
    )
    assert [no(one, "groups.stop_recovery", made) for one in (world.amina, world.brian, world.celia)] == [
        "",
        "",
        "",
    ]
    assert no(world.amina, "groups.stop_recovery") == ""
    made.second = world.amina = changed(world.amina)
    assert no(world.amina, "groups.vouch", made) == (
        "This needs somebody who has been in the group for four weeks or more."
    )
    for over in ("second_at", "done_at", "stopped_at"):
        ended = Recovery(second=world.brian, membership=world.amina, **{over: clock.now()})
        assert no(world.brian, "groups.vouch", ended) == "This has been answered already."
    assert no(world.celia, "groups.stop_recovery", ended) == "This is over already."
    assert no(world.celia, "groups.recover", world.celia) == (
        "This is you. Another steward has to do this for you."
    )


def test_a_page_of_one_group_never_opens_with_a_membership_of_another(world: World, rf: RequestFactory):
    """Whatever finds the membership: the name in the address is held against it once more."""
    request = rf.get("/g/harbour/people/")
    request.user, request.member = world.amina.person.account, world.amina
    gate = GroupGateMiddleware(lambda _: HttpResponse())
    view = opens_with("groups.people")(lambda request: HttpResponse())
    with in_group(world.group):
        with pytest.raises(Http404):
            gate.process_view(request, view, [], {"group_slug": "harbour"})
        request.session = {}
        assert gate.process_view(request, view, [], {"group_slug": "tuesday"}) is None


def test_two_rules_never_share_a_name():
    with pytest.raises(ValueError, match=r"two rules are called groups\.people"):
        policy.rule("groups.people")(lambda member: policy.ALLOW)


def _bare(request: HttpRequest, **names: str) -> HttpResponse:
    return HttpResponse("bare")


urlpatterns = [
    path(
        "g/<slug:group_slug>/",
        include(
            [
                path("bare/", _bare),
                path("unknown/", opens_with("groups.no_such_rule")(lambda request: HttpResponse())),
                path("fine/", opens_with("groups.people")(lambda request: HttpResponse())),
            ]
        ),
    ),
    path("outside/", _bare),
]


@pytest.mark.urls("tests.groups.test_every_no")
def test_a_page_of_a_group_without_a_known_rule_stops_the_checks():
    assert [(fault.id, fault.msg) for fault in every_group_page_declares_its_rule(None)] == [
        ("byturns.E001", "g/<slug:group_slug>/bare/ declares no known rule"),
        ("byturns.E001", "g/<slug:group_slug>/unknown/ declares no known rule"),
    ]


# --- Becoming a member ----------------------------------------------------------------------------


def test_who_is_in_stays_as_she_is_and_who_was_removed_needs_the_stewards(world: World):
    with in_group(world.group):
        again = joining.become_member(group=world.group, person=world.celia.person, name="Other")
        assert (again.pk, again.display_name, again.role) == (world.celia.pk, "Celia", "steward")
    removed = changed(world.brian, status=Membership.Status.REMOVED, role="steward", is_listener=True)
    with in_group(world.group):
        with pytest.raises(NotAllowed) as refused:
            joining.become_member(group=world.group, person=removed.person, name="Brian")
        assert str(refused.value).startswith("This invitation cannot be used.")
        assert changed(removed).status == Membership.Status.REMOVED
        back = joining.become_member(
            group=world.group, person=removed.person, name="Bri", stewards_decided=True
        )
    assert (back.pk, back.role, back.is_listener, back.agreed_version) == (removed.pk, "member", False, 0)


def test_who_has_no_mailbox_is_reached_by_telephone(world: World):
    with in_group(world.group):
        made = joining.become_member(group=world.group, person=scene.person("Ida", email=None), name="Ida")
    assert changed(made).contact_by == Membership.ContactBy.PHONE


# --- Versions of the agreement ----------------------------------------------------------------------


def test_an_earlier_version_can_be_read_as_it_was_and_a_stale_page_publishes_nothing(world: World):
    steward = fresh(world.celia)
    where = f"/g/{world.slug}/agreement/"
    form = {"based_on": "0", "words": "First words-canary", "limits": "Limits one.", "change": ""}
    assert steward.post(f"{where}new/", form).status_code == 303
    stale = steward.post(f"{where}new/", form)
    assert stale.status_code == 422
    assert "Another steward published a new version in the meantime." in stale.content.decode()
    assert "First words-canary" in stale.content.decode()
    same = steward.post(f"{where}new/", {**form, "based_on": "1"})
    assert "Nothing has changed, so nobody needs to be asked again." in same.content.decode()
    assert steward.post(f"{where}new/", {**form, "based_on": "1", "words": "Second."}).status_code == 303
    reader = scene.sign_in(steward.__class__(), changed(world.amina))
    earlier = reader.get(f"{where}1/")
    assert earlier.status_code == 200
    assert "First words-canary" in earlier.content.decode()
    assert reader.get(f"{where}3/").status_code == 404
    assert scene.sign_in(steward.__class__(), world.farid).get(f"{where}1/").status_code == 404
