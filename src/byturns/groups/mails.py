"""Which mails a member gets now, and why: each app says it of its own letters, and none is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from byturns.groups.models import Membership

Reader = Literal["anyone", "member", "steward", "outside"]


@dataclass(frozen=True)
class Mail:
    """What comes and when. `letters` are those of the outbox that it speaks of.

    `reader`: "anyone" is guests too; "outside" is nobody who could read the page.
    """

    says: str | Promise
    letters: tuple[str, ...]
    reader: Reader = "member"
    order: int = 50


declared: list[Mail] = []


def declare(*mails: Mail) -> None:
    """Add what comes, once, when an app starts."""
    declared.extend(mail for mail in mails if mail not in declared)


def of(member: Membership, reader: Reader) -> list[Mail]:
    """What comes to this member as one of those readers; empty when she is none of them."""
    if (reader == "steward" and not member.is_steward) or (reader == "member" and member.is_guest):
        return []
    return sorted((mail for mail in declared if mail.reader == reader), key=lambda mail: mail.order)


declare(
    Mail(
        _("The six digits, when you sign in or change your e-mail address."),
        ("people.code", "people.new_address"),
        "anyone",
        10,
    ),
    Mail(
        _(
            "A notice when your way in changes: your address, your second step, your PIN. "
            "So you know if it was not you."
        ),
        (
            "people.moved",
            "people.factor_changed",
            "groups.pin_taken_away",
            "groups.recovery_opened",
            "groups.recovery_soon",
            "groups.recovery_done",
            "groups.recovery_apart",
        ),
        "anyone",
        11,
    ),
    Mail(
        _(
            "If a steward removes you: the reason, and how to answer back. "
            "When a visit or a membership begins: the way in."
        ),
        ("groups.removed", "groups.guest", "groups.let_in"),
        "anyone",
        12,
    ),
    Mail(
        _("If you leave and your words stay: a link to take them down later."),
        ("groups.left",),
        "anyone",
        13,
    ),
    Mail(
        _("When somebody asks to join, so that you can speak up first. Not while you rest."),
        ("groups.somebody_asks",),
        order=20,
    ),
    Mail(
        _("When somebody who asks to join, and to whom you wrote, has written again."),
        ("groups.applicant_wrote",),
        order=21,
    ),
    Mail(
        _(
            "When you are asked something yourself: into a circle, to be a steward, "
            "or whether a new address is really a member’s."
        ),
        ("groups.circle_asked", "groups.steward_asked", "groups.recovery_second"),
        order=22,
    ),
    Mail(
        _("If you are a listener: that another one cannot keep a day, and somebody could take it."),
        ("groups.day_to_take",),
        order=24,
    ),
    Mail(
        _("When whoever runs the server made somebody a steward."),
        ("groups.steward_by_host",),
        order=23,
    ),
    Mail(
        _(
            "When a member tells the stewards something about an asking, "
            "and when a sign-in moves to a new address."
        ),
        ("groups.word_for_stewards", "groups.recovery_steward"),
        "steward",
    ),
    Mail(
        _(
            "To people who are not in: an invitation, an answer to an asking, "
            "a word to an address we do not know."
        ),
        ("groups.invitation", "groups.answer_to_asking", "people.unknown_address"),
        "outside",
    ),
)
