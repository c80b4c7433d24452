"""Sharing out at the least cost: min-cost flow by networkx (docs/decisions/0017-which-optimiser.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

SCALE = 1000  # networkx wants whole numbers
FIRST = 10**7  # leaving an ask without anybody costs more than anything else
MORE = 10**5  # a second and third for one ask come after the first of all others


class Edge(NamedTuple):
    """`who` could be asked for `ask` at this cost."""

    ask: str
    who: str
    cost: float


def cheapest(
    edges: Sequence[Edge], wanted: Mapping[str, int], room: Mapping[str, int], each_more: Mapping[str, float]
) -> dict[str, list[Edge]]:
    """Choose edges: at most `wanted` an ask and `room` a member; as many, then as cheap, as possible.

    Each further ask of one member costs `each_more` more than the one before.
    """
    if not edges:
        return {}
    import networkx as nx  # here: half a second and 30 MB that a web page does not need

    by_ask: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        by_ask[edge.ask].append(edge)
    lowest = min(edge.cost for edge in edges)
    net = nx.DiGraph()
    total = 0
    for ask, row in by_ask.items():
        most = min(wanted.get(ask, 0), len(row))
        total += most
        net.add_node((0, ask), demand=-most)
        for edge in row:
            net.add_edge((0, ask), (1, edge.who), capacity=1, weight=round((edge.cost - lowest) * SCALE))
        net.add_edge((0, ask), (3, ask), capacity=1, weight=FIRST)
        net.add_edge((3, ask), (2, ""), capacity=1, weight=0)
        if most > 1:
            net.add_edge((0, ask), (2, ""), capacity=most - 1, weight=MORE)
    net.add_node((2, ""), demand=total)
    for who, most in room.items():
        for place in range(most):
            unit = (1, who) if place == 0 else (4, f"{who} {place}")
            if place:
                net.add_edge((1, who), unit, capacity=1, weight=round(each_more[who] * place * SCALE))
            net.add_edge(unit, (2, ""), capacity=1, weight=0)
    _cost, flow = nx.network_simplex(net)
    return {ask: [edge for edge in row if flow[0, ask][1, edge.who]] for ask, row in by_ask.items()}
