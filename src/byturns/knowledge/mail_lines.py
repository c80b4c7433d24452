"""Which mails come because of what is kept, for the page that says so."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byturns.groups.mails import Mail, declare

declare(
    Mail(
        _("When somebody asks whether words of yours may be kept. If you do nothing, they are not."),
        ("knowledge.leave_asked",),
        order=34,
    ),
    Mail(
        _("When a page that you tell something on leaves the list, because words were taken back."),
        ("knowledge.page_closed",),
        order=35,
    ),
)
