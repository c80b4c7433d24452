"""`{% may "conversations.reply" conversation as verdict %}`: the same rule that the action asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template

from byturns.core import clock
from byturns.groups import policy

register = template.Library()
NEW_FOR = timedelta(days=3)


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], name: str, thing: Any = None) -> policy.Verdict:
    """The verdict for the member who reads this page; truthy when allowed, with `.reason` when not."""
    return policy.check(context["member"], name, thing)


@register.simple_tag(takes_context=True)
def new_here(context: dict[str, Any]) -> bool:
    """Whether the member who reads this page has only just come. Asks the database nothing."""
    member = context["member"]
    return bool(member.role == member.Role.MEMBER and clock.now() - member.joined_at < NEW_FOR)


@register.simple_tag(takes_context=True)
def resting(context: dict[str, Any]) -> bool:
    """Whether the member who reads this page is on a break today. Asks the database nothing."""
    member = context["member"]
    return bool(member.on_break(clock.today(member.group.zone)))
