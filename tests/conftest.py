from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django_tasks_db.management.commands import db_worker

from byturns.groups.models import Membership
from tests import world as scene

DATA = Path(os.environ.get("BYTURNS_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def world(db: None) -> scene.World:
    return scene.build()


@pytest.fixture
def as_(world: scene.World) -> Callable[[Membership], Client]:
    """A browser signed in as somebody: `as_(world.amina).get(...)`."""
    return lambda member: scene.sign_in(Client(), member)


@pytest.fixture
def run_jobs(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Do all background work that is ready, as the worker would."""
    # A worker drops its connection between jobs; the test's own transaction would go with it.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)

    def run() -> None:
        db_worker.Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="test",
            excluded_queue_names=[],
        ).run()

    return run


@pytest.fixture
def data_dir() -> Path:
    """The folder of real input; tests that need it say so when it is not there."""
    if not DATA.is_dir():
        message = f"no folder of real input at {DATA} (set BYTURNS_DATA)"
        if os.environ.get("BYTURNS_TEST_ALL") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return DATA
