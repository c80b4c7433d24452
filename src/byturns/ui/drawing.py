"""Form fields drawn without a template.

A page with a reply box spent a sixth of its time in the small templates of its fields (decision 0011). The
templates stay as the pattern: what is drawn here equals theirs, but for blanks between tags (tests/ui).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from byturns.ui.templatetags.ui import grows, icon


def _safe(value: Any) -> str:
    """As `{{ value }}` in a template: escaped, unless it was made safe before."""
    return str(value.__html__()) if hasattr(value, "__html__") else escape(str(value))


def _attrs(widget: Mapping[str, Any]) -> str:
    return "".join(
        f" {_safe(name)}" if value is True else f' {_safe(name)}="{_safe(str(value))}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Mapping[str, Any]) -> str:
    value = widget["value"]
    shown = "" if value is None else f' value="{_safe(str(value))}"'
    return f'<input type="{_safe(widget["type"])}" name="{_safe(widget["name"])}"{shown}{_attrs(widget)}>'


def _textarea(widget: Mapping[str, Any]) -> str:
    words = _safe(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_safe(widget["name"])}"{_attrs(widget)}>\n{words}</textarea>'


def _select(widget: Mapping[str, Any]) -> str:
    made = [f'<select name="{_safe(widget["name"])}"{_attrs(widget)}>']
    for name, options, _index in widget["optgroups"]:
        if name:
            made.append(f'\n  <optgroup label="{_safe(name)}">')
        for option in options:
            value = _safe(str(option["value"]))
            made.append(f'\n  <option value="{value}"{_attrs(option)}>{_safe(option["label"])}</option>')
        if name:
            made.append("\n  </optgroup>")
    made.append("\n</select>")
    return "".join(made)


WIDGETS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
    **{
        f"django/forms/widgets/{kind}.html": _input
        for kind in ("input", "text", "hidden", "email", "number", "password", "checkbox")
    },
}


def field(bound: BoundField) -> SafeString:
    """A field with its label, hint and faults, as `ui/forms/field.html` draws it."""
    name, widget = bound.auto_id, bound.field.widget
    hint = f'<div class="hint" id="{_safe(name)}_helptext">{_safe(bound.help_text)}</div>'
    hint = hint if bound.help_text else ""
    faults = bound.errors
    look = "field field--fault" if faults else "field"
    fault = _fault(bound) if faults else ""
    if getattr(widget, "input_type", None) == "checkbox" and not bound.use_fieldset:
        look = look.replace("field", "field field--tick", 1)
        made = (
            f'<div class="{look}">\n  <div class="tick">{bound}'
            f'<label for="{_safe(bound.id_for_label)}">{_safe(bound.label)}</label></div>\n'
            f"  {hint}\n  {fault}\n</div>"
        )
    elif bound.use_fieldset:
        about = bound.aria_describedby
        described = f' aria-describedby="{_safe(about)}"' if about else ""
        free = not bound.field.required and getattr(widget, "input_type", None) != "radio"
        made = (
            f'<fieldset class="{look}" id="{_safe(name)}_group"{described}>\n'
            f'  <legend class="label">{_safe(bound.label)}{_if_you_like() if free else ""}</legend>\n'
            f"  {hint}\n  {fault}\n  {bound}\n</fieldset>"
        )
    else:
        needed = bound.field.required or getattr(bound.field, "sometimes", False)
        box = f"<byturns-grow>{bound}</byturns-grow>" if grows(bound) else str(bound)
        made = (
            f'<div class="{look}">\n  <label class="label" for="{_safe(bound.id_for_label)}">'
            f"{_safe(bound.label)}{'' if needed else _if_you_like()}</label>\n"
            f"  {hint}\n  {fault}\n  {box}\n</div>"
        )
    return mark_safe(made)  # noqa: S308  each part is escaped above


def _if_you_like() -> str:
    return f' <span class="optional">{escape(_("(only if you like)"))}</span>'


def _fault(bound: BoundField) -> str:
    before = escape(_("To put right:"))
    lines = "".join(f'<p><span class="unseen">{before}</span> {_safe(one)}</p>' for one in bound.errors)
    return f'<div class="fault" id="{_safe(bound.auto_id)}_error">{icon("stop")}<div>{lines}</div></div>'
