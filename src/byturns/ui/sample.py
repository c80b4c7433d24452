"""What the page of components shows: made-up people and words."""

from __future__ import annotations

from typing import Any


def context() -> dict[str, Any]:
    """Everything that ui/parts.html needs."""
    return {}
