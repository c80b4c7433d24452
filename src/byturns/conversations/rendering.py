"""Stored HTML made anew after an upgrade of the renderer. Words stay as they are."""

from __future__ import annotations

from django.db import transaction

from byturns.conversations.models import Message
from byturns.core import text
from byturns.groups.models import Group
from byturns.groups.scoping import in_group

AT_ONCE = 500


def rerender() -> int:
    """Redo the HTML of all messages of an older renderer, in every group; returns how many.

    In small steps, each committed: it can be stopped and run again, and pages stay served.
    """
    done = 0
    for number in Group.objects.values_list("pk", flat=True):
        with in_group(number):
            while some := _some():
                done += some
    return done


@transaction.atomic
def _some() -> int:
    older = list(Message.objects.select_for_update().exclude(renderer=text.RENDERER).order_by("pk")[:AT_ONCE])
    for message in older:
        message.html = text.to_html(message.words) if message.words else ""
        message.renderer = text.RENDERER
    Message.objects.bulk_update(older, ["html", "renderer"])
    return len(older)
