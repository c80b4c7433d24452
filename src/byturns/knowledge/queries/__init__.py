"""What pages ask about what is kept. Everything is limited to what the reader may see."""

from byturns.knowledge.queries.kept import (
    Kept,
    Part,
    Sheet,
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
