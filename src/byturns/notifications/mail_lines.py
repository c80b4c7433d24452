"""What of mail about conversations stands on the page "Mails I get"."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byturns.groups.mails import Mail, declare

declare(
    Mail(
        _("What is said in the group, as you chose under “My mail”. Until then: one quiet letter a day."),
        ("notifications.notice", "notifications.letter"),
        order=5,
    ),
    Mail(
        _("A notice that a steward sends to everyone at once: once a week at most, and not while you rest."),
        ("notifications.everyone",),
        order=5,
    ),
    Mail(
        _("If you are a listener: that somebody has written and nobody has answered yet."),
        ("notifications.waits",),
        order=6,
    ),
    Mail(
        _("When you did something by mail that wants an answer: what you wrote is up, or your break begins."),
        (
            "notifications.it_is_up",
            "notifications.can_do",
            "notifications.to_choose",
            "notifications.resting",
        ),
        order=7,
    ),
    Mail(
        _("Once, when what you started has been quiet for a week: whether it helped. Only you are asked."),
        ("notifications.did_it_help",),
        order=8,
    ),
    Mail(
        _("When you are asked whether you could do something, within the pace you chose."),
        ("notifications.asked",),
        order=9,
    ),
    Mail(
        _("When something happens to what you asked for, or said you could do."),
        ("notifications.give_news",),
        order=10,
    ),
)
