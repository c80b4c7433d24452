"""Who is in the group, as one member may see it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import Promise

from byturns.groups.kinds import Audience
from byturns.groups.models import CircleMember, Distance, Membership, ProfileLine

PAGE = 30


def people(member: Membership) -> QuerySet[Membership]:
    """The rows of the People page, by name. Who hides from it is absent; `likes` is what she may read.

    Nothing counts, and nothing tells who was here last.
    """
    likes = ProfileLine.objects.visible_to(member).filter(
        membership=OuterRef("pk"), key=ProfileLine.Key.LIKES
    )
    return (
        Membership.objects.listed_for(member)
        .annotate(likes=Subquery(likes.values("words")[:1]))
        .order_by("display_name", "pk")
    )


def findable(member: Membership) -> QuerySet[Membership]:
    """Everybody whose page `member` may open, also from under their words: all who are here."""
    return Membership.objects.present()


@dataclass(frozen=True)
class Line:
    """Something that somebody says about herself, with its heading."""

    label: str | Promise
    words: str
    audience: str | Promise = ""


def lines_of(whom: Membership, reader: Membership) -> list[Line]:
    """What `reader` may read of `whom`: what she likes and knows first, her caring last."""
    rows = {row.key: row for row in ProfileLine.objects.visible_to(reader).filter(membership=whom)}
    found = [
        Line(key.label, rows[key].words, rows[key].get_audience_display())
        for key in ProfileLine.Key
        if key in rows
    ]
    if whom.caring != Membership.Caring.UNSAID and may_read(whom.caring_audience, whom, reader):
        label = Membership.Caring(whom.caring).label
        found.append(Line("", str(label), Audience(whom.caring_audience).label))
    return found


def may_read(audience: str, owner: Membership, reader: Membership) -> bool:
    """The rule of `ProfileLine.objects.visible_to`, for a line that is a field of the membership."""
    if not reader.is_present:
        return False
    if owner.pk == reader.pk:
        return True
    if reader.is_guest or not owner.is_present or audience == Audience.ME:
        return False
    if audience == Audience.STEWARDS:
        return reader.is_steward
    if audience == Audience.CIRCLES and not CircleMember.objects.shared_with(reader, owner).exists():
        return False
    return reader.is_steward or distance(reader, owner) != Distance.Kind.BLOCK


def distance(member: Membership, whom: Membership) -> str:
    """How `member` keeps away from `whom`: mute, block or "" for not at all."""
    found = Distance.objects.filter(by=member, whom=whom).values_list("kind", flat=True).first()
    return found or ""


def kept_away(member: Membership) -> QuerySet[Distance]:
    """The people that `member` keeps away from, for her eyes only."""
    return Distance.objects.filter(by=member).select_related("whom").order_by("whom__display_name", "pk")
