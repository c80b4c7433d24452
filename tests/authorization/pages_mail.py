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


PAGES = (
    Page("notifications:choices", "GP", fill=lambda w, t: CHOICES),
    Page("notifications:shows", "P", fill=lambda w, t: {"shows": "plain"}),
    Page("notifications:voice", "GP", fill=lambda w, t: {"sender": "Tuesday"}),
    Page("notifications_open:stop", "GP", "stop_link", door="open"),
    Page("mail:held"),
    Page("mail:whole", "G", "message", _by_mail),
    Page("mail_open:was_this_you", "GP", "mail_link", door="open"),
)
