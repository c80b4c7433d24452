"""Timed work: letters at the hour that each member chose."""

from __future__ import annotations

import logging

from byturns.conversations.models import Conversation
from byturns.core import jobs
from byturns.groups.models import Group
from byturns.groups.scoping import in_group
from byturns.notifications import letters as mails
from byturns.notifications import pushing, queries, telling
from byturns.notifications.waiting import gone_quiet, to_ask_about

log = logging.getLogger("byturns.notifications")


@jobs.every("notifications.letters", minutes=10)
def letters() -> None:
    """Make up every letter that is due. One that fails does not hold up the others."""
    for group in Group.objects.all():
        with in_group(group):
            for member, choice in queries.with_letters_due():
                try:
                    telling.make_up_letter(member=member, choice=choice)
                except Exception:
                    log.exception("the letter of membership %s was not made up", member.pk)


@jobs.every("notifications.waiting", minutes=10)
def waiting() -> None:
    """Ask listeners to look at whatever nobody has answered for too long."""
    for group in Group.objects.all():
        with in_group(group):
            for conversation, since in to_ask_about():
                try:
                    telling.alert(conversation, since)
                except Exception:
                    log.exception("nobody was alerted about conversation %s", conversation.pk)


@jobs.every("notifications.did_it_help", minutes=60)
def did_it_help() -> None:
    """Ask those who started what has been quiet for a week whether it helped."""
    for group in Group.objects.all():
        with in_group(group):
            for conversation in gone_quiet():
                try:
                    telling.ask_after(conversation)
                except Exception:
                    log.exception("nobody was asked whether conversation %s helped", conversation.pk)


@jobs.job("notifications.push", attempts=4)
def push(membership_id: int, conversation_id: int, to_everyone: bool = False) -> None:
    """Wake the devices of one member, if that still holds; tried again for some minutes."""
    member, _choice = mails.reader(membership_id)
    talk = Conversation.objects.filter(pk=conversation_id).first()
    if member is not None and talk is not None:
        pushing.push(member, talk, to_everyone=to_everyone)


@jobs.every("notifications.tidy", minutes=24 * 60)
def tidy() -> None:
    """Forget what no mail will ask about any more."""
    for group in Group.objects.all():
        with in_group(group):
            telling.tidy()
            pushing.tidy()
