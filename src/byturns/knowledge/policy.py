"""Who may read what is kept, keep, ask, answer and take back. Each refusal is a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byturns.conversations.models import Message
from byturns.groups import policy as group_policy
from byturns.groups.models import Membership
from byturns.groups.policy import ALLOW, Verdict, refuse, rule
from byturns.knowledge.models import Experience, Line, Page, Use

ONLY_TELLER = refuse(_("Only the person whose experience this is can do that."))
NOT_OPEN = refuse(_("These words are not open to you."))
# Settled point 17: what was brought in is read where it stands.
FROM_THE_OLD_GROUP = refuse(
    _("These words came from the old group, so they stay where they are. Their writer can tell it anew.")
)


@rule("knowledge.read")
def read(member: Membership) -> Verdict:
    """Read what the group has kept (each only where it is open to the member)."""
    return ALLOW


@rule("knowledge.view")
def view(member: Membership, experience: Experience) -> Verdict:
    """Read this experience: the same rule as `Experience.objects.visible_to`; one's own always."""
    if experience.teller_id == member.pk and experience.down_at is None:
        return ALLOW
    if Experience.objects.visible_to(member).filter(pk=experience.pk).exists():
        return ALLOW
    return NOT_OPEN


@rule("knowledge.keep")
def keep(member: Membership, message: Message | None = None) -> Verdict:
    """Keep an experience of one's own, from scratch or from words one wrote oneself."""
    if message is None:
        return ALLOW
    if message.author is None:
        return FROM_THE_OLD_GROUP
    if message.author_id != member.pk:
        return refuse(_("These are somebody else’s words. You can ask whether they may be kept."))
    if not message.stands:
        return refuse(_("These words are gone from the conversation, so they cannot be kept."))
    if Experience.objects.filter(message=message, down_at=None).exists():
        return refuse(_("You have kept these words already. You find them under “Where my words are used”."))
    return ALLOW


@rule("knowledge.ask")
def ask(member: Membership, message: Message | None = None) -> Verdict:
    """Ask the writer whether words may be kept: once a message, and never for words of a guest or of
    somebody who is gone."""
    if message is None:
        return ALLOW
    if message.author_id == member.pk:
        return refuse(_("These are your own words. You can keep them yourself."))
    author = message.author
    if author is None:
        return FROM_THE_OLD_GROUP
    # Of words without a name it must not tell that their writer is gone: that question reaches nobody.
    if not message.unnamed and (not author.is_present or author.is_guest):
        return refuse(_("The person who wrote this is not a member, so they cannot be asked."))
    if not group_policy.check(member, "conversations.view_message", message):
        return NOT_OPEN
    if (
        Use.objects.filter(message=message).exists()
        or Experience.objects.filter(message=message, down_at=None).exists()
    ):
        return refuse(_("The person who wrote this was asked already. Nobody is asked twice."))
    return ALLOW


@rule("knowledge.answer")
def answer(member: Membership, use: Use | None = None) -> Verdict:
    """Say yes or no to a use: the teller, or who may type for her and is not the one who asks."""
    if use is None:
        return ALLOW
    if use.teller_id != member.pk:
        if use.asked_by_id == member.pk:
            return refuse(_("Somebody else has to ask this: not the person who would like to use the words."))
        verdict = group_policy.check(member, "groups.type_for", use.teller)
        if not verdict:
            return ONLY_TELLER
    if use.choice:
        return refuse(_("This was answered already."))
    if use.message is not None and not use.message.stands:
        return refuse(_("These words are gone from the conversation, so they cannot be kept."))
    if use.experience is not None and use.experience.asks_again_at is not None:
        return refuse(_("First say whether what you told is still right. You find it under “Yours”."))
    return ALLOW


@rule("knowledge.change")
def change(member: Membership, experience: Experience) -> Verdict:
    """Change an experience, or say that it is still right: its teller."""
    if experience.teller_id != member.pk:
        return ONLY_TELLER
    if experience.down_at is not None:
        return refuse(_("You have taken this back. Its words are gone."))
    return ALLOW


@rule("knowledge.take_back")
def take_back(member: Membership, use: Use) -> Verdict:
    """End a use: the teller, or who may type for her. It needs no reason and always works."""
    if use.teller_id == member.pk or group_policy.check(member, "groups.type_for", use.teller):
        return ALLOW
    return ONLY_TELLER


@rule("knowledge.mine")
def mine(member: Membership) -> Verdict:
    """See where one's own words are used, and what one is asked."""
    return ALLOW


@rule("knowledge.start_page")
def start_page(member: Membership) -> Verdict:
    """Begin a page on a subject."""
    return ALLOW


@rule("knowledge.write_page")
def write_page(member: Membership, page: Page) -> Verdict:
    """Write on a page, ask for experiences for it, say that the group has looked: who can open it."""
    if Page.objects.visible_to(member).filter(pk=page.pk).exists():
        return ALLOW
    return refuse(_("This page is not open to you."))


@rule("knowledge.write_line")
def write_line(member: Membership, line: Line) -> Verdict:
    """Change a line or take it out: whoever may write on its page, while it is there."""
    if line.removed_at is not None:
        return refuse(_("Somebody has taken this line out."))
    return write_page(member, line.page)


@rule("knowledge.ask_for_page")
def ask_for_page(member: Membership, on: tuple[Page, Experience]) -> Verdict:
    """Ask a teller whether an experience may stand on a page; nobody is asked twice. One's own at once."""
    page, experience = on
    if not (verdict := write_page(member, page)):
        return verdict
    if not Experience.objects.visible_to(member).filter(pk=experience.pk).exists():
        return NOT_OPEN
    rows = Use.objects.filter(page=page, experience=experience)
    if experience.teller_id == member.pk:
        rows = rows.filter(withdrawn_at=None).exclude(choice="")
        return refuse(_("It stands there already.")) if rows.exists() else ALLOW
    if rows.exists():
        return refuse(_("The person who told this was asked already. Nobody is asked twice."))
    if not experience.teller.is_present:
        return refuse(_("The person who told this is not here any more, so they cannot be asked."))
    return ALLOW
