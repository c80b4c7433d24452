"""The way in. Names are those allauth looks for; the pages are ours, and there are no others of its."""

from django.urls import path

from byturns.people.views import entering, second_step

urlpatterns = [
    path("", entering.sign_in, name="account_request_login_code"),
    path("", entering.sign_in, name="account_login"),
    path("code/", entering.code, name="account_confirm_login_code"),
    path("passkey/", entering.passkey, name="mfa_login_webauthn"),
    path("second/", second_step.at_the_door, name="mfa_authenticate"),
    path("again/", second_step.again, name="mfa_reauthenticate"),
    path("again/", second_step.again, name="account_reauthenticate"),
    path("out/", entering.sign_out, name="account_logout"),
]
