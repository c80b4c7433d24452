"""Rules of the door: the agreement, inviting, asking to join, the group's settings.

Each refusal is a sentence the member can read. Somebody who asks to join is no member: what they may
do is judged by `require_applicant` and nothing else.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from byturns.core import clock
from byturns.groups import policy
from byturns.groups.models import Application, Invitation, Membership
from byturns.groups.policy import ALLOW, Verdict, refuse, rule
from byturns.people.models import Person

INVITATIONS_A_DAY = 10
INVITATIONS_OPEN = 30
WORDS_A_DAY = 20  # that somebody who asks to join may send to the group


@rule("groups.agreement", guests=True)
def agreement(member: Membership) -> Verdict:
    """Read the group's agreement and say yes to it."""
    return ALLOW


@rule("groups.privacy", guests=True)
def privacy(member: Membership) -> Verdict:
    """Read what is kept, for how long and who can see it."""
    return ALLOW


@rule("groups.health")
def health(member: Membership) -> Verdict:
    """Give or take back one's own consent about words on one's own health."""
    return ALLOW


@rule("groups.publish_agreement", stewards_only=True)
def publish_agreement(member: Membership) -> Verdict:
    """Publish a new version of the agreement; everyone is asked again."""
    return ALLOW


@rule("groups.record_yes", stewards_only=True)
def record_yes(member: Membership, whom: Membership | None = None) -> Verdict:
    """Write down the yes that a member without a mailbox said to the steward."""
    if whom is None:
        return ALLOW
    if not whom.is_present:
        return refuse(_("This person is no longer in the group."))
    if whom.person.account_id is not None:
        return refuse(_("This member can say yes on the page. Nobody else can do it for them."))
    return ALLOW


@rule("groups.invite")
def invite(member: Membership) -> Verdict:
    """Invite somebody by e-mail, and see the link and the poster that lead to asking to join."""
    return ALLOW


@rule("groups.send_invitation")
def send_invitation(member: Membership) -> Verdict:
    """Send an invitation: so many a day, so many open at once."""
    mine = Invitation.objects.filter(made_by=member)
    if mine.filter(made_at__gt=clock.now() - timedelta(days=1)).count() >= INVITATIONS_A_DAY:
        return refuse(_("You have sent many invitations today. You can send more tomorrow."))
    still_open = mine.filter(used_at=None, taken_back_at=None, expires_at__gt=clock.now())
    if still_open.count() >= INVITATIONS_OPEN:
        return refuse(_("Many of your invitations are still open. Take some back to send more."))
    return ALLOW


@rule("groups.take_back_invitation")
def take_back_invitation(member: Membership, invitation: Invitation) -> Verdict:
    """Take an invitation back: who sent it, or a steward."""
    if member.is_steward or invitation.made_by_id == member.pk:
        return ALLOW
    return refuse(_("Only the member who sent this invitation, or a steward, can take it back."))


@rule("groups.join_link", stewards_only=True)
def join_link(member: Membership) -> Verdict:
    """Reset the link that may be passed on, or switch it off and on."""
    return ALLOW


@rule("groups.applications")
def applications(member: Membership) -> Verdict:
    """See who asks to join, and what they wrote."""
    return ALLOW


@rule("groups.talk_with_applicant")
def talk_with_applicant(member: Membership, application: Application) -> Verdict:
    """Write to somebody who asks to join, while nothing is decided."""
    return _still_open(application)


@rule("groups.not_while_i_am_here")
def not_while_i_am_here(member: Membership, application: Application) -> Verdict:
    """Tell the stewards privately, without a reason: not while I am here."""
    return _still_open(application)


@rule("groups.objections", stewards_only=True)
def objections(member: Membership) -> Verdict:
    """See which members said "not while I am here"."""
    return ALLOW


@rule("groups.decide", stewards_only=True)
def decide(member: Membership, application: Application) -> Verdict:
    """Let in or refuse, once the quiet time is over."""
    verdict = _still_open(application)
    if verdict and clock.now() < application.quiet_until:
        return refuse(
            _("Every member has time to tell you something first. You can decide once that time is over.")
        )
    return verdict


@rule("groups.questions", stewards_only=True)
def questions(member: Membership) -> Verdict:
    """Change the questions that the group asks those who want to join."""
    return ALLOW


@rule("groups.settings", stewards_only=True)
def settings(member: Membership) -> Verdict:
    """Change the group's name, welcome, waking hours and time zone."""
    return ALLOW


@rule("groups.join_reason")
def join_reason(member: Membership) -> Verdict:
    """Keep one's own reasons for joining, for one's own eyes only."""
    return ALLOW


def _still_open(application: Application) -> Verdict:
    if application.state == Application.State.OPEN:
        return ALLOW
    return refuse(_("This has been decided already. Nothing more can be sent."))


def require_applicant(person: Person, application: Application) -> None:
    """Whether this person may write to, or take back, this asking. Raises NotAllowed with the reason."""
    verdict = _still_open(application)
    if application.person_id != person.pk:
        verdict = refuse(_("Only the person who asked can do this."))
    if not verdict:
        raise policy.NotAllowed(verdict)
