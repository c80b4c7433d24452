"""Mails about who is in the group. Neutral subjects; no names but where the mail would mean nothing.

Each looks again at the moment of sending: None when there is nothing left to say.
"""

from __future__ import annotations

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from byturns.core import addresses
from byturns.core.outbox import Letter, letter
from byturns.groups.models import Circle, CircleMember, Membership, Recovery, StewardOffer
from byturns.groups.queries.words import may_still_become
from byturns.groups.scoping import everywhere

WORDS_SALT = "byturns.groups.words"


def _letter(words: str) -> Letter:
    return Letter(subject=_("A message from your group"), text=words)


def _page(name: str, slug: str, *args: str) -> str:
    return addresses.full(reverse(name, args=[slug, *args]))


@letter("groups.circle_asked")
def circle_asked(circle_id: int, membership_id: int) -> Letter | None:
    """To somebody asked into a circle, while the question waits."""
    waits = CircleMember.objects.filter(
        circle=circle_id, membership=membership_id, joined_at=None, circle__closed_at=None
    )
    if not waits.exists():
        return None
    slug = Circle.objects.select_related("group").get(pk=circle_id).group.slug
    return _letter(
        _(
            "Somebody in your group asked you into a small circle.\n\n"
            "You can say yes or no here:\n{page}\n\n"
            "If you would rather not, say no or leave it. Nobody is told.\n"
        ).format(page=_page("groups:circles", slug))
    )


@letter("groups.steward_asked")
def steward_asked(offer_id: int) -> Letter | None:
    """To a member who was asked to be a steward, while the question waits."""
    found = StewardOffer.objects.filter(pk=offer_id, answered_at=None).select_related("group", "whom").first()
    if found is None or not found.whom.is_present:
        return None
    return _letter(
        _(
            "A steward of your group asks whether you would be a steward too.\n\n"
            "What it means, and your yes or no:\n{page}\n\n"
            "Saying no is fine, and needs no reason.\n"
        ).format(page=_page("groups:answer_offer", found.group.slug, found.public_id))
    )


@letter("groups.steward_by_host")
def steward_by_host(membership_id: int) -> Letter | None:
    """To every member, when whoever runs the server made somebody a steward."""
    whom = Membership.objects.select_related("group").get(pk=membership_id)
    if not whom.is_present:
        return None
    return _letter(
        _(
            "Your group had nobody left to look after it, so whoever runs the server has made one of "
            "you a steward. It is written in the group’s log.\n\n"
            "Who looks after the group:\n{page}\n\n"
            "If this surprises you, please talk to each other about it.\n"
        ).format(page=_page("groups:looking_after", whom.group.slug))
    )


@letter("groups.removed")
def removed(membership_id: int) -> Letter | None:
    """To somebody whom a steward removed: where the reason stands, and how to answer back.

    The reason is a steward's words, so it is on the page behind the link and not in the mailbox.
    """
    whom = Membership.objects.select_related("group").get(pk=membership_id)
    if whom.status != Membership.Status.REMOVED:
        return None
    return _letter(
        _(
            "A steward has ended your time in the group. The reason they gave stands on the page below.\n\n"
            "What you wrote is still there. You can have it taken down, or kept with or without your "
            "name. Say which there:\n{page}\n\n"
            "If you think this is wrong, you can answer: write to the group’s stewards, or ask to join "
            "again and say so.\n"
        ).format(page=words_page(whom))
    )


@letter("groups.left")
def left(membership_id: int) -> Letter | None:
    """To somebody who left and whose words stand: the link by which she can still take them down."""
    whom = Membership.objects.select_related("group").get(pk=membership_id)
    if whom.status != Membership.Status.LEFT or not may_still_become(whom):
        return None
    return _letter(
        _(
            "You have left the group. What you wrote there stays, as you wished.\n\n"
            "If you think otherwise one day, you can still have it taken down, or your name taken off. "
            "This link needs no sign-in. Please keep it to yourself:\n{page}\n\n"
            "It works until your words are gone. No more mail comes from this group.\n"
        ).format(page=words_page(whom))
    )


def words_page(whom: Membership) -> str:
    """The address where somebody who is gone says what becomes of her words: good until they are down."""
    token = signing.dumps(whom.public_id, salt=WORDS_SALT)
    return addresses.full(reverse("groups:my_words_after", args=[token]))


def whose_words(token: str) -> Membership | None:
    """Whom such an address is for; None when it is wrong."""
    try:
        public_id = signing.loads(token, salt=WORDS_SALT)
    except signing.BadSignature:
        return None
    with everywhere("a link in a mail names a membership, from outside any group"):
        found: Membership | None = (
            Membership.objects.filter(public_id=public_id).select_related("group").first()
        )
        return found


