"""What pages and other apps ask about conversations. One file a question; ask from here."""

from byturns.conversations.queries.lists import (
    PAGE,
    Row,
    circles_of,
    here_last,
    new_draft_of,
    rows,
    since_you_were_here,
    talk,
)
from byturns.conversations.queries.opening import opened, readers_of, visits_of
from byturns.conversations.queries.page import Page, on_page, page_of, row_of
from byturns.conversations.queries.reach import readers_in, readers_in_group
from byturns.conversations.queries.waiting import Waiting, waiting_for, waiting_rows

__all__ = [
    "PAGE",
    "Page",
    "Row",
    "Waiting",
    "circles_of",
    "here_last",
    "new_draft_of",
    "on_page",
    "opened",
    "page_of",
    "readers_in",
    "readers_in_group",
    "readers_of",
    "row_of",
    "rows",
    "since_you_were_here",
    "talk",
    "visits_of",
    "waiting_for",
    "waiting_rows",
]
