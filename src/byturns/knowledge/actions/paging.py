"""Putting together what several members know: a page, whose words stand on it, and the lines about them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction

from byturns.core import clock, outbox, text
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Distance, Membership
from byturns.knowledge import events, shared_words
from byturns.knowledge.kinds import Answer, Scope
from byturns.knowledge.models import Experience, Line, LineVersion, Page, RestsOn, Use


class ChangedMeanwhile(Exception):
    """Somebody else changed the line since it was read. Nothing was written; `newest` is how it reads."""

    def __init__(self, newest: LineVersion) -> None:
        super().__init__("the line was changed meanwhile")
        self.newest = newest


@transaction.atomic
def start_page(*, member: Membership, title: str, once: str = "") -> Page:
    """Begin a page. Until three members tell on it only they and its starter see it. Emits PageStarted."""
    policy.require(member, "knowledge.start_page")
    if once and (made := Page.objects.filter(started_by=member, once=once).first()) is not None:
        return made
    tidied = " ".join(text.tidy(title).split())[:80]
    page = Page.objects.create(group_id=member.group_id, title=tidied, started_by=member, once=once)
    emit(events.PageStarted(group_id=member.group_id, by_id=member.pk, page_id=page.pk))
    return page


@transaction.atomic
def ask_for_page(*, member: Membership, page: Page, experience: Experience) -> Use:
    """Ask whether an experience may stand on the page; of one's own it is the yes. Raises NotAllowed.

    Emits LeaveAsked or LeaveAnswered. The teller gets the same neutral mail as for any asking.
    """
    policy.require(member, "knowledge.ask_for_page", (page, experience))
    own = experience.teller_id == member.pk
    if own and (waits := Use.objects.filter(page=page, experience=experience, choice="").first()):
        return say_yes_to_page(member=member, use=waits)
    use = Use.objects.create(
        group_id=member.group_id,
        teller=experience.teller,
        scope=Scope.PAGE,
        experience=experience,
        page=page,
        asked_by=None if own else member,
    )
    if own:
        return say_yes_to_page(member=member, use=use)
    account = experience.teller.person.account
    blocked = Distance.objects.filter(by=experience.teller, whom=member, kind=Distance.Kind.BLOCK).exists()
    if account is not None and not blocked:
        outbox.put("knowledge.leave_asked", to=account.email, group_id=use.group_id, use_id=use.pk)
    emit(events.LeaveAsked(group_id=member.group_id, by_id=member.pk, use_id=use.pk))
    return use


@transaction.atomic
def say_yes_to_page(*, member: Membership, use: Use) -> Use:
    """The teller says yes to a page. Raises NotAllowed. Emits LeaveAnswered; with the third, PageOpened."""
    use = Use.objects.select_for_update().get(pk=use.pk)
    policy.require(member, "knowledge.answer", use)
    if use.experience is None or use.page is None:
        raise LookupError("this use is not of a page")
    use.choice = Answer.YES
    use.answered_at = clock.now()
    use.version = use.experience.version
    use.said_to = None if use.teller_id == member.pk else member
    use.save()
    emit(events.LeaveAnswered(group_id=use.group_id, by_id=member.pk, use_id=use.pk, choice=Answer.YES.value))
    settle_page(use.page)
    return use


def settle_page(page: Page) -> None:
    """Whether the page is in the list has changed: say so once. Its tellers are told when it left.

    Called inside the transaction of what changed it. Emits PageOpened or PageClosed.
    """
    page = Page.objects.select_for_update().get(pk=page.pk)
    listed = Page.objects.listed().filter(pk=page.pk).exists()
    if listed == page.in_list:
        return
    Page.objects.filter(pk=page.pk).update(in_list=listed)
    if listed:
        emit(events.PageOpened(group_id=page.group_id, page_id=page.pk))
        return
    emit(events.PageClosed(group_id=page.group_id, page_id=page.pk))
    tellers = Use.objects.standing().filter(page=page).values("teller")
    for teller in Membership.objects.full().filter(pk__in=tellers).select_related("person__account"):
        if teller.person.account is not None:
            outbox.put(
                "knowledge.page_closed",
                to=teller.person.account.email,
                group_id=page.group_id,
                once=f"knowledge.page_closed:{page.pk}:{teller.pk}",
                page_id=page.pk,
                membership_id=teller.pk,
            )


def settle_pages_of(experience: Experience) -> None:
    """The same for every page that an experience stands on, after it went out of sight or came back."""
    for page in Page.objects.filter(uses__in=Use.objects.standing().filter(experience=experience)):
        settle_page(page)


@transaction.atomic
def write_line(
    *, member: Membership, page: Page, section: str, words: str, rests_on: Iterable[Use], once: str = ""
) -> Line:
    """Add a line, with whose experiences it comes from. Raises NotAllowed. Emits PageChanged."""
    policy.require(member, "knowledge.write_page", page)
    if once and (made := Line.objects.filter(page=page, once=once).first()) is not None:
        return made
    line = Line.objects.create(group_id=page.group_id, page=page, section=section, once=once)
    _put_version(line, member, 1, words, rests_on)
    emit(events.PageChanged(group_id=page.group_id, by_id=member.pk, page_id=page.pk))
    return line


@transaction.atomic
def rewrite_line(
    *, member: Membership, line: Line, words: str, rests_on: Iterable[Use], seen: int
) -> LineVersion:
    """Put other words in place of the line's; the older ones stay as a version. Emits PageChanged.

    `seen` is the version that she had before her. Raises ChangedMeanwhile when that is no longer the newest:
    she is shown both. Raises NotAllowed.
    """
    line = Line.objects.select_for_update().get(pk=line.pk)
    policy.require(member, "knowledge.write_line", line)
    newest = LineVersion.objects.filter(line=line).latest("number")
    if newest.number != seen:
        raise ChangedMeanwhile(newest)
    made = _put_version(line, member, newest.number + 1, words, rests_on)
    emit(events.PageChanged(group_id=line.group_id, by_id=member.pk, page_id=line.page_id))
    return made


@transaction.atomic
def take_line_out(*, member: Membership, line: Line) -> None:
    """Take a line off the page; it can still be read among the versions. Emits PageChanged."""
    line = Line.objects.select_for_update().get(pk=line.pk)
    policy.require(member, "knowledge.write_line", line)
    line.removed_at = clock.now()
    line.save(update_fields=["removed_at"])
    emit(events.PageChanged(group_id=line.group_id, by_id=member.pk, page_id=line.page_id))


def _put_version(
    line: Line, member: Membership, number: int, words: str, rests_on: Iterable[Use]
) -> LineVersion:
    version = LineVersion.objects.create(
        group_id=line.group_id, line=line, number=number, words=text.tidy(words), by=member
    )
    # Only what stands, and only on this page, can bear a line; what the line quotes bears it in any case.
    named = {use.pk for use in rests_on}
    standing = Use.objects.standing().filter(page=line.page_id).select_related("experience")
    RestsOn.objects.bulk_create(
        RestsOn(group_id=line.group_id, version=version, use=use)
        for use in standing
        if use.pk in named
        or (use.experience is not None and shared_words.quotes(version.words, use.experience.all_words))
    )
    return version


@transaction.atomic
def look_together(
    *, member: Membership, page: Page, next_look: datetime.date, next_by: Membership | None
) -> None:
    """The group looked at the page: its grade says so until words are taken back. Emits PageLookedAt."""
    policy.require(member, "knowledge.write_page", page)
    page.looked_on = clock.today(member.group.zone)
    page.next_look = next_look
    page.next_by = next_by
    page.save(update_fields=["looked_on", "next_look", "next_by"])
    emit(events.PageLookedAt(group_id=page.group_id, by_id=member.pk, page_id=page.pk))
