"""Using a list of members: each row is invited by mail, written down without e-mail, or left out."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.actions import invitations
from byturns.groups.actions import members as group_members
from byturns.groups.models import ContactDetail, Membership
from byturns.portability import events
from byturns.portability.importing import uploads
from byturns.portability.kinds import State
from byturns.portability.models import Batch, StagedMember

INVITE, RECORD, LEAVE = "invite", "record", "leave"


def use(*, member: Membership, batch: Batch, wishes: Mapping[str, str]) -> int:
    """Do with each row what the steward wishes; returns how many rows could not be done.

    Each row is done for itself: one that cannot be (a name that is taken, say) keeps a sentence and can
    be tried again. When none waits any more the list is gone. Raises NotAllowed. Emits MembersListUsed.
    """
    policy.require(member, "portability.prepare", batch)
    faults = 0
    for row in StagedMember.objects.filter(batch=batch, done=""):
        wish = wishes.get(row.public_id, "")
        if not wish:
            continue
        try:
            with transaction.atomic():
                _do(member, row, wish)
        except (ValidationError, policy.NotAllowed) as refused:
            row.fault = _sentence(refused)
            faults += 1
        row.save(update_fields=["done", "fault"])
    if not StagedMember.objects.filter(batch=batch, done="").exists():
        _finish(member, batch)
    return faults


def _do(member: Membership, row: StagedMember, wish: str) -> None:
    row.fault = ""
    if wish == INVITE:
        if not row.email:
            raise ValidationError(_("There is no e-mail address in this row."))
        invitations.invite(member=member, email=row.email)
        row.done = "invited"
    elif wish == RECORD:
        way = row.contact_by
        if way in {"", Membership.ContactBy.EMAIL}:
            way = Membership.ContactBy.PHONE if row.phone else Membership.ContactBy.IN_PERSON
        details = {ContactDetail.Kind.PHONE.value: row.phone} if row.phone else {}
        if way == Membership.ContactBy.POST:
            raise ValidationError(
                _("A list holds no postal address. Write this member down by hand, or choose another way.")
            )
        group_members.record(member=member, display_name=row.display_name, contact_by=way, details=details)
        row.done = "recorded"
    else:
        row.done = "left"


def _sentence(refused: Exception) -> str:
    said = refused.messages[0] if isinstance(refused, ValidationError) else str(refused)
    return said[:300]


@transaction.atomic
def _finish(member: Membership, batch: Batch) -> None:
    """All rows are done: the list and its notes go, only the figures stay."""
    done = list(StagedMember.objects.filter(batch=batch).values_list("done", flat=True))
    uploads.forget(batch.kept_as)
    batch.rows.all().delete()
    batch.lines.all().delete()
    batch.kept_as = batch.file_name = ""
    batch.state = State.OPEN
    batch.numbers = {**batch.numbers, **{kind: done.count(kind) for kind in ("invited", "recorded", "left")}}
    batch.save()
    emit(events.MembersListUsed(group_id=batch.group_id, by_id=member.pk, batch_id=batch.pk))
