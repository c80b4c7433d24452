"""Queries that are built once and run many times.

Django builds a query's SQL anew for every request. For a page made of nested "may she see it?"
conditions that costs ten times what the database then needs. `Prepared` builds the queryset once for
each shape, with marks in the place of the values, keeps the SQL, and afterwards only fills in the
values: the same rule, the same objects, the same result, without the building.

    waiting = Prepared(build, member=int, group=int)     # build(role, marks) -> queryset
    rows = waiting.rows("steward", member=7, group=1)

The rule stays where it is (a queryset method); a `Prepared` is only a faster way to run it. The present
moment is always a value too: what `clock.now()` gives while building is a mark, and what is added to it
or taken from it is done again with the real moment.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar, cast

from django.db import connections, models

from byturns.core import clock

M = TypeVar("M", bound=models.Model)
Value = int | str | datetime
NOW = "now"

_numbers = itertools.count(-8_000_000_000_000_000_001, -1)  # far below the number of any row


class MarkedMoment(datetime):
    """Stands for a moment to be filled in later, and remembers what was added to it.

    Adding gives another mark, a year that no member lived in, so that no two are alike.
    """

    name: str
    shift: timedelta

    @classmethod
    def of(cls, name: str, shift: timedelta = timedelta(0)) -> MarkedMoment:
        number = -next(_numbers) % 1_000_000_000
        bare = datetime(3, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
        made = cls(*bare.timetuple()[:6], tzinfo=UTC)
        made.name, made.shift = name, shift
        return made

    def __add__(self, other: timedelta) -> MarkedMoment:
        return MarkedMoment.of(self.name, self.shift + other)

    def __sub__(self, other: Any) -> Any:
        return MarkedMoment.of(self.name, self.shift - other)


class _Marks:
    """The marks of one building, and what each stands for once it has become a parameter."""

    def __init__(self, kinds: Mapping[str, type[Value]]) -> None:
        self.by_name: dict[str, Value] = {name: self._make(name, kind) for name, kind in kinds.items()}
        self.names: dict[Hashable, str] = {
            mark: name for name, mark in self.by_name.items() if not isinstance(mark, datetime)
        }

    @staticmethod
    def _make(name: str, kind: type[Value]) -> Value:
        if kind is int:
            return next(_numbers)
        if kind is str:
            return f"mark{next(_numbers)}"
        return MarkedMoment.of(name)


class _Slot:
    """One parameter that is filled in anew each time."""

    __slots__ = ("name", "shift")

    def __init__(self, name: str, shift: timedelta | None = None) -> None:
        self.name, self.shift = name, shift


class _Shape:
    """The finished SQL of one shape on one database, where values go, and how a row becomes an object."""

    def __init__(self, queryset: models.QuerySet[Any], marks: _Marks) -> None:
        self.database = queryset.db
        compiler = queryset.query.get_compiler(self.database)
        recorder = _Recorder(compiler.connection)
        with recorder:
            sql, params = compiler.as_sql()
        self.sql: str = sql
        self.params = [self._slot(value, marks, recorder.moments) for value in params]
        self._read(compiler)

    def _read(self, compiler: Any) -> None:
        """Note once what Django's own reading of rows works out for every query."""
        self.whole = _Part(compiler.klass_info, compiler.select)
        self.added = list(compiler.annotation_col_map.items()) if compiler.annotation_col_map else []
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        self.converters = [(at, steps, of) for at, (steps, of) in converters.items()]

    @staticmethod
    def _slot(value: Any, marks: _Marks, moments: Mapping[Any, MarkedMoment]) -> Any:
        if isinstance(value, MarkedMoment):
            return _Slot(value.name, value.shift)
        if not isinstance(value, Hashable):
            return value
        if (moment := moments.get(value)) is not None:
            return _Slot(moment.name, moment.shift)
        if (name := marks.names.get(value)) is not None:
            return _Slot(name)
        return value

    def filled(self, values: Mapping[str, Value], connection: Any) -> tuple[Any, ...]:
        adapt = connection.ops.adapt_datetimefield_value
        made: list[Any] = []
        for param in self.params:
            if not isinstance(param, _Slot):
                made.append(param)
            elif param.shift is None:
                made.append(values[param.name])
            else:
                made.append(adapt(cast("datetime", values[param.name]) + param.shift))
        return tuple(made)

    def rows(self, values: Mapping[str, Value]) -> list[Any]:
        connection = connections[self.database]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.filled(values, connection))
            found = cursor.fetchall()
        return [self._made(list(row), connection) for row in found]

    def _made(self, row: list[Any], connection: Any) -> Any:
        """The object of a row, as `Model.from_db` makes it, but without a call for each of its fields.

        No model of ours listens to its own making (the house has no model signals), and no field of ours
        makes something of NULL.
        """
        for at, steps, of in self.converters:
            value = row[at]
            if value is not None:
                for step in steps:
                    value = step(value, of, connection)
                row[at] = value
        thing = self.whole.made(row, self.database)
        for name, at in self.added:
            setattr(thing, name, row[at])
        return thing


