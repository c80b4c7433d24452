"""Nested plain data as a page that somebody can read."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

DEEPEST = 5  # headings end at h6


def as_html(data: Any, level: int = 1) -> SafeString:
    """Headings for the keys, a list for lists, paragraphs for words. Everything is escaped."""
    if isinstance(data, dict):
        parts = []
        for key, value in data.items():
            if isinstance(value, (dict, list)):
                depth = min(level, DEEPEST) + 1
                parts.append(format_html("<h{0}>{1}</h{0}>{2}", depth, key, as_html(value, level + 1)))
            else:
                parts.append(format_html("<p><b>{}:</b></p>{}", key, as_html(value, level)))
        return format_html_join("\n", "{}", ((part,) for part in parts)) if parts else _nothing()
    if isinstance(data, list):
        if not data:
            return _nothing()
        rows = format_html_join("\n", "<li>{}</li>", ((as_html(row, level),) for row in data))
        return format_html("<ul>{}</ul>", rows)
    if data is None or data == "":
        return _nothing()
    if isinstance(data, bool):
        return format_html("<p>{}</p>", _("yes") if data else _("no"))
    return mark_safe(linebreaks(str(data), autoescape=True))  # noqa: S308 - escaped by linebreaks


def _nothing() -> SafeString:
    return format_html("<p>{}</p>", _("Nothing"))
