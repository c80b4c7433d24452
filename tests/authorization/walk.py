"""Making the requests and judging each answer: who got in, what was written, what was said to whom."""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from byturns.core import jobs
from tests.authorization import headers
from tests.authorization.declared import Answer, Known, Page, Try, expected, tries
from tests.authorization.roles import ROLES, Role
from tests.authorization.scene import World, show_factors_again

_make = RequestFactory()
_ask = ClientHandler(enforce_csrf_checks=False)
_WRITES = re.compile(r'^\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+"(\w+)"')
# What a browser's own session may keep at any time.
_OF_SESSIONS = {"django_session", "usersessions_usersession"}
# Reading moves the read point, and nothing else (settled point 13).
_OF_READING = {*_OF_SESSIONS, "conversations_readpoint"}
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
# An authenticator app's own link names the mailbox: it goes to that app, never to a history.
_LINK = re.compile(r'(?:href|action|src|data-hx-[a-z]+)="(?!otpauth:)([^"]*)"')


@dataclass
class Reply:
    """One answer, with the tables that were written while it was made."""

    response: HttpResponse
    written: set[str]
    logged: str = ""
    letters: list[Any] = field(default_factory=list)

    @property
    def text(self) -> str:
        body = self.response.content
        if self.response.get("Content-Type") == "application/zip":
            with zipfile.ZipFile(io.BytesIO(body)) as packed:
                body = b"\n".join(name.encode() + packed.read(name) for name in packed.namelist())
        return body.decode("utf-8", "replace")

    @property
    def is_page(self) -> bool:
        return str(self.response.get("Content-Type", "")).startswith("text/html")


def send(world: World, role: Role, method: str, path: str, data: Mapping[str, Any] | None = None) -> Reply:
    """Ask for `path` as `role`, as the server would be asked. What is written stays written."""
    extra: dict[str, Any] = {"REMOTE_ADDR": "127.0.0.1"}
    if role.key in world.sessions:
        extra["HTTP_COOKIE"] = f"{settings.SESSION_COOKIE_NAME}={world.sessions[role.key]}"
    body = urlencode(data or {}, doseq=True) if method == "POST" else ""
    request = _make.generic(method, path, body, content_type="application/x-www-form-urlencoded", **extra)
    written: set[str] = set()
    with connection.execute_wrapper(_noting(written)), overheard() as log:
        response = _ask(request.environ)
    return Reply(response, written, log.getvalue())


