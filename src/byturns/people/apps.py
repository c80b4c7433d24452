from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from byturns.core import routes
from byturns.ui import places


class PeopleConfig(AppConfig):
    name = "byturns.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        places.declare(places.Place("me", _("Signing in and my device"), 11, _me, row="own"))
        places.declare(
            places.Place(
                "change", _("Someone else is here now"), 20, _change, row="own", post=True, wipes=True
            )
        )
        places.declare(places.Place("out", _("Sign out"), 90, _out, row="own", post=True, wipes=True))


def _me(request: HttpRequest) -> str | None:
    return routes.to("people:me") if request.user.is_authenticated else None


def _change(request: HttpRequest) -> str | None:
    from byturns.people import whoami  # models are not there yet when the apps are being loaded

    signed_in = request.user.is_authenticated
    return routes.to("people:change") if signed_in and whoami.may_change(request) else None


def _out(request: HttpRequest) -> str | None:
    return routes.to("account_logout") if request.user.is_authenticated else None
