"""What this app holds of a member, for her to take away: her words that were brought in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from byturns.core import registry
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.portability import queries
from byturns.portability.models import Claim


def gather(member: Membership) -> dict[str, Any]:
    """Her own words from before, and the names that she said are hers. Nothing that others wrote."""
    return {
        _("My words from before"): [
            {
                _("name"): name.name,
                _("messages"): [
                    {
                        _("when"): row.at.isoformat(),
                        _("words"): row.words,
                        _("open to the whole group"): row.wide,
                    }
                    for row in (
                        queries.own_words(name) if policy.check(member, "portability.read_own", name) else []
                    )
                ],
            }
            for name in queries.my_names(member)
        ],
        _("Names that I said are mine"): [
            {_("name"): claim.name.name, _("when"): claim.made_at.isoformat()}
            for claim in Claim.objects.filter(membership=member).select_related("name").order_by("made_at")
        ],
    }


registry.register_own_data("portability", gather)
