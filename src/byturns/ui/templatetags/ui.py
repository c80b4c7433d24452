"""Small marks that templates use: pictures, kinds, initials, moments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from byturns.core import clock
from byturns.ui import when as moments
from byturns.ui.icons import ICONS

register = template.Library()
_SVG = (
    '<svg class="icon{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
    ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>'
)


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, extra: str = "") -> SafeString:
    """The picture of that name, hidden from screen readers: a word beside it says it. "" if there is none."""
    if name not in ICONS:
        return SafeString("")
    drawn = mark_safe(ICONS[name])  # noqa: S308  our own drawing, no member's words
    return format_html(_SVG, f" {extra}" if extra else "", drawn)


@register.simple_tag
@lru_cache(maxsize=4096)
def seal(name: str, hue: str = "") -> SafeString:
    """A round mark with the first letter of a name, for the eye only: the name stands beside it."""
    letter = escape(next((sign for sign in str(name) if sign.isalnum()), "·").upper())
    colour = f" hue--{escape(hue)}" if hue else ""
    return mark_safe(f'<span class="seal{colour}" aria-hidden="true">{letter}</span>')  # noqa: S308  escaped


@register.simple_tag
def kind_badge(kind: Any, label: str = "") -> SafeString:
    """The kind of a conversation as picture, colour and words.

    `kind` is one of listen, normal, managed, practical, beyond, story (a word, or a choice with that value),
    or something with `icon` and `label`. An unknown kind shows its words alone.
    """
    name = str(getattr(kind, "value", kind)) if isinstance(kind, str) else getattr(kind, "icon", "")
    words = label or getattr(kind, "label", "") or str(kind)
    return format_html('<span class="kind hue--{}">{}{}</span>', name, icon(name), words)


class Here(NamedTuple):
    """Where and when a page is read, worked out once for all moments on it."""

    zone: tzinfo
    now: datetime
    language: str | None

    @classmethod
    def found(cls) -> Here:
        zone = timezone.get_current_timezone()
        return cls(zone, clock.now().astimezone(zone), get_language())


@register.simple_tag
def when(moment: datetime | None, style: str = "", here: Here | None = None) -> SafeString:
    """A moment in words inside <time>, with the exact one for machines. style="full" spells it out."""
    if moment is None:
        return SafeString("")
    here = here or Here.found()
    if style == "full":
        return _settled(moment, here.zone, None, here.language)
    if here.now - moment > A_DAY:
        return _settled(moment, here.zone, here.now.date(), here.language)
    return _time(moment.astimezone(here.zone), moments.in_words(moment, here.now, here.language))


A_DAY = timedelta(days=1)


@lru_cache(maxsize=8192)
def _settled(moment: datetime, zone: tzinfo, today: date | None, language: str | None) -> SafeString:
    """What is said of a moment all day long: of one before yesterday's hour, or (no `today`) in full."""
    there = moment.astimezone(zone)
    if today is None:
        return _time(there, moments.in_full(moment))
    # Which hour of today it is makes no difference to what lies more than a day back.
    return _time(there, moments.in_words(moment, datetime.combine(today, time.max, zone), language))


def _time(there: datetime, words: str) -> SafeString:
    exact = there.isoformat(timespec="minutes")
    return mark_safe(f'<time datetime="{exact}">{escape(words)}</time>')  # noqa: S308  escaped


@register.filter
def grows(field: BoundField) -> bool:
    """Is this a box that should grow with what is written in it?"""
    return isinstance(field.field.widget, forms.Textarea)


@register.filter
def first_input(field: BoundField) -> str:
    """The id a link in the summary of faults leads to: the input itself, or the first of a set of choices."""
    if field.field.widget.use_fieldset and field.subwidgets:
        return str(field.subwidgets[0].data.get("attrs", {}).get("id") or f"{field.auto_id}_0")
    return str(field.id_for_label or field.auto_id)
