"""Addresses inside a group. Random names only."""

from django.urls import URLPattern, path

from byturns.reciprocity.views import ask, asked, hands, lists, one, trusting

app_name = "reciprocity"

A = "give/a/<slug:ask_id>/"
H = f"{A}h/<slug:hand_id>/"

urlpatterns: list[URLPattern] = [
    path("give/", lists.asked, name="asked"),
    path("give/mine/", lists.mine, name="mine"),
    path("give/pace/", asked.pace, name="pace"),
    path("give/careful/", trusting.careful, name="careful"),
    path("give/known/", trusting.vouch, name="vouch"),
    path("give/rules/", trusting.rules, name="rules"),
    path("give/ask/", ask.new, name="ask"),
    path("give/from/<slug:public_id>/", ask.grow, name="grow"),
    path(A, one.ask, name="one"),
    path(f"{A}change/", ask.change, name="change"),
    path(f"{A}yes/", one.answer_proposal, name="answer_proposal"),
    path(f"{A}offer/", hands.offer, name="offer"),
    path(f"{A}not-this-time/", asked.decline, name="decline"),
    path(f"{A}back/", hands.take_back, name="take_back"),
    path(f"{A}end/", one.end, name="end"),
    path(f"{H}agree/", hands.agree, name="agree"),
    path(f"{H}write/", trusting.write, name="write"),
    path(f"{H}details/", trusting.details, name="details"),
    path(f"{H}thank/", hands.thank, name="thank"),
]
