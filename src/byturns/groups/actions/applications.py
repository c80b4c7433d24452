"""Asking to join, from the side of the group: talking, objecting in private, letting in, refusing."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from byturns.core import clock, jobs, outbox, text
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.actions import joining
from byturns.groups.models import Application, ApplicationMessage, Membership, NotWhileIAmHere
from byturns.groups.queries import names
from byturns.groups.scoping import everywhere
from byturns.people import actions as people_actions

TELL_APPLICANT = "groups.tell_applicant"


def put_words(
    application: Application, words: str, *, author: Membership | None, shows_name: bool = False
) -> ApplicationMessage:
    """Write one word between applicant (`author` None) and members. The caller has asked the rule."""
    tidied = text.tidy(words)
    return ApplicationMessage.objects.create(
        group_id=application.group_id,
        application=application,
        author=author,
        from_applicant=author is None,
        shows_name=shows_name,
        words=tidied,
        html=text.to_html(tidied),
    )


def tell_each(letter: str, application: Application, members: QuerySet[Membership]) -> None:
    """Put one mail about this asking in the outbox for each of `members` who has a mailbox."""
    for member in members.select_related("person__account"):
        if member.person.account is not None:
            outbox.put(
                letter,
                to=member.person.account.email,
                group_id=application.group_id,
                application_id=application.pk,
                membership_id=member.pk,
            )


@transaction.atomic
def write(
    *, member: Membership, application: Application, words: str, shows_name: bool = False
) -> ApplicationMessage:
    """A member writes to somebody who asks to join, as "a member of the group" unless she shows her name.

    It reaches the applicant when the quiet time is over; then a mail says so. Raises NotAllowed. Emits
    ApplicantAnswered.
    """
    application = _again(application)
    policy.require(member, "groups.talk_with_applicant", application)
    word = put_words(application, words, author=member, shows_name=shows_name)
    emit(
        events.ApplicantAnswered(
            group_id=member.group_id, by_id=member.pk, application_id=application.pk, word_id=word.pk
        )
    )
    jobs.enqueue(
        TELL_APPLICANT,
        group_id=member.group_id,
        run_after=max(clock.now(), application.quiet_until),
        application_id=application.pk,
    )
    return word


@transaction.atomic
def say_not_while_i_am_here(*, member: Membership, application: Application) -> None:
    """Tell the stewards, and nobody else: not while I am here. No reason is asked.

    The stewards get a neutral mail. Raises NotAllowed. Emits NotWhileIAmHereSaid.
    """
    application = _again(application)
    policy.require(member, "groups.not_while_i_am_here", application)
    _row, new = NotWhileIAmHere.objects.get_or_create(
        application=application, membership=member, defaults={"group_id": member.group_id}
    )
    if not new:
        return
    emit(
        events.NotWhileIAmHereSaid(
            group_id=member.group_id, by_id=member.pk, application_id=application.pk, how="said"
        )
    )
    tell_each("groups.word_for_stewards", application, Membership.objects.stewards().exclude(pk=member.pk))


@transaction.atomic
def take_back_not_while(*, member: Membership, application: Application) -> None:
    """The member no longer minds. Raises NotAllowed. Emits NotWhileIAmHereSaid with how="taken_back"."""
    application = _again(application)
    policy.require(member, "groups.not_while_i_am_here", application)
    gone, _rows = NotWhileIAmHere.objects.filter(application=application, membership=member).delete()
    if gone:
        emit(
            events.NotWhileIAmHereSaid(
                group_id=member.group_id, by_id=member.pk, application_id=application.pk, how="taken_back"
            )
        )


@transaction.atomic
def let_in(*, member: Membership, application: Application, talked: bool = False) -> Membership:
    """A steward lets somebody in: a full member from now on, told by mail.

    What was written while asking is deleted. `talked`: the steward has talked with those who said "not
    while I am here"; without it such an asking is not let in. Raises NotAllowed and ValidationError.
    Emits ApplicationLetIn and MemberJoined.
    """
    row = _again(application)  # of two stewards at once the second is told that it is decided
    policy.require(member, "groups.decide", row)
    if NotWhileIAmHere.objects.filter(application=row).exists() and not talked:
        raise ValidationError(
            _("Somebody said: not while I am here. Talk with them first, then say so here.")
        )
    person = row.person
    if person is None:
        raise policy.NotAllowed(policy.refuse(_("This person is no longer here.")))
    newcomer = joining.become_member(
        group=member.group, person=person, name=_free_name(row.name), stewards_decided=True
    )
    row.state = Application.State.LET_IN
    row.decided_by, row.decided_at = member, clock.now()
    row.save(update_fields=["state", "decided_by", "decided_at"])
    if person.account is not None:
        outbox.put("groups.let_in", to=person.account.email, group_id=row.group_id, membership_id=newcomer.pk)
    emit(
        events.ApplicationLetIn(
            group_id=row.group_id, by_id=member.pk, application_id=row.pk, membership_id=newcomer.pk
        )
    )
    empty(row)
    return newcomer


def _free_name(wanted: str) -> str:
    """The name the applicant chose; with a number when somebody here has it. She can change it."""
    name, number = wanted, 2
    while names.is_taken(name):
        name, number = f"{wanted[:54]} {number}", number + 1
    return name


@transaction.atomic
def refuse(*, member: Membership, application: Application, reason: str, kind_words: str) -> None:
    """A steward does not let somebody in. `reason` is for the record, `kind_words` are told.

    All but the reason is deleted after 30 days. Raises NotAllowed, and ValidationError without a
    reason. Emits ApplicationRefused.
    """
    row = _again(application)  # of two stewards at once the second is told that it is decided
    policy.require(member, "groups.decide", row)
    row.reason, row.kind_words = text.tidy(reason).strip(), text.tidy(kind_words).strip()
    if not row.reason or not row.kind_words:
        raise ValidationError(_("Write the reason for the record, and some words for the person."))
    row.state = Application.State.REFUSED
    row.decided_by, row.decided_at = member, clock.now()
    row.save(update_fields=["state", "decided_by", "decided_at", "reason", "kind_words"])
    if row.person is not None and row.person.account is not None:
        outbox.put(
            "groups.answer_to_asking",
            to=row.person.account.email,
            group_id=row.group_id,
            application_id=row.pk,
        )
    emit(events.ApplicationRefused(group_id=row.group_id, by_id=member.pk, application_id=row.pk))


def _again(application: Application) -> Application:
    """The row as it is now, locked: whatever was decided since the page was opened counts."""
    return Application.objects.select_for_update().get(pk=application.pk)


def empty(application: Application) -> None:
    """Delete all that was written while asking, and forget the person who is nowhere else.

    Stays: that somebody asked, when, what was decided by whom and why. For decided ones; see jobs.
    """
    person = application.person
    ApplicationMessage.objects.filter(application=application).delete()
    NotWhileIAmHere.objects.filter(application=application).delete()
    application.person = None
    application.name = application.kind_words = ""
    application.answers = []
    application.emptied_at = clock.now()
    application.save(update_fields=["person", "name", "kind_words", "answers", "emptied_at"])
    if person is None:
        return
    with everywhere("whether somebody who asked to join is in a group, or asks elsewhere"):
        is_somewhere = (
            Membership.objects.filter(person=person).exists()
            or Application.objects.filter(person=person).exists()
        )
    if not is_somewhere:
        people_actions.forget(person=person)
