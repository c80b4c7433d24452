"""Help in a home, a car or with things of value: for whom it is open, what is read first, what passes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from byturns.core.models import EventRecord
from byturns.groups import policy
from byturns.groups.actions import distance
from byturns.groups.models import ContactDetail, Membership
from byturns.groups.policy import NotAllowed
from byturns.groups.queries import circles as circle_queries
from byturns.groups.scoping import everywhere, in_group
from byturns.reciprocity import actions, capacity, trust
from byturns.reciprocity.kinds import Help, State
from byturns.reciprocity.models import Hand, Vouch
from tests.reciprocity import asks
from tests.reciprocity.test_pages import said
from tests.world import World

As = Callable[[Membership], Client]


def no(world: World, member: Membership, kind: str) -> str:
    return str(policy.check(member, "reciprocity.offer", asks.ask(world.celia, kind=kind)).reason)


def test_open_to_who_is_in_long_enough_is_known_and_has_read_what_nobody_checks(world: World):
    with in_group(world.group):
        assert no(world, world.amina, Help.LIFT).startswith(
            "Help in a home or a car is for members who have been"
        )
        assert no(world, world.amina, Help.CALL) == ""
        assert no(world, world.brian, Help.SIT).startswith(
            "Help in a home or a car is for members whom others"
        )
        for member in (world.amina, world.dev, world.celia):
            actions.vouch(member=member, known=[world.brian, member])
        assert no(world, world.brian, Help.LOAN).startswith("Before you do this")
        for _ in range(2):
            actions.read_first(member=world.brian)
        assert no(world, world.brian, Help.LOAN) == ""
        assert trust.trusted() == {world.brian.pk}
        for member in (world.dev, world.celia):
            actions.vouch(member=member, known=[])
        assert no(world, world.brian, Help.LIFT) != ""
        actions.set_trust(member=world.celia, weeks=0, vouches=1)
        assert no(world, world.brian, Help.LIFT) == ""
        with pytest.raises(NotAllowed):
            actions.set_trust(member=world.brian, weeks=0, vouches=0)
        with pytest.raises(ValidationError):
            actions.set_trust(member=world.celia, weeks=99, vouches=0)
    kinds = EventRecord.objects.filter(kind="reciprocity.CarefulRead")
    assert kinds.count() == 1
    assert not EventRecord.objects.filter(kind="reciprocity.VouchesChosen").exclude(facts={}).exists()


def test_matching_knows_who_is_trusted(world: World):
    with in_group(world.group):
        actions.set_trust(member=world.celia, weeks=4, vouches=0)
        for member in (world.brian, world.amina):
            actions.choose_pace(member=member, pace="week", kinds=["lift"])
        found = {one.key: one.trusted for one in capacity.candidates(world.group)}
    assert found == {str(world.brian.pk): True, str(world.amina.pk): False}


def test_the_page_before_the_first_time_leads_back_to_the_ask(world: World, as_: As):
    with in_group(world.group):
        actions.set_trust(member=world.celia, weeks=0, vouches=0)
    made = asks.ask(world.celia, kind=Help.LIFT)
    brian, there = as_(world.brian), f"/g/{world.slug}/give/a/{made.public_id}/"
    assert "Read what nobody checks" in said(brian.get(there))
    assert brian.post(f"{there}offer/", {}).status_code == 403
    page = f"/g/{world.slug}/give/careful/?ask={made.public_id}"
    assert "No lending of money." in said(brian.get(page))
    assert brian.post(page)["Location"] == there
    assert "I could help" in said(brian.get(there))


def test_whom_i_know_is_kept_and_shown_to_nobody_else(world: World, as_: As):
    brian, page = as_(world.brian), f"/g/{world.slug}/give/known/"
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.joan.pk).update(in_directory=False)
        Vouch.objects.create(group=world.group, by=world.brian, whom=world.joan)
    assert "Erin" not in said(brian.get(page))  # a guest is nobody's to know here
    brian.post(page, {"known": [world.amina.public_id]})
    with everywhere("a test looks"):
        known = set(Vouch.objects.values_list("by", "whom"))
    assert known == {(world.brian.pk, world.amina.pk), (world.brian.pk, world.joan.pk)}
    assert brian.post(page, {"known": ["nobody"]}).status_code == 422
    assert "checked" not in as_(world.amina).get(page).content.decode()


def test_a_number_passes_only_if_its_owner_chooses_to_that_one_and_until_it_is_over(world: World, as_: As):
    made = asks.ask(world.celia, wanted=2)
    hand = asks.hand(world.brian, made, agreed=True)
    asks.hand(world.joan, made, agreed=True)
    with everywhere("a test sets the scene"):
        for member, number in ((world.celia, "01632 960 111"), (world.brian, "01632 960 222")):
            ContactDetail.objects.create(
                group=world.group, membership=member, kind=ContactDetail.Kind.PHONE, value=number
            )
    there = f"/g/{world.slug}/give/a/{made.public_id}/"
    celia, brian = as_(world.celia), as_(world.brian)
    assert "01632" not in said(celia.get(there)) + said(brian.get(there))
    brian.post(f"{there}h/{hand.public_id}/details/", {"kind": ["phone", "post"]})
    assert "Telephone: 01632 960 222" in said(celia.get(there))
    assert "01632 960 111" not in said(brian.get(there))
    celia.post(f"{there}h/{hand.public_id}/details/", {"kind": "phone"})
    assert "Telephone: 01632 960 111" in said(brian.get(there))
    assert "01632" not in said(as_(world.amina).get(there))
    assert as_(world.amina).post(f"{there}h/{hand.public_id}/details/", {"kind": "phone"}).status_code == 404
    brian.post(f"{there}h/{hand.public_id}/details/", {})
    assert "01632 960 222" not in said(celia.get(there))
    with in_group(world.group):
        for member, sentence in ((world.amina, "Only the two"), (world.celia, "Nothing is agreed")):
            lone = asks.hand(world.dev, asks.ask(world.celia, state=State.OPEN))
            with pytest.raises(NotAllowed, match=sentence):
                actions.pass_details(member=member, hand=lone, kinds=["phone"])
        actions.say_done(member=world.celia, ask=made)
        assert Hand.objects.get(pk=hand.pk).asker_passes == "phone"
    assert "01632" not in said(brian.get(there)) + said(celia.get(there))


def test_stewards_set_for_whom_it_is_open(world: World, as_: As):
    page = f"/g/{world.slug}/give/rules/"
    assert as_(world.brian).get(page).status_code == 403
    celia = as_(world.celia)
    assert celia.post(page, {"weeks": "60", "vouches": "1"}).status_code == 422
    celia.post(page, {"weeks": "2", "vouches": "1"})
    with in_group(world.group):
        assert (trust.rule_of().weeks, trust.rule_of().vouches) == (2, 1)
    assert "Who may help in a home or a car" in said(
        celia.get(reverse("groups:looking_after", args=[world.slug]))
    )


def test_two_who_agreed_write_to_each_other_and_nobody_else_knows(world: World, as_: As):
    """Dev is a steward here, who must not learn that the two write."""
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.dev.pk).update(role=Membership.Role.STEWARD)
    made = asks.ask(world.amina)
    hand = asks.hand(world.brian, made, agreed=True)
    there = f"/g/{world.slug}/give/a/{made.public_id}/"
    amina, brian, dev = as_(world.amina), as_(world.brian), as_(world.dev)
    assert dev.post(f"{there}h/{hand.public_id}/write/", {"words": "Hello"}).status_code == 404
    assert brian.post(f"{there}h/{hand.public_id}/write/", {"words": " "})["Location"] == there
    place = brian.post(f"{there}h/{hand.public_id}/write/", {"words": "I come at ten"})["Location"]
    assert amina.post(f"{there}h/{hand.public_id}/write/", {"words": "Again"})["Location"] == place
    assert "I come at ten" in said(amina.get(place))
    assert "Again" not in said(amina.get(place))
    assert "What you write to each other" in said(amina.get(there))
    assert [dev.get(place).status_code, as_(world.celia).get(place).status_code] == [404, 404]
    circles = reverse("groups:circles", args=[world.slug])
    assert all("Only the two of you" not in said(one.get(circles)) for one in (dev, amina))
    assert "Only the two of you" not in said(amina.get(f"/g/{world.slug}/ask/"))
    assert not EventRecord.objects.filter(kind__in=("groups.CircleStarted", "groups.CircleAsked")).exists()
    with in_group(world.group):
        talk = Hand.objects.get(pk=hand.pk).conversation
        assert talk is not None
        assert talk.circle is not None
        assert list(circle_queries.can_be_asked(world.amina, talk.circle)) == []
    for _ in range(2):
        amina.post(f"{there}h/{hand.public_id}/write/", {"act": "close"})
    assert [amina.get(place).status_code, brian.get(place).status_code] == [404, 404]


def test_who_blocks_closes_what_the_two_wrote(world: World):
    made = asks.ask(world.amina)
    hand = asks.hand(world.brian, made, agreed=True)
    with in_group(world.group):
        talk = actions.write_first(member=world.amina, hand=hand, words="When do you come?")
        assert not policy.check(world.celia, "conversations.view", talk)
        distance.keep_away(member=world.brian, whom=world.amina, kind="block")
        assert not policy.check(world.amina, "conversations.view", talk)
        assert not Hand.objects.exists()
