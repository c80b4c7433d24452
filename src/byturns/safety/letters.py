"""Mails about safety: neutral, without names or words. Who gets one is asked again when it is sent."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from byturns.core import addresses
from byturns.core.outbox import Letter, letter
from byturns.groups.models import Membership
from byturns.safety.kinds import Severity
from byturns.safety.models import Act, Report


def _subject() -> str:
    return _("A message from your group")


def _page(name: str, slug: str, **kwargs: str) -> str:
    return addresses.full(reverse(f"safety:{name}", kwargs={"group_slug": slug, **kwargs}))


@letter("safety.reported")
def reported(report_id: int, membership_id: int) -> Letter | None:
    """To each person on the case."""
    member = Membership.objects.select_related("group").filter(pk=membership_id).first()
    if member is None:
        return None
    report = Report.objects.heard_by(member).filter(pk=report_id, closed_at=None).first()
    if report is None:
        return None
    when = _("Please look now if you can.") if report.severity == Severity.LIFE else _("Please look soon.")
    return Letter(
        subject=_subject(),
        text=_(
            "Something in your group needs you. {when}\n\n{url}\n\n"
            "You get this because you look after the group. "
            "Everyone who does, and can help here, was told.\n"
        ).format(when=when, url=_page("case", member.group.slug, public_id=report.public_id)),
    )


@letter("safety.settled")
def settled(report_id: int) -> Letter | None:
    """To the member who reported."""
    report = Report.objects.select_related("group").filter(pk=report_id).exclude(closed_at=None).first()
    if report is None:
        return None
    return Letter(
        subject=_subject(),
        text=_(
            "You told the stewards of your group something. They have looked and written back to you:\n\n"
            "{url}\n\nThank you for telling them.\n"
        ).format(url=_page("my_report", report.group.slug, public_id=report.public_id)),
    )


@letter("safety.settled_outside")
def settled_outside(report_id: int) -> Letter | None:
    """To somebody outside who asked for an answer; they have no page to read it on."""
    report = Report.objects.filter(pk=report_id).exclude(closed_at=None).first()
    if report is None:
        return None
    return Letter(
        subject=_("An answer to what you wrote"),
        text=_(
            "You wrote to the people who look after a group. They have looked.\n\n{words}\n\n"
            "Thank you for writing. If something is still wrong, write again on the same page.\n"
        ).format(words=report.said_to_reporter or report.get_outcome_display()),
    )


@letter("safety.done_to_yours")
def done_to_yours(act_id: int) -> Letter | None:
    """To whose words were hidden, shown, closed or opened again."""
    act = Act.objects.select_related("group").filter(pk=act_id).first()
    if act is None:
        return None
    return Letter(
        subject=_subject(),
        text=_(
            "A steward has done something about words of yours. What it was, why, "
            "and how you can answer is here:\n\n{url}\n"
        ).format(url=_page("told", act.group.slug, public_id=act.public_id)),
    )
