"""`./byturns bench reciprocity`: made-up groups live a year under six ways of finding help, ours by the product's own
matching; then how long matching takes. What is in it and what came of it: docs/reciprocity.md, which it writes.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import Any

from bench.giving import figures, page, policies, speed, world
from bench.giving.parameters import PARAMETERS, chosen
from bench.giving.year import Year

SEEDS = {8: 24, 15: 24, 40: 12, 150: 3, 1000: 1}
QUICK = {8: 3, 15: 3, 40: 2}
SWEEP_SEEDS = 1
SWEPT = 40  # members of the group on which parameters are varied
SHARES = [
    "met",
    "within 24 h",
    "within 72 h",
    "busiest three",
    "over capacity",
    "lost",
    "both",
    "experience fits",
    "yes in vain",
]
Values = dict[tuple[int, str], dict[str, list[float]]]


def run(*, quick: bool = False, seed: int = 1) -> dict[str, Any]:
    """All sizes, seeds and policies; then the sweep and the speeds. Not quick: also writes the page and its pictures."""
    values: Values = defaultdict(lambda: defaultdict(list))
    faults: list[str] = []
    years = 0
    for size, many in (QUICK if quick else SEEDS).items():
        for number in range(many):
            for policy in policies.six():
                year = Year(world.make(seed * 1000 + number, size, chosen()), policy).run()
                faults += sums_add_up(year)
                for name, value in told(year).items():
                    values[size, policy.name][name].append(value)
                years += 1
        say(f"{size} members: done")
    speeds = speed.table([10, 100, 1000] if quick else [10, 100, 1000, 10000], seed)
    swept = [] if quick else sweep(seed)
    targets = judged(values, speeds)
    rows = [row(size, name, found) for (size, name), found in values.items()]
    if not quick:
        page.write(values, speeds, swept, targets, seed)
    return {
        "rows": [*rows, *speeds, *swept],
        "targets": targets,
        "samples": years,
        "valid": not faults,
        "faults": faults,
    }


def told(year: Year) -> dict[str, float]:
    """The figures of a year; for a policy that keeps the limits also what could have been."""
    found = figures.of(year)
    if year.policy.keeps_limits:
        met = sum(ask.helper is not None for ask in year.asks)
        could = sum(figures.could_have_been_met(year, ask) for ask in year.asks if ask.helper is None)
        found["met of could"] = met / (met + could) if met + could else 1.0
    if isinstance(year.policy, policies.Ours):
        best = figures.best_possible(year)
        found["met of best"] = met / best if best else 1.0
        found["best"] = best / len(year.asks) if year.asks else 1.0
    return found


def sums_add_up(year: Year) -> list[str]:
    """What must hold in every year, whatever was drawn."""
    met = [ask for ask in year.asks if ask.helper is not None]
    given = sum(len(one.given) for one in year.members)
    received = sum(len(one.received) for one in year.members)
    needs = sum(len(one.like.needs) for one in year.members)
    wrong = {
        "help given is not help received": not len(met) == given == received,
        "asks and needs differ": len(year.asks) + year.never_made != needs,
        "an ask is still open": any(not ask.closed for ask in year.asks),
        "somebody is over her pace": year.policy.keeps_limits and any(one.over for one in year.members),
        "a question is still out": any(one.open for one in year.members),
        "somebody helped herself": any(ask.helper == ask.need.who for ask in met),
        "help came too late": any(ask.need.at + (ask.waited or 0) > ask.need.ends for ask in met),
    }
    return [
        f"{year.policy.name}, {year.world.size} members, seed {year.world.seed}: {what}"
        for what, so in wrong.items()
        if so
    ]


def judged(values: Values, speeds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The targets of the design, each with pass or miss."""
    found = []

    def target(name: str, value: float, limit: float, *, least: bool) -> None:
        met = value >= limit if least else value <= limit
        found.append({"name": name, "value": round(value, 4), "limit": limit, "met": met})

    for size in dict.fromkeys(size for size, _ in values):
        ours = values[size, "Byturns"]
        others = [values[size, name]["met"] for name in ("round robin", "least loaded")]
        best = max(others, key=lambda many: figures.interval(many)[0])
        better = [mine - theirs for mine, theirs in zip(ours["met"], best, strict=True)]
        mean, half = figures.interval(better)
        target(
            f"{size} members: met, of what could be met",
            figures.interval(ours["met of could"])[0],
            0.99,
            least=True,
        )
        target(
            f"{size} members: met, of the offline optimum",
            figures.interval(ours["met of best"])[0],
            0.95,
            least=True,
        )
        target(
            f"{size} members: met, less the best other within the limits (upper end of the interval)",
            mean + (half if half == half else 0),
            0.0,
            least=True,
        )
        if size >= 15:
            target(
                f"{size} members: share of the busiest three",
                figures.interval(ours["busiest three"])[0],
                0.4,
                least=False,
            )
        target(f"{size} members: members over their capacity", max(ours["over capacity"]), 0.0, least=False)
    for one in speeds:
        if one["members"] == 1000:
            target("one ask among 1,000, ms", one["one ask, ms"], 50, least=False)
            target("a day of 1,000 asks and 1,000 members, s", one["rota, s"], 10, least=False)
    return found


def row(size: int, name: str, found: dict[str, list[float]]) -> dict[str, Any]:
    """One line of the table; shares as percentages with half of their 95 % interval."""
    line: dict[str, Any] = {"members": size, "policy": name}
    for key in SHARES:
        line[key] = share(found[key])
    for key in ("median wait", "p90 wait", "gini", "questions a month"):
        mean, half = figures.interval(found[key])
        line[key] = f"{mean:.2f}" + (f" ±{half:.2f}" if half == half else "")
    return line


def share(values: list[float]) -> str:
    mean, half = figures.interval(values)
    return "" if mean != mean else f"{mean * 100:.1f}" + (f" ±{half * 100:.1f}" if half == half else "")


def mean_of(values: list[float]) -> str:
    """Without an interval, which so few seeds cannot give."""
    return f"{figures.interval(values)[0] * 100:.1f}"


def sweep(seed: int) -> list[dict[str, Any]]:
    """Each parameter low and high, all else as it was: what hangs on it."""
    found = []
    for one in PARAMETERS:
        for value in (one.low, one.high):
            seen: dict[str, list[float]] = defaultdict(list)
            for number in range(SWEEP_SEEDS):
                made = world.make(seed * 1000 + number, SWEPT, chosen(**{one.name: value}))
                ours = Year(made, policies.Ours()).run()
                other = Year(made, policies.RoundRobin()).run()
                for key, that in told(ours).items():
                    seen[key].append(that)
                seen["other"].append(figures.of(other)["met"])
            found.append(
                {
                    "parameter": one.name,
                    "value": value,
                    "met": mean_of(seen["met"]),
                    "of what could be": mean_of(seen["met of could"]),
                    "of the optimum": mean_of(seen["met of best"]),
                    "round robin": mean_of(seen["other"]),
                    "busiest three": mean_of(seen["busiest three"]),
                }
            )
    say("sweep: done")
    return found


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
