"""Addresses. A member's words never stand in one (settled point 14)."""

from django.conf import settings
from django.urls import include, path

from byturns.config import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("", views.front, name="front"),
    path("", include("byturns.ui.urls")),
    path("", include("byturns.safety.urls")),
    path("in/", include("byturns.people.urls_in")),
    path("me/", include("byturns.people.urls")),
    path("", include("byturns.groups.urls")),
    path("g/<slug:group_slug>/", include("byturns.conversations.urls")),
    path("g/<slug:group_slug>/", include("byturns.knowledge.urls")),
    path("g/<slug:group_slug>/", include("byturns.reciprocity.urls")),
    path("g/<slug:group_slug>/", include("byturns.search.urls")),
    path("g/<slug:group_slug>/", include("byturns.notifications.urls")),
    path("", include("byturns.notifications.urls_open")),
    path("g/<slug:group_slug>/", include("byturns.mail.urls")),
    path("", include("byturns.mail.urls_open")),
    path("", include("byturns.portability.urls_open")),
    path("g/<slug:group_slug>/history/", include("byturns.portability.urls")),
]

if settings.MODE == "demo":
    # Anybody may sign in as anybody there, so these addresses exist nowhere else.
    urlpatterns += [path("demo/", include("byturns.config.demo.urls"))]