class _Part:
    """The columns of a row that make one object, and what is joined to it."""

    def __init__(self, kind: Mapping[str, Any], select: Sequence[Any]) -> None:
        self.model: type[models.Model] = kind["model"]
        self.columns = [(select[at][0].target.attname, at) for at in kind["select_fields"]]
        self.key = dict(self.columns)[self.model._meta.pk.attname]
        self.joined = [
            (_Part(other, select), other["local_setter"], other["remote_setter"])
            for other in kind.get("related_klass_infos", ())
        ]

    def made(self, row: Sequence[Any], database: str) -> Any:
        thing = partly(self.model, database, ((name, row[at]) for name, at in self.columns))
        for part, put, put_back in self.joined:
            other = None if row[part.key] is None else part.made(row, database)
            put(thing, other)
            if other is not None:
                put_back(other, thing)
        return thing


def partly(model: type[M], database: str, columns: Iterable[tuple[str, Any]]) -> M:
    """The object of a row of which these columns are known; another is fetched when it is asked for.

    As Django makes it of a row with deferred columns, without a call for each of them.
    """
    thing = model.__new__(model)
    state = models.base.ModelState()
    state.adding, state.db = False, database
    thing.__dict__.update(columns, _state=state)
    return thing


class _Recorder:
    """Notes what each marked moment looks like once the database's adapter has written it."""

    def __init__(self, connection: Any) -> None:
        self._ops = connection.ops
        self.moments: dict[Any, MarkedMoment] = {}

    def __enter__(self) -> None:
        plain = type(self._ops).adapt_datetimefield_value

        def noted(value: Any) -> Any:
            written = plain(self._ops, value)
            if isinstance(value, MarkedMoment):
                self.moments[written] = value
            return written

        self._ops.adapt_datetimefield_value = noted

    def __exit__(self, *_: object) -> None:
        del self._ops.adapt_datetimefield_value


class Prepared(Generic[M]):
    """A query built once for each shape.

    `build(*shape, marks)` gives the queryset; `kinds` says which values there are and of which kind.
    """

    def __init__(self, build: Callable[..., models.QuerySet[M]], **kinds: type[Value]) -> None:
        self._build = build
        self._kinds = {**kinds, NOW: datetime}
        self._shapes: dict[tuple[Hashable, ...], _Shape] = {}
        self._lock = threading.Lock()

    def rows(self, *shape: Hashable, **values: Value) -> list[M]:
        """The rows for these values: whole objects, with annotations and what was joined."""
        key = (connections["default"].vendor, *shape)
        found = self._shapes.get(key)
        if found is None:
            with self._lock:
                found = self._shapes.setdefault(key, self._make(shape))
        return found.rows({**values, NOW: clock.now()})

    def first(self, *shape: Hashable, **values: Value) -> M | None:
        """The first row, or None."""
        return next(iter(self.rows(*shape, **values)), None)

    def _make(self, shape: tuple[Hashable, ...]) -> _Shape:
        marks = _Marks(self._kinds)
        with clock.standing_at(cast("datetime", marks.by_name[NOW])):
            return _Shape(self._build(*shape, marks.by_name), marks)
