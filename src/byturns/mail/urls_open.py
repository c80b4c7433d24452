"""Pages that a mail leads to, without sign-in."""

from django.urls import path

from byturns.mail import views_open as views
from byturns.mail import views_posted

app_name = "mail_open"
urlpatterns = [
    path("mail/yours/<str:token>/", views.was_this_you, name="was_this_you"),
    path("mail/yours-too/<str:token>/", views.is_this_you_too, name="is_this_you_too"),
    path("mail/which/<str:token>/", views.which_of_you, name="which_of_you"),
    path("mail/address/<str:token>/", views.confirm_address, name="confirm_address"),
    # "mime" in the address makes Mailgun post whole mails.
    path("mail/in/mime/", views_posted.posted, name="posted"),
    path("mail/do/<str:token>/", views.command, name="command"),
]
