"""Mails about what is kept: neutral, without names or words, the same at every level.

Saying yes opens a signed-in page: there the words stand that the yes is about, and no mail holds them.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from byturns.core import addresses
from byturns.core.outbox import Letter, letter
from byturns.groups.models import Membership
from byturns.knowledge.models import Page, Use


@letter("knowledge.leave_asked")
def leave_asked(use_id: int) -> Letter | None:
    """To the writer, while the question waits; nothing when its words are gone, or she blocks who asks."""
    use = Use.objects.select_related("teller__group").filter(pk=use_id).first()
    if use is None or not use.teller.is_present:
        return None
    if not Use.objects.waiting_for(use.teller).filter(pk=use.pk).exists():
        return None
    path = reverse("knowledge:leave", kwargs={"group_slug": use.teller.group.slug, "use_id": use.public_id})
    return Letter(
        subject=_("A message from your group"),
        text=_(
            "Somebody in your group asks you for something.\n\n"
            "You can look, and say yes or no, here:\n{url}\n\n"
            "If you do nothing, it counts as a no. Nobody is told which it was.\n"
        ).format(url=addresses.full(path)),
    )


@letter("knowledge.page_closed")
def page_closed(page_id: int, membership_id: int) -> Letter | None:
    """To each who tells on a page that left the list; nothing when it is back meanwhile."""
    member = Membership.objects.full().select_related("group").filter(pk=membership_id).first()
    page = Page.objects.filter(pk=page_id, in_list=False).first()
    if member is None or page is None or not Page.objects.visible_to(member).filter(pk=page.pk).exists():
        return None
    path = reverse("knowledge:page", kwargs={"group_slug": member.group.slug, "page_id": page.public_id})
    return Letter(
        subject=_("A message from your group"),
        text=_(
            "A page of your group that you tell something on is out of the list for now.\n\n"
            "Fewer than three members tell on it. What you told is still yours. You can look here:\n{url}\n"
        ).format(url=addresses.full(path)),
    )
