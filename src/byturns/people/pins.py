"""Asking for a PIN, on whichever page: wrong ones are counted a person, not a page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from byturns.people import tries
from byturns.people.forms import AskPinForm, ChangePinForm
from byturns.people.models import Person

WRONG_PINS = 5
WAIT = 15 * 60


def pin_is(person: Person, typed: str, form: AskPinForm | ChangePinForm, field: str = "pin") -> bool:
    """Whether the PIN is right, counting wrong ones: five in a quarter of an hour, and then a wait.

    Says what is wrong in `form`. A wait is not longer for whoever guesses on.
    """
    counted = f"pin:{person.pk}"
    if tries.so_far(counted) >= WRONG_PINS:
        form.add_error(field, _("That was tried too often. Wait a quarter of an hour, then try again."))
        return False
    if person.pin_is(typed.strip()):
        tries.forget(counted)
        return True
    tries.wrong(counted, seconds=WAIT)
    form.add_error(field, _("That is not the PIN."))
    return False
