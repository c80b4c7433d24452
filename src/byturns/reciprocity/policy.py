"""Who may ask, offer, agree and end. Each refusal is a sentence the member can read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byturns.conversations.models import Conversation
from byturns.groups import policy as group_policy
from byturns.groups.models import Circle, CircleMember, Distance, Membership
from byturns.groups.policy import ALLOW, Verdict, refuse, rule
from byturns.reciprocity import trust
from byturns.reciprocity.kinds import TRUSTING, State
from byturns.reciprocity.models import Ask, Asked, Hand

ENOUGH = refuse(_("As many as were wanted have said yes. Thank you for offering."))
OVER = refuse(_("This is over: nobody is asked any more."))
NOT_YOURS = refuse(_("Only the person who asked can do this."))


@rule("reciprocity.browse")
def browse(member: Membership) -> Verdict:
    """See what is asked for, and one’s own giving and receiving."""
    return ALLOW


@rule("reciprocity.view")
def view(member: Membership, ask: Ask) -> Verdict:
    """Open an ask: the same rule as `Ask.objects.visible_to`."""
    if Ask.objects.visible_to(member).filter(pk=ask.pk).exists():
        return ALLOW
    return refuse(_("This is not open to you."))


@rule("reciprocity.ask")
def ask(member: Membership, circle: Circle | None = None) -> Verdict:
    """Ask everyone, a circle the member is in, or only those who are asked. It depends on nothing else."""
    if circle is None:
        return ALLOW
    inside = CircleMember.objects.joined().filter(circle=circle, membership=member)
    if circle.closed_at is None and inside.exists():
        return ALLOW
    return refuse(_("Only people in this circle can ask there."))


@rule("reciprocity.grow")
def grow(member: Membership, conversation: Conversation) -> Verdict:
    """Let an ask grow out of a conversation: its starter, or somebody who proposes it to her."""
    verdict = group_policy.check(member, "conversations.reply", conversation)
    if not verdict:
        return verdict
    if conversation.unnamed or conversation.name_withdrawn:
        return refuse(
            _("This was started without a name, and an ask has one. Ask for it apart from the conversation.")
        )
    starter = conversation.started_by
    if starter is None or not starter.is_present or starter.is_guest:
        return refuse(_("The person who started this is not here any more."))
    if starter.pk != member.pk and _keeps_away(member, starter):
        return refuse(_("You have blocked this person."))
    return ALLOW


def _keeps_away(member: Membership, whom: Membership) -> bool:
    return Distance.objects.filter(by=member, whom=whom, kind=Distance.Kind.BLOCK).exists()


def speaks_for_asker(member: Membership, ask: Ask) -> bool:
    """She asked, or wrote it down for who asked and is still named by her to do so."""
    if ask.asked_by_id == member.pk:
        return True
    if ask.typed_by_id != member.pk:
        return False
    return bool(group_policy.check(member, "groups.type_for", ask.asked_by))


@rule("reciprocity.speak_for")
def speak_for(member: Membership, ask: Ask) -> Verdict:
    """See who offers, and answer them: the asker, or who wrote it down for her."""
    return ALLOW if speaks_for_asker(member, ask) else NOT_YOURS


@rule("reciprocity.answer_proposal")
def answer_proposal(member: Membership, ask: Ask) -> Verdict:
    """Say yes or no to what somebody put into words for one: the teller alone."""
    if ask.asked_by_id != member.pk or ask.state != State.PROPOSED:
        return NOT_YOURS
    return view(member, ask)


@rule("reciprocity.offer")
def offer(member: Membership, ask: Ask) -> Verdict:
    """Offer to help with somebody else’s ask while it is open."""
    if member.pk == ask.asked_by_id:
        return refuse(_("You asked for this yourself."))
    if member.pk == ask.typed_by_id:
        return refuse(_("You wrote this down for somebody. Ask another member to help."))
    verdict = view(member, ask)
    if not verdict:
        return verdict
    stands = trust.standing(member, ask.asked_by_id)
    if stands.keeps_away:
        return refuse(_("You have blocked this person."))
    if ask.state == State.AGREED:
        return ENOUGH
    if not ask.is_open:
        return OVER
    return _careful(stands) if ask.kind in TRUSTING else ALLOW


READ_FIRST = refuse(_("Before you do this for the first time, read what nobody checks."))


def _careful(stands: trust.Standing) -> Verdict:
    """Help in a home, in a car or with things of value, as the group set it (settled point 24)."""
    if not stands.long_enough:
        return refuse(
            _("Help in a home or a car is for members who have been here for a while. There are other ways.")
        )
    if not stands.known:
        return refuse(
            _("Help in a home or a car is for members whom others here have met. There are other ways.")
        )
    return ALLOW if stands.has_read else READ_FIRST


@rule("reciprocity.choose_pace")
def choose_pace(member: Membership) -> Verdict:
    """Say what one may be asked for, how often and when."""
    return ALLOW


@rule("reciprocity.answer_asked")
def answer_asked(member: Membership, asked: Asked) -> Verdict:
    """Answer what one was asked alone: nobody else knows of it."""
    if asked.member_id != member.pk:
        return refuse(_("Only the person who was asked can answer this."))
    return ALLOW if asked.ask.is_open else OVER


@rule("reciprocity.take_back")
def take_back(member: Membership, hand: Hand) -> Verdict:
    """Take back an offer or a yes: who gave it, without a reason, until it is done."""
    if hand.helper_id != member.pk:
        return refuse(_("Only the person who offered can take it back."))
    return OVER if hand.ask.is_over else ALLOW


@rule("reciprocity.agree")
def agree(member: Membership, hand: Hand) -> Verdict:
    """Say yes to an offer: the asker, or who wrote it down for her."""
    if not speaks_for_asker(member, hand.ask):
        return NOT_YOURS
    if not Hand.objects.seen_by_asker().filter(pk=hand.pk).exists():
        return refuse(_("This offer is no longer there."))
    if hand.ask.state == State.AGREED:
        return refuse(_("As many as you wanted have said yes."))
    return ALLOW if hand.ask.state == State.OPEN else OVER


@rule("reciprocity.change")
def change(member: Membership, ask: Ask) -> Verdict:
    """Change an ask: the asker, or who wrote it down for her, until somebody’s yes holds."""
    if not speaks_for_asker(member, ask):
        return NOT_YOURS
    if Hand.objects.agreed().filter(ask=ask).exists():
        return refuse(_("Somebody has said yes to it as it is. Tell them what has changed."))
    return ALLOW if ask.state in {State.OPEN, State.PROPOSED} else OVER


@rule("reciprocity.pass_details")
def pass_details(member: Membership, hand: Hand) -> Verdict:
    """Let the other of two who agreed see one’s own telephone number or address, or no longer."""
    if member.pk not in {hand.helper_id, hand.ask.asked_by_id}:
        return refuse(_("Only the two who agreed can do this."))
    if hand.agreed_at is None or hand.ask.is_over:
        return refuse(_("Nothing is agreed between you just now."))
    return ALLOW


@rule("reciprocity.set_trust", stewards_only=True)
def set_trust(member: Membership) -> Verdict:
    """Set for whom help in a home, in a car or with things of value is open."""
    return ALLOW


@rule("reciprocity.vouch")
def vouch(member: Membership) -> Verdict:
    """Say whom one has met and would let in."""
    return ALLOW


@rule("reciprocity.end")
def end(member: Membership, ask: Ask) -> Verdict:
    """Say that it is not needed any more: the asker, or who wrote it down for her."""
    if not speaks_for_asker(member, ask):
        return NOT_YOURS
    if ask.state == State.PROPOSED:
        return refuse(_("Say yes or no to it first."))
    return OVER if ask.is_over else ALLOW


@rule("reciprocity.done")
def done(member: Membership, ask: Ask) -> Verdict:
    """Say that it is done: those who agreed on it."""
    agreed = Hand.objects.agreed().filter(ask=ask)
    if not speaks_for_asker(member, ask) and not agreed.filter(helper=member).exists():
        return refuse(_("Only those who agreed on it can say that it is done."))
    if ask.is_over:
        return OVER
    return ALLOW if agreed.exists() else refuse(_("Nothing has been agreed yet."))


@rule("reciprocity.thank")
def thank(member: Membership, hand: Hand) -> Verdict:
    """Thank somebody who helped, in private: the asker, or who wrote it down for her."""
    if not speaks_for_asker(member, hand.ask):
        return NOT_YOURS
    if hand.agreed_at is None or hand.ask.state not in {State.AGREED, State.DONE}:
        return refuse(_("Nothing has been agreed yet."))
    return ALLOW
