"""Small things that the pages of the door share: where home is, and words as safe HTML."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString

from byturns.core import text
from byturns.groups.models import Membership
from byturns.ui.forms import Form


def home_of(member: Membership) -> str:
    """The first page of the member's group."""
    return f"/g/{member.group.slug}/"


def as_html(words: str) -> SafeString:
    """Members' words as safe HTML."""
    return SafeString(text.to_html(words))


def add_fault(form: Form, fault: ValidationError) -> Any:
    """Show a refusal of an action at the top of the form; what was typed stays in it."""
    form.add_error(None, fault)
    return form
