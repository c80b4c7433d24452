"""What stewards change about the group as a whole."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byturns.core import text
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.models import Group, Membership


@transaction.atomic
def change(
    *,
    member: Membership,
    name: str,
    slug: str,
    welcome: str,
    time_zone: str,
    waking_from: int,
    waking_to: int,
    quiet_hours: int,
    contact_email: str = "",
) -> Group:
    """Change the settings; askings that are under way keep the quiet time they began with.

    Another `slug` makes every earlier address of the group a dead one; the page says so. Raises
    NotAllowed, and ValidationError for a clock that cannot be or a slug that is taken. Emits SettingsChanged
    with the names of what changed, if anything did.
    """
    policy.require(member, "groups.settings")
    if time_zone not in available_timezones():
        raise ValidationError(_("That is not a place with a clock that we know."))
    if not 0 <= waking_from < waking_to <= 24:
        raise ValidationError(_("The day must end after it begins."))
    group = Group.objects.select_for_update().get(pk=member.group_id)
    wanted = {
        "name": " ".join(text.tidy(name).split()),
        "slug": slug,
        "welcome": text.tidy(welcome),
        "time_zone": time_zone,
        "waking_from": waking_from,
        "waking_to": waking_to,
        "quiet_hours": quiet_hours,
        "contact_email": contact_email,
    }
    if slug != group.slug and Group.objects.filter(slug=slug).exists():
        raise ValidationError({"slug": _("Another group here has this word in its address already.")})
    which = [field for field, value in wanted.items() if getattr(group, field) != value]
    for field in which:
        setattr(group, field, wanted[field])
    if which:
        group.save(update_fields=which)
        emit(events.SettingsChanged(group_id=group.pk, by_id=member.pk, choices=which))
    return group
