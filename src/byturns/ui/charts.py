"""Charts that need no script: bars drawn by the server inside a table that says the same in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Bar:
    """One row: its name, the number as written, and the width out of 100 (always with a point)."""

    label: Text
    value: str
    width: str


@dataclass(frozen=True)
class Bars:
    """What `ui/components/bars.html` shows."""

    caption: Text
    what: Text
    unit: Text
    rows: list[Bar] = field(default_factory=list)
    note: Text = ""
    hue: str = ""


def bars(
    values: Sequence[tuple[Text, int | float]],
    *,
    caption: Text,
    what: Text,
    unit: Text,
    note: Text = "",
    hue: str = "",
) -> Bars:
    """Bars for named numbers; the longest fills the line, and what is below nothing counts as nothing."""
    most = max((number for _, number in values), default=0)
    rows = [
        Bar(label, f"{number:,}", f"{(max(number, 0) * 100 / most if most > 0 else 0):.1f}")
        for label, number in values
    ]
    return Bars(caption=caption, what=what, unit=unit, rows=rows, note=note, hue=hue)
