"""What templates know of the group."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def group(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `member` and `group` on pages of a group."""
    member = getattr(request, "member", None)
    return {"member": member, "group": member.group if member is not None else None}
