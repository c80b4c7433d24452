"""The world the matrix walks through: two groups, the whole cast, a word of its own in every field."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.internal.flows import login
from allauth.account.models import EmailAddress
from django.test import Client

from byturns.core import clock
from byturns.groups.models import Group, Membership, ProfileLine
from byturns.groups.scoping import everywhere
from byturns.people import actions as people_actions
from byturns.people import whoami
from byturns.people.models import Account, Person
from byturns.people.sessions import SessionStore
from tests.authorization import (
    scene_door,
    scene_giving,
    scene_history,
    scene_know,
    scene_mail,
    scene_safety,
    scene_talk,
)
from tests.authorization.canaries import Canaries
from tests.authorization.roles import EVERYBODY, FAR, GUESTS, INSIDE, MEMBERS, ROLES, STEWARDS

Role = Membership.Role
Status = Membership.Status
HERE = INSIDE | {"owing"}
WITH_A_LINK = {
    "groups:join", "groups:join_privacy", "groups:ask", "groups:asked", "groups:invited",
    "groups:invited_privacy", "groups:my_words_after", "mail", "mine",
}  # fmt: skip
# Pages where a steward on duty finds everybody, also who hides from the People page.
ROLL = {
    "groups:everybody", "groups:offer_stewarding", "groups:listeners", "groups:hearers", "groups:typing",
    "groups:open_recovery", "groups:person", "groups:looking_after", "portability:batch",
    "portability:say_order", "portability:choose", "portability:decide", "mail:held_one",
}  # fmt: skip
THE_CASE = {
    "safety:case", "safety:cases", "safety:note", "safety:judge", "safety:settle", "safety:reopen",
}  # fmt: skip
HER_OWN_PAGE = {
    "groups:person", "safety:report", "safety:worried", "groups:kept_away", "groups:keep_away",
}  # fmt: skip
STEWARDS_ON_HER_PAGE = {
    "groups:remove", "groups:note_death", "groups:contact", "groups:change_contact", "groups:letter_to_her",
    "groups:reset_pin",
    "groups:application", "groups:let_in", "groups:refuse", "conversations:look_behind",
}  # fmt: skip


@dataclass
class World:
    """Who and what there is. `names` holds, for each thing, what its address needs."""

    canaries: Canaries = field(default_factory=Canaries)
    groups: dict[str, Group] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    names: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    LINES = ProfileLine.Key

    @property
    def slug(self) -> str:
        return self.groups["own"].slug

    def in_days(self, days: int) -> str:
        return (clock.now() + timedelta(days=days)).date().isoformat()

    def first_message(self, conversation: str) -> str:
        """What the "I hear you" button of a conversation's first message names."""
        found = self.names.get(("message", f"{conversation}.first"), {"message_id": "zzzzzzzzzzzz"})
        return str(found["message_id"])

    def role_of(self, address: str) -> str:
        """Whose mailbox this is; a mailbox nobody of the cast has is a stranger's."""
        for key, account in self.accounts.items():
            if account.email == address:
                return key
        return "anonymous"


def build() -> World:
    """Everything, with the fence lifted: this is the scene, not the product."""
    world = World()
    with everywhere("a test sets the scene"):
        _groups(world)
        _people(world)
        scene_talk.plant(world)
        scene_giving.plant(world)
        scene_door.plant(world)
        scene_safety.plant(world)
        scene_history.plant(world)
        scene_know.plant(world)
        scene_mail.plant(world)
        for key in ROLES:
            if key in world.accounts:
                world.sessions[key] = _signed_in(world, key)
    return world


def _groups(world: World) -> None:
    plant = world.canaries.plant
    for key, slug, insiders in (("own", "tuesday", HERE), ("far", "harbour", FAR)):
        outside = (EVERYBODY, WITH_A_LINK)
        world.groups[key] = Group.objects.create(
            slug=slug,
            name="Carers "
            + plant("groups.Group.name", insiders, outside, ({"two", "applicant"}, {"front"}), title=True),
            welcome=plant("groups.Group.welcome", (STEWARDS | FAR) & insiders, outside),
            contact_email=plant("groups.Group.contact_email", insiders, outside, title=True) + "@example.org",
            join_token=plant(
                "groups.Group.join_token", (), (MEMBERS | FAR, {"groups:invite", "groups:poster"}), title=True
            ),
            agreement_version=2,
        )


