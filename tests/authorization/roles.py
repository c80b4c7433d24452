"""Everybody who may knock at an address. The canaries and the expected answers are said in these keys."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """Somebody with a browser. `standing` decides how far the gate lets them."""

    key: str
    standing: str  # anonymous, nobody (no person yet), stranger, owing, guest, member
    says: str
    steward: bool = False
    fresh: bool = False  # has just shown a second factor


ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role("anonymous", "anonymous", "nobody is signed in"),
        Role("invited", "nobody", "an invited address that signed in and has not joined yet"),
        Role("two", "nobody", "two people on one mailbox, one of them a member; nobody said which it is"),
        Role("applicant", "stranger", "has asked to join and waits"),
        Role("operator", "stranger", "runs the server, is in no group"),
        Role("left", "stranger", "has left; the account still works"),
        Role("removed", "stranger", "was removed; the account still works"),
        Role("died", "stranger", "somebody signed in with the account of a member who died"),
        Role("far", "stranger", "a member of another group"),
        Role("far_steward", "stranger", "a steward of another group", fresh=True),
        Role("owing", "owing", "a member who has not said yes to the newest agreement"),
        Role("new", "member", "came two days ago"),
        Role("old", "member", "started most conversations, blocks one member"),
        Role("paused", "member", "is on a break; asked into the circle, has not answered"),
        Role("outside", "member", "an ordinary member, in no circle"),
        Role("blocked", "member", "is blocked by the one who started most conversations"),
        Role("blocker", "member", "blocks the one who started most conversations"),
        Role("unnamed", "member", "writes without her name and hides from the People page"),
        Role("typist", "member", "types for a member without e-mail; vouches for another"),
        Role("hearer", "member", "named to hear reports about a steward"),
        Role("steward", "member", "a steward who has just shown a second factor", steward=True, fresh=True),
        Role("stale", "member", "a steward whose second factor is no longer fresh", steward=True),
        Role("reported", "member", "a steward somebody has reported", steward=True, fresh=True),
        Role("guest", "guest", "a professional whose visit to one conversation is open"),
        Role("guest_idle", "guest", "a professional without a visit"),
    )
}

EVERYBODY = frozenset(ROLES)
NOBODY: frozenset[str] = frozenset()
MEMBERS = frozenset(key for key, role in ROLES.items() if role.standing == "member")
STEWARDS = frozenset(key for key, role in ROLES.items() if role.steward)
GUESTS = frozenset(key for key, role in ROLES.items() if role.standing == "guest")
INSIDE = MEMBERS | GUESTS
FAR = frozenset({"far", "far_steward"})
CIRCLE = frozenset({"new", "old"})
DESK = STEWARDS | {"hearer"}
