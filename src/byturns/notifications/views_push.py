"""Having a device told, and the small script that shows the one line there."""

from __future__ import annotations

import json
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from byturns.core import routes
from byturns.groups.access import MemberRequest, opens_with
from byturns.groups.models import Membership
from byturns.notifications import actions, pushing, queries, vapid
from byturns.ui.respond import back_to, respond

# It has nothing to do with requests of pages: it keeps nothing and works for no page.
WORKER = """const said = %s;
self.addEventListener("push", (event) => {
  event.waitUntil(self.registration.showNotification(said.title, { body: said.line, tag: "byturns" }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(said.home));
});
"""


def push_row(member: Membership) -> dict[str, Any] | None:
    """What "My mail" says of devices; None where the operator has not switched that on. One query."""
    if not settings.PUSH or member.person.account_id is None:
        return None
    return {"key": vapid.public_key(), "count": pushing.devices_of(member).count()}


@opens_with("notifications.choose")
@require_POST
def device(request: HttpRequest) -> HttpResponse:
    """Have this device told, by the address that its browser gave, or none any more."""
    member = cast("MemberRequest", request).member
    page = routes.to("notifications:choices", group_slug=member.group.slug)
    if request.POST.get("act") == "off":
        actions.tell_no_device(member=member)
        return back_to(request, page, _("No device is told any more."))
    try:
        made = actions.tell_device(member=member, endpoint=request.POST.get("endpoint", ""))
    except ValidationError as fault:
        said = {"faults": fault.messages}
        return respond(request, "notifications/no_device.html", said, status=422)
    request.session[pushing.HERE] = made.digest
    return back_to(request, page, _("This device is told from now on."))


@opens_with("notifications.choose")
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """What runs on her device when it is woken. It holds all its words: what wakes it holds none."""
    if not settings.PUSH:
        raise Http404
    member = cast("MemberRequest", request).member
    said = {
        "title": queries.sender_of(member.group) or _("Your group"),
        "line": _("Something new in your group"),
        "home": routes.to("conversations:home", group_slug=member.group.slug),
    }
    return HttpResponse(WORKER % json.dumps(said), content_type="text/javascript; charset=utf-8")
