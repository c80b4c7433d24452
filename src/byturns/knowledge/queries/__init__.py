"""What pages ask about what is kept. Everything is limited to what the reader may see."""

from byturns.knowledge.queries.candidates import Candidates, candidates
from byturns.knowledge.queries.kept import (
    Kept,
    Part,
    Sheet,
    as_read,
    one,
    own,
    sheet,
    source_of,
    subject_names,
    subjects,
)
from byturns.knowledge.queries.ledger import Ledger, Told, Used, ledger, own_use, use_for, used_of, waiting
from byturns.knowledge.queries.pages import (
    Change,
    Written,
    changes,
    line,
    listed,
    newest,
    page,
    uses_of,
    whole,
)
from byturns.knowledge.queries.pages import Sheet as PageSheet
from byturns.knowledge.queries.pages import Told as ToldOnPage

__all__ = [
    "Candidates",
    "Change",
    "Kept",
    "Ledger",
    "PageSheet",
    "Part",
    "Sheet",
    "Told",
    "ToldOnPage",
    "Used",
    "Written",
    "as_read",
    "candidates",
    "changes",
    "ledger",
    "line",
    "listed",
    "newest",
    "one",
    "own",
    "own_use",
    "page",
    "sheet",
    "source_of",
    "subject_names",
    "subjects",
    "use_for",
    "used_of",
    "uses_of",
    "waiting",
    "whole",
]
