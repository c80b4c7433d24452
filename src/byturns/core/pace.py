"""How often somebody may do something: small, per key, in the cache."""

from django.core.cache import cache


def too_fast(key: str, *, times: int, seconds: int) -> bool:
    """Count one more try under `key`; True when it is over `times` in `seconds`.

    Per process with the in-memory cache, which is right for one process; a split layout sets a
    shared cache.
    """
    name = f"pace:{key}"
    if cache.add(name, 1, timeout=seconds):
        return times < 1
    try:
        return cache.incr(name) > times
    except ValueError:  # it ran out between the two calls
        cache.set(name, 1, timeout=seconds)
        return times < 1
