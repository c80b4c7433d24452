"""Waking a member's own devices when a notice has gone to her by mail: once, until she comes by."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from datetime import datetime, timedelta
from http.client import HTTPException

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from byturns.conversations.models import Conversation, ReadPoint
from byturns.core import clock, jobs
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere
from byturns.notifications import audience, push_services, queries, vapid
from byturns.notifications.models import Device
from byturns.people.models import Account

log = logging.getLogger("byturns.notifications")


HERE = "notifications_device"  # in the session: which device this browser is


class NotNow(Exception):
    """A service could not be reached, or was busy: to be tried again."""


def stamp(account: Account) -> str:
    """What a device is bound to: signing out everywhere, a new mailbox and a new key of ours change it."""
    return salted_hmac("byturns.notifications.device", account.password + vapid.public_key()).hexdigest()


def forget_here(request: HttpRequest) -> None:
    """A browser signs out: it is told nothing more."""
    with everywhere("a browser that signs out is told nothing more, whichever group it was told of"):
        Device.objects.filter(digest=request.session.get(HERE, "")).delete()


def digest(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()


def devices_of(member: Membership) -> QuerySet[Device]:
    """Where she is told: none that was bound to what no longer holds."""
    account = member.person.account
    mine = Device.objects.filter(membership=member)
    return mine.none() if account is None or not settings.PUSH else mine.filter(stamp=stamp(account))


def soon(member: Membership, conversation_id: int, *, to_everyone: bool = False) -> None:
    """A notice has gone to her: let her devices be woken too, if she wants that."""
    if settings.PUSH and devices_of(member).exists():
        jobs.enqueue(
            "notifications.push",
            group_id=member.group_id,
            membership_id=member.pk,
            conversation_id=conversation_id,
            to_everyone=to_everyone,
        )


def push(member: Membership, talk: Conversation, *, to_everyone: bool = False) -> None:
    """Wake each device that was not woken since she last read here. Decided anew, as a mail is.

    A device that its service no longer knows is forgotten. Raises NotNow when one is to be tried again.
    """
    facts = queries.listener(member, queries.choice_of(member))
    said, now = replace(queries.stands_to(member, talk), to_everyone=to_everyone), clock.now()
    verdict = audience.decide(facts, said, now)
    if verdict.at is None or verdict.at > now:
        return
    keep, again = audience.stays_open(facts, now), False
    for device in devices_of(member):
        if not _waits_for_her(device, member):
            again = not _wake(device, keep=keep, now=now) or again
    if again:
        raise NotNow


def _waits_for_her(device: Device, member: Membership) -> bool:
    """Whether it was woken and she has not come by since. Nothing notes visits; what she read is known."""
    if device.woken_at is None:
        return False
    return not ReadPoint.objects.filter(membership=member, at__gt=device.woken_at).exists()


def _wake(device: Device, *, keep: timedelta, now: datetime) -> bool:
    """Ask its service; False when that is to be tried again."""
    try:
        status = push_services.wake(device.endpoint, keep)
    except ValueError:
        device.delete()
        return True
    except (OSError, HTTPException):
        return False
    if status in push_services.GONE:
        device.delete()
    elif 200 <= status < 300:
        Device.objects.filter(pk=device.pk).update(woken_at=now)
    elif status == 429 or status >= 500:
        return False
    else:
        log.warning("a push service answered %s for device %s", status, device.pk)
    return True


def tidy() -> None:
    """Forget devices that are bound to what no longer holds."""
    for device in Device.objects.select_related("membership__person__account"):
        account = device.membership.person.account
        if account is None or not settings.PUSH or device.stamp != stamp(account):
            device.delete()
