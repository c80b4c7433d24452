"""Addresses of bringing in, inside a group. `mine` without an account stands in config/urls.py's root."""

from django.urls import URLPattern, path

from byturns.portability.views import batch, bring, claims, members, mine

app_name = "portability"

urlpatterns: list[URLPattern] = [
    path("", mine.history, name="history"),
    path("mine/", mine.mine, name="mine"),
    path("mine/claim/", mine.claim, name="claim"),
    path("mine/witness/<slug:public_id>/", mine.witness, name="witness"),
    path("mine/<slug:public_id>/", mine.own, name="own"),
    path("claims/", claims.claims, name="claims"),
    path("claims/<slug:public_id>/", claims.answer, name="answer_claim"),
    path("bring/", bring.bring, name="bring"),
    path("bring/<slug:public_id>/", batch.batch, name="batch"),
    path("bring/<slug:public_id>/lines/", batch.lines, name="lines"),
    path("bring/<slug:public_id>/choices/", batch.choose, name="choose"),
    path("bring/<slug:public_id>/order/", batch.say_order, name="say_order"),
    path("bring/<slug:public_id>/decide/", batch.decide, name="decide"),
    path("bring/<slug:public_id>/list/", members.use, name="use_list"),
    path("bring/<slug:public_id>/take-back/", batch.withdraw, name="withdraw"),
]
