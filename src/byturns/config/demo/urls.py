from django.urls import path

from byturns.config.demo import views

app_name = "demo"
urlpatterns = [
    path("as/<str:token>/", views.sign_in, name="sign_in"),
    path("mail/", views.mail, name="mail"),
    path("mail/<str:name>/", views.one_mail, name="one_mail"),
]
