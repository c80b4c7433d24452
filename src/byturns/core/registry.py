"""What apps declare to the house, so that nobody imports upwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

OwnData = Callable[[Any], dict[str, Any]]

ForTypist = Callable[[Any, Any], dict[str, Any]]

_own_data: dict[str, OwnData] = {}
_for_typist: dict[str, ForTypist] = {}


def register_own_data(name: str, gather: OwnData, *, for_typist: ForTypist | None = None) -> None:
    """Say what an app holds of one member, for her to take away.

    `gather(member)` runs inside the group and gives plain JSON (words, numbers, lists and dicts); its
    keys are headings that the member reads. It holds nothing of what others wrote. `for_typist(member,
    typist)` gives what somebody who prints it for her may read, when that is less.
    """
    if name in _own_data and _own_data[name] is not gather:
        raise ValueError(f"two apps give own data called {name}")
    _own_data[name] = gather
    if for_typist is not None:
        _for_typist[name] = for_typist


def own_data_of(member: Any, *, typist: Any = None) -> dict[str, dict[str, Any]]:
    """Everything that every app holds of this member, by app, in the order they were declared.

    With a `typist`, only what she may read too.
    """
    if typist is None:
        return {name: gather(member) for name, gather in _own_data.items()}
    return {
        name: _for_typist[name](member, typist) if name in _for_typist else gather(member)
        for name, gather in _own_data.items()
    }


def own_data_names() -> list[str]:
    """Which apps declared something (for house tests)."""
    return list(_own_data)
