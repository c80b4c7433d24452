"""What of the group's knowledge belongs to one member, for her to take away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from byturns.core import registry
from byturns.groups.models import Membership
from byturns.knowledge.kinds import PARTS, Answer
from byturns.knowledge.models import Experience, Use


def gather(member: Membership) -> dict[str, Any]:
    """What she told, and every row of her ledger. Nothing that others told."""
    told = Experience.objects.filter(teller=member, down_at=None).select_related("subject")
    rows = Use.objects.filter(teller=member).exclude(choice="")
    return {
        _("What I told"): [
            {
                _("when"): one.kept_at.isoformat(),
                _("about"): one.subject.name if one.subject is not None else "",
                **{str(label): said for name, label in PARTS if (said := getattr(one, name))},
                _("did it help"): str(one.get_helped_display()) if one.helped else "",
                _("beside it"): one.circumstances_said,
                _("with my name"): one.named,
            }
            for one in told.order_by("kept_at", "pk")
        ],
        _("What I was asked and said yes or no to"): [
            {
                _("for"): str(use.get_scope_display()),
                _("asked"): use.asked_at.isoformat(),
                _("answer"): str(Answer(use.choice).label),
                _("answered"): use.answered_at.isoformat() if use.answered_at else "",
                _("taken back"): use.withdrawn_at.isoformat() if use.withdrawn_at else "",
            }
            for use in rows.order_by("asked_at", "pk")
        ],
    }


registry.register_own_data("knowledge", gather)