@contextmanager
def overheard() -> Iterator[io.StringIO]:
    """All that goes into the log meanwhile (and not onto the test's own output)."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    loggers = [
        logging.getLogger(name) for name in ("django.request", "django.security", "byturns", "django_tasks")
    ]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = False
    try:
        yield heard
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
            logger.propagate = True


def _noting(written: set[str]) -> Any:
    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if (found := _WRITES.match(sql)) is not None:
            written.add(found[1])
        return execute(sql, params, many, context)

    return note


def run_jobs() -> list[Any]:
    """Do all that was asked for in the background, and return the mails that went out."""
    mail.outbox = []
    for _round in range(5):
        waiting = list(DBTaskResult.objects.filter(status=TaskResultStatus.READY))
        if not waiting:
            break
        DBTaskResult.objects.filter(pk__in=[one.pk for one in waiting]).delete()
        for one in waiting:
            asked = one.args_kwargs["kwargs"]
            with jobs.for_group(asked["group_id"]):
                jobs.JOBS[asked["name"]].run(**asked["kwargs"])
    return mail.outbox


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answer_of(reply: Reply, page: Page, role: Role) -> Answer | str:
    """What kind of answer it was; the bare status for one that is never right."""
    status, place = reply.response.status_code, reply.response.get("Location", "")
    if status in {302, 303}:
        return _sent_to(place.partition("?")[0], page, role)
    if status == 403 and role.standing == "anonymous" and b'id="kept-1"' in reply.response.content:
        return Answer.SIGN_IN  # with the words of the form given back, so that none are lost
    known = {
        200: Answer.OPEN,
        422: Answer.OPEN,
        403: Answer.REFUSED,
        404: Answer.MISSING,
        405: Answer.METHOD,
        410: Answer.DEAD,
    }
    return known.get(status, f"answered {status}")


def _sent_to(place: str, page: Page, role: Role) -> Answer:
    if place == "/in/again/" or (place == "/me/factor/" and page.door == "group"):
        return Answer.FACTOR
    if place == "/in/":
        return Answer.SIGN_IN
    if place == "/me/which/" and page.name not in {"people:which", "people:change"}:
        return Answer.WHICH
    # Whoever has said yes is led there only by what she did, such as publishing a new one.
    if role.standing == "owing" and page.name != "groups:agreement" and place.endswith("/agreement/"):
        return Answer.AGREE
    return Answer.OPEN


# What was typed for something hidden meanwhile comes back on its page, so that page is one of its own.
GIVES_WORDS_BACK = {"conversations:conversation", "conversations:edit", "conversations:keep_reply"}


@dataclass
class Walk:
    """All requests to one address. `faults` are the answers that nobody expected."""

    world: World
    page: Page
    known: Known
    made: int = 0
    faults: list[str] = field(default_factory=list)

    def all(self) -> Walk:
        show_factors_again(self.world)
        for role in ROLES.values():
            gone: dict[str, str] = {}
            for one in tries(self.page, self.known.view, role):
                self._one(role, one, gone)
        return self

    def path(self, one: Try) -> str:
        names = dict(self.world.names[self.page.of, one.thing.key])
        if "person" in names and "<slug:person>" not in self.known.pattern:
            names = {"public_id": names["person"]}
        if "<slug:group_slug>" in self.known.pattern:
            names["group_slug"] = self.world.slug
        return reverse(self.page.name, kwargs=names)

    def _one(self, role: Role, one: Try, gone: dict[str, str]) -> None:
        page, path = self.page, self.path(one)
        data = page.fill(self.world, one.thing.key) if one.filled and page.fill else None
        what = f"{role.key} {one.method}{' with words' if one.filled else ''} {page.name} [{one.thing.key}]"
        right = expected(page, self.known.view, role, one)
        cache.clear()
        with undone():
            reply = send(self.world, role, one.method, path, data)
            if right is Answer.OPEN and one.method == "POST":
                with overheard() as log:
                    reply.letters = run_jobs()
                reply.logged += log.getvalue()
        self.made += 1
        got = answer_of(reply, page, role)
        if got != right:
            self._fault(f"{what}: {got}, expected: {right}")
        if (
            got == right == Answer.OPEN
            and one.filled
            and reply.response.status_code == 422
            and not page.picky
        ):
            self._fault(f"{what}: the form was not taken, so nothing was proved")
        if right is not Answer.OPEN or one.method != "POST":
            allowed = _OF_READING if right is Answer.OPEN else _OF_SESSIONS
            if one.filled and page.name in GIVES_WORDS_BACK:
                allowed = allowed | {"conversations_draft"}  # kept, so that they are not lost
            self._faults(what, "wrote", sorted(reply.written - allowed))
        if got is Answer.MISSING and one.method != "HEAD":
            # What was typed comes back: the same words on the same page for each that is missing.
            sort = f"{one.method} with words" if one.filled and page.name in GIVES_WORDS_BACK else one.method
            self._all_alike(what, gone, sort, reply.text.replace(path, "PATH"))
        self._judge(role, what, path, reply)

    def _all_alike(self, what: str, gone: dict[str, str], method: str, said: str) -> None:
        """What is not hers and what never was read the same, byte for byte."""
        if gone.setdefault(method, _TOKEN.sub("", said)) != _TOKEN.sub("", said):
            self._fault(f"{what}: not the page that another missing one gets")

    def _judge(self, role: Role, what: str, path: str, reply: Reply) -> None:
        canaries, text = self.world.canaries, reply.text
        said = "\n".join([text, *(f"{name}: {value}" for name, value in reply.response.items())])
        said += reply.response.cookies.output()
        self._faults(what, "leaks", canaries.leaks(role.key, self.page.name, said, path))
        self._faults(what, "header", headers.faults(reply.response))
        self._faults(what, "logs", canaries.leaks("the log", "", reply.logged, path))
        if reply.is_page:
            places = [*_TITLE.findall(text), *_LINK.findall(text), reply.response.get("Location", "")]
            self._faults(
                what, "title or address holds", canaries.outside_titles("\n".join(places).replace(path, ""))
            )
        for letter in reply.letters:
            for address in letter.to:
                reader = self.world.role_of(address)
                self._faults(
                    what,
                    f"mail to {reader} leaks",
                    canaries.leaks(reader, "mail", _words_of(letter), address),
                )

    def _faults(self, what: str, kind: str, found: Any) -> None:
        for one in found:
            self._fault(f"{what}: {kind} {one}")

    def _fault(self, fault: str) -> None:
        self.faults.append(fault)


def _words_of(letter: Any) -> str:
    return json.dumps([letter.subject, letter.body, *letter.extra_headers.values()])
