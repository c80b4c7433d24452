"""What of giving and receiving belongs to one member, for her to take away."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from byturns.core import registry
from byturns.groups.models import CircleMember, Membership
from byturns.reciprocity import wording
from byturns.reciprocity.kinds import Help, Part, State
from byturns.reciprocity.models import Ask, Careful, Hand, Thanks, Vouch, Willing


def gather(member: Membership, typist: Membership | None = None) -> dict[str, Any]:
    """What she asked for, what she said she could do and what she said in thanks. Nothing others wrote, and
    not what she was asked: no answer of hers is told on.

    A `typist` who prints it for her gets nothing from circles she is not in herself.
    """
    asked = (
        Ask.objects.filter(_open_to(typist), asked_by=member)
        .exclude(state=State.PROPOSED)
        .select_related("group")
        .order_by("made_at", "pk")
    )
    hands = Hand.objects.filter(_open_to(typist, "ask__"), helper=member).select_related("ask")
    thanks = Thanks.objects.filter(_open_to(typist, "hand__ask__"), hand__ask__asked_by=member)
    return {
        _("What I asked for"): [
            {
                _("kind"): one.get_kind_display(),
                _("in a few words"): one.title,
                _("more"): one.words,
                _("when"): wording.when_of(one),
                _("where"): one.place,
                _("how it stands"): wording.state_of(one, offered=False),
            }
            for one in asked
        ],
        _("What I said I could do"): [
            {
                _("kind"): one.ask.get_kind_display(),
                _("my words"): one.words,
                _("when I said so"): one.at.isoformat(),
                _("agreed"): one.agreed_at is not None,
            }
            for one in hands.order_by("at", "pk")
        ],
        _("What I may be asked for"): [
            {
                _("how often"): one.get_pace_display(),
                _("kinds"): ", ".join(str(Help(kind).label) for kind in sorted(one.able)),
                _("how far"): one.get_far_display(),
                _("days"): ", ".join(str(WEEKDAYS[int(day)]) for day in one.weekdays),
                _("times of day"): ", ".join(str(Part(part).label) for part in one.parts),
            }
            for one in Willing.objects.filter(membership=member)
        ],
        _("When I said that I know a member"): [
            row.at.isoformat() for row in Vouch.objects.filter(by=member).order_by("at", "pk")
        ],
        _("When I read what nobody checks"): [
            row.at.isoformat() for row in Careful.objects.filter(membership=member)
        ],
        _("What I said in thanks"): [
            {_("words"): one.words, _("when"): one.at.isoformat()} for one in thanks.order_by("at", "pk")
        ],
    }


def _open_to(typist: Membership | None, way: str = "") -> Q:
    if typist is None:
        return Q()
    inside = CircleMember.objects.joined().filter(membership=typist).values("circle")
    return Q(**{f"{way}circle": None}) | Q(**{f"{way}circle__in": inside})


registry.register_own_data("reciprocity", gather, for_typist=gather)
