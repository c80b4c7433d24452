"""Pages of people, circles, one's own, and of looking after the group."""

from __future__ import annotations

from tests.authorization.declared import Answer, Page, seen
from tests.authorization.roles import MEMBERS, STEWARDS, Role
from tests.authorization.things import Thing

WHY = "She asked me to, on Monday"


def _not_oneself(role: Role, thing: Thing) -> Answer:
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and role.key in thing.mine else answer


def _near(role: Role, thing: Thing) -> Answer:
    """Only whom one keeps away from: here one member does."""
    return Answer.OPEN if role.key == "blocker" and thing.key == "old" else Answer.MISSING


def _contact(role: Role, thing: Thing) -> Answer:
    """Herself, stewards, and who types for her."""
    types = role.key == "typist" and thing.key == "no_mail"
    may = role.key in MEMBERS and (role.steward or role.key in thing.mine or types)
    return seen(role, thing) if may else Answer.MISSING


def _change_contact(role: Role, thing: Thing) -> Answer:
    """Herself, or a steward for who has no mailbox."""
    may = role.key in thing.mine or (role.steward and thing.key == "no_mail")
    return seen(role, thing) if may else Answer.MISSING


def _typing(role: Role, thing: Thing) -> Answer:
    return Answer.MISSING if thing.key == "guest" else _change_contact(role, thing)


def _for_her(role: Role, thing: Thing) -> Answer:
    """Who was named to type for her."""
    types = role.key == "typist" and thing.key == "no_mail"
    return Answer.OPEN if types else Answer.MISSING


def _without_mail(role: Role, thing: Thing) -> Answer:
    """Only for a member who cannot do it herself."""
    return seen(role, thing) if thing.key == "no_mail" else Answer.MISSING


def _guest_only(role: Role, thing: Thing) -> Answer:
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and thing.key != "guest" else answer


def _asked_in(role: Role, thing: Thing) -> Answer:
    return Answer.OPEN if role.key == "paused" and thing.key == "circle" else Answer.MISSING


def _listener(role: Role, thing: Thing) -> Answer:
    """Stewards see who is on duty; only a listener says when she can be."""
    return Answer.OPEN if role.key == "outside" else Answer.REFUSED


def _takes(role: Role, thing: Thing) -> Answer:
    return _listener(role, thing) if thing.key == "free" else Answer.MISSING


def _whom(role: Role, thing: Thing) -> Answer:
    """The one who was asked, and to nobody else that she was."""
    return Answer.OPEN if role.key in thing.mine else Answer.MISSING


PAGES = (
    Page("groups:people"),
    Page("groups:person", "G", "person"),
    Page("groups:keep_away", "P", "person", _not_oneself, fill=lambda w, t: {"kind": "block"}),
    Page("groups:come_near", "P", "person", _near),
    Page("groups:contact", "GP", "person", _contact),
    Page(
        "groups:change_contact",
        "GP",
        "person",
        _change_contact,
        fill=lambda w, t: {"save": "1", "contact_by": "phone", "phone": "01632 960 125"},
    ),
    Page(
        "groups:typing",
        "GP",
        "person",
        _typing,
        fill=lambda w, t: {"typist": w.members["outside"].public_id, "how_said": WHY},
    ),
    Page("groups:letter_to_her", "G", "person", _typing),
    Page("groups:end_typing", "P", "grant"),
    Page("groups:remove", "GP", "person", fill=lambda w, t: {"reason": WHY, "sure": "on"}),
    Page("groups:note_death", "GP", "person", fill=lambda w, t: {"sure": "on", "tell": "on"}),
    Page("groups:end_guest", "P", "person", _guest_only),
    Page(
        "groups:open_recovery",
        "GP",
        "person",
        fill=lambda w, t: {
            "new_email": "new@example.org",
            "how_known": WHY,
            "second": w.members["hearer"].public_id,
        },
    ),
    Page("groups:reset_pin", "GP", "person", fill=lambda w, t: {"sure": "on"}),
    Page("groups:recovery", "GP", "recovery", fill=lambda w, t: {"spoke": "on"}),
    Page("groups:stop_recovery", "P", "recovery"),
    Page("groups:me"),
    Page("groups:my_mails"),
    Page(
        "groups:edit_profile",
        "GP",
        fill=lambda w, t: {
            "display_name": "Somebody new",
            "caring": "was",
            "caring_audience": "me",
            **{f"line_{key}_audience": "group" for key in w.LINES},
        },
    ),
    Page("groups:caring_ended", "GP"),
    Page("groups:pace", "GP", fill=lambda w, t: {"until": w.in_days(20)}),
    Page(
        "groups:edit_profile_for",
        "GP",
        "person",
        _for_her,
        fill=lambda w, t: {
            "display_name": "Joan again",
            "caring": "was",
            "caring_audience": "me",
            **{f"line_{key}_audience": "group" for key in w.LINES},
        },
    ),
    Page("groups:pace_for", "GP", "person", _for_her, fill=lambda w, t: {"until": w.in_days(20)}),
    Page("groups:own_data_for", "GP", "person", _for_her),
    Page(
        "groups:record_leaving",
        "GP",
        "person",
        _without_mail,
        fill=lambda w, t: {"words": "down", "sure": "on"},
    ),
    Page("groups:kept_away"),
    Page("groups:my_contact", "GP", fill=lambda w, t: {"contact_by": "phone", "phone": "01632 960 126"}),
    Page("groups:own_data", "GP"),
    Page("groups:leave", "GP", fill=lambda w, t: {"words": "down", "sure": "on"}),
    Page("groups:circles"),
    Page("groups:start_circle", "GP", fill=lambda w, t: {"name": "Night owls"}),
    Page("groups:circle", "GP", "circle", fill=lambda w, t: {"whom": w.members["outside"].public_id}),
    Page("groups:answer_circle", "P", "circle", _asked_in, fill=lambda w, t: {"answer": "yes"}),
    Page("groups:leave_circle", "P", "circle"),
    Page("groups:close_circle", "P", "circle"),
    Page("groups:log", gate=MEMBERS),
    Page("groups:looking_after"),
    Page("groups:everybody"),
    Page("groups:offer_stewarding", "GP", fill=lambda w, t: {"whom": w.members["outside"].public_id}),
    Page("groups:answer_offer", "GP", "offer", _whom, fill=lambda w, t: {"answer": "no"}),
    Page("groups:take_back_offer", "P", "offer"),
    Page("groups:step_down", "GP"),
    Page("groups:listeners", "GP", fill=lambda w, t: {"whom": w.members["outside"].public_id}),
    Page(
        "groups:rota",
        "GP",
        fill=lambda w, t: {"weekdays": ["1", "3"], "most": "2"},
        sent=_listener,
        gate=STEWARDS | {"outside"},
    ),
    Page("groups:duty_day", "GP", "day", sent=_takes, gate=STEWARDS | {"outside"}),
    Page(
        "groups:hearers",
        "GP",
        fill=lambda w, t: {"whom": [w.members["outside"].public_id, w.members["hearer"].public_id]},
    ),
    Page(
        "groups:record_member",
        "GP",
        fill=lambda w, t: {"display_name": "Somebody else", "contact_by": "phone", "phone": "01632 960 127"},
    ),
    Page(
        "groups:let_guest_in",
        "GP",
        fill=lambda w, t: {
            "display_name": "Somebody from outside",
            "guest_as": "Nurse",
            "email": "n@example.org",
        },
    ),
    Page("groups:goodbye", door="open"),
    Page("groups:my_words_after", "GP", "my_words", fill=lambda w, t: {"words": "down"}, door="open"),
)
