"""What can be done from a mail without a word: each deed is a link to a page with one button, and an address.

A token says who, what and where, and nothing else. Its deed dies when it is done, every deed of a mail after
30 days, and all of hers when she has left (settled point 22). Apps declare their deeds; `mail/deeds.py` has
those about conversations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from byturns.core import addresses, clock, ids, routes
from byturns.core.paper import Go, Row
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere
from byturns.mail.models import Command
from byturns.mail.names import at

LIVES = timedelta(days=30)
_ROOT = 12  # characters of a token that find the row; as many again are the deed's


@dataclass(frozen=True)
class Deed:
    """One named thing that a mail can do.

    `label` stands in the mail and on the button, `asks` above it, `said` once it is done; none holds a name
    or a word of a member. `do` may raise NotAllowed. `offers` are the deeds that a page shows a button for
    in place of the one: then `do` is only for who wrote to the address. `stays`: one of them done, the others
    can still be. `needs` is what it is about ("message", "conversation"): without that it is not offered.
    `understands` says whether words to its address can be taken for it, and `hears` does it by them; other
    deeds want none.
    """

    name: str
    label: str | Promise
    asks: str | Promise
    said: str | Promise
    do: Callable[[Membership, Command], None]
    offers: tuple[str, ...] = ()
    stays: bool = False
    needs: str = ""
    understands: Callable[[Membership, str], bool] | None = None
    hears: Callable[[Membership, str], None] | None = None


DEEDS: dict[str, Deed] = {}


def declare(*deeds: Deed) -> None:
    """Add what can be done, once, when an app starts."""
    DEEDS.update({deed.name: deed for deed in deeds})


@dataclass(frozen=True)
class Given:
    """What a token stands for."""

    command: Command
    deed: Deed

    @property
    def is_done(self) -> bool:
        return self.deed.name in self.command.done.split()


@dataclass(frozen=True)
class Act:
    """One deed as a mail shows it: `address` is "" where no mail comes in."""

    label: str
    link: str
    address: str

    @property
    def mailto(self) -> str:
        """What a mail program opens: an empty mail whose subject says what it does."""
        return f"mailto:{self.address}?subject={quote(self.label)}" if self.address else ""


def token(command: Command, name: str) -> str:
    """The token of one deed: 24 letters that survive any mail program."""
    digest = salted_hmac("byturns.mail.command", f"{command.root}:{name}", algorithm="sha256").digest()
    return command.root + "".join(ids.ALPHABET[byte % len(ids.ALPHABET)] for byte in digest[:_ROOT])


def acts(command: Command, names: Sequence[str]) -> list[Act]:
    """These deeds, for a mail that is about to go to her."""
    return [
        Act(
            str(DEEDS[name].label),
            addresses.full(routes.to("mail_open:command", token=token(command, name))),
            at(f"c-{token(command, name)}") if settings.MAIL_IN else "",
        )
        for name in names
    ]


def rows(acts: Sequence[Act], words: str = "") -> list[Row]:
    """These acts as a mail shows them: as links after `words`, each with its address where mail comes in."""
    if not acts:
        return []
    links = tuple(Go(act.link, act.label, mail=act.mailto) for act in acts)
    return [Row(links, words, by=_("by an empty mail") if acts[0].address else "")]


def open_to(command: Command, deed: Deed) -> list[Deed]:
    """Of what a deed offers, what can still be done about the item of this mail."""
    gone = command.done.split() if deed.stays else []
    offered = [DEEDS[name] for name in deed.offers if name not in gone]
    return [one for one in offered if not one.needs or getattr(command, f"{one.needs}_id") is not None]


def given(token_: str) -> Given | None:
    """What a token stands for; None when nothing does, it is too old, or its member has left."""
    with everywhere("a link in a mail names what it does, from outside any group"):
        rows = Command.objects.select_related(
            "membership__group", "membership__person__account", "conversation", "message", "report", "ask"
        )
        found = (
            rows.filter(root=token_[:_ROOT], made_at__gt=clock.now() - LIVES)
            .exclude(membership__status__in=Membership.OUTSIDE)
            .first()
        )
    if found is None:
        return None
    for name, deed in DEEDS.items():
        if constant_time_compare(token(found, name), token_):
            return Given(found, deed)
    return None


@transaction.atomic
def carry_out(what: Given, deed: Deed | None = None, *, said: str = "") -> None:
    """Do it, as the member whose mail it was; inside her group. Twice changes nothing.

    `deed` is the one chosen of those that `what` offers; `said` are words that the deed understands. Raises
    NotAllowed: then it is as if never asked.
    """
    command = Command.objects.select_for_update().get(pk=what.command.pk)
    wanted = deed or what.deed
    dies = wanted if what.deed.stays else what.deed
    if dies.name in command.done.split():
        return
    if said and wanted.hears is not None:
        wanted.hears(what.command.membership, said)
    else:
        wanted.do(what.command.membership, what.command)
    if dies.stays:
        return
    command.done = " ".join([*command.done.split(), dies.name])
    command.save(update_fields=["done"])


def tidy() -> None:
    """Forget what no mail can do any more. For the house's clock, inside a group."""
    Command.objects.filter(made_at__lt=clock.now() - LIVES).delete()
