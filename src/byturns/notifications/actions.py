"""What members choose to hear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from byturns.conversations.models import Conversation, Follow
from byturns.core import clock
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Group, Membership
from byturns.notifications import events, push_services, pushing, queries, telling
from byturns.notifications.kinds import Pace, Shows
from byturns.notifications.models import Choice, Device, ToEveryone, Voice
from byturns.people import actions as people

MOST_DEVICES = 5  # the oldest goes


@transaction.atomic
def choose(
    *,
    member: Membership,
    pace: str,
    shows: str,
    hour: int = 8,
    weekday: int = 0,
    quiet_from: int = 0,
    quiet_to: int = 0,
    quiet_days: Sequence[int] = (),
    telling_subject: bool = False,
) -> Choice:
    """Keep what comes by mail, when, and how much it shows. Holds from the next mail on.

    Raises NotAllowed, and ValidationError for what cannot be. Emits MailChosen.
    """
    policy.require(member, "notifications.choose")
    _check(pace in Pace.values and shows in {"", *Shows.values})
    _check(all(0 <= one < 24 for one in (hour, quiet_from, quiet_to)) and 0 <= weekday < 7)
    _check(all(0 <= day < 7 for day in quiet_days))
    if len(set(quiet_days)) == 7 and pace != Pace.NONE:
        raise ValidationError(_("Leave at least one day for mail, or choose “Nothing”."))
    wanted = {
        "pace": pace,
        "shows": shows,
        "hour": hour,
        "weekday": weekday,
        "quiet_from": quiet_from,
        "quiet_to": quiet_to,
        "quiet_days": "".join(str(day) for day in sorted(set(quiet_days))),
        "telling_subject": telling_subject,
        "changed_at": clock.now(),
        "asked_at": clock.now(),
    }
    return _keep(member, wanted | _after_nothing(member))


@transaction.atomic
def choose_pace(*, member: Membership, pace: str) -> None:
    """Choose only how often mail comes; all else stays as it was. Raises NotAllowed. Emits MailChosen."""
    policy.require(member, "notifications.choose")
    _check(pace in Pace.values)
    wanted = {"pace": pace, "changed_at": clock.now()}
    if len(queries.choice_of(member).quiet_days) == 7:
        wanted["quiet_days"] = ""  # with every day quiet nothing could come
    _keep(member, wanted | _after_nothing(member))


def _after_nothing(member: Membership) -> dict[str, Any]:
    """Who wanted nothing until now wanted none of what a break kept from her."""
    if queries.choice_of(member).pace == Pace.NONE and not member.on_break(clock.today(member.group.zone)):
        return {"rests_from": None}
    return {}


@transaction.atomic
def stop(*, member: Membership) -> None:
    """No more mail about what is said: what the link in each mail does. Twice changes nothing.

    What she follows would come by mail at any pace, so following ends; what she muted stays muted.
    """
    policy.require(member, "notifications.choose")
    if queries.is_stopped(member):
        return
    Follow.objects.filter(membership=member, wish=Follow.Wish.FOLLOW).delete()
    _keep(member, {"pace": Pace.NONE, "changed_at": clock.now()})


@transaction.atomic
def try_mail_again(*, member: Membership) -> bool:
    """Send mail again to a mailbox that it came back from; what came meanwhile is one letter.

    Gives whether it had been stopped. Raises NotAllowed.
    """
    policy.require(member, "notifications.choose")
    account = member.person.account
    if account is None or not people.mail_arrives(account=account):
        return False
    telling.after_break(member=member)
    return True


@transaction.atomic
def say_what_shows(*, member: Membership, shows: str) -> None:
    """Answer "could someone else see your e-mail?", asked once at joining. "" puts it off: quiet it stays."""
    policy.require(member, "notifications.choose")
    _check(shows in {"", *Shows.values})
    _keep(member, {"asked_at": clock.now()} | ({"shows": shows} if shows else {}))


@transaction.atomic
def tell_device(*, member: Membership, endpoint: str) -> Device:
    """Wake this device of hers, too, when a notice goes to her by mail. Said again, it begins anew.

    Raises NotAllowed, and ValidationError for an address of no push service or of another member’s device.
    Emits MailChosen.
    """
    policy.require(member, "notifications.choose")
    account = member.person.account
    if not settings.PUSH or account is None or not push_services.is_known(endpoint):
        raise ValidationError(_("This browser cannot be told in a way that we know."))
    of_it = pushing.digest(endpoint)
    Device.objects.filter(membership=member, digest=of_it).delete()
    try:
        with transaction.atomic():
            made = Device.objects.create(
                group_id=member.group_id,
                membership=member,
                endpoint=endpoint,
                digest=of_it,
                stamp=pushing.stamp(account),
            )
    except IntegrityError as taken:
        raise ValidationError(_("This device tells somebody else already.")) from taken
    older = Device.objects.filter(membership=member).order_by("-made_at", "-pk")[MOST_DEVICES:]
    Device.objects.filter(pk__in=[one.pk for one in older]).delete()
    emit(events.MailChosen(group_id=member.group_id, by_id=member.pk, membership_id=member.pk))
    return made


@transaction.atomic
def tell_no_device(*, member: Membership) -> None:
    """Wake none of her devices any more, and forget them. Raises NotAllowed. Emits MailChosen."""
    policy.require(member, "notifications.choose")
    Device.objects.filter(membership=member).delete()
    emit(events.MailChosen(group_id=member.group_id, by_id=member.pk, membership_id=member.pk))


@transaction.atomic
def name_voice(*, member: Membership, sender: str) -> None:
    """How the group's mail names itself. Raises NotAllowed. Emits VoiceChosen."""
    policy.require(member, "notifications.voice")
    plain = "".join(one if one.isprintable() else " " for one in sender)
    Voice.objects.update_or_create(group=member.group, defaults={"sender": " ".join(plain.split())})
    emit(events.VoiceChosen(group_id=member.group_id, by_id=member.pk))


@transaction.atomic
def send_to_everyone(*, member: Membership, conversation: Conversation) -> None:
    """Let what she began go to everyone at once, at any pace but "nothing". Breaks and quiet hours hold.

    Raises NotAllowed, as when one has gone within a week. Emits SentToEveryone.
    """
    Group.objects.select_for_update().get(pk=member.group_id)  # of two at one moment, one is first
    policy.require(member, "notifications.to_everyone", conversation)
    ToEveryone.objects.create(group_id=member.group_id, conversation=conversation, by=member)
    emit(events.SentToEveryone(group_id=member.group_id, by_id=member.pk, conversation_id=conversation.pk))


def _keep(member: Membership, wanted: dict[str, Any]) -> Choice:
    choice, _made = Choice.objects.update_or_create(
        membership=member, defaults=wanted, create_defaults={**wanted, "group_id": member.group_id}
    )
    emit(events.MailChosen(group_id=member.group_id, by_id=member.pk, membership_id=member.pk))
    return choice


def _check(good: bool) -> None:
    if not good:
        raise ValidationError(_("Choose one of these."))
