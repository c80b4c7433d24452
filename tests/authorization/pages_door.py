"""Pages of the door: the first start, the agreement, inviting, asking to join."""

from __future__ import annotations

from tests.authorization.declared import Answer, Page, seen
from tests.authorization.roles import INSIDE, Role
from tests.authorization.things import Thing

LINE = "We would be glad of you"


def _spoken(role: Role, thing: Thing) -> Answer:
    """A yes is written down only for who has no mailbox to give it herself."""
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and thing.key != "no_mail" else answer


def _invited(role: Role, thing: Thing) -> Answer:
    """Open to who has the link and is not signed in as somebody else."""
    if thing.key == "missing":
        return Answer.MISSING
    if thing.key == "used":
        # Who is in already is welcomed back.
        return Answer.OPEN if role.key in INSIDE | {"owing"} else Answer.DEAD
    if role.standing == "anonymous":
        return Answer.OPEN
    return Answer.OPEN if role.key == "invited" else Answer.REFUSED


def _with_link(role: Role, thing: Thing) -> Answer:
    return Answer.MISSING if thing.key in {"missing", "used"} else Answer.OPEN


def _goes_to_ask(role: Role, thing: Thing) -> Answer:
    answer = _with_link(role, thing)
    return Answer.SIGN_IN if answer is Answer.OPEN and role.standing == "anonymous" else answer


def _ask(role: Role, thing: Thing) -> Answer:
    if role.key == "two" and thing.key != "missing":
        return Answer.WHICH
    return _with_link(role, thing)


def _asked(role: Role, thing: Thing) -> Answer:
    """The one who asked, while it stands."""
    own = role.key == "applicant" and thing.key == "waiting"
    return Answer.OPEN if own else Answer.MISSING


def _open_only(role: Role, thing: Thing) -> Answer:
    """What has been decided takes no more words, objections or decisions."""
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and thing.key == "refused" else answer


ACCEPT = {"version": "2", "name": "Somebody new", "says_carer": "on", "yes": "on"}
START = {
    "name": "Another group",
    "time_zone": "Europe/London",
    "waking_from": "8",
    "waking_to": "21",
    "steward_name": "Somebody first",
    "email": "first@example.org",
    "limits": LINE,
    "words": LINE,
}
PAGES = (
    Page("groups:start", "GP", "set_up", door="open", fill=lambda w, t: START),
    Page("groups:begin", "GP"),
    Page("groups:agreement", "GP", fill=lambda w, t: {"version": "2", "yes": "on"}),
    Page("groups:agreement_version", "G", "version"),
    Page(
        "groups:agreement_publish",
        "GP",
        fill=lambda w, t: {"based_on": "2", "words": LINE, "limits": LINE, "change": LINE},
    ),
    Page("groups:agreement_by_voice"),
    Page("groups:agreement_record_yes", "P", "person", _spoken),
    Page("groups:privacy"),
    Page("groups:health", "GP", fill=lambda w, t: {"give": "1"}),
    Page("groups:why", "GP", fill=lambda w, t: {"reasons": "suggested", "words": LINE}),
    Page("groups:invited", "GP", "token", _invited, fill=lambda w, t: ACCEPT, door="open"),
    Page("groups:invited_privacy", "G", "token", _with_link, door="open"),
    Page("groups:invite", "GP", fill=lambda w, t: {"email": "somebody@example.org", "note": LINE}),
    Page("groups:join_link", "GP", fill=lambda w, t: {"reset": "1"}),
    Page("groups:poster"),
    Page("groups:invitation_take_back", "P", "invitation"),
    Page("groups:join", "GP", "join", _with_link, sent=_goes_to_ask, door="open"),
    Page("groups:join_privacy", "G", "join", _with_link, door="open"),
    Page(
        "groups:ask",
        "GP",
        "join",
        _ask,
        door="account",
        fill=lambda w, t: {"name": "Somebody new", "says_carer": "on"},
    ),
    Page("groups:asked", "GP", "application", _asked, fill=lambda w, t: {"words": LINE}, door="account"),
    Page("groups:asked_take_back", "P", "application", _asked, door="account"),
    Page("groups:applications"),
    Page("groups:application", "GP", "application", picky=True, fill=lambda w, t: {"words": LINE}),
    Page("groups:not_while", "P", "application", sent=_open_only),
    Page("groups:let_in", "GP", "application", picky=True, fill=lambda w, t: {"talked": "on"}),
    Page(
        "groups:refuse",
        "GP",
        "application",
        picky=True,
        fill=lambda w, t: {"kind_words": LINE, "reason": LINE},
    ),
    Page("groups:questions", "GP", fill=lambda w, t: {"questions": "How are you?"}),
    Page(
        "groups:settings",
        "GP",
        fill=lambda w, t: {
            "name": "Another name",
            "slug": w.slug,
            "time_zone": "Europe/London",
            "waking_from": "8",
            "waking_to": "21",
            "quiet_hours": "24",
        },
    ),
)
