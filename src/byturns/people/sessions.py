"""Where sessions are kept: Django's table, read by a query that is built once (decision 0008).

Each signed-in page reads one session and one account. Nothing of them is kept between requests, so that
"sign out everywhere" holds from the next request on.
"""

from __future__ import annotations

from typing import Any, cast

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from byturns.core import clock
from byturns.core.prepared import Prepared
from byturns.people.models import Account

_LIVE: Prepared[Session] = Prepared(
    lambda marks: Session.objects.filter(session_key=marks["key"], expire_date__gt=clock.now()), key=str
)
_ACCOUNT: Prepared[Account] = Prepared(lambda marks: Account.objects.filter(pk=marks["number"]), number=int)


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = _LIVE.first(key=cast("str", self.session_key))
        if found is None:
            self._session_key = None  # as Django does: an unknown key is never taken for a new session
        return found


class Mailbox(AuthenticationBackend):  # type: ignore[misc]
    """Signs in by what allauth's flows have proven; finds the account of a session."""

    def get_user(self, user_id: Any) -> Account | None:
        """The account of that number, or None when there is none or it was closed."""
        account = _ACCOUNT.first(number=int(user_id))
        return account if account is not None and self.user_can_authenticate(account) else None
