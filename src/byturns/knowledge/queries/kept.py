"""The experiences that a reader may read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from byturns.conversations.models import Message
from byturns.core import routes, text
from byturns.groups.models import Membership
from byturns.knowledge.kinds import PARTS
from byturns.knowledge.models import Experience, Subject

PAGE = 20


@dataclass(frozen=True)
class Part:
    """One part of an experience, as it is read."""

    name: str
    label: str | Promise
    html: SafeString


@dataclass(frozen=True)
class Kept:
    """An experience as its reader sees it."""

    experience: Experience
    name: str
    circumstances: str
    mine: bool

    @property
    def parts(self) -> list[Part]:
        """What was written, in order, as safe HTML."""
        return [
            Part(name, label, mark_safe(text.to_html(said)))  # noqa: S308 - to_html makes it safe
            for name, label in PARTS
            if (said := getattr(self.experience, name))
        ]


@dataclass(frozen=True)
class Sheet:
    """One page of a list, without counting what comes after it."""

    rows: list[Kept]
    number: int
    more: bool


def sheet(member: Membership, subject: Subject | None, number: int) -> Sheet:
    """What is kept, newest first; of one subject, if one is chosen."""
    rows = Experience.objects.visible_to(member)
    if subject is not None:
        rows = rows.filter(subject=subject)
    start = (number - 1) * PAGE
    found = list(_with(rows).order_by("-kept_at", "-pk")[start : start + PAGE + 1])
    return Sheet([as_read(member, one) for one in found[:PAGE]], number, len(found) > PAGE)


def one(member: Membership, public_id: str) -> Kept | None:
    """One experience that she may read, or her own while it has words."""
    rows = _with(Experience.objects.filter(public_id=public_id))
    found = (
        rows.filter(pk__in=Experience.objects.visible_to(member).values("pk")).first()
        or rows.filter(teller=member, down_at=None).first()
    )
    return None if found is None else as_read(member, found)


def own(member: Membership, public_id: str) -> Experience | None:
    """One of her own, while it has words."""
    return _with(Experience.objects.filter(public_id=public_id, teller=member, down_at=None)).first()


def as_read(member: Membership, experience: Experience) -> Kept:
    """With whose it is, as far as she chose to say. It needs its teller."""
    return Kept(
        experience,
        experience.teller.display_name if experience.named else _("A member"),
        " · ".join(experience.circumstances_said),
        experience.teller_id == member.pk,
    )


def _with(rows: QuerySet[Experience]) -> QuerySet[Experience]:
    return rows.select_related("teller", "subject")


def subjects(member: Membership) -> list[Subject]:
    """The subjects under which she finds something, by name."""
    has_some = Experience.objects.visible_to(member).filter(subject=OuterRef("pk"))
    return list(Subject.objects.filter(Exists(has_some)).order_by("name", "pk"))


def subject_names(member: Membership) -> list[str]:
    """The same for choosing one while keeping."""
    return [one.name for one in subjects(member)]


def source_of(member: Membership, kept: Kept) -> str | None:
    """Where it was said, if she may read it there and that tells nothing more than the teller did.

    A link from words without a name to a message with one would name her, and the other way round.
    """
    experience = kept.experience
    if experience.message_id is None:
        return None
    message = (
        Message.objects.visible_to(member)
        .filter(pk=experience.message_id)
        .select_related("conversation")
        .first()
    )
    if message is None or not (kept.mine or experience.named == (not message.unnamed)):
        return None
    address = routes.to(
        "conversations:conversation",
        group_slug=member.group.slug,
        public_id=message.conversation.public_id,
    )
    return f"{address}?at={message.public_id}#m-{message.public_id}"
