"""Addresses inside a group. Random names only: no words of a member, no numbers that count."""

from django.urls import URLPattern, path

from byturns.conversations.views import (
    ask,
    changing,
    conversation,
    drafts,
    home,
    messages,
    talk,
    unnamed,
    visits,
)

app_name = "conversations"

C = "c/<slug:public_id>/"
M = f"{C}m/<slug:message_id>/"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("talk/", talk.talk, name="talk"),
    path("ask/", ask.ask, name="ask"),
    path("ask/draft/", drafts.keep_new, name="keep_new"),
    path(C, conversation.conversation, name="conversation"),
    path(f"{C}draft/", drafts.keep_reply, name="keep_reply"),
    path(f"{C}heard/", messages.acknowledge, name="acknowledge"),
    path(f"{C}change/", changing.change, name="change"),
    path(f"{C}needed/", changing.needed, name="needed"),
    path(f"{C}after/", changing.answer_after, name="answer_after"),
    path(f"{C}follow/", changing.follow, name="follow"),
    path(f"{C}guest/", visits.propose, name="propose_visit"),
    path(f"{C}guest/<slug:visit_id>/", visits.visit, name="visit"),
    path(M, messages.message, name="message"),
    path(f"{M}edit/", messages.edit, name="edit"),
    path(f"{M}before/", messages.before, name="before"),
    path(f"{M}take-down/", messages.take_down, name="take_down"),
    path(f"{M}put-back/", messages.put_back, name="put_back"),
    path(f"{M}writer/", unnamed.look_behind, name="look_behind"),
]
