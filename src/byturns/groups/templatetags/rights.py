"""`{% may "conversations.reply" conversation as verdict %}`: the same rule that the action asks."""

from __future__ import annotations

from typing import Any

from django import template

from byturns.groups import policy

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], name: str, thing: Any = None) -> policy.Verdict:
    """The verdict for the member who reads this page; truthy when allowed, with `.reason` when not."""
    return policy.check(context["member"], name, thing)
