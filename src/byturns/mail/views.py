"""Pages about mail that came in."""

from __future__ import annotations

from typing import cast

from django.core.signing import BadSignature
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from byturns.conversations import queries as talk
from byturns.core import routes
from byturns.groups.access import MemberRequest, open_to_all, opens_with
from byturns.groups.queries import member_of_link
from byturns.groups.scoping import in_group
from byturns.mail import intake, queries
from byturns.mail.kinds import State
from byturns.mail.letters import YES
from byturns.mail.models import Inbound
from byturns.ui.respond import respond


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def was_this_you(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a mail is hers: one button. Opening it changes nothing, and it shows no word of the mail."""
    try:
        kept = Inbound.objects.filter(public_id=YES.unsign(token)).first()
    except BadSignature:
        raise Http404 from None
    writer = member_of_link(Q(pk=kept.membership_id)) if kept is not None else None
    if kept is None or writer is None:
        raise Http404
    if request.method == "POST" and kept.state == State.ASKED:
        with in_group(writer.group_id):
            if "no" in request.POST:
                intake.say_no(kept, writer)
            else:
                intake.say_yes(kept, writer)
        kept.refresh_from_db()
    return respond(request, "mail/was_this_you.html", {"state": kept.state, "came_at": kept.came_at})


@opens_with("mail.held")
@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """Mails that did not go through, with the reason."""
    member = cast("MemberRequest", request).member
    return respond(request, "mail/held.html", {"rows": queries.stopped(member)})


@opens_with("mail.whole")
@require_safe
def whole(request: HttpRequest, public_id: str, message_id: str) -> HttpResponse:
    """The whole mail that a message came as, with what stands in the message marked."""
    member = cast("MemberRequest", request).member
    opened = talk.opened_by(member, public_id)
    message = talk.on_page(member, opened, message_id) if opened is not None else None
    lines = queries.whole_mail(member, message) if message is not None else None
    if opened is None or lines is None:
        raise Http404
    place = routes.to("conversations:conversation", group_slug=member.group.slug, public_id=public_id)
    return respond(
        request, "mail/whole.html", {"lines": lines, "place": f"{place}?at={message_id}#m-{message_id}"}
    )
