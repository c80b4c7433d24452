"""Pages about one's mail inside the group."""

from django.urls import path

from byturns.notifications import views

app_name = "notifications"
urlpatterns = [
    path("me/mail/", views.choices, name="choices"),
    path("me/mail/shows/", views.shows, name="shows"),
    path("people/looking-after/mail/", views.voice, name="voice"),
]
