"""A few pages of our own, to try the frame with: drafts, refusals, a part for htmx."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from byturns.ui.forms import Form, Words
from byturns.ui.respond import back_to, respond

saved: list[dict[str, str]] = []
sent: list[str] = []
looks: list[int] = []
DRAFT = """{% extends "ui/base.html" %}{% block title %}Write{% endblock %}
{% block heading %}<h1>Write</h1>{% endblock %}
{% block content %}<form method="post" action="/draft/" id="form">{% csrf_token %}{{ form }}
{% include "ui/components/draft.html" with key="reply" save_url="/draft/save/" %}
<button class="button">Send</button></form>
<form method="post" action="/out/" data-wipe>{% csrf_token %}<button class="button">Sign out</button></form>
{% endblock %}"""


class Reply(Form):
    words = Words(label="Your reply", rows=4)


def page(request: HttpRequest, form: Reply, status: int = 200) -> HttpResponse:
    context = {"form": form, "draft_owner": request.COOKIES.get("owner", "")}
    return HttpResponse(engines["django"].from_string(DRAFT).render(context, request), status=status)


@login_not_required
def draft(request: HttpRequest) -> HttpResponse:
    form = Reply(request.POST or None, initial={"words": request.GET.get("words", "")})
    if request.method == "POST" and "old" in request.COOKIES:
        raise PermissionDenied("This conversation is closed.")
    if form.is_valid():
        sent.append(form.cleaned_data["words"])
        return back_to(request, "/draft/")
    return page(request, form, 422 if form.errors else 200)


@login_not_required
def save(request: HttpRequest) -> HttpResponse:
    saved.append({"words": request.POST["words"]})
    return JsonResponse({"saved_at": timezone.now().isoformat()})


@login_not_required
def out(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<title>Out</title>out")


@login_not_required
def parts(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return back_to(request, "/draft/", notice=request.POST.get("notice"), undo=request.POST.get("undo"))
    return respond(request, "tests/part.html", {"words": "here"}, part=("letter",))


@login_not_required
def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only a steward can do this.")


@login_not_required
def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(json.dumps({"private": "words"}))


@login_not_required
def work(request: HttpRequest) -> HttpResponse:
    looks.append(1)
    done = 20 * len(looks)
    context = {
        "url": "/busy/",
        "done": done,
        "total": 60,
        "finished": done >= 60,
        "text": f"Read {done} lines.",
    }
    return respond(request, "tests/work.html", context, part="progress")


urlpatterns = [
    path("", include("byturns.ui.urls")),
    path("help/", login_not_required(lambda request: HttpResponse("help")), name="help"),
    path("draft/", draft),
    path("draft/save/", save),
    path("out/", out),
    path("parts/", parts),
    path("refuse/", refuse),
    path("busy/", work),
    path("breaks/", breaks),
]
