"""Rules about who is in the group, circles, and members without e-mail.

Each refusal is a sentence the member can read.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byturns.groups.models import Circle, CircleMember, Membership, TypingGrant
from byturns.groups.policy import ALLOW, Verdict, refuse, rule

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


@rule("groups.keep_away")
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
    """Type a member's words for her: only who she has named, once she has said yes to the agreement."""
    if not types_for(member, whom):
        return refuse(_("This member has not named you to type for them."))
    if whom.agreed_version == 0 and whom.owes_a_yes:
        return refuse(
            _("First this member says yes to what you agreed in the group. A steward can write that down.")
        )
    return ALLOW


@rule("groups.act_for")
def act_for(member: Membership, whom: Membership) -> Verdict:
    """Do for a member without e-mail what others do on their own pages: only who types for them."""
    if whom.person.account_id is not None:
        return refuse(_("This member can do it on their own page."))
    return type_for(member, whom)


@rule("groups.record_leaving", stewards_only=True)
def record_leaving(member: Membership, whom: Membership | None = None) -> Verdict:
    """Write down that a member without e-mail leaves, and what becomes of their words."""
    if whom is None:
        return ALLOW
    if not whom.is_present:
        return NOT_HERE
    if whom.person.account_id is not None or whom.is_guest:
        return refuse(_("This member can do it on their own page."))
    return ALLOW


def types_for(member: Membership, whom: Membership) -> bool:
    return TypingGrant.objects.standing().filter(member=whom, typist=member).exists()
