"""Timed work on mail."""

from __future__ import annotations

from datetime import timedelta

from byturns.conversations.kinds import PUT_BACK_WITHIN
from byturns.conversations.models import Message
from byturns.core import clock, jobs, outbox
from byturns.core.models import OutgoingMail
from byturns.groups.models import Group, Membership
from byturns.groups.scoping import in_group
from byturns.mail import bounces, commands, keeping, second
from byturns.mail.kinds import State
from byturns.mail.models import Inbound, Original, Quote


@jobs.every("mail.bounces", minutes=24 * 60)
def tidy_bounces() -> None:
    """What came back long ago says nothing any more."""
    bounces.tidy()


@jobs.every("mail.tidy", minutes=60)
def tidy() -> None:
    """What nobody answered is held, the raw mail goes in time; what was never looked at is looked at."""
    keeping.nobody_answered()
    keeping.forget_old()
    for kept in Inbound.objects.filter(state=State.NEW, came_at__lt=clock.now() - timedelta(minutes=30)):
        jobs.enqueue("mail.take_in", inbound_id=kept.pk)
    for group in Group.objects.all():
        with in_group(group):
            commands.tidy()
            second.tidy()


@jobs.every("mail.wipe", minutes=15)
def wipe() -> None:
    """What was taken down goes from mails too: the mail it came as, and the bytes of mails that repeat it."""
    before = clock.now() - PUT_BACK_WITHIN
    keeping.forget_reports()
    for group in Group.objects.all():
        with in_group(group):
            gone = Message.objects.filter(taken_down_at__lte=before).values("pk")
            came_as = Original.objects.filter(message__in=gone)
            repeats = Quote.objects.filter(message__in=gone).values_list("original__message", flat=True)
            touched = {*came_as.values_list("message", flat=True), *repeats}
            Inbound.objects.filter(group_id=group.pk, message_id__in=touched).exclude(raw=b"").update(raw=b"")
            came_as.delete()
            keeping.keep_own_words(group.pk, before)


@jobs.every("mail.tell_stewards", minutes=60)
def tell_stewards() -> None:
    """Tell stewards that something is held: once a day at most, by day."""
    now = clock.now()
    for group in Group.objects.all():
        if not group.waking_from <= now.astimezone(group.zone).hour < group.waking_to:
            continue
        told = OutgoingMail.objects.filter(kind="mail.something_held", group_id=group.pk)
        last = told.order_by("-created_at").values_list("created_at", flat=True).first()
        if last is not None and last > now - timedelta(days=1):
            continue
        since = last or now - timedelta(days=7)
        if not Inbound.objects.filter(group_id=group.pk, state=State.HELD, settled_at__gt=since).exists():
            continue
        with in_group(group):
            stewards = Membership.objects.stewards().select_related("person__account", "group")
            for one in stewards.order_by("pk"):
                if one.person.account is not None and not one.on_break(clock.today(group.zone)):
                    outbox.put(
                        "mail.something_held",
                        to=one.person.account.email,
                        group_id=group.pk,
                        membership_id=one.pk,
                    )
