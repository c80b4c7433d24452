from __future__ import annotations

from django.apps import AppConfig
from django.http import HttpRequest

from byturns.core import routes


class ConversationsConfig(AppConfig):
    name = "byturns.conversations"
    label = "conversations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from byturns.conversations import mail_lines, own_words  # noqa: F401 - register themselves
        from byturns.ui.places import Place, declare

        declare(Place("home", _("Home"), 10, _home))
        declare(Place("talk", _("Talk"), 20, _talk, holds=_is_talk))


def _home(request: HttpRequest) -> str | None:
    return _address(request, "home")


def _talk(request: HttpRequest) -> str | None:
    member = getattr(request, "member", None)
    return None if member is None or member.is_guest else _address(request, "talk")


def _is_talk(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.namespace == "conversations" and match.url_name != "home"


def _address(request: HttpRequest, name: str) -> str | None:
    member = getattr(request, "member", None)
    if member is None:
        return None
    return routes.to(f"conversations:{name}", group_slug=member.group.slug)
