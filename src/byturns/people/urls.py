"""What is one's own, whichever group one is in."""

from django.urls import path

from byturns.people.views import factors, me, second_step, which

app_name = "people"
urlpatterns = [
    path("", me.me, name="me"),
    path("which/", which.which, name="which"),
    path("change/", which.change, name="change"),
    path("pin/", which.pin, name="pin"),
    path("name/", me.name, name="name"),
    path("drafts/", me.drafts, name="drafts"),
    path("devices/", me.signed_in, name="devices"),
    path("address/", me.address, name="address"),
    path("address/code/", me.address_code, name="address_code"),
    path("factor/", factors.factors, name="factor"),
    path("factor/app/", factors.app, name="factor_app"),
    path("factor/codes/", factors.printed, name="factor_codes"),
    path("factor/passkey/", factors.passkey, name="factor_passkey"),
    path("factor/away/", factors.away, name="factor_away"),
    path("go-on/", second_step.send_on, name="send_on"),
]
