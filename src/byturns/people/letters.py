"""Mails about signing in. Neutral subjects: they say nothing of a group."""

from __future__ import annotations

from django.utils.translation import gettext as _

from byturns.core.outbox import Letter, letter


@letter("people.code")
def code(code: str) -> Letter:
    """The six digits."""
    return Letter(
        subject=_("Your code"),
        text=_(
            "Your code is:\n\n{code}\n\n"
            "It works for 15 minutes. Type it on the page where you asked for it.\n"
            "If you did not ask, you need do nothing: nobody gets in without this code.\n"
        ).format(code=code),
    )


@letter("people.unknown_address")
def unknown_address() -> Letter:
    """To somebody who typed an address we do not know: the page looked the same as for a known one."""
    return Letter(
        subject=_("About signing in"),
        text=_(
            "Somebody, perhaps you, asked for a code with this e-mail address, "
            "but it is not known here.\n\n"
            "If you use another address for your group, try that one. "
            "If you have an invitation, use the link in it.\n"
        ),
    )
