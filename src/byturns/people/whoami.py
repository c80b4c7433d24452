"""Which of the people who share a mailbox is using this browser (settled point 4)."""

from __future__ import annotations

import time

from django.http import HttpRequest

from byturns.core.prepared import Prepared
from byturns.people.models import Account, Person

KEY = "person"
SINCE = "person_since"
OTHERS = "others_here"  # the menu offers to change person, without asking the database on each page
PIN_LASTS = 12 * 60 * 60

_OF_MAILBOX: Prepared[Person] = Prepared(
    lambda marks: Person.objects.filter(pk=marks["person"], account=marks["account"]), person=int, account=int
)

_of_one_person: set[str] = set()


def of_one_person(key: str) -> str:
    """Declare something kept in the session as one person's: it goes when somebody else is here.

    What lies there is a dict whose "person" is the pk of whose it is; None until it is known.
    """
    _of_one_person.add(key)
    return key


def people_of(account: Account) -> list[Person]:
    """Everyone who opens with this mailbox, by name."""
    return list(account.people.order_by("name", "pk"))


def person_of(request: HttpRequest) -> Person | None:
    """The person of this session, or None. Remembers the answer when only one can be meant.

    A PIN is asked for again after twelve hours: on a shared device a session lasts longer than a visit.
    """
    account = request.user
    if not isinstance(account, Account) or not account.is_authenticated:
        return None
    chosen = request.session.get(KEY)
    if chosen is not None:
        # Asked of the mailbox too: a person who moved to another address is gone from this session.
        person = _OF_MAILBOX.first(person=chosen, account=account.pk)
        return None if person is not None and person.pin and not _lately(request) else person
    found = people_of(account)
    if len(found) == 1 and not found[0].pin:
        become(request, found[0])
        return found[0]
    return None


def become(request: HttpRequest, person: Person) -> None:
    """Let this browser be `person` from now on. The caller has checked the PIN.

    What somebody else of the mailbox began here is gone; what nobody has claimed yet is hers.
    """
    for name in _of_one_person & set(request.session.keys()):
        if request.session[name].get("person") in (None, person.pk):
            request.session[name] = {**request.session[name], "person": person.pk}
        else:
            del request.session[name]
    request.session[KEY] = person.pk
    request.session[SINCE] = time.time()
    request.session[OTHERS] = bool(person.pin) or shares(person)


def nobody(request: HttpRequest) -> None:
    """Ask again "which of you is this?" from the next page on. What one person began here is gone."""
    for name in _of_one_person & set(request.session.keys()):
        if request.session[name].get("person") is not None:
            del request.session[name]
    for name in (KEY, SINCE, OTHERS):
        request.session.pop(name, None)


def shares(person: Person) -> bool:
    """Whether somebody else opens with the same mailbox. (A steward's address must not be shared.)"""
    if person.account_id is None:
        return False
    return Person.objects.filter(account=person.account_id).exclude(pk=person.pk).exists()


def may_change(request: HttpRequest) -> bool:
    """Whether the menu offers to change person."""
    return bool(request.session.get(OTHERS))


def _lately(request: HttpRequest) -> bool:
    since = float(request.session.get(SINCE, 0))
    return 0 <= time.time() - since < PIN_LASTS
