"""For whom a mail is that no server hands over by name: a mailbox that is read, a service that posts it."""

from __future__ import annotations

from collections.abc import Iterable

from byturns.mail import places
from byturns.mail.kinds import Way
from byturns.mail.reading import letter
from byturns.mail.reading.letter import Letter

MOST = 20  # as many as one mail may be for when it is handed over


def recipients(raw: bytes, told: Iterable[str] = ()) -> list[str]:
    """Which of our addresses it is for; [] when it is for none.

    `told` is what a service said. Else what the last server wrote (Delivered-To, X-Original-To, Envelope-To),
    else To and Cc. A sender can write those too and gains nothing: it takes an address that was given out.
    The plain address may be only the mailbox that all lead to, so it counts when no address with a key stands
    anywhere. One whose key has died stands for itself then, and is judged so.
    """
    plain: list[str] = []
    dead: list[str] = []
    for found in _in_turn(raw, told):
        known = {address: places.found(address).way for address in dict.fromkeys(found)}
        keyed = [address for address, way in known.items() if way not in {Way.GROUP, Way.NONE}]
        if keyed:
            return keyed[:MOST]
        plain = plain or [address for address, way in known.items() if way == Way.GROUP]
        dead += [address for address, way in known.items() if way == Way.NONE and places.has_key(address)]
    return (list(dict.fromkeys(dead)) if plain and dead else plain)[:MOST]


def _in_turn(raw: bytes, told: Iterable[str]) -> Iterable[list[str]]:
    yield [one.strip().lower() for one in told if one.strip()][:MOST]
    read = letter.read(raw)
    if isinstance(read, Letter):
        yield list(read.delivered_to)[: 2 * MOST]
        boxes = (*read.to.mailboxes, *read.copied.mailboxes)
        yield [box.address for box in boxes if box.address][: 2 * MOST]
