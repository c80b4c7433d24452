"""The code that shows that a new e-mail address is one's own, kept in the session until it is typed."""

from __future__ import annotations

import time
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code, generate_user_code
from django.http import HttpRequest

from byturns.core import ids, outbox, pace
from byturns.people import tries, whoami

KEY = whoami.of_one_person("new_address")
LASTS = 15 * 60
TRIES = 5


def start(request: HttpRequest, email: str) -> bool:
    """Send a code to the new address, known or not; False when too many were asked for."""
    if pace.too_fast(f"new-address:{request.user.pk}", times=5, seconds=3600):
        return False
    code = generate_user_code(numeric=True, length=6, dashed=False)
    request.session[KEY] = {
        "person": request.session.get(whoami.KEY),
        "email": email,
        "code": code,
        "at": time.time(),
        "id": ids.public_id(),
    }
    outbox.put("people.new_address", to=email, secret={"code": code})
    return True


def waiting(request: HttpRequest) -> str | None:
    """The address whose code is waited for; None when there is none, or it is no longer good."""
    found: dict[str, Any] | None = request.session.get(KEY)
    if not found or found.get("person") != request.session.get(whoami.KEY):
        return None
    if time.time() - found["at"] > LASTS or tries.so_far(f"new:{found['id']}") >= TRIES:
        return None
    return str(found["email"])


def is_right(request: HttpRequest, typed: str) -> bool:
    """Whether this is the code; each asking counts as a try."""
    found = request.session[KEY]
    if tries.wrong(f"new:{found['id']}", seconds=LASTS) > TRIES:
        return False
    return bool(compare_user_code(actual=typed, expected=found["code"]))


def done_with(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
