"""What apps declare to the house, so that nobody imports upwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

OwnData = Callable[[Any], dict[str, Any]]

_own_data: dict[str, OwnData] = {}


def register_own_data(name: str, gather: OwnData) -> None:
    """Say what an app holds of one member, for her to take away.

    `gather(member)` runs inside the group and gives plain JSON (words, numbers, lists and dicts); its
    keys are headings that the member reads. It holds nothing of what others wrote.
    """
    if name in _own_data and _own_data[name] is not gather:
        raise ValueError(f"two apps give own data called {name}")
    _own_data[name] = gather


def own_data_of(member: Any) -> dict[str, dict[str, Any]]:
    """Everything that every app holds of this member, by app, in the order they were declared."""
    return {name: gather(member) for name, gather in _own_data.items()}


def own_data_names() -> list[str]:
    """Which apps declared something (for house tests)."""
    return list(_own_data)
