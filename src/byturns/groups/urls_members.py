"""Addresses of people, circles, one's own pages and looking after the group."""

from __future__ import annotations

from django.urls import URLPattern, include, path

from byturns.groups.views import (
    breaks,
    circles,
    contact,
    diary,
    directory,
    distance,
    leaving,
    members,
    own_data,
    profile,
    recovery,
    stewards,
    typing,
)

_inside: list[URLPattern] = [
    path("people/", directory.people, name="people"),
    path("people/new-address/<slug:recovery>/", recovery.recovery, name="recovery"),
    path("people/new-address/<slug:recovery>/stop/", recovery.stop_recovery, name="stop_recovery"),
    path("me/", profile.me, name="me"),
    path("me/profile/", profile.edit_profile, name="edit_profile"),
    path("me/caring-has-ended/", profile.caring_ended, name="caring_ended"),
    path("me/mails/", profile.my_mails, name="my_mails"),
    path("me/pace/", breaks.pace, name="pace"),
    path("me/keep-away/", distance.kept_away, name="kept_away"),
    path("me/reach/", contact.my_contact, name="my_contact"),
    path("me/words/", own_data.own_data, name="own_data"),
    path("me/leave/", leaving.leave, name="leave"),
    path("people/circles/", circles.circles, name="circles"),
    path("people/circles/start/", circles.start_circle, name="start_circle"),
    path("people/circles/<slug:circle>/", circles.circle, name="circle"),
    path("people/circles/<slug:circle>/answer/", circles.answer_circle, name="answer_circle"),
    path("people/circles/<slug:circle>/leave/", circles.leave_circle, name="leave_circle"),
    path("people/circles/<slug:circle>/close/", circles.close_circle, name="close_circle"),
    path("people/log/", diary.log, name="log"),
    path("people/looking-after/", stewards.looking_after, name="looking_after"),
    path("people/looking-after/everybody/", stewards.everybody, name="everybody"),
    path("people/looking-after/ask/", stewards.offer_stewarding, name="offer_stewarding"),
    path("people/looking-after/ask/<slug:offer>/", stewards.answer_offer, name="answer_offer"),
    path("people/looking-after/ask/<slug:offer>/back/", stewards.take_back_offer, name="take_back_offer"),
    path("people/looking-after/step-down/", stewards.step_down, name="step_down"),
    path("people/looking-after/listeners/", stewards.listeners, name="listeners"),
    path("people/looking-after/hearers/", stewards.hearers, name="hearers"),
    path("people/looking-after/without-email/", members.record_member, name="record_member"),
    path("people/looking-after/guest/", members.let_guest_in, name="let_guest_in"),
    # A random id has no vowels, so none of the words above can be one.
    path("people/<slug:person>/", directory.person, name="person"),
    path("people/<slug:person>/keep-away/", distance.keep_away, name="keep_away"),
    path("people/<slug:person>/come-near/", distance.come_near, name="come_near"),
    path("people/<slug:person>/reach/", contact.contact, name="contact"),
    path("people/<slug:person>/reach/change/", contact.change_contact, name="change_contact"),
    path("people/<slug:person>/typing/", typing.typing, name="typing"),
    path("people/<slug:person>/typing/letter/", typing.letter_to_her, name="letter_to_her"),
    path("people/<slug:person>/typing/<slug:typist>/end/", typing.end_typing, name="end_typing"),
    path("people/<slug:person>/for/profile/", profile.edit_profile_for, name="edit_profile_for"),
    path("people/<slug:person>/for/pace/", breaks.pace_for, name="pace_for"),
    path("people/<slug:person>/for/words/", own_data.own_data_for, name="own_data_for"),
    path("people/<slug:person>/leaves/", leaving.record_leaving, name="record_leaving"),
    path("people/<slug:person>/remove/", leaving.remove, name="remove"),
    path("people/<slug:person>/died/", leaving.note_death, name="note_death"),
    path("people/<slug:person>/end-visit/", members.end_guest, name="end_guest"),
    path("people/<slug:person>/new-address/", recovery.open_recovery, name="open_recovery"),
    path("people/<slug:person>/pin/", recovery.reset_pin, name="reset_pin"),
]

urlpatterns = [
    path("g/<slug:group_slug>/", include(_inside)),
    path("goodbye/", leaving.goodbye, name="goodbye"),
    path("my-words/<str:token>/", leaving.my_words_after, name="my_words_after"),
]
