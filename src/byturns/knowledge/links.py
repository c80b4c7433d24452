"""What the page of a message offers: keep it, or ask its writer. Conversations only shows them.

Neither asks the database. Where nothing can be kept after all, their page says why.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byturns.conversations import links
from byturns.conversations.models import Message
from byturns.core import routes
from byturns.groups.models import Membership


def _page(name: str, member: Membership, message: Message) -> str:
    return routes.to(
        f"knowledge:{name}",
        group_slug=member.group.slug,
        public_id=message.conversation.public_id,
        message_id=message.public_id,
    )


def _keep(member: Membership, message: Message) -> str | None:
    if member.is_guest or message.author_id != member.pk or not message.stands:
        return None
    return _page("keep_said", member, message)


def _ask(member: Membership, message: Message) -> str | None:
    author = message.author
    if member.is_guest or author is None or author.pk == member.pk or not message.stands:
        return None
    # The same for all words without a name, so that nothing shows of whose they are.
    can_be_asked = message.unnamed or (author.is_present and not author.is_guest)
    return _page("ask", member, message) if can_be_asked else None


links.declare_for_message(links.Link("keep", _("Keep this for the group"), 10, _keep))
links.declare_for_message(links.Link("ask_leave", _("Ask whether this may be kept"), 11, _ask))
