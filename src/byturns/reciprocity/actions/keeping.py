"""What becomes of asks and hands when somebody goes, or keeps away. Called by what hears of it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from byturns.groups.models import Distance, Membership
from byturns.reciprocity.actions.ending import close
from byturns.reciprocity.actions.offering import let_go, locked
from byturns.reciprocity.actions.reaching import close_pair
from byturns.reciprocity.kinds import State
from byturns.reciprocity.models import Ask, Asked, Careful, Hand, Thanks, Vouch, Willing

_OVER = (State.DONE, State.NOT_NEEDED, State.PAST)


@transaction.atomic
def settle_leaver(*, member: Membership, words: str) -> None:
    """Her asks end, her yeses open what they held, and her words stay, lose the name or go ("down").

    No rule is asked: leaving was allowed, and MemberLeft is the fact.
    """
    Willing.objects.filter(membership=member).delete()
    Careful.objects.filter(membership=member).delete()
    Vouch.objects.filter(Q(by=member) | Q(whom=member)).delete()
    Asked.objects.filter(member=member).delete()
    Ask.objects.filter(Q(asked_by=member) | Q(proposed_by=member), state=State.PROPOSED).delete()
    for number in Ask.objects.filter(asked_by=member).exclude(state__in=_OVER).values_list("pk", flat=True):
        close(locked(number), State.NOT_NEEDED, None)
    for hand in Hand.objects.filter(helper=member).exclude(ask__state__in=_OVER):
        let_go(locked(hand.ask_id), hand)
    hers = Ask.objects.filter(asked_by=member)
    if words == "keep":
        return
    hers.update(name_withdrawn=True)
    if words == "down":
        hers.update(title="", words="", place="")
        Thanks.objects.filter(hand__ask__asked_by=member).delete()
        Hand.objects.filter(helper=member).update(words="")


@transaction.atomic
def keep_apart(*, member: Membership) -> None:
    """She blocks somebody: what was agreed between them does not hold any more; nobody is told why.

    An offer by whom she blocks stays as it is, for her not to see: that it went would tell.
    """
    blocked = Distance.objects.filter(by=member, kind=Distance.Kind.BLOCK).values("whom")
    either = Q(member=member, ask__asked_by__in=blocked) | Q(ask__asked_by=member, member__in=blocked)
    Asked.objects.filter(either).delete()
    pairs = Q(helper=member, ask__asked_by__in=blocked) | Q(ask__asked_by=member, helper__in=blocked)
    for hand in Hand.objects.filter(pairs).exclude(conversation=None).select_related("conversation__circle"):
        close_pair(member=member, hand=hand)
    hers = Q(helper=member, ask__asked_by__in=blocked)
    theirs = Q(ask__asked_by=member, helper__in=blocked, agreed_at__isnull=False)
    for hand in Hand.objects.filter(hers | theirs).exclude(ask__state__in=_OVER):
        let_go(locked(hand.ask_id), hand)
