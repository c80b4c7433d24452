"""What is wrong with this installation, in plain words."""

from __future__ import annotations

import shutil
import smtplib
import ssl
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from byturns.config import doctor_mail, released, serving
from byturns.core import clock, outbox
from byturns.core.models import EventRecord, OutgoingMail
from byturns.groups.models import Group
from byturns.safety import signposts

NEEDED = 500 * 1024 * 1024  # bytes free, so that a backup and a busy day fit


@dataclass(frozen=True)
class Finding:
    """One line of the report. `ok` False makes the command exit non-zero; None is worth a look."""

    about: str
    ok: bool | None
    says: str


def examine(*, quick: bool = True) -> list[Finding]:
    """All findings, in the order an operator would mend them. `quick`: without a mail to ourselves."""
    found: list[Finding] = []
    for check in CHECKS if quick else [*CHECKS, mail_round]:
        try:
            found.extend(check())
        except DatabaseError as error:
            found.append(Finding("database", False, f"does not answer: {type(error).__name__}"))
            break
    return found


def _folder() -> Iterator[Finding]:
    folder = Path(settings.DATA_DIR)
    if not folder.is_dir():
        yield Finding("data folder", False, f"{folder} is not there; `./byturns serve` makes it")
        return
    probe = folder / ".doctor"
    try:
        probe.write_text("can I write?")
        probe.unlink()
    except OSError as error:
        yield Finding("data folder", False, f"cannot be written: {error.strerror}")
        return
    open_to_others = stat.S_IMODE(folder.stat().st_mode) & 0o007
    if open_to_others:
        yield Finding("data folder", None, f"others on this machine can look in: chmod 700 {folder}")
    else:
        yield Finding("data folder", True, str(folder))


def _secret() -> Iterator[Finding]:
    path = Path(settings.DATA_DIR) / "secret"
    if len(settings.SECRET_KEY) < 40:
        yield Finding("secret", False, "is too short; remove BYTURNS_SECRET and one is made for you")
    elif path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Finding("secret", False, f"can be read by others: chmod 600 {path}")
    else:
        yield Finding("secret", True, "is set, and kept to itself")


def _push_key() -> Iterator[Finding]:
    path = Path(settings.DATA_DIR) / "push-key"
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Finding("push key", False, f"can be read by others: chmod 600 {path}")


def _database() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA quick_check(1)")
            verdict = cursor.fetchone()[0]
            cursor.execute("PRAGMA journal_mode")
            mode = cursor.fetchone()[0]
            if verdict != "ok":
                yield Finding("database", False, f"is damaged ({verdict}); restore the last backup")
                return
            if mode != "wal":
                yield Finding("database", False, f"is not in WAL mode ({mode}): is the disk a network disk?")
                return
        else:
            cursor.execute("SELECT 1")
    if steps := serving.missing_migrations():
        yield Finding("database", False, f"is {steps} steps behind; run `./byturns upgrade`")
    else:
        yield Finding("database", True, f"{connection.vendor}, whole and up to date")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    says = f"{free // (1024 * 1024)} MB free"
    yield Finding("disk", free >= NEEDED, says if free >= NEEDED else f"only {says}; make room soon")


def _clock() -> Iterator[Finding]:
    now = clock.now()
    newest = EventRecord.objects.order_by("-at").values_list("at", flat=True).first()
    if now.date() < released.ON:
        yield Finding("clock", False, f"says {now:%d %B %Y}, before this Byturns was made; set the date")
    elif newest is not None and newest > now + timedelta(minutes=5):
        yield Finding("clock", False, f"is behind: something is already recorded for {newest:%d %B %Y %H:%M}")
    else:
        yield Finding("clock", True, f"{now:%d %B %Y %H:%M} UTC")


def _time_zone() -> Iterator[Finding]:
    wrong = []
    for name in {settings.TIME_ZONE, *Group.objects.values_list("time_zone", flat=True)}:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            wrong.append(name)
    if wrong:
        yield Finding("time zone", False, f"not known here: {', '.join(sorted(wrong))}")
    else:
        yield Finding("time zone", True, settings.TIME_ZONE)


def _mail() -> Iterator[Finding]:
    if not settings.EMAIL_HOST:
        if settings.MODE == "demo":
            yield Finding("mail", True, "is kept and read in the browser (demo)")
        else:
            yield Finding(
                "mail",
                False,
                f"no mail server is set (BYTURNS_MAIL_HOST): it is kept in {settings.EMAIL_FILE_PATH}",
            )
        return
    try:
        server = get_connection(fail_silently=False)
        server.open()
        server.close()
    except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
        yield Finding("mail", False, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}: {_why(error)}")
    else:
        yield Finding("mail", True, f"{settings.EMAIL_HOST} lets us in")
    stuck = outbox.overdue(timedelta(hours=1)).count()
    failed = OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED).count()
    if stuck:
        yield Finding("mail", False, f"{stuck} waiting for more than an hour")
    if why := outbox.refusing():
        yield Finding(
            "mail", False, f"{why}, which says nothing of the mailboxes: see the log of that server"
        )
    if failed:
        yield Finding("mail", None, f"{failed} refused for good by the other side")


def _mail_in() -> Iterator[Finding]:
    found = doctor_mail.door()
    if found is not None:
        yield Finding("mail coming in", *found)


def mail_round() -> Iterator[Finding]:
    """A mail to ourselves. Apart from the others: it takes a while."""
    found = doctor_mail.round_trip(_why)
    if found is not None:
        yield Finding("a mail to ourselves", *found)


def _why(error: Exception) -> str:
    """The fault by name, for somebody who has to mend it."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "the name or password was not accepted (BYTURNS_MAIL_USER, BYTURNS_MAIL_PASSWORD)"
    if isinstance(error, ssl.SSLError):
        return "no private connection could be made (BYTURNS_MAIL_TLS, BYTURNS_MAIL_PORT)"
    if isinstance(error, ConnectionRefusedError):
        return "nobody listens there (BYTURNS_MAIL_PORT)"
    if isinstance(error, TimeoutError):
        return "no answer in 20 seconds: a firewall may block this port"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__


def _work() -> Iterator[Finding]:
    late = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, run_after__lt=clock.now() - timedelta(minutes=30)
    ).count()
    failed = DBTaskResult.objects.failed().count()
    if late:
        yield Finding("background work", False, f"{late} jobs are half an hour late; is `serve` running?")
    elif failed:
        yield Finding("background work", None, f"{failed} jobs were given up; the log says which")
    else:
        yield Finding("background work", True, "nothing is late")


def _signposts() -> Iterator[Finding]:
    old = signposts.stale(clock.now().date())
    if old:
        yield Finding("help numbers", False, f"past their review date: {', '.join(str(one) for one in old)}")
    else:
        yield Finding("help numbers", True, "all within their review date")


CHECKS: list[Callable[[], Iterator[Finding]]] = [
    _folder,
    _secret,
    _push_key,
    _disk,
    _database,
    _clock,
    _time_zone,
    _mail,
    _mail_in,
    _work,
    _signposts,
]
