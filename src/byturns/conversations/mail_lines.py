"""Which mails come because of conversations, for the page that says so."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byturns.groups.mails import Mail, declare

declare(
    Mail(
        _("When a steward looked who wrote a message of yours without a name."),
        ("conversations.looked_behind",),
        order=30,
    ),
    Mail(
        _("When a guest from outside may come into a conversation you wrote in, so that you can say no."),
        ("conversations.visit_proposed",),
        order=31,
    ),
)
