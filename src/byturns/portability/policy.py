"""Who may bring in, decide, and change what was brought in. Each refusal is a sentence."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from byturns.conversations.models import Presence
from byturns.groups.models import Membership
from byturns.groups.policy import ALLOW, Verdict, refuse, rule
from byturns.portability.importing import keys
from byturns.portability.kinds import State
from byturns.portability.models import Batch, Claim, StagedName, WasThere


@rule("portability.history")
def history(member: Membership) -> Verdict:
    """Read what was brought in from before, without its words, and say "I was there too"."""
    return ALLOW


@rule("portability.bring_in", stewards_only=True)
def bring_in(member: Membership) -> Verdict:
    """Bring in a file: a chat, a mailing list's archive, a list of members."""
    return ALLOW


@rule("portability.prepare", stewards_only=True)
def prepare(member: Membership, batch: Batch) -> Verdict:
    """Say whose names these are and how the chat is cut, before it is decided."""
    if batch.state == State.STAGED:
        return ALLOW
    return refuse(_("This has been decided already. Nothing was changed."))


@rule("portability.decide", stewards_only=True)
def decide(member: Membership, batch: Batch) -> Verdict:
    """Decide that a history comes in, and have everybody told."""
    if batch.state != State.STAGED:
        return refuse(_("This has been decided already. Nothing was changed."))
    if not batch.order_sure:
        return refuse(_("Say first how the dates are written: some could be read in two ways."))
    return ALLOW


@rule("portability.withdraw", stewards_only=True)
def withdraw(member: Membership, batch: Batch) -> Verdict:
    """Take back a whole file, also when it is open already."""
    if batch.state == State.WITHDRAWN:
        return refuse(_("This was taken back already."))
    if batch.state == State.READING:
        return refuse(_("It is still being read. Please wait until that is done."))
    return ALLOW


@rule("portability.my_words")
def my_words(member: Membership) -> Verdict:
    """See one's own words that were brought in, and claim a name."""
    return ALLOW


@rule("portability.own_name")
def own_name(member: Membership, name: StagedName) -> Verdict:
    """Hide, show or take down one's own words that were brought in."""
    if name.membership_id == member.pk:
        return ALLOW
    return refuse(_("Only the person whose words these are can do this."))


@rule("portability.read_own")
def read_own(member: Membership, name: StagedName) -> Verdict:
    """Read words that were brought in as one's own: from one's own address, or confirmed and open.

    A name that a steward only guessed may be another's: whoever it was given to reads nothing here before
    others have said that it is hers.
    """
    if name.membership_id != member.pk:
        return refuse(_("Only the person whose words these are can do this."))
    account = member.person.account
    if account is not None and name.said_key == keys.address(account.email):
        return ALLOW
    if name.claimed_at is None:
        return refuse(_("Somebody else who was in the old group has to say first that this is you."))
    if name.batch.state != State.OPEN:
        return refuse(_("You can read them here from the day on which they open."))
    return ALLOW


@rule("portability.widen")
def widen(member: Membership, name: StagedName) -> Verdict:
    """Let the whole group read a message of one's own that was brought in."""
    if name.membership_id != member.pk:
        return refuse(_("Only the person whose words these are can do this."))
    if name.claimed_at is None:
        return refuse(_("Somebody else who was in the old group has to say first that this is you."))
    return ALLOW


@rule("portability.answer_claim", stewards_only=True)
def answer_claim(member: Membership, claim: Claim) -> Verdict:
    """Say as a steward whether a name is a member's: never about one's own claim."""
    if claim.membership_id == member.pk:
        return refuse(_("This is your own. Another steward says yes or no to it."))
    if claim.settled_at or claim.refused_at:
        return refuse(_("This is settled already."))
    return ALLOW


@rule("portability.witness")
def witness(member: Membership, claim: Claim) -> Verdict:
    """Say, as one who was there, whether a name is another member's."""
    if claim.membership_id == member.pk or claim.steward_id == member.pk:
        return refuse(_("Another person who was there says yes or no to this."))
    if claim.settled_at or claim.refused_at:
        return refuse(_("This is settled already."))
    if was_there(member, claim.name.batch):
        return ALLOW
    return refuse(_("Only people who were in the old group can say this."))


def was_there(member: Membership, batch: Batch) -> bool:
    """Whether she wrote in this file or was named as there."""
    wrote = StagedName.objects.filter(batch=batch, membership=member)
    if wrote.exists() or WasThere.objects.filter(batch=batch, membership=member).exists():
        return True
    return Presence.objects.filter(Q(conversation__batch_id=batch.pk), membership=member).exists()
