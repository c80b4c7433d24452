"""What mail adds to letters of the apps below: an address to answer to, and deeds that need no sign-in.

None of it shows a name or a word, so it may stand in a mail of any level.
"""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from byturns.core import outbox
from byturns.core.outbox import Letter
from byturns.core.paper import Say, Sheet
from byturns.groups.models import Application
from byturns.mail import commands, places
from byturns.mail.models import AskingKey, Command
from byturns.mail.reading import marks
from byturns.safety.models import Report


@outbox.adds("safety.reported")
def to_who_hears(written: Letter, report_id: int, membership_id: int) -> Letter:
    """“I am looking at this”, without opening the page."""
    report = Report.objects.get(pk=report_id)
    row = Command.objects.create(group_id=report.group_id, membership_id=membership_id, report=report)
    acts = commands.rows(commands.acts(row, ["look"]))
    return replace(written, text=Sheet((*written.sheet.blocks, *acts), written.sheet.foot))


@outbox.adds("groups.somebody_asks", "groups.applicant_wrote")
def to_member(written: Letter, application_id: int, membership_id: int) -> Letter:
    """Her answer goes to who asks, as she would write on the page without showing her name."""
    return _answered_to(
        written,
        application_id,
        membership_id,
        _("If you answer this mail, your words go to the person who asks, as “a member of the group”."),
    )


@outbox.adds("groups.answer_to_asking")
def to_applicant(written: Letter, application_id: int) -> Letter:
    """Who asks can answer by mail, too, while nothing is decided."""
    return _answered_to(
        written, application_id, None, _("If you answer this mail, your words go to the group.")
    )


def _answered_to(written: Letter, application_id: int, membership_id: int | None, says: str) -> Letter:
    found = Application.objects.filter(pk=application_id, state=Application.State.OPEN).first()
    if found is None or not settings.MAIL_IN:
        return written
    key = AskingKey.objects.create(group_id=found.group_id, application=found, membership_id=membership_id)
    above = Say(marks.our_line(_("Please write above this line")), small=True)
    sheet = Sheet((above, *written.sheet.blocks, Say(says)), written.sheet.foot)
    return replace(written, text=sheet, address=places.asking_address(key))
