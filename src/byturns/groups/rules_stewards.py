"""Rules about looking after the group, and about getting a member back in.

Each refusal is a sentence the member can read.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from byturns.core import clock
from byturns.groups.models import Membership, Recovery, StewardOffer
from byturns.groups.policy import ALLOW, Verdict, refuse, rule
from byturns.groups.rules_members import LAST_STEWARD, NOT_A_GUEST, NOT_HERE, is_last_steward
from byturns.people.models import Person

KNOWS_HER_AFTER = timedelta(days=28)  # how long somebody has been here before vouching for another


# --- Looking after the group ----------------------------------------------------------------------


@rule("groups.see_stewarding")
def see_stewarding(member: Membership) -> Verdict:
    """See who looks after the group."""
    return ALLOW


@rule("groups.offer_stewarding", stewards_only=True)
def offer_stewarding(member: Membership, whom: Membership | None = None) -> Verdict:
    """Ask a member to be a steward too."""
    if whom is None:
        return ALLOW
    if whom.is_steward:
        return refuse(_("This member is a steward already."))
    return can_be_steward(whom)


def can_be_steward(whom: Membership) -> Verdict:
    """A steward needs a mailbox that nobody else opens (settled point 4)."""
    if not whom.is_present:
        return NOT_HERE
    if whom.is_guest:
        return NOT_A_GUEST
    account = whom.person.account_id
    if account is None:
        return refuse(_("A steward needs an e-mail address to sign in with. This member has none here."))
    if Person.objects.filter(account=account).exclude(pk=whom.person_id).exists():
        return refuse(
            _("A steward needs an e-mail address of their own. This one is shared with somebody else.")
        )
    return ALLOW


@rule("groups.answer_offer")
def answer_offer(member: Membership, offer: StewardOffer | None = None) -> Verdict:
    """Say yes or no to being asked to be a steward: the member who was asked."""
    if offer is None:
        return ALLOW
    if offer.whom_id != member.pk:
        return refuse(_("Somebody else was asked, not you."))
    if offer.answered_at is not None:
        return refuse(_("This has been answered already."))
    return ALLOW


@rule("groups.accept_offer")
def accept_offer(member: Membership, offer: StewardOffer) -> Verdict:
    """Say yes to being a steward: the member who was asked, with a mailbox of her own."""
    return answer_offer(member, offer) and can_be_steward(member)


@rule("groups.see_everybody", stewards_only=True)
def see_everybody(member: Membership) -> Verdict:
    """See all members, those who hide from the People page too."""
    return ALLOW


@rule("groups.see_step_down", stewards_only=True)
def see_step_down(member: Membership) -> Verdict:
    """Open the page about stepping down."""
    return ALLOW


@rule("groups.step_down", stewards_only=True)
def step_down(member: Membership) -> Verdict:
    """Stop being a steward; the last one cannot."""
    return LAST_STEWARD if is_last_steward(member) else ALLOW


@rule("groups.name_duties", stewards_only=True)
def name_duties(member: Membership, whom: Membership | None = None) -> Verdict:
    """Name the listeners, and who hears reports about a steward."""
    if whom is None:
        return ALLOW
    return NOT_HERE if not whom.is_present else NOT_A_GUEST if whom.is_guest else ALLOW


@rule("groups.remove", stewards_only=True)
def remove(member: Membership, whom: Membership | None = None) -> Verdict:
    """Remove somebody from the group, with a reason that they are told."""
    if whom is None:
        return ALLOW
    if not whom.is_present:
        return NOT_HERE
    if whom.pk == member.pk:
        return refuse(_("This is you. You can leave the group from your own page."))
    return ALLOW


@rule("groups.note_death", stewards_only=True)
def note_death(member: Membership, whom: Membership | None = None) -> Verdict:
    """Note that a member has died: mail stops, words stay."""
    if whom is None:
        return ALLOW
    return NOT_HERE if not whom.is_present or whom.pk == member.pk else ALLOW


@rule("groups.guests", stewards_only=True)
def guests(member: Membership, whom: Membership | None = None) -> Verdict:
    """Let an outside professional in as a guest, and end it."""
    if whom is None:
        return ALLOW
    if not whom.is_guest:
        return refuse(_("This is a member, not a guest."))
    return ALLOW if whom.is_present else NOT_HERE


# --- Getting back in ------------------------------------------------------------------------------


@rule("groups.recover", stewards_only=True)
def recover(member: Membership, whom: Membership | None = None) -> Verdict:
    """Open the door again for a member who lost her mailbox, or who has one now."""
    if whom is None:
        return ALLOW
    if not whom.is_present:
        return NOT_HERE
    if whom.pk == member.pk:
        return refuse(_("This is you. Another steward has to do this for you."))
    return ALLOW


@rule("groups.reset_pin", stewards_only=True)
def reset_pin(member: Membership, whom: Membership | None = None) -> Verdict:
    """Take away the PIN of a member who has forgotten it."""
    return recover(member, whom)


@rule("groups.vouch")
def vouch(member: Membership, recovery: Recovery | None = None) -> Verdict:
    """Say that it is really her: the second member, whom the steward named."""
    if recovery is None:
        return ALLOW
    if recovery.second_id != member.pk:
        return refuse(_("Somebody else was asked to say yes to this, not you."))
    if recovery.second_at is not None or recovery.done_at is not None or recovery.stopped_at is not None:
        return refuse(_("This has been answered already."))
    return can_vouch(member)


def can_vouch(member: Membership) -> Verdict:
    """Whether somebody has been here long enough to vouch for another."""
    if not member.is_present or member.is_guest:
        return NOT_HERE
    if member.joined_at > clock.now() - KNOWS_HER_AFTER:
        return refuse(_("This needs somebody who has been in the group for four weeks or more."))
    return ALLOW


@rule("groups.stop_recovery", guests=True)
def stop_recovery(member: Membership, recovery: Recovery | None = None) -> Verdict:
    """Stop it: the member herself, the second, or any steward."""
    if recovery is None:
        return ALLOW
    if recovery.done_at is not None or recovery.stopped_at is not None:
        return refuse(_("This is over already."))
    if member.is_steward or member.pk in {recovery.membership_id, recovery.second_id}:
        return ALLOW
    return refuse(_("Only the people it is about, or a steward, can stop this."))
