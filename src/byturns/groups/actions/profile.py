"""What a member says about herself, and who may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byturns.core import text
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.kinds import Audience
from byturns.groups.models import Group, Membership, ProfileLine
from byturns.groups.queries import names


@dataclass(frozen=True)
class Said:
    """One line of a profile: the words and who may read them. Empty words take the line away."""

    words: str
    audience: str = Audience.GROUP


@dataclass(frozen=True)
class Self:
    """All that a member says about herself, as one form gives it."""

    display_name: str
    caring: str
    caring_audience: str
    in_directory: bool
    lines: Mapping[str, Said]


def tidy_name(name: str) -> str:
    """A name on one line, without what no one can see."""
    return " ".join(text.tidy(name).split())


def claim_name(name: str, *, group_id: int, besides: Membership | None = None) -> str:
    """The tidied name, when nobody else in the group has it. Inside a transaction.

    The group's row is locked, so that two who choose one name at the same moment do not both get it.
    Raises ValidationError with a kind sentence.
    """
    tidied = tidy_name(name)
    if not tidied:
        raise ValidationError(_("Write a name first. It can be made up."))
    Group.objects.select_for_update().get(pk=group_id)
    if names.is_taken(tidied, besides=besides):
        raise ValidationError(
            _("Somebody here goes by this name already. Choose another, or add a letter to it.")
        )
    return tidied


@transaction.atomic
def save(*, member: Membership, said: Self, typed_by: Membership | None = None) -> None:
    """Keep what the member says about herself; takes effect on the next page anybody opens.

    `typed_by` is who writes it down for a member without e-mail. Raises NotAllowed, and ValidationError
    when somebody here has the name. Emits ProfileChanged.
    """
    policy.require(member, "groups.profile")
    if typed_by is not None:
        policy.require(typed_by, "groups.act_for", member)
    if names.folded(said.display_name) != names.folded(member.display_name):
        member.display_name = claim_name(said.display_name, group_id=member.group_id, besides=member)
    else:
        member.display_name = tidy_name(said.display_name)
    member.caring = said.caring
    member.caring_audience = said.caring_audience
    member.in_directory = said.in_directory
    member.save(update_fields=["display_name", "caring", "caring_audience", "in_directory"])
    for key, line in said.lines.items():
        words = text.tidy(line.words).strip()
        if words:
            ProfileLine.objects.update_or_create(
                membership=member,
                key=key,
                defaults={"words": words, "audience": line.audience},
                create_defaults={"group_id": member.group_id, "words": words, "audience": line.audience},
            )
        else:
            ProfileLine.objects.filter(membership=member, key=key).delete()
    by_id = (typed_by or member).pk
    emit(events.ProfileChanged(group_id=member.group_id, by_id=by_id, membership_id=member.pk))


@transaction.atomic
def caring_has_ended(*, member: Membership) -> None:
    """The person she cared for has died, or somebody else cares now. Nobody is told.

    Only the state changes, and reminders that have to do with caring stop. Emits CaringChanged.
    """
    policy.require(member, "groups.profile")
    member.caring = Membership.Caring.WAS
    member.save(update_fields=["caring"])
    emit(events.CaringChanged(group_id=member.group_id, by_id=member.pk, membership_id=member.pk))
