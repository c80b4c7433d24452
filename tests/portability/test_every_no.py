"""What a steward and a member may not do with a history, each with its sentence."""

from __future__ import annotations

from byturns.core import clock
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.groups.scoping import in_group
from byturns.portability.importing import keys
from byturns.portability.kinds import State
from byturns.portability.models import Batch, Claim, StagedName
from tests.world import World


def no(member: Membership, rule: str, thing: object) -> str:
    with in_group(member.group_id):
        return str(policy.check(member, f"portability.{rule}", thing).reason)


def test_a_file_is_taken_back_once_and_never_while_it_is_read(world: World):
    batch = Batch(group=world.group, state=State.WITHDRAWN)
    assert no(world.celia, "withdraw", batch) == "This was taken back already."
    batch.state = State.READING
    assert no(world.celia, "withdraw", batch) == "It is still being read. Please wait until that is done."
    for state in (State.STAGED, State.OPEN):
        batch.state = state
        assert no(world.celia, "withdraw", batch) == ""


def test_nobody_settles_her_own_claim_and_none_is_settled_twice(world: World):
    claim = Claim(group=world.group, membership=world.celia, name=StagedName())
    assert no(world.celia, "answer_claim", claim) == (
        "This is your own. Another steward says yes or no to it."
    )
    another = "Another person who was there says yes or no to this."
    assert no(world.celia, "witness", claim) == another
    claim = Claim(group=world.group, membership=world.dev, steward=world.brian, name=StagedName())
    assert no(world.dev, "witness", claim) == no(world.brian, "witness", claim) == another
    assert no(world.celia, "answer_claim", claim) == ""
    for over in ("settled_at", "refused_at"):
        done = Claim(group=world.group, membership=world.dev, name=StagedName(), **{over: clock.now()})
        assert no(world.celia, "answer_claim", done) == "This is settled already."
        assert no(world.amina, "witness", done) == "This is settled already."


def test_old_words_are_read_by_whose_they_are_and_once_others_have_said_so(world: World):
    """A name that a steward guessed may be another's."""
    name = StagedName(group=world.group, membership=world.dev, batch=Batch(group=world.group))
    assert no(world.amina, "read_own", name) == "Only the person whose words these are can do this."
    first = "Somebody else who was in the old group has to say first that this is you."
    assert no(world.dev, "read_own", name) == first
    name.claimed_at = clock.now()
    for state, answer in (
        (State.STAGED, "You can read them here from the day on which they open."),
        (State.OPEN, ""),
    ):
        name.batch.state = state
        assert no(world.dev, "read_own", name) == answer


def test_words_from_ones_own_address_are_read_at_once(world: World):
    """Nobody else has to say so: the address that they came from is the one she signs in with."""
    account = world.dev.person.account
    assert account is not None
    name = StagedName(group=world.group, membership=world.dev, said_key=keys.address(account.email))
    assert no(world.dev, "read_own", name) == ""
    name.said_key = keys.address("somebody.else@example.org")
    assert no(world.dev, "read_own", name) != ""
