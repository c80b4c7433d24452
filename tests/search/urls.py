"""The addresses of the house, and for certain that of the search."""

from django.urls import include, path

from byturns.config.urls import urlpatterns as house

urlpatterns = [path("g/<slug:group_slug>/", include("byturns.search.urls")), *house]
