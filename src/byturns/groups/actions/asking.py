"""Asking to join, from the side of who asks. They are no members: see `rules_door.require_applicant`."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from byturns.core import clock, text
from byturns.core.events import emit
from byturns.groups import events, rules_door
from byturns.groups.actions import applications
from byturns.groups.models import Application, ApplicationMessage, Group, Membership
from byturns.groups.queries import door as queries
from byturns.groups.scoping import in_group
from byturns.people import actions as people_actions
from byturns.people.models import Account, Person

TIMES = 3  # somebody may ask one group in 30 days
TOLD_A_DAY = 12  # askings of one day that members get a mail about; the rest they see on the page


@transaction.atomic
def ask(
    *,
    group: Group,
    account: Account,
    person: Person | None,
    name: str,
    answers: list[tuple[str, str]],
    says_carer_over_18: bool,
) -> Application:
    """Ask to join `group`, with an answer to each question. Sent twice it is one asking.

    `person` None: somebody new at this mailbox. Every member is told by a mail that says nothing, so
    that each can speak up before an answer goes out. It is the same for an address that was refused
    or removed before. Raises ValidationError with a sentence. Emits AskedToJoin.
    """
    if not says_carer_over_18:
        raise ValidationError(_("The group is for adults who look after somebody, or did."))
    if not group.takes_askers:
        raise ValidationError(_("The group takes nobody new at the moment."))
    moment = clock.now()
    with in_group(group):
        if person is None and queries.is_a_stewards(account.email):
            raise ValidationError(_("A steward signs in with this address. Please ask with one of your own."))
        if person is not None and (open_one := queries.open_application(group, person)) is not None:
            return open_one
        if person is not None and queries.asked_lately(group, person, moment - timedelta(days=30)) >= TIMES:
            raise ValidationError(_("You have asked several times this month. Please wait some weeks."))
        who = person or people_actions.make_person(name=name, email=account.email)
        try:
            with transaction.atomic():
                application = Application.objects.create(
                    group=group,
                    person=who,
                    name=name,
                    answers=[
                        {"question": question, "answer": text.tidy(answer)} for question, answer in answers
                    ],
                    says_carer_over_18=True,
                    made_at=moment,
                    quiet_until=moment + timedelta(hours=group.quiet_hours),
                )
        except IntegrityError:  # two clicks at once
            return Application.objects.get(person=who, state=Application.State.OPEN)
        emit(events.AskedToJoin(group_id=group.pk, application_id=application.pk))
        today = Application.objects.filter(made_at__gt=moment - timedelta(days=1)).count()
        if today <= TOLD_A_DAY:
            applications.tell_each("groups.somebody_asks", application, Membership.objects.full())
    return application


@transaction.atomic
def write(*, person: Person, application: Application, words: str) -> ApplicationMessage:
    """The applicant writes to the group. Who talked with her is told; else the stewards.

    Raises NotAllowed, and ValidationError when it is very much for one day. Emits ApplicantWrote.
    """
    with in_group(application.group_id):
        application = Application.objects.select_for_update().get(pk=application.pk)
        rules_door.require_applicant(person, application)
        day = clock.now() - timedelta(days=1)
        said = ApplicationMessage.objects.filter(application=application, from_applicant=True)
        if said.filter(at__gt=day).count() >= rules_door.WORDS_A_DAY:
            raise ValidationError(_("That is a great deal for one day. What you wrote is still here."))
        word = applications.put_words(application, words, author=None)
        emit(
            events.ApplicantWrote(
                group_id=application.group_id, application_id=application.pk, word_id=word.pk
            )
        )
        talked = Membership.objects.full().filter(
            pk__in=ApplicationMessage.objects.filter(application=application, from_applicant=False).values(
                "author"
            )
        )
        hear = talked if talked.exists() else Membership.objects.stewards()
        applications.tell_each("groups.applicant_wrote", application, hear)
    return word


@transaction.atomic
def take_back(*, person: Person, application: Application) -> None:
    """The applicant no longer wants to join: all that she wrote is deleted at once.

    Raises NotAllowed. Emits ApplicationTakenBack.
    """
    with in_group(application.group_id):
        row = Application.objects.select_for_update().get(pk=application.pk)
        rules_door.require_applicant(person, row)
        row.state = Application.State.WITHDRAWN
        row.decided_at = clock.now()
        row.save(update_fields=["state", "decided_at"])
        emit(events.ApplicationTakenBack(group_id=row.group_id, application_id=row.pk))
        applications.empty(row)
