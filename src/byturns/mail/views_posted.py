"""The page that a service posts mail to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from byturns.groups.access import open_to_all
from byturns.mail import doors


@open_to_all
@csrf_exempt  # a service posts here; its signature is the proof
@require_POST
def posted(request: HttpRequest) -> HttpResponse:
    """Mail from a service. There is no such page unless the operator switched it on."""
    if not doors.takes_posts():
        raise Http404
    from byturns.mail import webhook  # only who takes mail in this way pays for it

    try:
        webhook.take(request)
    except webhook.NotTheService:
        return HttpResponse(status=400)
    return HttpResponse()
