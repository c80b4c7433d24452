from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from byturns.config.demo import load
from tests.browser.site import Site


@pytest.fixture(scope="session")
def served(django_db_setup: None) -> Iterator[str]:
    """An address that serves the product from the test database, static files included."""
    server = LiveServer("localhost")
    yield str(server.url)
    server.stop()


@pytest.fixture
def site(transactional_db: None, served: str, run_jobs: Callable[[], None]) -> Iterator[Site]:
    """The product for one test; background work is done when the test says so."""
    made = Site(served, run_jobs)
    yield made
    made.close()


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a copy of the demo group's database lies, once the first test has loaded it."""
    return tmp_path_factory.mktemp("demo") / "loaded.sqlite3"


@pytest.fixture
def demo(site: Site, loaded: Path) -> Site:
    """The product with the demo group in it: loaded once, copied for every other test."""
    connection.ensure_connection()
    if connection.vendor == "sqlite" and loaded.exists():
        with closing(sqlite3.connect(loaded)) as copy:
            copy.backup(connection.connection)
        return site
    load.into_database()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(loaded)) as copy:
            connection.connection.backup(copy)
    return site
