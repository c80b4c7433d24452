"""Where the pages of this app are found in the menu."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from byturns.conversations import links
from byturns.conversations.models import Conversation
from byturns.core import routes
from byturns.groups import policy, slots
from byturns.groups.models import Membership
from byturns.mail import levels
from byturns.notifications import pushing, queries
from byturns.notifications.forms import ShowsForm
from byturns.notifications.kinds import Shows
from byturns.people import parting
from byturns.reciprocity import capacity
from byturns.ui.places import Place
from byturns.ui.places import declare as declare_place


def declare() -> None:
    """My mail stands beside what else is one's own; what is asked and named, on pages of others."""
    slots.declare(slots.Slot("home", "notifications", "notifications/_ask.html", _ask, order=50))
    slots.declare(slots.Slot("looking_after", "notifications", "notifications/_voice.html", _voice, order=80))
    levels.declare(_shows_words)
    capacity.declare_quiet(queries.quiet_weeks)
    parting.before(pushing.forget_here)
    links.declare_for_conversation(
        links.Link("to_everyone", _("Send this to everyone at once"), 40, _to_everyone)
    )
    declare_place(Place("mail", _("My mail"), order=12, url=_choices, row="own"))


def _shows_words(member: Membership) -> bool:
    level, _telling = queries.strictest(member, queries.choice_of(member))
    return level == Shows.WHOLE


def _choices(request: HttpRequest) -> str | None:
    member = getattr(request, "member", None)
    if member is None or not policy.check(member, "notifications.choose"):
        return None
    return routes.to("notifications:choices", group_slug=member.group.slug)


def _to_everyone(member: Membership, talk: Conversation) -> str | None:
    """Offered to a steward where she began it herself; asks nothing of the database."""
    if not member.is_steward or talk.started_by_id != member.pk:
        return None
    if talk.circle_id is not None or talk.unnamed or talk.brought_in:
        return None
    slug = member.group.slug
    return routes.to("notifications:to_everyone", group_slug=slug, public_id=talk.public_id)


def _ask(member: Membership) -> Mapping[str, Any] | None:
    """The one question at joining, until it is answered or put off."""
    if member.is_guest or member.owes_a_yes or not queries.is_to_be_asked(member):
        return None
    return {"form": ShowsForm()}


def _voice(member: Membership) -> Mapping[str, Any] | None:
    if not policy.check(member, "notifications.voice"):
        return None
    return {"sender": queries.sender_of(member.group) or _now("Your group")}
