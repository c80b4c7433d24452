"""What pages ask about what is brought in."""

from byturns.portability.queries.batches import (
    batches,
    cuts,
    for_members,
    line_to_date,
    lines_of,
    names_of,
    not_reachable,
    others_to_name,
    who_is_told,
    who_may_be,
)
from byturns.portability.queries.own import (
    Own,
    by_token,
    claims_to_witness,
    my_names,
    names_by_my_address,
    names_covered,
    open_claims,
    own_words,
)

__all__ = [
    "Own",
    "batches",
    "by_token",
    "claims_to_witness",
    "cuts",
    "for_members",
    "line_to_date",
    "lines_of",
    "my_names",
    "names_by_my_address",
    "names_covered",
    "names_of",
    "not_reachable",
    "open_claims",
    "others_to_name",
    "own_words",
    "who_is_told",
    "who_may_be",
]
