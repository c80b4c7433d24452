"""The way out works for everybody, at once, and leaves nothing behind."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

WIPE = '"cache", "cookies", "storage"'


@pytest.mark.django_db
def test_leaving_needs_no_sign_in_and_wipes_this_site(visitor: Client, settings: Any) -> None:
    settings.BYTURNS_LEAVE_TO = "https://weather.example/"
    visitor.cookies["byturns_look"] = "dark.large.own"
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "somebody"
    answer = visitor.get(reverse("ui:leave"))
    assert answer.status_code == 303
    assert answer.headers["Location"] == "https://weather.example/"
    assert answer.headers["Clear-Site-Data"] == WIPE
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    gone = {name for name, cookie in answer.cookies.items() if cookie["max-age"] == 0}
    assert gone == {"byturns_look", settings.SESSION_COOKIE_NAME}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Dest": "image"},
        {"Sec-Purpose": "prefetch"},
        {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_nobody_else_can_make_a_browser_forget_us(visitor: Client, headers: dict[str, str]) -> None:
    visitor.cookies["byturns_look"] = "dark.large.own"
    answer = visitor.get(reverse("ui:leave"), headers=headers)
    assert "Clear-Site-Data" not in answer.headers
    assert list(answer.cookies) == []


def test_leaving_is_a_plain_link_on_every_page_and_refuses_other_methods(visitor: Client) -> None:
    assert (
        f'href="{reverse("ui:leave")}" rel="noreferrer nofollow"' in visitor.get("/draft/").content.decode()
    )
    assert visitor.post(reverse("ui:leave")).status_code == 405
