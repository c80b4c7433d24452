"""How a member is reached outside: kept for the few who need it, each look kept too (D11)."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byturns.core import text
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.models import ContactDetail, ContactLook, Membership

# Who is reached in this way needs this detail.
NEEDS = {
    Membership.ContactBy.PHONE: ContactDetail.Kind.PHONE,
    Membership.ContactBy.POST: ContactDetail.Kind.POST,
}


@transaction.atomic
def look(*, member: Membership, whom: Membership) -> list[ContactDetail]:
    """How to reach `whom`. That the member looked is kept, and `whom` can read it.

    Looking at one's own is not kept. Raises NotAllowed. Emits ContactSeen.
    """
    policy.require(member, "groups.see_contact", whom)
    if whom.pk != member.pk:
        keep_look(by=member, whom=whom)
    return list(ContactDetail.objects.filter(membership=whom).order_by("kind"))


def keep_look(*, by: Membership, whom: Membership) -> None:
    """Write down that `by` was given how `whom` is reached, on a page or in a file. Emits ContactSeen.

    Called inside the transaction of whoever has asked the rule.
    """
    seen = ContactLook.objects.create(group_id=by.group_id, membership=whom, by=by)
    emit(events.ContactSeen(group_id=by.group_id, by_id=by.pk, look_id=seen.pk))


@transaction.atomic
def change(
    *, member: Membership, whom: Membership, details: Mapping[str, str], contact_by: str | None = None
) -> None:
    """Keep how `whom` can be reached; an empty detail is taken away. Emits ContactChanged.

    `details` may hold only some kinds; the others stay as they are. Raises NotAllowed, and
    ValidationError when the way she is to be reached by is missing.
    """
    policy.require(member, "groups.change_contact", whom)
    keep(whom=whom, details=details, contact_by=contact_by)
    emit(events.ContactChanged(group_id=member.group_id, by_id=member.pk, membership_id=whom.pk))


def keep(*, whom: Membership, details: Mapping[str, str], contact_by: str | None) -> None:
    """Write the rows; whoever calls has asked the rule."""
    for kind, value in details.items():
        tidied = text.tidy(value).strip()
        if tidied:
            ContactDetail.objects.update_or_create(
                membership=whom,
                kind=kind,
                defaults={"value": tidied},
                create_defaults={"group_id": whom.group_id, "value": tidied},
            )
        else:
            ContactDetail.objects.filter(membership=whom, kind=kind).delete()
    if contact_by is None:
        return
    kind_needed = NEEDS.get(Membership.ContactBy(contact_by))
    if kind_needed and not ContactDetail.objects.filter(membership=whom, kind=kind_needed).exists():
        raise ValidationError(_("Write the number or the address, or choose another way to reach them."))
    whom.contact_by = contact_by
    whom.save(update_fields=["contact_by"])
