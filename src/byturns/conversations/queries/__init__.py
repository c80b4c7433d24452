"""What pages and other apps ask about conversations. One file a question; ask from here."""

from byturns.conversations.queries.lists import (
    PAGE,
    Row,
    Sheet,
    guest_rows,
    new_draft_of,
    new_rows,
    rows,
    since_you_were_here,
    talk,
    talk_sheet,
    waiting_list,
)
from byturns.conversations.queries.opening import open_to, opened, opened_by, visits_of
from byturns.conversations.queries.own import AtHome, at_home, looks_at, older_texts_of, out_of_reach
from byturns.conversations.queries.page import Page, on_page, page_holding, page_of, readable, row_of
from byturns.conversations.queries.reach import Writer, circles_of, readers_in, writer
from byturns.conversations.queries.visits import VisitState, guests, visit_as_seen_by
from byturns.conversations.queries.waiting import Waiting, waiting_for, waiting_rows

__all__ = [
    "PAGE",
    "AtHome",
    "Page",
    "Row",
    "Sheet",
    "VisitState",
    "Waiting",
    "Writer",
    "at_home",
    "circles_of",
    "guest_rows",
    "guests",
    "looks_at",
    "new_draft_of",
    "new_rows",
    "older_texts_of",
    "on_page",
    "open_to",
    "opened",
    "opened_by",
    "out_of_reach",
    "page_holding",
    "page_of",
    "readable",
    "readers_in",
    "row_of",
    "rows",
    "since_you_were_here",
    "talk",
    "talk_sheet",
    "visit_as_seen_by",
    "visits_of",
    "waiting_for",
    "waiting_list",
    "waiting_rows",
    "writer",
]
