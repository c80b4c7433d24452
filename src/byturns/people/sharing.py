"""Which mailboxes nobody else may move into; other apps know the reasons."""

from __future__ import annotations

from collections.abc import Callable

from byturns.people.models import Account, Person

Check = Callable[[list[Person]], bool]
_checks: list[Check] = []


def forbid(check: Check) -> Check:
    """Declare a check (in an AppConfig.ready): True when these people must not share one mailbox."""
    _checks.append(check)
    return check


def may_share(person: Person, account: Account) -> bool:
    """Whether `person` may open with this mailbox together with who uses it now."""
    others = list(account.people.exclude(pk=person.pk))
    return not others or not any(check([person, *others]) for check in _checks)
