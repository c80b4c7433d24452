"""The address for finding words."""

from django.urls import path

from byturns.search import views

app_name = "search"
urlpatterns = [path("find/", views.find, name="find")]
