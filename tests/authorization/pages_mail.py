"""Pages about mail."""

from __future__ import annotations

from tests.authorization.declared import Page

CHOICES = {
    "pace": "weekly",
    "shows": "plain",
    "hour": "9",
    "weekday": "1",
    "quiet_from": "21",
    "quiet_to": "7",
}


PAGES = (
    Page("notifications:choices", "GP", fill=lambda w, t: CHOICES),
    Page("notifications:voice", "GP", fill=lambda w, t: {"sender": "Tuesday"}),
    Page("notifications_open:stop", "GP", "stop_link", door="open"),
)
