"""How long matching takes as a group grows: one ask, and a whole day's rota."""

from __future__ import annotations

import time
from datetime import timedelta
from random import Random

from bench.giving import world
from bench.giving.parameters import chosen
from byturns.reciprocity.matching import Ask, Candidate, Help, plan_day, suggest

NOW = world.moment(130 * 24 + 10)


def crowd(size: int, seed: int) -> tuple[list[Ask], list[Candidate]]:
    """As many asks as members, and members with a history of some weeks."""
    rng = Random(f"crowd {seed} {size}")
    made = world.make(seed, size, chosen(joins_a_year=0, crises_a_year=0))
    members = [
        Candidate(
            f"{one.number}",
            one.kinds,
            one.pace,
            small_pace=world.SMALL_PACE,
            free=one.free,
            quiet=one.quiet,
            how_far=one.how_far,
            distances=one.distances,
            tags=one.tags,
            apart=one.apart,
            given=tuple(Help(NOW - timedelta(days=rng.uniform(8, 90))) for _ in range(rng.randrange(4))),
            received=tuple(NOW - timedelta(days=rng.uniform(0, 90)) for _ in range(rng.randrange(3))),
            last_asked=NOW - timedelta(days=rng.uniform(0, 90)),
        )
        for one in made.members
    ]
    asks = [
        Ask(
            f"{number}",
            f"{rng.randrange(size)}",
            rng.choice(list(world.KINDS)),
            ends=NOW + timedelta(days=rng.choice([1, 3, 7, 14])),
            place=rng.choice(["", "place 1", "place 3"]),
            wanted=frozenset(rng.sample(world.TAGS, rng.randrange(3))),
        )
        for number in range(size)
    ]
    return asks, members


def table(sizes: list[int], seed: int) -> list[dict[str, float | int | str]]:
    """CPU time, so that others on the machine do not count; the first flow also loads the optimiser."""
    found: list[dict[str, float | int | str]] = []
    plan_day(*crowd(10, seed), now=NOW)
    for size in sizes:
        asks, members = crowd(size, seed)
        some = asks[:40]
        began = time.process_time()
        for ask in some:
            suggest(ask, members, now=NOW, seed=seed)
        one = (time.process_time() - began) / len(some) * 1000
        began = time.process_time()
        plan = plan_day(asks, members, now=NOW, seed=seed)
        found.append(
            {
                "members": size,
                "one ask, ms": round(one, 2),
                "asks of the day": size,
                "rota, s": round(time.process_time() - began, 2),
                "with somebody": size - len(plan.nobody),
            }
        )
    return found
