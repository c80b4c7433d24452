"""Rules about who is in the group and how it is looked after.

Each refusal is a sentence the member can read.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from byturns.core import clock
from byturns.groups.models import Circle, CircleMember, Membership, Recovery, StewardOffer, TypingGrant
from byturns.groups.policy import ALLOW, Verdict, refuse, rule
from byturns.people.models import Person

KNOWS_HER_AFTER = timedelta(days=28)  # how long somebody has been here before vouching for another

NOT_HERE = refuse(_("This person is no longer in the group."))
NOT_A_GUEST = refuse(_("This person is here as a guest, so this is not for them."))
LAST_STEWARD = refuse(
    _("You are the only steward. Ask somebody else to be one first, so that the group is not left alone.")
)


# --- The People page, and what is one's own -------------------------------------------------------


@rule("groups.people")
def people(member: Membership) -> Verdict:
    """See who is in the group, and each person's page."""
    return ALLOW


@rule("groups.log", guests=True)
def log(member: Membership) -> Verdict:
    """Read the group's log: what happened and when, never about whom."""
    return NOT_A_GUEST if member.is_guest else ALLOW


@rule("groups.me", guests=True)
def me(member: Membership) -> Verdict:
    """See and change what is one's own: name, pace, who one keeps away from."""
    return ALLOW


@rule("groups.profile")
def profile(member: Membership) -> Verdict:
    """Write one's own profile, each line with who may read it."""
    return ALLOW


@rule("groups.rest")
def rest(member: Membership) -> Verdict:
    """Take a break until a date, and end it."""
    return ALLOW


@rule("groups.own_data", guests=True)
def own_data(member: Membership) -> Verdict:
    """Take away a copy of everything one wrote."""
    return ALLOW


@rule("groups.leave", guests=True)
def leave(member: Membership) -> Verdict:
    """Leave the group, saying what becomes of one's words."""
    return LAST_STEWARD if is_last_steward(member) else ALLOW


@rule("groups.see_leaving", guests=True)
def see_leaving(member: Membership) -> Verdict:
    """Open the page about leaving, also when something has to be done first."""
    return ALLOW


@rule("groups.keep_away", guests=True)
def keep_away(member: Membership, whom: Membership | None = None) -> Verdict:
    """Mute or block a person. The other is never told."""
    if whom is not None and whom.pk == member.pk:
        return refuse(_("This is you."))
    return ALLOW


def is_last_steward(member: Membership) -> bool:
    """Whether the group would have no steward without this member."""
    return member.is_steward and not Membership.objects.stewards().exclude(pk=member.pk).exists()


# --- Circles --------------------------------------------------------------------------------------


@rule("groups.circles")
def circles(member: Membership) -> Verdict:
    """Start a circle, and see the circles one is in or asked into."""
    return ALLOW


@rule("groups.in_circle")
def in_circle(member: Membership, circle: Circle) -> Verdict:
    """Ask others into a circle, or close it: the people in it only."""
    if circle.closed_at is not None:
        return refuse(_("This circle is closed."))
    if CircleMember.objects.joined().filter(circle=circle, membership=member).exists():
        return ALLOW
    return refuse(_("Only people in this circle can do this."))


@rule("groups.answer_circle")
def answer_circle(member: Membership, circle: Circle) -> Verdict:
    """Say yes or no to being asked into a circle."""
    if circle.closed_at is not None:
        return refuse(_("This circle is closed."))
    if CircleMember.objects.filter(circle=circle, membership=member, joined_at=None).exists():
        return ALLOW
    return refuse(_("You have answered already, or nobody asked you."))


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


# --- Members without e-mail or screen -------------------------------------------------------------


@rule("groups.record_member", stewards_only=True)
def record_member(member: Membership) -> Verdict:
    """Make the record of a member without e-mail."""
    return ALLOW


@rule("groups.see_contact")
def see_contact(member: Membership, whom: Membership) -> Verdict:
    """See how to reach a member: herself, stewards, and who types for her. Each look is kept."""
    if not whom.is_present:
        return NOT_HERE
    if whom.pk == member.pk or member.is_steward or types_for(member, whom):
        return ALLOW
    return refuse(_("Only stewards, and whoever types for this member, can see how to reach them."))


@rule("groups.change_contact", guests=True)
def change_contact(member: Membership, whom: Membership) -> Verdict:
    """Change how a member can be reached: herself, or a steward for who has no e-mail."""
    if whom.pk == member.pk:
        return ALLOW
    if not member.is_steward:
        return refuse(_("Only this member, or a steward for them, can change this."))
    if not whom.is_present:
        return NOT_HERE
    if whom.person.account_id is not None:
        return refuse(_("This member can change it on their own page."))
    return ALLOW


@rule("groups.name_typist")
def name_typist(member: Membership, whom: Membership) -> Verdict:
    """Name who may type for a member: she herself, or a steward who was told so by her."""
    if not whom.is_present:
        return NOT_HERE
    if whom.is_guest:
        return NOT_A_GUEST
    if whom.pk == member.pk or (member.is_steward and whom.person.account_id is None):
        return ALLOW
    return refuse(_("Only this member can name who types for them."))


@rule("groups.end_typing")
def end_typing(member: Membership, grant: TypingGrant) -> Verdict:
    """Take back who may type: she herself, the one who types, or a steward."""
    if member.pk in {grant.member_id, grant.typist_id} or member.is_steward:
        return ALLOW
    return refuse(_("Only the two of them, or a steward, can end this."))


@rule("groups.type_for")
def type_for(member: Membership, whom: Membership) -> Verdict:
    """Type a member's words for her: only who she has named."""
    if types_for(member, whom):
        return ALLOW
    return refuse(_("This member has not named you to type for them."))


def types_for(member: Membership, whom: Membership) -> bool:
    return TypingGrant.objects.standing().filter(member=whom, typist=member).exists()


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
