"""Finds passages for who writes a page: what has most of the words of its subject."""

from __future__ import annotations

from byturns.groups.models import Membership
from byturns.knowledge.gathering import Passages, declare
from byturns.knowledge.models import Experience
from byturns.search import kept, queries
from byturns.search.query import Query, parse

MOST = 8


def find(member: Membership, about: str) -> Passages:
    """Experiences and messages that she may read with most of these words; with one of them at least.

    Words under a note and words that were brought in are left where they stand.
    """
    query = parse(about)
    if not query:
        return Passages()
    sheet, _is_most = queries.sheet_with_most(member, query, 1)
    messages = [one for one in sheet.messages if not one.conversation.brought_in and not one.note]
    return Passages(_experiences(member, query), messages[:MOST])


def _experiences(member: Membership, query: Query) -> list[Experience]:
    found: dict[int, Experience] = {}
    for wanted in [query, *query.with_fewer()]:
        if len(found) >= MOST:
            break
        found |= {one.pk: one for one in kept.find(member, wanted)[:MOST] if one.pk not in found}
    return list(found.values())[:MOST]


declare(find)
