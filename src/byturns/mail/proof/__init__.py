"""Our own border: whether a mail is from whom it says, where no mail server of the operator's tells us.

Chosen with BYTURNS_MAIL_CHECK=own. SPF, DKIM and DMARC are asked once, before a mail is judged and outside
of any transaction: the DNS may be slow.
"""

from __future__ import annotations

from django.conf import settings

from byturns.mail.kinds import State
from byturns.mail.models import Inbound


def find_out(inbound_id: int) -> None:
    """Write down the verdict on one mail, where it is ours to find out and nobody has yet."""
    if settings.MAIL_CHECK != "own":
        return
    from byturns.mail.proof import checking, names  # what they need is large, and many do without

    kept = Inbound.objects.filter(pk=inbound_id, state=State.NEW, border="").first()
    if kept is None:
        return
    hand = checking.Hand(kept.peer, kept.helo, kept.mail_from)
    found = checking.verdict(bytes(kept.raw), hand, names.Dns(settings.MAIL_DNS))
    Inbound.objects.filter(pk=kept.pk, border="").update(border=found, peer="", helo="")
