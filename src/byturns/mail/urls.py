"""Pages about mail inside the group."""

from django.urls import path

from byturns.mail import views

app_name = "mail"
urlpatterns = [
    path("people/looking-after/mail/held/", views.held, name="held"),
    path("people/looking-after/mail/held/<slug:mail_id>/", views.held_one, name="held_one"),
    path("me/mail/addresses/", views.addresses, name="addresses"),
    path("me/mail/returned/", views.returned_list, name="returned_list"),
    path("me/mail/returned/<slug:public_id>/", views.returned, name="returned"),
    path("c/<slug:public_id>/m/<slug:message_id>/mail/", views.whole, name="whole"),
    path("c/<slug:public_id>/m/<slug:message_id>/mail/raw/", views.raw, name="raw"),
]
