"""Headers of answers that no page of the matrix gives (assurance R14). Those of all pages: test_matrix.py."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as our_settings
from django.core.management import call_command
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


# --- Static files: the same for all, kept for long, and for no other site ---------------------------

TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> dict[str, str]:
    """Static files as an installed server has them: each name, and its name with a digest."""
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = False
    settings.WHITENOISE_USE_FINDERS = False
    settings.STORAGES = {
        **our_settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    names: dict[str, str] = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    return names


def test_each_static_file_says_what_it_is_and_is_for_our_pages_only(world: World, collected: dict[str, str]):
    anyone, member = Client(), sign_in(Client(), world.brian)
    assert {"ui/byturns.css", "ui/byturns.js", "ui/hyperlegible.woff2"} <= set(collected)
    for name, with_digest in collected.items():
        for asked, keeps in (
            (name, "max-age=60, public"),
            (with_digest, "max-age=315360000, public, immutable"),
        ):
            answers = [
                anyone.get(f"/static/{asked}", headers={"Origin": "https://elsewhere.example"}),
                member.get(f"/static/{asked}", headers={"Accept-Encoding": "gzip"}),
            ]
            for answer in answers:
                answer.getvalue()
                answer.close()
                assert answer.status_code == 200
                for header, value in headers.FIXED.items():
                    assert answer.get(header) == value, (asked, header)
                assert answer["Cache-Control"] == keeps, asked
                assert "Access-Control-Allow-Origin" not in answer, asked
                assert not answer.cookies, asked
                wanted = TYPES.get(Path(name).suffix)
                assert wanted is None or answer["Content-Type"].split(";")[0] == wanted


def test_what_is_no_static_file_is_not_there_and_kept_by_nobody(collected: dict[str, str]):
    for path in ("", "ui/", "../settings.py", "%2e%2e/db.sqlite3", "staticfiles.json.gz/"):
        answer = Client().get(f"/static/{path}")
        assert answer.status_code == 404, path
        assert answer["Cache-Control"] == "no-store", path
        assert "Access-Control-Allow-Origin" not in answer, path
