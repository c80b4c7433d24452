"""Pages that a mail leads to, without sign-in."""

from django.urls import path

from byturns.mail import views

app_name = "mail_open"
urlpatterns = [path("mail/yours/<str:token>/", views.was_this_you, name="was_this_you")]
