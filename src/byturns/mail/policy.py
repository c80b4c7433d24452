"""Who sees mail that did not go through, and the rest of one that did."""

from __future__ import annotations

from byturns.groups.models import Membership
from byturns.groups.policy import ALLOW, Verdict, rule


@rule("mail.held", stewards_only=True)
def held(member: Membership) -> Verdict:
    """See which mails were held or not taken, from whom, when and why; words only if meant for all."""
    return ALLOW


@rule("mail.let_in", stewards_only=True)
def let_in(member: Membership) -> Verdict:
    """Lead a held mail from a stranger on: ask a member whether it is theirs, or invite its writer."""
    return ALLOW


@rule("mail.addresses")
def addresses(member: Membership) -> Verdict:
    """Say from which other mailboxes one writes, and take them away. Nobody else sees them."""
    return ALLOW


@rule("mail.returned")
def returned(member: Membership) -> Verdict:
    """See one’s own mails that were not taken, with the reason."""
    return ALLOW


@rule("mail.whole")
def whole(member: Membership) -> Verdict:
    """See the rest of a mail whose message one can read."""
    return ALLOW
