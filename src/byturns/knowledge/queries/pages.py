"""Pages as their reader sees them. What was taken back is in no row at all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from byturns.core import text
from byturns.groups.models import Membership
from byturns.knowledge.kinds import Helped, Section
from byturns.knowledge.models import TELLERS, Experience, Line, LineVersion, Page, RestsOn, Use
from byturns.knowledge.queries.kept import Kept, as_read
from byturns.knowledge.shared_words import Piece, differences


@dataclass(frozen=True)
class Told:
    """One member's experience on a page. `number` is how lines speak of it."""

    number: int
    use: Use
    kept: Kept


@dataclass(frozen=True)
class Written:
    """A line as it reads now. `gone`: it rested on words that were taken back, or are out of sight."""

    line: Line
    version: LineVersion
    html: SafeString
    gone: bool
    rests_on: list[Told]


@dataclass(frozen=True)
class Sheet:
    """A whole page: side by side what helped and what did not, member by member, and the lines."""

    page: Page
    grade: str
    told: list[Told]
    helped: list[Told] = field(default_factory=list)
    did_not: list[Told] = field(default_factory=list)
    other: list[Told] = field(default_factory=list)
    learned: list[Written] = field(default_factory=list)
    unsure: list[Written] = field(default_factory=list)

    @property
    def professionals(self) -> list[Told]:
        """Those who say what professionals told them."""
        return [one for one in self.told if one.kept.experience.professionals]

    @property
    def is_listed(self) -> bool:
        return self.page.in_list


def listed(member: Membership) -> list[Page]:
    """The pages that she finds, by name; also those under way that are open to her."""
    return list(Page.objects.visible_to(member).order_by("title", "pk"))


def page(member: Membership, public_id: str) -> Page | None:
    """The page of that address, if it is open to her. With `tellers`."""
    return Page.objects.visible_to(member).filter(public_id=public_id).select_related("next_by").first()


def whole(member: Membership, of: Page) -> Sheet:
    """All that she may read of a page. Four queries, however much it is."""
    told = [
        Told(number, use, as_read(member, use.experience))
        for number, use in enumerate(uses_of(member, of), start=1)
        if use.experience is not None
    ]
    sheet = Sheet(of, grade(of), told)
    for one in told:
        said = one.kept.experience.helped
        side = {Helped.YES: sheet.helped, Helped.NO: sheet.did_not}.get(Helped(said)) if said else None
        (sheet.other if side is None else side).append(one)
    for written in _lines(of, told):
        (sheet.learned if written.line.section == Section.LEARNED else sheet.unsure).append(written)
    return sheet


def uses_of(member: Membership, of: Page) -> QuerySet[Use]:
    """The uses on a page whose words she may read, in the order of their yes."""
    readable = Experience.objects.visible_to(member)
    return (
        Use.objects.standing()
        .filter(page=of, experience__in=readable.values("pk"))
        .select_related("experience__teller")
        .order_by("answered_at", "pk")
    )


def grade(of: Page) -> str:
    """How much stands behind it (X2): one member, several, or looked at together."""
    tellers: int = getattr(of, "tellers", 0)
    if tellers >= TELLERS and of.looked_on is not None:
        return _("Looked at by the group on %(day)s") % {"day": date_format(of.looked_on, "j F Y")}
    if tellers > 1:
        return _("From several members")
    return _("From one member") if tellers == 1 else _("From nobody yet")


def _lines(of: Page, told: list[Told]) -> list[Written]:
    newest = LineVersion.objects.filter(line=OuterRef("line")).order_by("-number").values("number")[:1]
    rows = (
        LineVersion.objects.filter(line__page=of, line__removed_at=None, number=Subquery(newest))
        .annotate(unsure=Exists(_out_of_sight()))
        .select_related("line")
        .order_by("line__made_at", "line__pk")
    )
    versions = list(rows)
    by_use = {one.use.pk: one for one in told}
    sources: dict[int, list[Told]] = defaultdict(list)
    for source in RestsOn.objects.filter(version__in=[one.pk for one in versions]).order_by("use"):
        if source.use_id in by_use:
            sources[source.version_id].append(by_use[source.use_id])
    return [_written(version, sources[version.pk]) for version in versions]


def _out_of_sight() -> QuerySet[RestsOn]:
    """Sources of the outer version whose words nobody may read just now."""
    standing = Use.objects.standing().filter(experience__in=Experience.objects.standing().values("pk"))
    return RestsOn.objects.filter(version=OuterRef("pk")).exclude(use__in=standing.values("pk"))


def _written(version: LineVersion, rests_on: list[Told]) -> Written:
    gone = version.scrubbed_at is not None or bool(getattr(version, "unsure", False))
    words = "" if gone else version.words
    return Written(
        version.line,
        version,
        mark_safe(text.to_html(words)),  # noqa: S308 - to_html makes it safe
        gone,
        rests_on,
    )


def line(of: Page, public_id: str) -> Line | None:
    """A line that stands on this page."""
    return Line.objects.filter(page=of, public_id=public_id, removed_at=None).select_related("page").first()


def newest(of: Line) -> LineVersion:
    """How the line reads now; without words where they rested on what is out of sight."""
    version = LineVersion.objects.filter(line=of).annotate(unsure=Exists(_out_of_sight())).latest("number")
    if getattr(version, "unsure", False):
        version.words = ""
    return version


@dataclass(frozen=True)
class Change:
    """One version against the one before it."""

    version: LineVersion
    by: str
    pieces: list[Piece]
    gone: bool


def changes(of: Page) -> list[list[Change]]:
    """Every line with its versions, newest first, and what changed from one to the next. One query."""
    rows = (
        LineVersion.objects.filter(line__page=of)
        .annotate(unsure=Exists(_out_of_sight()))
        .select_related("line", "by")
        .order_by("line__made_at", "line__pk", "number")
    )
    by_line: dict[int, list[Change]] = defaultdict(list)
    before: dict[int, str] = {}
    for version in rows:
        gone = version.scrubbed_at is not None or bool(getattr(version, "unsure", False))
        words = "" if gone else version.words
        name = version.by.display_name if version.by.is_present else _("somebody who has left")
        pieces = differences(before.get(version.line_id, ""), words)
        by_line[version.line_id].insert(0, Change(version, name, pieces, gone))
        before[version.line_id] = words
    return list(by_line.values())
