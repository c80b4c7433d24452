"""What an address may name: of this group, of another, or nothing at all; and who opens it.

`sees` are those who get a page; to all others it is as if it were not there. `mine` are those whose own
it is. Which row it is, the scene says (`World.names`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.authorization.roles import CIRCLE, DESK, EVERYBODY, INSIDE, MEMBERS, NOBODY, STEWARDS


@dataclass(frozen=True)
class Thing:
    key: str
    sees: frozenset[str] = NOBODY
    mine: frozenset[str] = NOBODY


def _one(name: str) -> frozenset[str]:
    return frozenset({name})


NOTHING = Thing("-", sees=EVERYBODY)
FOREIGN, MISSING = Thing("foreign"), Thing("missing")
NOT_BLOCKER = MEMBERS - {"blocker"}

CONVERSATIONS = (
    Thing("open", NOT_BLOCKER, _one("old")),
    Thing("circle", CIRCLE, _one("old")),
    Thing("visited", MEMBERS | {"guest"}, _one("new")),
    Thing("by_blocked", MEMBERS - {"old"}, _one("blocked")),
    Thing("hidden", NOBODY, _one("old")),
    Thing("closed", MEMBERS, _one("outside")),
    Thing("brought", _one("old")),
    FOREIGN,
    MISSING,
)
MESSAGES = (
    Thing("open.first", NOT_BLOCKER, _one("old")),
    Thing("open.reply", NOT_BLOCKER, _one("new")),
    Thing("open.taken", NOT_BLOCKER, _one("new")),
    Thing("open.hidden", NOT_BLOCKER, _one("old")),
    Thing("open.typed", NOT_BLOCKER, _one("typist")),
    Thing("open.unnamed", NOT_BLOCKER, _one("unnamed")),
    Thing("circle.first", CIRCLE, _one("old")),
    Thing("visited.first", MEMBERS, _one("new")),
    Thing("visited.after", MEMBERS | {"guest"}, _one("outside")),
    Thing("visited.guests", MEMBERS | {"guest"}, _one("guest")),
    Thing("by_blocked.first", MEMBERS - {"old"}, _one("blocked")),
    Thing("hidden.first", NOBODY, _one("old")),
    Thing("brought.first", _one("old")),
    Thing("circles in the open", NOBODY, _one("old")),  # the open conversation, a message of the circle
    Thing("foreign in our own"),  # our conversation, another group's message
    FOREIGN,
    MISSING,
)
# Of a message these can be acted on only through its words.
GONE = frozenset({"open.taken", "open.hidden"})

PERSONS = (
    Thing("old", MEMBERS, _one("old")),
    Thing("unnamed", MEMBERS, _one("unnamed")),
    Thing("no_mail", MEMBERS),
    Thing("guest", MEMBERS, _one("guest")),
    Thing("left"),
    Thing("removed"),
    FOREIGN,
    MISSING,
)

ASKS = (
    Thing("open", NOT_BLOCKER, _one("old")),
    Thing("agreed", NOT_BLOCKER, _one("old")),
    Thing("circle", CIRCLE, _one("old")),
    Thing("only", frozenset({"new", "outside"}), _one("new")),  # asked of one alone
    Thing("proposed", frozenset({"new", "outside"}), _one("new")),
    Thing("by_blocked", MEMBERS - {"old"}, _one("blocked")),
    Thing("typed", MEMBERS, _one("typist")),
    FOREIGN,
    MISSING,
)
# To agree to and to thank: for the asker alone, and never of somebody she blocks.
HANDS = (
    Thing("offered", _one("old"), _one("old")),
    Thing("agreed", _one("old"), _one("old")),
    Thing("by_blocked"),
    Thing("agreed in the open"),  # the open ask, a hand of another
    FOREIGN,
    MISSING,
)

OBJECTS: dict[str, tuple[Thing, ...]] = {
    "": (NOTHING,),
    "conversation": CONVERSATIONS,
    "message": MESSAGES,
    "ask": ASKS,
    "hand": HANDS,
    "visit": (
        Thing("visited", MEMBERS),
        Thing("visited in the open"),
        FOREIGN,
        MISSING,
    ),
    "person": PERSONS,
    "grant": (Thing("no_mail by typist", STEWARDS | {"typist"}), FOREIGN, MISSING),
    "circle": (Thing("circle", CIRCLE, _one("old")), Thing("closed"), FOREIGN, MISSING),
    "offer": (Thing("to_new", STEWARDS, _one("new")), FOREIGN, MISSING),
    "recovery": (
        Thing("of_outside", STEWARDS | {"outside", "typist"}, _one("outside")),
        FOREIGN,
        MISSING,
    ),
    "application": (
        Thing("waiting", MEMBERS, _one("applicant")),
        Thing("refused", MEMBERS),
        Thing("withdrawn"),
        FOREIGN,
        MISSING,
    ),
    "invitation": (
        Thing("by_old", STEWARDS | {"old"}, _one("old")),
        Thing("by_steward", STEWARDS, _one("steward")),
        FOREIGN,
        MISSING,
    ),
    "version": (Thing("current", INSIDE | {"owing"}), Thing("foreign"), Thing("missing")),
    "case": (
        Thing("about_old", STEWARDS),
        Thing("unlooked", STEWARDS),
        Thing("about_steward", STEWARDS - {"reported"}),
        Thing("from_outside", _one("hearer")),
        FOREIGN,
        MISSING,
    ),
    "my_report": (
        Thing("about_old", _one("new"), _one("new")),
        Thing("unlooked", _one("new"), _one("new")),
        Thing("about_steward", _one("unnamed"), _one("unnamed")),
        FOREIGN,
        MISSING,
    ),
    "act": (Thing("on_old", _one("old"), _one("old")), FOREIGN, MISSING),
    "number": (Thing("night_line", STEWARDS), FOREIGN, MISSING),
    "experience": (
        Thing("named", NOT_BLOCKER, _one("old")),
        Thing("unnamed", MEMBERS, _one("unnamed")),
        Thing("again", _one("new"), _one("new")),
        FOREIGN,
        MISSING,
    ),
    "use": (
        Thing("named", _one("old"), _one("old")),
        Thing("unnamed", _one("unnamed"), _one("unnamed")),
        FOREIGN,
        MISSING,
    ),
    "page": (Thing("listed", MEMBERS), Thing("begun", _one("outside")), FOREIGN, MISSING),
    "line": (
        Thing("listed", MEMBERS),
        Thing("begun", _one("outside")),
        Thing("listed in begun"),
        FOREIGN,
        MISSING,
    ),
    "leave": (Thing("of_new", _one("new"), _one("new")), FOREIGN, MISSING),
}


def _words(what: str, things: tuple[Thing, ...], sees: Callable[[Thing], frozenset[str]]) -> list[Thing]:
    return [Thing(f"{what} {thing.key}", sees(thing), thing.mine) for thing in things if " " not in thing.key]


def _reportable(thing: Thing) -> frozenset[str]:
    return NOBODY if thing.key in GONE else thing.sees


def _care_of_message(thing: Thing) -> frozenset[str]:
    if thing.key == "open.hidden":
        return DESK
    return NOBODY if thing.key in GONE else thing.sees & DESK


def _care_of_conversation(thing: Thing) -> frozenset[str]:
    return DESK if thing.key in {"open", "visited", "by_blocked", "hidden", "closed"} else NOBODY


ODD = Thing("nonsense missing")
OBJECTS["reportable"] = (
    *_words("message", MESSAGES, _reportable),
    *_words("person", PERSONS, lambda thing: thing.sees),
    ODD,
)
# The same view as reporting, by another route: one of each standing is enough.
_STANDINGS = {
    "open.first",
    "open.unnamed",
    "circle.first",
    "by_blocked.first",
    "hidden.first",
    "foreign",
    "missing",
}
OBJECTS["worrying"] = (
    *_words("message", tuple(thing for thing in MESSAGES if thing.key in _STANDINGS), _reportable),
    *_words("person", PERSONS, lambda thing: thing.sees),
    ODD,
)
OBJECTS["care"] = (
    *_words("message", MESSAGES, _care_of_message),
    *_words("conversation", CONVERSATIONS, _care_of_conversation),
    ODD,
)
OBJECTS["told"] = (
    *_words("message", MESSAGES, lambda thing: _one("old") if thing.key == "open.hidden" else NOBODY),
    ODD,
)
# Keys of the doors from outside. A slug, right or wrong, is answered alike.
OBJECTS["slug"] = (Thing("own", EVERYBODY), Thing("missing", EVERYBODY))
OBJECTS["token"] = (Thing("open", EVERYBODY), Thing("used"), Thing("missing"))
OBJECTS["join"] = (Thing("own", EVERYBODY), Thing("foreign", EVERYBODY), Thing("missing"))
OBJECTS["set_up"] = (Thing("open", EVERYBODY), Thing("missing"))
OBJECTS["my_words"] = (Thing("removed", EVERYBODY), Thing("left", EVERYBODY), Thing("missing"))
_BATCHES = tuple(Thing(key, STEWARDS) for key in ("staged", "told", "list"))
OBJECTS["batch"] = (*_BATCHES, FOREIGN, MISSING)
OBJECTS["claim"] = (Thing("by_new", STEWARDS), FOREIGN, MISSING)
OBJECTS["staged_name"] = (
    Thing("of_old", _one("old"), _one("old")),
    Thing("guessed", _one("old"), _one("old")),
    Thing("undecided"),
    Thing("nobody's"),
    FOREIGN,
    MISSING,
)
OBJECTS["day"] = (Thing("free", STEWARDS | {"outside"}), Thing("missing"))
OBJECTS["mail_link"] = (Thing("asked", EVERYBODY), Thing("missing"))
OBJECTS["too_link"] = (Thing("asked", EVERYBODY), Thing("missing"))
OBJECTS["which_link"] = (Thing("asked", EVERYBODY), Thing("missing"))
OBJECTS["address_link"] = (Thing("open", EVERYBODY), Thing("missing"))
OBJECTS["held_mail"] = (Thing("stranger", STEWARDS), Thing("asked"), FOREIGN, MISSING)
OBJECTS["returned_mail"] = (Thing("hers", _one("old"), _one("old")), Thing("asked"), FOREIGN, MISSING)
OBJECTS["command_link"] = (Thing("hear", EVERYBODY), Thing("missing"))
OBJECTS["stop_link"] = (Thing("open", EVERYBODY), Thing("missing"))
OBJECTS["owner_link"] = (Thing("open", EVERYBODY), Thing("over"), Thing("missing"))
