"""Pages about mail inside the group."""

from django.urls import path

from byturns.mail import views

app_name = "mail"
urlpatterns = [
    path("people/looking-after/mail/held/", views.held, name="held"),
    path("c/<slug:public_id>/m/<slug:message_id>/mail/", views.whole, name="whole"),
]
