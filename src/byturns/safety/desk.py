"""What pages of groups show of safety: reports that wait to those who hear them, and numbers on paper."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from byturns.core import clock
from byturns.groups import mails, policy, slots
from byturns.groups.models import Membership
from byturns.safety import signposts
from byturns.safety.models import LocalNumber, Report


def _desk(member: Membership) -> dict[str, Any] | None:
    """Reports that wait for her, and (for stewards) numbers past their review; counts only, no names."""
    if not policy.check(member, "safety.desk"):
        return None
    numbers = bool(policy.check(member, "safety.numbers"))
    today = clock.today(member.group.zone)
    return {
        **_waiting(member),
        "stale": signposts.stale(today) if numbers else [],
        "stale_local": list(LocalNumber.objects.stale(today)) if numbers else [],
    }


def _home(member: Membership) -> dict[str, Any] | None:
    """Reports that wait, on Home of those who hear them; for all others not even a query."""
    found = _waiting(member) if policy.check(member, "safety.desk") else {"waiting": 0}
    return found if found["waiting"] else None


def _waiting(member: Membership) -> dict[str, int]:
    moment = clock.now()
    waiting = list(Report.objects.heard_by(member).open())
    return {
        "waiting": len(waiting),
        "late": sum(report.is_late(moment) for report in waiting),
        "untaken": sum(report.taken_by_id is None for report in waiting),
    }


def _numbers(member: Membership) -> dict[str, Any]:
    return {"posts": signposts.here(), "local": list(LocalNumber.objects.all())}


slots.declare(slots.Slot("home", "safety", "safety/_home.html", _home, order=10))
slots.declare(slots.Slot("letter", "safety", "safety/_paper.html", _numbers))
slots.declare(slots.Slot("looking_after", "safety", "safety/_desk.html", _desk, order=10))
mails.declare(
    mails.Mail(
        _l("When stewards hid, showed, closed or opened again something of yours: that it was done."),
        ("safety.done_to_yours",),
        order=32,
    ),
    mails.Mail(_l("When something you reported is settled."), ("safety.settled",), order=33),
    mails.Mail(
        _l("When somebody reports something. Members who were named to hear it get this too."),
        ("safety.reported",),
        "steward",
    ),
    mails.Mail(
        _l("To people outside: an answer, if they asked for one."), ("safety.settled_outside",), "outside"
    ),
)
