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
def unknown_address(again: bool = False) -> Letter | None:
    """To somebody who typed an address we do not know: the page looked the same as for a known one.

    `again`: the code was asked for once more; saying it once is enough.
    """
    if again:
        return None
    return Letter(
        subject=_("About signing in"),
        text=_(
            "Somebody, perhaps you, asked for a code with this e-mail address, "
            "but it is not known here.\n\n"
            "If you use another address for your group, try that one. "
            "If you have an invitation, use the link in it.\n"
        ),
    )


@letter("people.new_address")
def new_address(code: str) -> Letter:
    """The code that shows that a new address is really theirs."""
    return Letter(
        subject=_("Your code"),
        text=_(
            "Your code is:\n\n{code}\n\n"
            "It works for 15 minutes. Somebody who is signed in wants to use this address from now on.\n"
            "If that was not you, you need do nothing.\n"
        ).format(code=code),
    )


@letter("people.moved")
def moved() -> Letter:
    """To the old address, when somebody signs in with another one from now on."""
    return Letter(
        subject=_("About signing in"),
        text=_(
            "This e-mail address no longer signs in the person who used it here. "
            "They use another address from now on.\n\n"
            "If that was you, or you asked for it, you need do nothing.\n"
            "If it was not, please tell a steward of your group at once, "
            "in person or by telephone.\n"
        ),
    )


@letter("people.factor_changed")
def factor_changed() -> Letter:
    """To the mailbox, when a second way of showing who you are was added or taken away."""
    return Letter(
        subject=_("About signing in"),
        text=_(
            "The second step of signing in was just changed for this e-mail address.\n\n"
            "If that was you, you need do nothing.\n"
            "If it was not, please tell a steward of your group at once, "
            "in person or by telephone.\n"
        ),
    )
