"""Who sees mail that did not go through, and the rest of one that did."""

from __future__ import annotations

from byturns.groups.models import Membership
from byturns.groups.policy import ALLOW, Verdict, rule


@rule("mail.held", stewards_only=True)
def held(member: Membership) -> Verdict:
    """See which mails were held or not taken, from whom, when and why; never their words."""
    return ALLOW


@rule("mail.whole")
def whole(member: Membership) -> Verdict:
    """See the rest of a mail whose message one can read."""
    return ALLOW
