"""One process that does everything: pages, background work and the clock."""

from __future__ import annotations

import gc
import hashlib
import logging
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.db.migrations.executor import MigrationExecutor

from byturns.core import jobs
from byturns.mail import doors

log = logging.getLogger("byturns.serving")

THREADS = 8


def port_is_free(host: str, port: int) -> bool:
    """Whether somebody else listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def missing_migrations() -> int:
    """How many steps the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def database_is_new() -> bool:
    """Whether the database has no table at all yet."""
    return not connection.introspection.table_names()


def collect_static() -> None:
    """Gather the static files when any of them has changed since the last time."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(digest.hexdigest())


class Work(threading.Thread):
    """Background work in a thread of this process; it outlives an error in a job or the database."""

    def __init__(self) -> None:
        super().__init__(name="byturns-work", daemon=True)
        self.stopping = threading.Event()
        from django_tasks_db.management.commands.db_worker import Worker

        self.worker = Worker(
            queue_names=["*"],
            interval=0.5,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="serve",
            excluded_queue_names=[],
        )

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                self.worker.run()
            except Exception:
                log.exception("background work stumbled; going on in five seconds")
                close_old_connections()
                self.stopping.wait(5)

    def stop(self) -> None:
        self.stopping.set()
        self.worker.running = False


class Clock(threading.Thread):
    """Runs timed work: looks once a minute whether a slot is due."""

    def __init__(self) -> None:
        super().__init__(name="byturns-clock", daemon=True)
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                jobs.tick()
            except Exception:
                log.exception("the clock stumbled")
            close_old_connections()
            self.stopping.wait(60)

    def stop(self) -> None:
        self.stopping.set()


def _proxy() -> dict[str, Any]:
    """The server in front is believed about who asks and how, nobody else is."""
    if settings.TLS != "proxy":
        return {}
    return {
        "trusted_proxy": "127.0.0.1",
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }


def serve(*, host: str, port: int, only: str = "", when_ready: Callable[[], None] = lambda: None) -> None:
    """Serve until a signal says stop. `only` is "web" or "work" for a split layout; mail comes to the latter.

    Static files are collected and, in the one process, jobs of a crashed run brought back first.
    """
    collect_static()
    threads: list[Work | Clock] = []
    stops = doors.open_up() if only != "web" else []
    if only != "web":
        if not only:
            jobs.bring_back(all_running=True)
        threads = [Work(), Clock()]

    def stop(number: int, frame: FrameType | None) -> None:
        for thread in threads:
            thread.stop()
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    for thread in threads:
        thread.start()
    if only == "work":
        when_ready()
        for thread in threads:
            thread.join()
        return
    from waitress.server import create_server

    from byturns.config.wsgi import application

    server = create_server(
        application,
        host=host,
        port=port,
        threads=THREADS,
        ident="",
        max_request_body_size=64 * 1024 * 1024,
        channel_timeout=60,
        clear_untrusted_proxy_headers=True,
        **_proxy(),
    )
    # What start-up made stays to the end: the garbage collector need not look at it again.
    gc.collect()
    gc.freeze()
    when_ready()
    with suppress(SystemExit):
        server.run()
    for thread in threads:
        thread.stop()
    for end in stops:
        end()
    server.close()
