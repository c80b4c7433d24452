"""Addresses inside a group. Random names only: no words of a member, no numbers that count."""

from django.urls import URLPattern, path

from byturns.knowledge.views import asking, keeping, ledger, pages, reading, writing

app_name = "knowledge"

M = "<slug:public_id>/<slug:message_id>/"
P = "know/p/<slug:page_id>/"
E = "know/e/<slug:experience_id>/"

urlpatterns: list[URLPattern] = [
    path("know/", reading.know, name="know"),
    path("know/keep/", keeping.keep, name="keep"),
    path(f"know/keep/{M}", keeping.keep_said, name="keep_said"),
    path(f"know/ask/{M}", asking.ask, name="ask"),
    path("know/asked/<slug:use_id>/", asking.leave, name="leave"),
    path("know/mine/", ledger.mine, name="mine"),
    path("know/use/<slug:use_id>/back/", ledger.take_back, name="take_back"),
    path(E, reading.experience, name="experience"),
    path(f"{E}change/", keeping.change, name="change"),
    path(f"{E}right/", keeping.still_right, name="still_right"),
    path("know/p/", pages.start, name="start_page"),
    path(P, pages.page, name="page"),
    path(f"{P}gather/", pages.gather, name="gather"),
    path(f"{P}before/", pages.before, name="page_before"),
    path(f"{P}look/", pages.look, name="look"),
    path(f"{P}write/", writing.write, name="write"),
    path(f"{P}l/<slug:line_id>/", writing.rewrite, name="rewrite"),
]
