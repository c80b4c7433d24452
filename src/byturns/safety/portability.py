"""What this app holds of a member, for her to take away: what she told the stewards, and what they did
to her words. Nothing of a case that she is on, or that is about her, is hers to take."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from byturns.core import registry
from byturns.groups.models import Membership
from byturns.safety import queries
from byturns.safety.kinds import Kept
from byturns.safety.models import ReportNote


def gather(member: Membership) -> dict[str, Any]:
    """All that the member wrote to the stewards, and what she was told."""
    return {
        _("What I told the stewards"): [
            {
                _("when"): report.at.isoformat(),
                _("why"): str(report.get_route_display()),
                _("my words"): report.words,
                _("what came of it"): str(report.get_outcome_display()) if report.closed_at else "",
                _("what they said to me"): report.said_to_reporter if report.closed_at else "",
            }
            for report in queries.mine(member)
        ],
        _("What I added, or answered"): [
            {_("when"): note.at.isoformat(), _("my words"): note.words}
            for note in ReportNote.objects.filter(
                by=member, kind__in=[Kept.FROM_REPORTER, Kept.FROM_WRITER]
            ).order_by("at")
        ],
        _("What stewards did to my words"): [
            {
                _("when"): act.at.isoformat(),
                _("what"): str(act.get_deed_display()),
                _("why"): act.reason,
            }
            for act in queries.done_to(member)
        ],
    }


registry.register_own_data("safety", gather)
