"""Pages of the frame itself; all are open without sign-in."""

from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [
    path("leave/", views.leave, name="leave"),
    path("look/", views.choose_look, name="look"),
    path("ui/", views.parts, name="parts"),
]
