"""What whoever wrote hears of a mail that was not taken (settled point 21).

Words go back once, to a proven address of the one member who uses it. A proven stranger gets one short
notice a week, without any. Everybody else, and every program, gets nothing: no mail of ours goes to a forged
address, and no two robots talk.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from django.db.models import Q

from byturns.core import clock, outbox
from byturns.core.models import OutgoingMail
from byturns.groups.models import Membership
from byturns.groups.scoping import in_group
from byturns.mail import knowing, names
from byturns.mail.kinds import State, Verdict, Why
from byturns.mail.models import Inbound
from byturns.mail.reading.letter import Letter

NOTICE_EACH = timedelta(days=7)
MOST_WORDS_A_DAY = 10  # mails with her words that go back to one member


class Back(StrEnum):
    """What goes back."""

    WORDS = "words"
    NOTICE = "notice"
    NOTHING = "nothing"


def owed(*, state: str, why: str, verdict: str, may_answer: bool, is_one_member: bool) -> Back:
    """What goes back for a mail: pure, the table of docs/mail.md.

    `may_answer`: it came from somebody who can be answered, not from a program.
    """
    if not may_answer or verdict != Verdict.PASS or why == Why.NOT_HERS:
        return Back.NOTHING
    if state == State.HELD:
        return Back.WORDS if is_one_member else Back.NOTICE
    if state == State.ASKED and why == Why.TOO:
        return Back.NOTICE
    return Back.NOTHING


def answer(kept: Inbound, read: Letter) -> None:
    """Send back what is owed, once a mail. In the transaction that settled it."""
    if kept.group_id is None or kept.back_to_id is not None:
        return
    member = _whose(kept, kept.group_id)
    back = owed(
        state=kept.state,
        why=kept.why,
        verdict=kept.verdict,
        may_answer=not read.is_automatic and _can_be_answered(kept),
        is_one_member=member is not None,
    )
    if back == Back.WORDS and member is not None:
        kept.back_to_id = member.pk
        _put("mail.back", kept, most=MOST_WORDS_A_DAY, within=timedelta(days=1))
    elif back == Back.NOTICE and kept.answered_at is None:
        _put("mail.not_passed_on", kept, most=1, within=NOTICE_EACH)


def _whose(kept: Inbound, group_id: int) -> Membership | None:
    """The one member whose words these can be: in whose name it came, or who alone uses the address."""
    with in_group(group_id):
        rows = Membership.objects.full().select_related("person__account")
        named = rows.filter(Q(pk=kept.membership_id)).first()
    if knowing.is_hers(named, kept.sender):
        return named
    return knowing.members_with(group_id, kept.sender).one


def _can_be_answered(kept: Inbound) -> bool:
    """Not what came without a return address, which only programs send, nor from an address of our own."""
    null = kept.came_by in {"smtp", "lmtp"} and kept.mail_from in {"", "<>"}
    return not null and not names.is_ours(kept.sender)


def _put(kind: str, kept: Inbound, *, most: int, within: timedelta) -> None:
    """One more mail to that address, unless so many have gone there lately. What is given back is noted."""
    gone = OutgoingMail.objects.filter(kind=kind, to=kept.sender, created_at__gt=clock.now() - within)
    if gone.count() < most:
        outbox.put(kind, to=kept.sender, group_id=kept.group_id, inbound_id=kept.pk)
        kept.answered_at = clock.now()
    kept.save(update_fields=["answered_at", "back_to_id"])
