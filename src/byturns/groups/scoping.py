"""Which group the present work is about. A query outside any group fails loudly.

`in_group(group)` opens the fence for one group. Managers of `GroupOwned` models add the group to
every query, forward and reverse foreign keys and prefetches included (`base_manager_name`), and
`select_related` adds it to each fenced table it joins. Saving a row of another group raises.
What remains: a corrupt row that joins two groups inside `values()`; `byturns verify` looks for those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.db.models.constants import LOOKUP_SEP

if TYPE_CHECKING:
    from byturns.groups.models import Group

M = TypeVar("M", bound=models.Model)


class _Everywhere:
    """The fence is lifted."""


_EVERYWHERE: Final = _Everywhere()
_current: ContextVar[int | _Everywhere | None] = ContextVar("group", default=None)


class NoGroupInScope(RuntimeError):
    """Rows of a group were asked for, and nobody said of which."""


class WrongGroup(RuntimeError):
    """A row of one group was about to be written from inside another."""


@contextmanager
def in_group(group: Group | int) -> Iterator[None]:
    """Do the work inside the block as work of `group` (a Group or its number)."""
    token = _current.set(group if isinstance(group, int) else group.pk)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def everywhere(reason: str) -> Iterator[None]:
    """Lift the fence. `reason` says why, so that each use can be found and judged."""
    token = _current.set(_EVERYWHERE)
    try:
        yield
    finally:
        _current.reset(token)


def current_group_id() -> int | None:
    """The number of the group in scope; None outside any, or everywhere."""
    group = _current.get()
    return group if isinstance(group, int) else None


class GroupQuerySet(models.QuerySet[M]):
    """Queries of fenced rows."""

    def select_related(self, *fields: Any) -> Self:
        """As Django's, but a joined row of another group drops the row: it fails closed."""
        if not fields:
            raise TypeError("name the relations: select_related() without names joins everything")
        rows = super().select_related(*fields)
        if fields == (None,):
            return rows
        for path in fields:
            rows = rows._fence(path)
        return rows

    def _fence(self, path: str) -> Self:
        rows, model, so_far = self, self.model, ""
        for step in path.split(LOOKUP_SEP):
            relation = model._meta.get_field(step)
            model = relation.related_model  # type: ignore[assignment]
            so_far = f"{so_far}{LOOKUP_SEP}{step}" if so_far else step
            if isinstance(model, type) and issubclass(model, GroupOwned):
                same = Q(**{f"{so_far}{LOOKUP_SEP}group": F("group")})
                if relation.null or getattr(relation, "one_to_one", False):
                    same |= Q(**{f"{so_far}{LOOKUP_SEP}isnull": True})
                rows = rows.filter(same)
        return rows

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        for row in rows:
            _check_group(row)
        return super().bulk_create(rows, *args, **kwargs)


class GroupManager(models.Manager[M]):
    """Only the rows of the group in scope."""

    def get_queryset(self) -> models.QuerySet[M]:
        rows = super().get_queryset()
        group = _current.get()
        if isinstance(group, _Everywhere):
            return rows
        if group is None:
            raise NoGroupInScope(f"{self.model.__name__} was queried outside a group")
        return rows.filter(group=group)


def _check_group(row: Any) -> None:
    group = _current.get()
    if isinstance(group, _Everywhere):
        return
    if group is None:
        raise NoGroupInScope(f"{type(row).__name__} was written outside a group")
    if row.group_id != group:
        raise WrongGroup(f"{type(row).__name__} of another group was written")


class GroupOwned(models.Model):
    """A row that belongs to exactly one group."""

    # No index of its own: the fence adds the group to every query, and a planner would take this index,
    # which leads to all rows of a group, before the one that leads to the few that are wanted.
    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="+", db_index=False)

    objects = GroupManager.from_queryset(GroupQuerySet)()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        _check_group(self)
        super().save(*args, **kwargs)
