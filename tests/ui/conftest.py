from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import clear_url_caches
from playwright.sync_api import Browser, BrowserContext

from tests import browsing
from tests.ui import site as pages


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle is no fault."""


class _Silent(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def ours(settings: Any) -> Iterator[None]:
    """The pages of tests/ui/site.py in place of the whole house."""
    settings.ROOT_URLCONF = "tests.ui.site"
    settings.CSRF_FAILURE_VIEW = "byturns.ui.views.old_form"
    template = {**settings.TEMPLATES[0]}
    template["DIRS"] = [*template.get("DIRS", []), Path(__file__).parent / "templates"]
    settings.TEMPLATES = [template]
    clear_url_caches()
    pages.saved.clear()
    pages.sent.clear()
    pages.looks.clear()
    yield
    clear_url_caches()


@pytest.fixture
def visitor(ours: None) -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def address(ours: None) -> Iterator[str]:
    """The same pages on a real address. No database: the frame must not need one."""
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), _Server, _Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def chromium() -> Browser:
    return browsing.chromium()


@pytest.fixture
def window(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=address, viewport={"width": 320, "height": 640})
    context.set_default_timeout(8000)
    yield context
    context.close()
