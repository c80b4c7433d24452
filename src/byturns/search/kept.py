"""Finding what members have kept: its part of the index, and looking for words in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from byturns.core import routes, text
from byturns.groups.models import Membership
from byturns.knowledge import queries as known
from byturns.knowledge.kinds import PART_NAMES
from byturns.knowledge.models import Experience
from byturns.search import index, snippets, terms
from byturns.search.models import KeptEntry
from byturns.search.query import Query

SHOWN = 5


@dataclass(frozen=True)
class Hit:
    """One experience found."""

    kept: known.Kept
    url: str
    pieces: list[snippets.Piece]


def refresh(experiences: QuerySet[Experience]) -> int:
    """Bring the entries of these experiences in step: what stands is in, everything else is out."""
    numbers = list(experiences.values_list("pk", flat=True))
    KeptEntry.objects.filter(experience__in=numbers).delete()
    standing = Experience.objects.standing().filter(pk__in=numbers).select_related("subject")
    return len(KeptEntry.objects.bulk_create([_entry(one) for one in standing]))


def _entry(experience: Experience) -> KeptEntry:
    found = [index.mark(experience.group_id), *terms.terms(_words(experience))]
    return KeptEntry(group_id=experience.group_id, experience_id=experience.pk, terms=" ".join(found))


def _words(experience: Experience) -> str:
    """All that was told, with what it is about, as plain text. The name of its teller is no part of it."""
    said = [text.to_plain(text.to_html(getattr(experience, name))) for name in PART_NAMES]
    about = experience.subject.name if experience.subject is not None else ""
    return "\n".join(part for part in [*said, about] if part)


def matching(asked: str) -> RawSQL:
    """The numbers of the experiences that match `asked`. It does not say who may read them."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT rowid FROM search_kept_terms WHERE search_kept_terms MATCH %s", [asked])
    return RawSQL(  # noqa: S611
        f"SELECT experience_id FROM search_keptentry WHERE {index.ON_POSTGRES} @@ to_tsquery('simple', %s)",  # noqa: S608
        [asked],
    )


def find(member: Membership, query: Query) -> QuerySet[Experience]:
    """The experiences with all that was looked for, among those that `member` may read, newest first."""
    if not query:
        return Experience.objects.none()
    asked = index.asked(member.group_id, query)
    rows = Experience.objects.filter(pk__in=matching(asked)).visible_to(member)
    return rows.select_related("teller", "subject").order_by("-kept_at", "-pk")


def hits(member: Membership, query: Query) -> list[Hit]:
    """The newest of them, as a page shows them. One query."""
    return [_hit(member, one, query) for one in find(member, query)[:SHOWN]]


def _hit(member: Membership, experience: Experience, query: Query) -> Hit:
    return Hit(
        known.as_read(member, experience),
        routes.to("knowledge:experience", group_slug=member.group.slug, experience_id=experience.public_id),
        snippets.around(_words(experience), query),
    )
