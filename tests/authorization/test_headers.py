"""Headers of answers that no page of the matrix gives (assurance R14). Those of all pages: test_matrix.py."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from tests.authorization import headers
from tests.world import World, sign_in


@pytest.mark.parametrize(
    "path", ["/", "/help/", "/in/", "/no/such/page", "/g/tuesday/", "/static/no-such.css", "/g/tuesday/c/x/"]
)
def test_whoever_asks_for_whatever(world: World, path: str):
    for client in (Client(), sign_in(Client(), world.brian), sign_in(Client(), world.farid)):
        assert list(headers.faults(client.get(path))) == []


def test_a_form_without_its_token_and_a_method_that_is_not_spoken(world: World):
    strict = sign_in(Client(enforce_csrf_checks=True), world.brian)
    refused = strict.post("/g/tuesday/ask/", {"words": "Good morning"})
    assert refused.status_code == 403
    assert list(headers.faults(refused)) == []
    assert list(headers.faults(strict.delete("/g/tuesday/"))) == []


def test_an_error_of_our_own(world: World, monkeypatch: pytest.MonkeyPatch):
    """Also when the product breaks: here the database has gone."""
    client = sign_in(Client(raise_request_exception=False), world.brian)
    with override_settings(DEBUG=False):
        monkeypatch.setattr("byturns.config.views.connection", None)
        broken = client.get("/healthz")
    assert broken.status_code == 500
    assert list(headers.faults(broken)) == []


def test_a_missing_or_loose_header_is_found():
    bare = HttpResponse("")
    assert len(list(headers.faults(bare))) == len(headers.FIXED) + 1 + len(headers.POLICY)
    bare["Content-Security-Policy"] = "default-src 'self' 'unsafe-inline'"
    assert any("loose" in fault for fault in headers.faults(bare))
