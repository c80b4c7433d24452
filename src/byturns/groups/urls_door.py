"""Addresses of the door: the first start, the agreement, inviting, asking to join, the settings."""

from django.urls import URLPattern, path

from byturns.groups.views import (
    agreement,
    applications,
    asking,
    invitations,
    reasons,
    settings,
    setup,
)

INSIDE = "g/<slug:group_slug>/"

urlpatterns: list[URLPattern] = [
    path("start/<slug:token>/", setup.start, name="start"),
    path(f"{INSIDE}begin/", setup.begin, name="begin"),
    path(f"{INSIDE}agreement/", agreement.agreement, name="agreement"),
    path(f"{INSIDE}agreement/<int:number>/", agreement.version, name="agreement_version"),
    path(f"{INSIDE}agreement/new/", agreement.publish, name="agreement_publish"),
    path(f"{INSIDE}agreement/spoken/", agreement.by_voice, name="agreement_by_voice"),
    path(f"{INSIDE}agreement/spoken/<slug:public_id>/", agreement.record_yes, name="agreement_record_yes"),
    path(f"{INSIDE}privacy/", agreement.privacy, name="privacy"),
    path(f"{INSIDE}health/", agreement.health, name="health"),
    path(f"{INSIDE}why/", reasons.why, name="why"),
    path("invited/<slug:token>/", invitations.invited, name="invited"),
    path("invited/<slug:token>/privacy/", invitations.invited_privacy, name="invited_privacy"),
    path(f"{INSIDE}invite/", invitations.invite, name="invite"),
    path(f"{INSIDE}invite/link/", invitations.join_link_settings, name="join_link"),
    path(f"{INSIDE}invite/poster/", invitations.poster, name="poster"),
    path(f"{INSIDE}invite/<slug:public_id>/back/", invitations.take_back, name="invitation_take_back"),
    path("join/<slug:token>/", asking.join, name="join"),
    path("join/<slug:token>/privacy/", asking.join_privacy, name="join_privacy"),
    path("join/<slug:token>/ask/", asking.ask, name="ask"),
    path("asked/<slug:public_id>/", asking.asked, name="asked"),
    path("asked/<slug:public_id>/back/", asking.asked_take_back, name="asked_take_back"),
    path(f"{INSIDE}asking/", applications.applications, name="applications"),
    path(f"{INSIDE}asking/<slug:public_id>/", applications.application, name="application"),
    path(f"{INSIDE}asking/<slug:public_id>/mind/", applications.not_while, name="not_while"),
    path(f"{INSIDE}asking/<slug:public_id>/let-in/", applications.let_in, name="let_in"),
    path(f"{INSIDE}asking/<slug:public_id>/refuse/", applications.refuse, name="refuse"),
    path(f"{INSIDE}questions/", applications.questions, name="questions"),
    path(f"{INSIDE}settings/", settings.settings, name="settings"),
]
