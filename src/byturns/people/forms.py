"""What is typed on the way in and on the pages about oneself."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from byturns.people.models import Account, Person
from byturns.ui.forms import Form, Words

DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false", "class": "code"}
SECRET = {"inputmode": "numeric", "autocomplete": "off", "class": "short"}


class AddressForm(Form):
    """An e-mail address."""

    email = forms.EmailField(
        label=_l("Your e-mail address"),
        help_text=_l("We send a code there. There is no password to remember."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _l("Type your e-mail address here."),
            "invalid": _l("That is not a whole e-mail address. It looks like name@example.org."),
        },
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class NewAddressForm(AddressForm):
    """The address somebody wants to use from now on."""

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields["email"].label = _("Your new e-mail address")
        self.fields["email"].help_text = _("We send a code there, to be sure that it is yours.")

    def clean_email(self) -> str:
        email = super().clean_email()
        if email == self.account.email:
            raise ValidationError(_("That is the address you have now."), code="same")
        return email


class CodeForm(Form):
    """The code from the mail. Spaces and dashes in it do not matter."""

    code = forms.CharField(
        label=_l("The code from the mail"),
        help_text=_l("It is all digits. Spaces and dashes do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs=DIGITS),
        error_messages={
            "required": _l("Type the code here."),
            "max_length": _l("That is longer than a code. Type only the digits."),
        },
    )


class SecondStepForm(AuthenticateForm):  # type: ignore[misc]
    """A code of the authenticator app, or a printed one: while signing in."""

    use_required_attribute = False
    code = forms.CharField(
        label=_l("A code from your app, or one of your printed codes"),
        help_text=_l("Spaces and dashes do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs=DIGITS),
        error_messages={"required": _l("Type a code here.")},
    )


class AgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The same, asked again before an act that needs it."""

    use_required_attribute = False
    code = SecondStepForm.base_fields["code"]


class NewAppForm(Form):
    """The first code of an authenticator app that is being set up."""

    code = forms.CharField(
        label=_l("The six digits your app shows"),
        max_length=40,
        widget=forms.TextInput(attrs=DIGITS),
        error_messages={"required": _l("Type the six digits here.")},
    )


class NameForm(Form):
    name = Words(
        label=_l("Your name here"),
        max_length=80,
        help_text=_l(
            "Only people who use the same e-mail address see it, when we ask which of you it is. "
            "What a group calls you is set in that group."
        ),
    )


def _pin(label: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=40,
        widget=forms.PasswordInput(attrs=SECRET),
        error_messages={"required": _l("Type your PIN here.")},
        **kwargs,
    )


class AskPinForm(Form):
    pin = _pin(_l("Your PIN"))


class NewPinForm(Form):
    """A first or another PIN, typed twice, since forgetting it needs a steward's help."""

    pin = _pin(_l("New PIN"), help_text=_l("Four to twelve digits, not all the same."))
    again = _pin(_l("The new PIN once more"))

    def clean_pin(self) -> str:
        pin = str(self.cleaned_data["pin"]).strip()
        if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 12):
            raise ValidationError(_("A PIN is four to twelve digits, nothing else."), code="digits")
        if len(set(pin)) == 1:
            raise ValidationError(_("That is too easy to guess: use different digits."), code="easy")
        return pin

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "pin" in data and data.get("again", "").strip() != data["pin"]:
            self.add_error("again", _("The two are not the same. Type the new PIN once more."))
        return data


class ChangePinForm(NewPinForm):
    """The same, with the PIN until now asked first; the view says whether it is right."""

    before = _pin(_l("Your PIN until now"))
    field_order = ("before", "pin", "again")


class DraftsForm(Form):
    keep = forms.BooleanField(
        label=_l("Keep unsent words in my browser for a day"),
        required=False,
        help_text=_l("So that nothing is lost when the line is bad. Leave it off if others use your device."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, initial={"keep": person.local_drafts}, **kwargs)
