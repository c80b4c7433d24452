"""A member says that a name from the old group is hers; a steward and another who was there say so too."""

from __future__ import annotations

from django.db import transaction

from byturns.conversations import actions as conversations
from byturns.core import clock
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import ContactDetail, Membership
from byturns.groups.queries import names
from byturns.portability import events
from byturns.portability.actions.presence import settle
from byturns.portability.importing import keys
from byturns.portability.kinds import Choice, State
from byturns.portability.models import Claim, StagedName


@transaction.atomic
def claim_by_name(*, member: Membership, called: str) -> None:
    """Say "I was there, under this name". The same is answered whether or not there is such a name.

    Stewards find it among the claims. Raises NotAllowed. Emits ClaimMade for each name that fits.
    """
    policy.require(member, "portability.my_words")
    wanted = names.folded(called)
    free = StagedName.objects.filter(
        batch__state__in=[State.TOLD, State.OPEN], membership=None, down_at=None
    ).exclude(choice=Choice.OUT)
    for name in free:
        if name.name and not name.name_hidden and names.folded(name.name) == wanted:
            _claim(member, name)


@transaction.atomic
def ask_to_confirm(*, member: Membership, name: StagedName) -> bool:
    """Say yes to what a steward proposed; one other person who was there has to say so as well.

    Nobody has to when the words came from the address she signs in with: returns whether it is settled
    so. Raises NotAllowed. Emits ClaimMade, or NameClaimed.
    """
    policy.require(member, "portability.own_name", name)
    if name.claimed_at is None and not claim_by_address(member=member, name=name):
        proposed_by = name.batch.decided_by
        # Nobody vouches for herself: a steward's own name needs another steward.
        _claim(member, name, steward=proposed_by if proposed_by != member else None)
    return name.claimed_at is not None


@transaction.atomic
def claim_by_address(*, member: Membership, name: StagedName) -> bool:
    """Take a name that wrote from the address she signs in with: nobody else has to say so.

    Raises NotAllowed. Returns False when it is another's address. Emits NameClaimed.
    """
    policy.require(member, "portability.my_words")
    account = member.person.account
    if account is None or name.said_key != keys.address(account.email):
        return False
    if name.choice == Choice.OUT or name.membership_id not in {None, member.pk}:
        return False
    _give(name, member)
    return True


def _claim(member: Membership, name: StagedName, steward: Membership | None = None) -> None:
    claim, new = Claim.objects.get_or_create(
        name=name,
        membership=member,
        defaults={"group_id": name.group_id, "steward": steward},
    )
    if new:
        emit(events.ClaimMade(group_id=name.group_id, by_id=member.pk, claim_id=claim.pk))


@transaction.atomic
def answer(*, member: Membership, claim: Claim, yes: bool) -> None:
    """A steward says whether it is so. Raises NotAllowed. Emits ClaimAnswered; NameClaimed at the second yes.

    When the name stands for a telephone number that is this member's here, nobody else has to say so.
    """
    policy.require(member, "portability.answer_claim", claim)
    claim.steward = member if yes else claim.steward
    _answered(member, claim, yes)


@transaction.atomic
def bear_witness(*, member: Membership, claim: Claim, yes: bool) -> None:
    """Somebody else who was there says whether it is so. Raises NotAllowed. Emits ClaimAnswered."""
    policy.require(member, "portability.witness", claim)
    claim.witness = member if yes else claim.witness
    _answered(member, claim, yes)


def _answered(member: Membership, claim: Claim, yes: bool) -> None:
    enough = claim.steward is not None and (claim.witness is not None or has_number(claim))
    if not yes:
        claim.refused_at = clock.now()
    elif enough:
        claim.settled_at = clock.now()
    claim.save()
    emit(
        events.ClaimAnswered(
            group_id=claim.group_id, by_id=member.pk, claim_id=claim.pk, choice="yes" if yes else "no"
        )
    )
    if claim.settled_at is not None and claim.name.membership_id in {None, claim.membership_id}:
        _give(claim.name, claim.membership)


def has_number(claim: Claim) -> bool:
    """Whether the number that the name stands for is how this member is reached here.

    Members write their own number, so alone it proves nothing; with a steward's word it does.
    """
    if not claim.name.by_number or not claim.name.said_key:
        return False
    numbers = ContactDetail.objects.filter(membership=claim.membership_id, kind=ContactDetail.Kind.PHONE)
    return any(keys.number(row.value) == claim.name.said_key for row in numbers)


def _give(name: StagedName, member: Membership) -> None:
    name.membership = member
    name.choice = Choice.MEMBER
    name.claimed_at = clock.now()
    name.not_mine_at = None
    name.save()
    if name.imported is not None:
        conversations.give_said(name=name.imported, membership_id=member.pk, confirmed=True)
    settle(batch=name.batch, membership_id=member.pk)
    emit(events.NameClaimed(group_id=name.group_id, by_id=member.pk, name_id=name.pk))