@letter("groups.guest")
def guest(membership_id: int) -> Letter | None:
    """To somebody from outside who was made a guest."""
    whom = Membership.objects.select_related("group").get(pk=membership_id)
    if not whom.is_present:
        return None
    return _letter(
        _(
            "A self-help group would like you to join one of its conversations as a guest.\n\n"
            "You can sign in with this e-mail address here:\n{page}\n\n"
            "You will see a conversation once the people in it have agreed, and only that one. "
            "A badge shows that you are a guest.\n"
        ).format(page=addresses.full(reverse("front")))
    )


# --- Moving to a new e-mail address ---------------------------------------------------------------


def _open(recovery_id: int) -> Recovery | None:
    found: Recovery | None = (
        Recovery.objects.open().filter(pk=recovery_id).select_related("group", "membership").first()
    )
    return found


@letter("groups.recovery_opened")
def recovery_opened(recovery_id: int) -> Letter | None:
    """To the old address: somebody says that she has lost it."""
    found = _open(recovery_id)
    if found is None:
        return None
    return _letter(
        _(
            "A steward of your group was told that you have lost this mailbox, and has begun to move "
            "your sign-in to another e-mail address. A second member has to say yes first.\n\n"
            "If you asked for it, you need do nothing.\n"
            "If you did not, stop it here:\n{page}\n"
        ).format(page=_page("groups:recovery", found.group.slug, found.public_id))
    )


@letter("groups.pin_taken_away")
def pin_taken_away(membership_id: int) -> Letter | None:
    """To a member whose PIN a steward took away."""
    whom = Membership.objects.present().select_related("group").filter(pk=membership_id).first()
    if whom is None:
        return None
    return _letter(
        _(
            "A steward of your group was told that you have forgotten your PIN, and has taken it away. "
            "Until you set another one, whoever opens this mailbox can go in without a PIN.\n\n"
            "Set another one here:\n{page}\n\n"
            "If you did not ask for it, set one now and tell another steward.\n"
        ).format(page=addresses.full(reverse("people:pin")))
    )


@letter("groups.recovery_soon")
def recovery_soon(recovery_id: int) -> Letter | None:
    """To the old address: a second member said yes, a day is left to stop it."""
    found = _open(recovery_id)
    if found is None:
        return None
    return _letter(
        _(
            "A second member of your group has said yes too. In 24 hours this mailbox will no longer "
            "sign you in, and another e-mail address will.\n\n"
            "If you did not ask for it, stop it here:\n{page}\n"
        ).format(page=_page("groups:recovery", found.group.slug, found.public_id))
    )


@letter("groups.recovery_second")
def recovery_second(recovery_id: int) -> Letter | None:
    """To the second member, who is asked whether it is really her."""
    found = _open(recovery_id)
    if found is None or found.second_at is not None:
        return None
    return _letter(
        _(
            "Somebody in your group has lost their mailbox, and a steward thinks that you know them. "
            "Please speak to them first, face to face or by telephone. Then say here whether it is "
            "really them:\n{page}\n"
        ).format(page=_page("groups:recovery", found.group.slug, found.public_id))
    )


@letter("groups.recovery_steward")
def recovery_steward(recovery_id: int) -> Letter | None:
    """To the other stewards, so that no steward does this unseen."""
    found = _open(recovery_id)
    if found is None:
        return None
    return _letter(
        _(
            "Another steward has begun to move a member’s sign-in to a new e-mail address. "
            "You can look at it, and stop it, here:\n{page}\n"
        ).format(page=_page("groups:recovery", found.group.slug, found.public_id))
    )


@letter("groups.recovery_done")
def recovery_done(membership_id: int) -> Letter | None:
    """To the new address: it opens the group now."""
    whom = Membership.objects.select_related("group").get(pk=membership_id)
    if not whom.is_present:
        return None
    return _letter(
        _(
            "You can sign in with this e-mail address from now on:\n{page}\n\n"
            "Welcome back. Everything of yours is where it was.\n"
        ).format(page=addresses.full(reverse("front")))
    )


@letter("groups.recovery_apart")
def recovery_apart() -> Letter:
    """To the old address of somebody in several groups: it still opens the others."""
    return _letter(
        _(
            "This e-mail address no longer opens one of your groups: another address does. "
            "It still opens the others.\n\n"
            "If you did not ask for it, tell a steward of that group at once, in person or by telephone.\n"
        )
    )