_FIELDS: dict[str, dict[str, Any]] = {
    "left": {"status": Status.LEFT, "name_known": True},
    "removed": {"status": Status.REMOVED},
    "died": {"status": Status.DIED},
    "owing": {"agreed_version": 1},
    "new": {"days": 2},
    "paused": {"resting": 9},
    "unnamed": {"in_directory": False},
    "hearer": {"hears_reports": True},
    "steward": {"role": Role.STEWARD},
    "stale": {"role": Role.STEWARD},
    "reported": {"role": Role.STEWARD},
    "guest": {"role": Role.GUEST},
    "guest_idle": {"role": Role.GUEST},
    "far_steward": {"role": Role.STEWARD},
}


def _people(world: World) -> None:
    plant = world.canaries.plant
    for key in ROLES:
        if key == "anonymous":
            continue
        own = {key}
        email = plant("people.Account.email", own, (STEWARDS, {"groups:recovery"})) + "@example.org"
        account = world.accounts[key] = Account.objects.create_user(email)
        EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
        if key == "invited":
            continue
        person = Person.objects.create(name=plant("people.Person.name", own), account=account)
        if key == "two":
            Person.objects.create(name=plant("people.Person.name", own), account=account)
        if key not in {"applicant", "operator"}:
            world.members[key] = _member(world, key, person)
    world.members["no_mail"] = _member(world, "no_mail", Person.objects.create(name="Joan"))


def _member(world: World, key: str, person: Person) -> Membership:
    plant = world.canaries.plant
    given = dict(_FIELDS.get(key, {}))
    group = world.groups["far" if key in FAR else "own"]
    resting, days = given.pop("resting", 0), given.pop("days", 400)
    given.pop("name_known", None)
    fields = {
        "agreed_version": 2,
        "on_break_until": (clock.now() + timedelta(days=resting)).date() if resting else None,
        "joined_at": clock.now() - timedelta(days=days),
        **given,
    }
    if key == "removed":
        link = (EVERYBODY, {"groups:my_words_after"})  # whoever holds the link from the mail
        fields["ended_reason"] = plant("groups.Membership.ended_reason", {key}, link)
    if key in GUESTS:
        fields["guest_as"] = plant("groups.Membership.guest_as", MEMBERS | {key})
    return Membership.objects.create(
        group=group, person=person, display_name=f"{key.title()} {_name(world, key)}", **fields
    )


def _name(world: World, key: str) -> str:
    """The name in the group, and who reads it where."""
    plant, named = world.canaries.plant, "groups.Membership.display_name"
    own = {key}
    if key in FAR:
        return plant(named, FAR)
    if key == "unnamed":
        # She hides: members meet her only where they have her own address in hand.
        return plant(
            named,
            own,
            (MEMBERS, HER_OWN_PAGE),
            (STEWARDS, ROLL | STEWARDS_ON_HER_PAGE),
            ({"steward", "stale"}, THE_CASE),
        )
    if key == "removed":
        return plant(named, own)
    if key in {"left", "died"}:
        return plant(named, MEMBERS | own)
    # The guest meets who wrote after she came; the applicant and the invited meet who shows a name.
    guests = {"guest"} if key in {"outside", "guest"} else set()
    shown = [({"anonymous", "invited"}, {"groups:invited", "mail"})] if key in {"old", "steward"} else []
    return plant(named, MEMBERS | own | guests, *shown)


def show_factors_again(world: World) -> None:
    """Those who have just shown a second factor have just done so, however long the walk has taken."""
    for key, role in ROLES.items():
        if role.fresh:
            session = SessionStore(world.sessions[key])
            session[login.AUTHENTICATION_METHODS_SESSION_KEY] = _shown(timedelta(0))
            session.save()


def _shown(ago: timedelta) -> list[dict[str, Any]]:
    at = (clock.now() - ago).timestamp()
    return [{"method": "mfa", "at": at, "type": "recovery_codes", "reauthenticated": True}]


def _signed_in(world: World, key: str) -> str:
    """The cookie of a browser that is signed in as this role."""
    client = Client()
    account = world.accounts[key]
    client.force_login(account)
    session = client.session
    if key != "two" and (person := account.people.first()) is not None:
        session[whoami.KEY] = person.pk
    if ROLES[key].fresh or key == "stale":
        people_actions.printed_codes(account=account)
        session.update({login._AUTHENTICATION_METHODS_USER_SESSION_KEY: str(account.pk)})
        ago = timedelta(0 if ROLES[key].fresh else 1)
        session[login.AUTHENTICATION_METHODS_SESSION_KEY] = _shown(ago)
    session.save()
    assert session.session_key is not None
    return session.session_key
