"""What pages ask about what is kept. Everything is limited to what the reader may see."""

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

__all__ = [
    "Kept",
    "Ledger",
    "Part",
    "Sheet",
    "Told",
    "Used",
    "as_read",
    "ledger",
    "one",
    "own",
    "own_use",
    "sheet",
    "source_of",
    "subject_names",
    "subjects",
    "use_for",
    "used_of",
    "waiting",
]
