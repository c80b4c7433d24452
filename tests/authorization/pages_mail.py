"""Pages about mail."""

from __future__ import annotations

from tests.authorization.declared import Answer, Page, seen
from tests.authorization.roles import Role
from tests.authorization.things import Thing

CHOICES = {
    "pace": "weekly",
    "shows": "plain",
    "hour": "9",
    "weekday": "1",
    "quiet_from": "21",
    "quiet_to": "7",
}


def _by_mail(role: Role, thing: Thing) -> Answer:
    """One message alone came by mail."""
    return seen(role, thing) if thing.key == "open.reply" else Answer.MISSING


def _its_writer(role: Role, thing: Thing) -> Answer:
    """Only she puts lines back, or gets the mail as it came."""
    return Answer.OPEN if thing.key == "open.reply" and role.key in thing.mine else Answer.MISSING


def _not_hers(role: Role, thing: Thing) -> Answer:
    """No steward began any of these."""
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN else answer


def _no_device(role: Role, thing: Thing) -> Answer:
    """A form without the address of a device says so on a page."""
    return Answer.OPEN


def _switched_off(role: Role, thing: Thing) -> Answer:
    """Services post mail there, where the operator wants it."""
    return Answer.MISSING


PAGES = (
    Page("notifications:choices", "GP", fill=lambda w, t: CHOICES),
    Page("notifications:again", "P"),
    Page("notifications:shows", "P", fill=lambda w, t: {"shows": "plain"}),
    Page("notifications:device", "P", fill=lambda w, t: {"act": "off"}, empty=_no_device),
    Page("notifications:worker"),
    Page("notifications:voice", "GP", fill=lambda w, t: {"sender": "Tuesday"}),
    Page("notifications:examples"),
    Page("notifications:reach"),
    Page("notifications:to_everyone", "GP", "conversation", sent=_not_hers),
    Page("notifications_open:stop", "GP", "stop_link", door="open"),
    Page("mail:held"),
    Page("mail:held_one", "GP", "held_mail"),
    Page("mail:addresses", "GP", fill=lambda w, t: {"address": "work@example.net"}),
    Page("mail:returned_list"),
    Page("mail:returned", "G", "returned_mail"),
    Page("mail:whole", "GP", "message", _by_mail, sent=_its_writer, fill=lambda w, t: {"line": "3"}),
    Page("mail:raw", "G", "message", _its_writer),
    Page("mail_open:command", "GP", "command_link", door="open"),
    Page("mail_open:was_this_you", "GP", "mail_link", door="open"),
    Page("mail_open:is_this_you_too", "GP", "too_link", door="open"),
    Page("mail_open:which_of_you", "GP", "which_link", door="open"),
    Page("mail_open:confirm_address", "GP", "address_link", door="open"),
    Page("mail_open:posted", "P", judge=_switched_off, door="open"),
)
