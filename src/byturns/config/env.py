"""Settings from the environment, typed and strict; a secret may also come from a file.

`NAME_FILE=/path` gives the value of NAME from that file, for secrets. A value that does not fit
stops the start with a sentence: a wrong guess in production is worse than no start.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PREFIX = "BYTURNS_"


@dataclass(frozen=True)
class Setting:
    """One thing an operator may set; docs/configuration.md is checked against this list."""

    name: str
    default: str
    says: str


KNOWN: dict[str, Setting] = {}


def text(name: str, default: str = "", says: str = "") -> str:
    """The value of BYTURNS_<name> (or of the file BYTURNS_<name>_FILE), else `default`."""
    full = PREFIX + name
    KNOWN[full] = Setting(full, default, says)
    if path := os.environ.get(full + "_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{full}_FILE names {path}, which cannot be read: {error}") from error
    return os.environ.get(full, default)


def yes(name: str, default: bool, says: str = "") -> bool:
    """True or False. Anything else is refused."""
    value = text(name, "yes" if default else "no", says).lower()
    if value not in {"yes", "no"}:
        raise ImproperlyConfigured(f"{PREFIX}{name} must be yes or no, not {value!r}")
    return value == "yes"


def number(name: str, default: int, says: str = "") -> int:
    """A whole number."""
    value = text(name, str(default), says)
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{PREFIX}{name} must be a whole number, not {value!r}") from error


def choice(name: str, default: str, among: tuple[str, ...], says: str = "") -> str:
    """One of a few words."""
    value = text(name, default, says)
    if value not in among:
        raise ImproperlyConfigured(f"{PREFIX}{name} must be one of {', '.join(among)}, not {value!r}")
    return value
