"""What of talk belongs to one member, for her to take away."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from byturns.conversations.kinds import Ack, Kind
from byturns.conversations.models import Acknowledgement, Conversation, Draft, Message, OlderText
from byturns.core import registry
from byturns.groups.models import CircleMember, Membership


def gather(member: Membership, typist: Membership | None = None) -> dict[str, Any]:
    """Everything she wrote, started, is writing and quietly answered. Nothing that others wrote.

    Titles are given only of what she started: others' titles are their words. A `typist` who prints it
    for her gets nothing from circles she is not in herself.
    """
    started = Conversation.objects.filter(_open_to(typist), started_by=member, title_down_at=None).order_by(
        "opened_at", "pk"
    )
    said = Message.objects.filter(
        _open_to(typist, "conversation__"), author=member, taken_down_at=None
    ).order_by("sent_at", "pk")
    before = OlderText.objects.filter(
        _open_to(typist, "message__conversation__"), message__author=member
    ).order_by("replaced_at", "pk")
    acks = Acknowledgement.objects.filter(by=member).order_by("at", "pk")
    drafts = Draft.objects.filter(_open_to(typist, "conversation__"), membership=member).order_by(
        "saved_at", "pk"
    )
    return {
        _("Conversations I started"): [
            {
                _("title"): one.title,
                _("kind"): str(Kind(one.kind).label),
                _("when"): one.opened_at.isoformat(),
            }
            for one in started
        ],
        _("What I wrote"): [
            {
                _("words"): one.words,
                _("when"): one.sent_at.isoformat(),
                _("without my name"): one.unnamed,
                _("changed"): one.edited_at.isoformat() if one.edited_at else "",
            }
            for one in said
        ],
        _("How it read before"): [
            {_("words"): one.words, _("until"): one.replaced_at.isoformat()} for one in before
        ],
        _("Not sent yet"): [
            {_("title"): one.title, _("words"): one.words, _("when"): one.saved_at.isoformat()}
            for one in drafts
        ],
        _("Quiet answers I gave"): [
            {_("what"): str(Ack(one.kind).label), _("when"): one.at.isoformat()} for one in acks
        ],
    }


def _open_to(typist: Membership | None, way: str = "") -> Q:
    if typist is None:
        return Q()
    inside = CircleMember.objects.joined().filter(membership=typist).values("circle")
    return Q(**{f"{way}circle": None}) | Q(**{f"{way}circle__in": inside})


registry.register_own_data("conversations", gather, for_typist=gather)
