"""How often something was guessed wrong lately: only failures count, so that nobody is slowed by being right.

Counts lie in the cache (core/pace.py says why that is enough) under a hash: no address stands in a key.
"""

from __future__ import annotations

import hashlib

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600


def network(request: HttpRequest) -> str:
    """Where a request comes from, for counting only: an address, or the /64 of one."""
    return str(ratelimit.get_ip(request))


def wrong(what: str, *, seconds: int) -> int:
    """Count one more failure of `what`; how many there were within `seconds` of the first one."""
    name = _name(what)
    if cache.add(name, 1, timeout=seconds):
        return 1
    try:
        return cache.incr(name)
    except ValueError:  # it ran out between the two calls
        cache.set(name, 1, timeout=seconds)
        return 1


def so_far(what: str) -> int:
    """How many failures of `what` are remembered."""
    return int(cache.get(_name(what), 0))


def forget(what: str) -> None:
    """It went right: start again from nothing."""
    cache.delete(_name(what))


def _name(what: str) -> str:
    return f"tries:{hashlib.sha256(what.encode()).hexdigest()}"
