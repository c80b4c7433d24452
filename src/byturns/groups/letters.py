"""Mails of the door. Subjects and words say nothing about caring, nor the group's name or anybody's."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from byturns.core import addresses, clock
from byturns.core.outbox import Letter, letter
from byturns.groups.actions.invitations import why_dead
from byturns.groups.models import Application, Invitation, Membership


def subject() -> str:
    return _("A message from your group")


@letter("groups.invitation")
def invitation(invitation_id: int, token: str) -> Letter | None:
    """To somebody who is invited: the link, and what happens if they do nothing."""
    found = Invitation.objects.select_related("group", "made_by").filter(pk=invitation_id).first()
    if found is None or why_dead(found) is not None:
        return None
    link = addresses.full(reverse("groups:invited", kwargs={"token": token}))
    return Letter(
        subject=_("An invitation"),
        text=_(
            "Somebody who knows your e-mail address invites you to join their group.\n\n"
            "Read who they are here, and join if you like:\n{link}\n\n"
            "The link works once, for you, until {day}. If you do nothing, nothing happens, and you get "
            "no more mail about it.\n"
        ).format(link=link, day=date_format(found.expires_at.astimezone(found.group.zone), "j F Y")),
    )


def _to_member(membership_id: int, application_id: int, why: str) -> Letter | None:
    """A mail to a member about somebody who asks; None when she left or it was decided."""
    member = Membership.objects.present().select_related("group").filter(pk=membership_id).first()
    asking = Application.objects.filter(pk=application_id, state=Application.State.OPEN).first()
    if member is None or asking is None or member.is_guest:
        return None
    page = reverse(
        "groups:application",
        kwargs={"group_slug": member.group.slug, "public_id": asking.public_id},
    )
    return Letter(subject=subject(), text=f"{why}\n\n{addresses.full(page)}\n")


@letter("groups.somebody_asks")
def somebody_asks(application_id: int, membership_id: int) -> Letter | None:
    """To every member who is not resting: somebody asks to join, and they can speak up before an answer."""
    reader = Membership.objects.select_related("group").filter(pk=membership_id).first()
    if reader is None or reader.on_break(clock.today(reader.group.zone)):
        return None
    return _to_member(
        membership_id,
        application_id,
        _("Somebody asks to join your group. Please have a look, today or tomorrow if you can:"),
    )


@letter("groups.applicant_wrote")
def applicant_wrote(application_id: int, membership_id: int) -> Letter | None:
    """To members who talked with somebody who asks to join: there is more to read."""
    return _to_member(membership_id, application_id, _("Somebody who asks to join your group has written:"))


@letter("groups.word_for_stewards")
def word_for_stewards(application_id: int, membership_id: int) -> Letter | None:
    """To stewards: a member told them something in private about an asking."""
    return _to_member(
        membership_id, application_id, _("There is a word for the stewards of your group here:")
    )


@letter("groups.answer_to_asking")
def answer_to_asking(application_id: int) -> Letter | None:
    """To somebody who asked to join: there is an answer. The words are on the page only."""
    asking = (
        Application.objects.exclude(state=Application.State.WITHDRAWN)
        .exclude(person=None)
        .filter(pk=application_id)
        .first()
    )
    if asking is None:
        return None
    page = reverse("groups:asked", kwargs={"public_id": asking.public_id})
    return Letter(
        subject=_("A message for you"),
        text=_("You wrote to a group. There is an answer for you here:\n\n{link}\n").format(
            link=addresses.full(page)
        ),
    )


@letter("groups.let_in")
def let_in(membership_id: int) -> Letter | None:
    """To somebody who was let in: the way in."""
    member = Membership.objects.present().select_related("group").filter(pk=membership_id).first()
    if member is None:
        return None
    return Letter(
        subject=_("A message for you"),
        text=_("You asked to join a group. You are welcome. Come in here:\n\n{link}\n").format(
            link=addresses.full(f"/g/{member.group.slug}/")
        ),
    )
