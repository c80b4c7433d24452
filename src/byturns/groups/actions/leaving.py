"""Going: by her own wish, because stewards decided it, or because she died."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byturns.core import clock, outbox, text
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.kinds import Words
from byturns.groups.models import (
    Application,
    Circle,
    CircleMember,
    ContactDetail,
    ContactLook,
    Distance,
    Group,
    JoinReason,
    Membership,
    ProfileLine,
    Recovery,
    StewardOffer,
    TypingGrant,
)
from byturns.groups.queries import names
from byturns.groups.queries.words import may_still_become
from byturns.groups.scoping import everywhere
from byturns.people import actions as people


@transaction.atomic
def leave(*, member: Membership, words: str = Words.DOWN, said_to: Membership | None = None) -> None:
    """The member goes, and says what becomes of her words: keep, unnamed or down.

    Her profile, her way to be reached, her reasons for joining and her circles go in any case. What
    stays of her words is no longer tied to her sign-in; a last mail brings her the link by which she can
    still take them down. Her mailbox goes too, unless it opens something else. `said_to` is the steward who
    writes it down for a member without e-mail. Raises NotAllowed (the last steward cannot go). Emits
    MemberLeft; conversations does with the words what she chose.
    """
    lock_group(group_id=member.group_id)
    if said_to is not None:
        policy.require(said_to, "groups.record_leaving", member)
    policy.require(member, "groups.leave")
    _end(member, Membership.Status.LEFT)
    _empty(member)
    _settle_words(member, Words(words))
    if member.person.account is not None and words != Words.DOWN:
        outbox.put(
            "groups.left", to=member.person.account.email, group_id=member.group_id, membership_id=member.pk
        )
    _part_from_sign_in(member)
    emit(
        events.MemberLeft(
            group_id=member.group_id,
            by_id=(said_to or member).pk,
            membership_id=member.pk,
            words=words,
        )
    )


@transaction.atomic
def remove(*, member: Membership, whom: Membership, reason: str) -> None:
    """A steward ends somebody's membership, at once. She is told by mail why, and how to answer.

    Her words stay until she says what is to become of them, by a link in that mail. Her sign-in stays
    known, so that asking to join again is recognised. Raises NotAllowed, and ValidationError without
    a reason. Emits MemberRemoved.
    """
    lock_group(group_id=member.group_id)
    policy.require(member, "groups.remove", whom)
    tidied = text.tidy(reason).strip()
    if not tidied:
        raise ValidationError(_("Write the reason. It is told to the person and kept for the stewards."))
    whom.ended_by = member
    whom.ended_reason = tidied
    whom.words_wish = ""  # not what she said when she left another time
    _end(whom, Membership.Status.REMOVED)
    _empty(whom)
    if whom.person.account is not None:
        outbox.put(
            "groups.removed",
            to=whom.person.account.email,
            group_id=whom.group_id,
            membership_id=whom.pk,
        )
    emit(events.MemberRemoved(group_id=whom.group_id, by_id=member.pk, membership_id=whom.pk))


@transaction.atomic
def settle_words(*, whom: Membership, words: str) -> bool:
    """Who left or was removed says, by the link in her mail, what becomes of her words.

    The link is the right to do it: she is no member any more, so no rule of the group is asked. It works
    until the words are down. Returns False for what cannot be any more. Emits WordsSettled.
    """
    row = Membership.objects.select_for_update().get(pk=whom.pk)
    if words not in may_still_become(row):
        return False
    _settle_words(row, Words(words))
    emit(events.WordsSettled(group_id=row.group_id, by_id=row.pk, membership_id=row.pk, words=words))
    return True


@transaction.atomic
def note_death(*, member: Membership, whom: Membership, tell: bool) -> None:
    """A member has died: mail stops and nobody signs in as her, her words and her name stay.

    The log says it, without a name, only when `tell`. Raises NotAllowed. Emits MemberDied, and
    DeathTold when `tell`.
    """
    lock_group(group_id=member.group_id)
    policy.require(member, "groups.note_death", whom)
    whom.words_wish = Words.KEEP
    _end(whom, Membership.Status.DIED)
    _empty(whom, profile=False)
    _part_from_sign_in(whom)
    emit(events.MemberDied(group_id=whom.group_id, by_id=member.pk, membership_id=whom.pk))
    if tell:
        emit(events.DeathTold(group_id=whom.group_id, by_id=member.pk, membership_id=whom.pk))


@transaction.atomic
def end_guest(*, member: Membership, whom: Membership) -> None:
    """A steward ends a guest's time here. What the guest wrote stays. Emits GuestEnded."""
    policy.require(member, "groups.guests", whom)
    whom.words_wish = Words.KEEP
    _end(whom, Membership.Status.LEFT)
    _empty(whom)
    _part_from_sign_in(whom)
    emit(events.GuestEnded(group_id=whom.group_id, by_id=member.pk, membership_id=whom.pk))


def lock_group(*, group_id: int) -> None:
    """Let nobody else change who looks after the group until this transaction is over."""
    Group.objects.select_for_update().get(pk=group_id)


def _end(whom: Membership, status: str) -> None:
    whom.status = status
    whom.ended_at = clock.now()
    whom.on_break_until = None
    whom.is_listener = whom.hears_reports = False
    if whom.is_steward:
        whom.role = Membership.Role.MEMBER
    whom.save()


def _empty(whom: Membership, *, profile: bool = True) -> None:
    """Take away what is only for somebody who is here."""
    gone: list[Any] = [ContactLook, ContactDetail, CircleMember]
    if profile:
        gone += [ProfileLine, JoinReason]
        whom.caring = Membership.Caring.UNSAID
        whom.guest_as = ""
        whom.save(update_fields=["caring", "guest_as"])
    circles = list(CircleMember.objects.filter(membership=whom).values_list("circle", flat=True))
    for model in gone:
        model.objects.filter(membership=whom).delete()
    still_lived_in = CircleMember.objects.joined().values("circle")
    Circle.objects.filter(pk__in=circles, closed_at=None).exclude(pk__in=still_lived_in).update(
        closed_at=clock.now()
    )
    Distance.objects.filter(by=whom).delete()
    StewardOffer.objects.filter(whom=whom, answered_at=None).delete()
    close_what_she_began(whom)
    TypingGrant.objects.filter(member=whom, revoked_at=None).update(revoked_at=clock.now())
    TypingGrant.objects.filter(typist=whom, revoked_at=None).update(revoked_at=clock.now())
    Recovery.objects.open().filter(membership=whom).update(stopped_at=clock.now())
    Recovery.objects.open().filter(second=whom).update(stopped_at=clock.now())


def close_what_she_began(whom: Membership) -> None:
    """What somebody began as a steward ends with that: her open questions, and letting members back in."""
    moment = clock.now()
    StewardOffer.objects.filter(by=whom, answered_at=None).update(answered_at=moment)
    Recovery.objects.open().filter(opened_by=whom).update(stopped_at=moment)


def _settle_words(whom: Membership, words: Words) -> None:
    whom.words_wish = words
    if words != Words.KEEP:
        whom.display_name = names.nameless()
    whom.save(update_fields=["words_wish", "display_name"])


def _part_from_sign_in(whom: Membership) -> None:
    """From now on no sign-in leads to this membership, nor does it lead to a mailbox."""
    person = whom.person
    whom.person = people.make_person(name="")
    whom.save(update_fields=["person"])
    with everywhere("whether somebody who goes is in another group, or asks to join one"):
        elsewhere = (
            Membership.objects.filter(person=person).exists()
            or Application.objects.filter(person=person).exists()
        )
    if not elsewhere:
        people.forget(person=person)
