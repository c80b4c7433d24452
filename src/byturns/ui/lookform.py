"""The form for how pages look on this device."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import Form, RadioCards


class LookForm(Form):
    """Theme, text size, and whether other people use this device."""

    theme = forms.ChoiceField(
        label=_("Colours"),
        required=False,
        choices=[
            ("", _("As this device has it")),
            ("light", _("Light")),
            ("dark", _("Dark")),
            ("contrast", _("High contrast")),
        ],
        widget=RadioCards(
            about={
                "": _("Follows the setting of your phone or computer"),
                "light": _("Dark words on warm paper"),
                "dark": _("Light words on a dark page, easier at night"),
                "contrast": _("Bright words on black, with strong lines"),
            }
        ),
    )
    text = forms.ChoiceField(
        label=_("Size of the words"),
        choices=[("normal", _("Ordinary")), ("large", _("Large print"))],
        widget=RadioCards(about={"large": _("A third larger, on every page")}),
    )
    shared = forms.BooleanField(
        label=_("Other people use this device"),
        required=False,
        help_text=_("Then nothing you type is kept on the device itself, only with your group."),
    )
