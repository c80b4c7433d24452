"""What this app holds of a member, for her to take away."""

from __future__ import annotations

from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from byturns.core import registry
from byturns.groups.kinds import JOIN_REASONS
from byturns.groups.models import (
    AgreementYes,
    ApplicationMessage,
    CircleMember,
    ContactDetail,
    ContactLook,
    Distance,
    Duty,
    HealthConsent,
    Invitation,
    JoinReason,
    Membership,
    Offered,
    ProfileLine,
    StewardOffer,
    TypingGrant,
)


def gather(member: Membership, typist: Membership | None = None) -> dict[str, Any]:
    """All rows of this app that are about the member or were written by her.

    A `typist` who prints it for her is not told of circles she is not in herself.
    """
    circles = CircleMember.objects.joined().filter(membership=member)
    if typist is not None:
        hers = CircleMember.objects.joined().filter(membership=typist).values("circle")
        circles = circles.filter(circle__in=hers)
    return {
        _("Membership"): _membership(member),
        _("My profile"): [
            {
                _("about"): str(line.get_key_display()),
                _("words"): line.words,
                _("who can read it"): str(line.get_audience_display()),
            }
            for line in ProfileLine.objects.filter(membership=member)
        ],
        _("How I am reached"): [
            {str(row.get_kind_display()): row.value}
            for row in ContactDetail.objects.filter(membership=member)
        ],
        _("Who looked at how I am reached"): [
            {_("who"): row.by.display_name, _("when"): row.at.isoformat()}
            for row in ContactLook.objects.filter(membership=member).select_related("by").order_by("at")
        ],
        _("Why I joined"): _reasons(member),
        _("What I said yes to"): [
            {_("agreement"): row.version, _("when"): row.at.isoformat()}
            for row in AgreementYes.objects.filter(membership=member).order_by("version")
        ],
        _("My consent about my own health"): [
            {
                _("version"): row.version,
                _("given"): row.given_at.isoformat(),
                _("taken back"): row.withdrawn_at.isoformat() if row.withdrawn_at else "",
            }
            for row in HealthConsent.objects.filter(membership=member).order_by("given_at")
        ],
        _("My circles"): [row.circle.name for row in circles.select_related("circle")],
        _("People I keep away from"): [
            {_("who"): row.whom.display_name, _("how"): str(row.get_kind_display())}
            for row in Distance.objects.filter(by=member).select_related("whom")
        ],
        _("Who may type for me"): [
            {_("who"): row.typist.display_name, _("given"): row.given_at.isoformat()}
            for row in TypingGrant.objects.standing().filter(member=member).select_related("typist")
        ],
        _("Whom I type for"): [
            {_("who"): row.member.display_name, _("given"): row.given_at.isoformat()}
            for row in TypingGrant.objects.standing().filter(typist=member).select_related("member")
        ],
        _("When I was asked to be a steward"): [
            {_("when"): row.at.isoformat(), _("yes"): row.said_yes}
            for row in StewardOffer.objects.filter(whom=member).order_by("at")
        ],
        _("When I can be on duty as a listener"): [
            {
                _("on"): [str(WEEKDAYS[day]) for day in sorted(row.days)],
                _("days in a fortnight at most"): row.most,
            }
            for row in Offered.objects.filter(membership=member)
        ],
        _("My days on duty"): [
            row.day.isoformat() for row in Duty.objects.filter(listener=member).order_by("day")
        ],
        _("Invitations I sent"): [
            {_("to"): row.email, _("note"): row.note, _("when"): row.made_at.isoformat()}
            for row in Invitation.objects.filter(made_by=member).order_by("made_at")
        ],
        _("What I wrote to people who asked to join"): [
            {_("words"): row.words, _("when"): row.at.isoformat()}
            for row in ApplicationMessage.objects.filter(author=member).order_by("at")
        ],
    }


def _membership(member: Membership) -> dict[str, Any]:
    account = member.person.account
    return {
        _("group"): member.group.name,
        _("name"): member.display_name,
        _("e-mail address"): account.email if account else "",
        _("role"): str(member.get_role_display()),
        _("listener"): member.is_listener,
        _("here since"): member.joined_at.isoformat(),
        _("where I am with caring"): str(member.get_caring_display()),
        _("who can read that"): str(member.get_caring_audience_display()),
        _("on a break until"): member.on_break_until.isoformat() if member.on_break_until else "",
        _("shown on the People page"): member.in_directory,
        _("reached by"): str(member.get_contact_by_display()),
    }


def _reasons(member: Membership) -> dict[str, Any]:
    row = JoinReason.objects.filter(membership=member).first()
    if row is None:
        return {}
    return {
        _("reasons"): [str(JOIN_REASONS[key]) for key in row.reasons if key in JOIN_REASONS],
        _("words"): row.words,
    }


registry.register_own_data("groups", gather, for_typist=gather)
