"""Work of the door that waits for its time: telling an applicant, and forgetting one."""

from __future__ import annotations

from datetime import datetime, timedelta

from byturns.core import clock, jobs, outbox
from byturns.groups.actions import applications
from byturns.groups.models import Application, ApplicationMessage, Invitation
from byturns.groups.queries.privacy import DECIDED_DAYS, INVITATION_DAYS
from byturns.groups.scoping import everywhere, in_group

AGAIN_AFTER = timedelta(hours=12)  # a second mail about answers, unless the applicant wrote in between


@jobs.job(applications.TELL_APPLICANT)
def tell_applicant(application_id: int) -> None:
    """Mail the applicant that there is an answer, once the quiet time is over. Not one mail a word."""
    row = Application.objects.select_related("person__account").filter(pk=application_id).first()
    if row is None or row.state != Application.State.OPEN or clock.now() < row.quiet_until:
        return
    if row.person is None or row.person.account is None:
        return
    if row.told_at is not None and not _news_since(row, row.told_at):
        return
    row.told_at = clock.now()
    row.save(update_fields=["told_at"])
    outbox.put(
        "groups.answer_to_asking",
        to=row.person.account.email,
        group_id=row.group_id,
        application_id=row.pk,
    )


def _news_since(row: Application, told_at: datetime) -> bool:
    words = ApplicationMessage.objects.filter(application=row)
    if not words.filter(from_applicant=False, at__gt=told_at).exists():
        return False
    hers = words.filter(from_applicant=True, at__gt=told_at).exists()
    return hers or clock.now() >= told_at + AGAIN_AFTER


@jobs.every("groups.forget_at_the_door", minutes=60)
def forget_at_the_door() -> None:
    """Empty askings decided 30 days ago, but for the reason; drop invitations long over."""
    moment = clock.now()
    with everywhere("what was asked at the door of any group is kept no longer than promised"):
        over = list(
            Application.objects.exclude(state=Application.State.OPEN).filter(
                emptied_at=None, decided_at__lte=moment - timedelta(days=DECIDED_DAYS)
            )
        )
        Invitation.objects.filter(expires_at__lte=moment - timedelta(days=INVITATION_DAYS)).delete()
    for row in over:
        with in_group(row.group_id):
            applications.empty(row)
