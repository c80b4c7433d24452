from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django_tasks_db.management.commands import db_worker
from hypothesis import settings as examples

from byturns.groups.models import Membership
from tests import migrated
from tests import world as scene

DATA = Path(os.environ.get("BYTURNS_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))

# A third of the examples while somebody waits for it; all of them where everything is run.
examples.register_profile("dev", max_examples=35)
examples.register_profile("all", max_examples=100)
examples.load_profile("all" if os.environ.get("BYTURNS_TEST_ALL") == "1" else "dev")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what cannot touch a database (it would be refused): which one is used changes nothing for it.

    What a browser walks through is counted where the same pages are asked for without one.
    """
    for item in items:
        asks = {"db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
        if not asks and item.get_closest_marker("django_db") is None:
            item.add_marker("bare")
        if item.get_closest_marker("browser") and not item.get_closest_marker("counted"):
            item.add_marker("uncounted")


@pytest.fixture(scope="session", autouse=True)
def _own_corner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the product and the browser put into the machine's folder for passing things goes with the run."""
    before = tempfile.tempdir, os.environ.get("TMPDIR")
    tempfile.tempdir = os.environ["TMPDIR"] = str(tmp_path_factory.mktemp("corner"))
    yield
    tempfile.tempdir = before[0]
    os.environ.pop("TMPDIR")
    if before[1] is not None:
        os.environ["TMPDIR"] = before[1]


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, django_db_blocker: Any) -> bool:
    """A database that was migrated before is laid down and kept as it is."""
    with django_db_blocker.unblock():
        return migrated.lay_down()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        migrated.keep()


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
