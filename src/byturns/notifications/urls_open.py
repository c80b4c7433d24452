"""Pages that a mail leads to, without sign-in."""

from django.urls import path

from byturns.notifications import views

app_name = "notifications_open"
urlpatterns = [path("mail/stop/<str:token>/", views.stop, name="stop")]
