"""Where the pages of this app are found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from byturns.conversations import links
from byturns.conversations.models import Conversation
from byturns.core import routes
from byturns.groups import policy, slots
from byturns.groups.models import Membership
from byturns.reciprocity import queries
from byturns.ui.places import Place
from byturns.ui.places import declare as declare_place


def declare() -> None:
    """A place in the menu, a part of Home, and a link beside each conversation."""
    declare_place(Place("give", _("Give and take"), 30, _asked))
    slots.declare(slots.Slot("home", "reciprocity", "reciprocity/_home.html", _home, order=40))
    slots.declare(
        slots.Slot("looking_after", "reciprocity", "reciprocity/_looking_after.html", _rules, order=70)
    )
    links.declare_for_conversation(links.Link("grow", _("Ask for something concrete"), 20, _own))
    links.declare_for_conversation(
        links.Link("propose", _("Put into words what they could ask for"), 21, _theirs)
    )


def _asked(request: HttpRequest) -> str | None:
    member = getattr(request, "member", None)
    if member is None or member.is_guest:
        return None
    return routes.to("reciprocity:asked", group_slug=member.group.slug)


def _home(member: Membership) -> Mapping[str, Any] | None:
    found = queries.at_home(member)
    if not (found.asked or found.offered or found.proposed):
        return None
    return {"asked": found.asked, "offered": found.offered, "proposed": found.proposed}


def _rules(member: Membership) -> Mapping[str, Any] | None:
    return {} if policy.check(member, "reciprocity.set_trust") else None


def _own(member: Membership, talk: Conversation) -> str | None:
    return _grow(member, talk) if talk.started_by_id == member.pk else None


def _theirs(member: Membership, talk: Conversation) -> str | None:
    return None if talk.started_by_id == member.pk else _grow(member, talk)


def _grow(member: Membership, talk: Conversation) -> str | None:
    """Asks nothing of the database; the page itself looks whether the starter is still here."""
    unnamed = talk.unnamed or talk.name_withdrawn
    if member.is_guest or unnamed or talk.brought_in or talk.is_closed or talk.started_by_id is None:
        return None
    return routes.to("reciprocity:grow", group_slug=member.group.slug, public_id=talk.public_id)
