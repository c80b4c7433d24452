"""Which of the people who share a mailbox is using this browser (settled point 4)."""

from __future__ import annotations

from django.http import HttpRequest

from byturns.people.models import Account, Person

KEY = "person"


def people_of(account: Account) -> list[Person]:
    """Everyone who opens with this mailbox, by name."""
    return list(account.people.order_by("name", "pk"))


def person_of(request: HttpRequest) -> Person | None:
    """The person of this session, or None. Remembers the answer when only one can be meant."""
    account = request.user
    if not isinstance(account, Account) or not account.is_authenticated:
        return None
    chosen = request.session.get(KEY)
    if chosen is not None:
        # Asked of the mailbox too: a person who moved to another address is gone from this session.
        return Person.objects.filter(pk=chosen, account=account).first()
    found = people_of(account)
    if len(found) == 1 and not found[0].pin:
        become(request, found[0])
        return found[0]
    return None


def become(request: HttpRequest, person: Person) -> None:
    """Let this browser be `person` from now on. The caller has checked the PIN."""
    request.session[KEY] = person.pk
