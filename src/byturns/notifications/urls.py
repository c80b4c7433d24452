"""Pages about one's mail inside the group."""

from django.urls import path

from byturns.notifications import views, views_examples, views_push, views_reach

app_name = "notifications"
urlpatterns = [
    path("me/mail/", views.choices, name="choices"),
    path("me/mail/again/", views.again, name="again"),
    path("me/mail/shows/", views.shows, name="shows"),
    path("me/mail/device/", views_push.device, name="device"),
    path("me/mail/worker.js", views_push.worker, name="worker"),
    path("me/mail/examples/", views_examples.examples, name="examples"),
    path("me/mail/reach/", views_reach.reach, name="reach"),
    path("c/<slug:public_id>/to-everyone/", views_reach.to_everyone, name="to_everyone"),
    path("people/looking-after/mail/", views.voice, name="voice"),
]
