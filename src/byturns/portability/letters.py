"""Letters about what is brought in: never any of the words, nor a name, nor what the group is about."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from byturns.core import addresses
from byturns.core.outbox import Letter, letter
from byturns.groups.models import Membership
from byturns.portability.kinds import State
from byturns.portability.models import Batch, OwnerLink


def _day(batch: Batch, moment: datetime | None) -> str:
    return formats.date_format((moment or batch.made_at).astimezone(batch.group.zone), "j F Y")


def _to_member(membership_id: int, batch_id: int) -> tuple[Membership, Batch] | None:
    member = Membership.objects.present().select_related("group").filter(pk=membership_id).first()
    batch = Batch.objects.select_related("group").filter(pk=batch_id).first()
    return (member, batch) if member is not None and batch is not None else None


@letter("portability.waits_for_stewards")
def waits_for_stewards(batch_id: int, membership_id: int) -> Letter | None:
    """To stewards: a file was put on the server and waits for them."""
    found = _to_member(membership_id, batch_id)
    if found is None or not found[0].is_steward or found[1].state != State.STAGED:
        return None
    page = reverse("portability:bring", kwargs={"group_slug": found[0].group.slug})
    return Letter(
        subject=_("A message from your group"),
        text=_(
            "A file with messages from before has been put on the server of your group. Nothing of it shows "
            "to anybody. A steward decides what becomes of it:\n\n{link}\n"
        ).format(link=addresses.full(page)),
    )


@letter("portability.group_told")
def group_told(batch_id: int, membership_id: int) -> Letter | None:
    """To members none of whose words are in it: something comes, and when."""
    found = _to_member(membership_id, batch_id)
    if found is None or found[0].is_guest or found[1].state != State.TOLD:
        return None
    member, batch = found
    page = reverse("portability:history", kwargs={"group_slug": member.group.slug})
    return Letter(
        subject=_("A message from your group"),
        text=_(
            "Messages from before will be brought into your group on {day}. Only people who were there then "
            "will see them. Were you there too, or would you like to know more?\n\n{link}\n"
        ).format(link=addresses.full(page), day=_day(batch, batch.opens_at)),
    )


@letter("portability.yours")
def yours(link_id: int, token: str) -> Letter | None:
    """To somebody whose words are in it: the link by which she says what becomes of them."""
    link = OwnerLink.objects.select_related("batch__group").filter(pk=link_id).first()
    if link is None or link.batch.state not in {State.TOLD, State.OPEN}:
        return None
    batch = link.batch
    if link.membership_id:
        whose = _("Your group is moving its old messages to a new home. Some of them seem to be yours.")
        also = _("You can also find this in your group, under “Me in this group”.")
    else:
        whose = _("A group is moving its old messages to a new home. Some of them seem to be yours.")
        also = _("If you do not know what this is about, you can leave this mail alone.")
    return Letter(
        subject=_("A message from your group") if link.membership_id else _("A message for you"),
        text=_(
            "{whose}\n\n"
            "Here you can say what becomes of them: that they are not yours, that your name is not shown, or "
            "that they are taken down. You need no account:\n\n{link}\n\n"
            "Nothing shows to anybody before {day}. After that, only people who were there then can read "
            "them. If you do nothing, that is all that happens. The link works until {end}.\n\n{also}\n"
        ).format(
            whose=whose,
            also=also,
            link=addresses.full(reverse("mine", kwargs={"token": token})),
            day=_day(batch, batch.opens_at),
            end=_day(batch, link.ends_at),
        ),
    )
