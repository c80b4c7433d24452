"""One ask: who is asked now, who next, and when to look again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from byturns.reciprocity.matching.facts import Ask, Asking, Candidate, Outlook, Suggestion, Weights
from byturns.reciprocity.matching.fit import asking, between, standing
from byturns.reciprocity.matching.limits import Limit, Needed, limit_of, own_limit

THEN = 30  # how many more are handed back in order


def suggest(
    ask: Ask, candidates: Iterable[Candidate], weights: Weights | None = None, *, now: datetime, seed: int = 0
) -> Suggestion:
    """Whom to ask now for `ask`, who would be next, and when to look again.

    Call it when the ask opens, when somebody says no (with her in `declined`), and at `next_at`.
    `ask.waiting` were asked and may still answer: only so many are added that the right number is out.
    """
    weights = weights or Weights()
    needed = Needed.by(ask, now)
    may: list[tuple[float, Candidate]] = []
    could = 0
    for candidate in candidates:
        found = limit_of(needed, candidate)
        if found is None:
            cost = standing(candidate, weights, now, small=ask.small) + between(ask, candidate, weights, seed)
            may.append((cost, candidate))
        could += (
            found is None
            or found is Limit.ASKED
            or (found is Limit.APART and not own_limit(needed, candidate))
        )
    may.sort(key=lambda one: one[0])
    wanted = max(at_once(ask, weights, needed, left=len(may)) - ask.waiting, 0)
    awake = [one for one in may if not one[1].quiet.holds(now)][:wanted]
    chosen = {candidate.key for _cost, candidate in awake}
    later = [one for one in may if one[1].key not in chosen][:THEN]
    then = tuple(asking(needed, candidate, cost) for cost, candidate in later)
    return Suggestion(
        tuple(asking(needed, candidate, cost) for cost, candidate in awake),
        then,
        _next_at(needed, weights, then if len(awake) < wanted else (), out=bool(awake or ask.waiting)),
        outlook(could, ask, weights),
    )


def patience(ask: Ask, weights: Weights) -> timedelta:
    """How long each is given: the asker's word, else the group's for such a hurry."""
    return ask.patience if ask.patience is not None else weights.patience[ask.urgency]


def at_once(ask: Ask, weights: Weights, needed: Needed, *, left: int) -> int:
    """How many questions shall be out at the same time.

    Alone where time allows one after the other; more at once the fewer rounds are left until it is too
    late, so that by then as many were asked as are needed to be `sure` of a yes.
    """
    if left == 0 or ask.how_many <= 0:
        return 0
    no = 1 - min(max(weights.likely_yes, 0.01), 0.99)
    enough = min(math.ceil(math.log(1 - weights.sure) / math.log(no)), left)
    rounds = max(int((needed.last_chance - needed.now) / patience(ask, weights)), 0) + 1
    needed_now = max(enough - (rounds - 1) * weights.later_at_once, math.ceil(enough / rounds / 2), 1)
    return min(needed_now + ask.how_many - 1, max(weights.most_at_once, ask.how_many))


def outlook(could: int, ask: Ask, weights: Weights) -> Outlook:
    """How likely somebody is found, from paces and hours alone: blocks and noes do not show in it."""
    if could == 0:
        return Outlook.NOBODY
    none = (1 - weights.likely_yes) ** max(could - ask.how_many + 1, 0)
    return Outlook.GOOD if none <= 0.1 else Outlook.FEW


def _next_at(needed: Needed, weights: Weights, asleep: Sequence[Asking], *, out: bool) -> datetime | None:
    """After the asker’s patience, or when the quiet hours end of somebody who would be asked by now."""
    ends = [one.at for one in asleep]
    if out or not ends:  # while nobody was asked, nobody's patience runs
        ends.append(needed.now + patience(needed.ask, weights))
    return min(ends) if min(ends) <= needed.last_chance else None
