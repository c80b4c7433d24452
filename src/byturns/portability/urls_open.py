"""The one address that needs no account: what becomes of one's own words."""

from django.urls import URLPattern, path

from byturns.portability.views import link

urlpatterns: list[URLPattern] = [path("mine/<str:token>/", link.mine, name="mine")]
