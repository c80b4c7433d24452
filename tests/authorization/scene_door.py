"""What stands at the door, and what people said about themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from byturns.core import clock, ids, text
from byturns.groups import letters_members
from byturns.groups.models import (
    Agreement,
    Application,
    ApplicationMessage,
    ContactDetail,
    Invitation,
    JoinQuestion,
    JoinReason,
    NotWhileIAmHere,
    ProfileLine,
    Recovery,
    SetupLink,
    StewardOffer,
    TypingGrant,
)
from byturns.people.models import Person
from tests.authorization.roles import CIRCLE, EVERYBODY, FAR, INSIDE, MEMBERS, STEWARDS

if TYPE_CHECKING:
    from byturns.groups.models import Group
    from tests.authorization.scene import World

GONE = "zzzzzzzzzzzz"
Audience = ProfileLine.Audience


def plant(world: World) -> None:
    """Rows of the door by the names they have in things.py."""
    _agreements(world)
    _invitations(world)
    _applications(world)
    _about_themselves(world)
    _stewarding(world)
    _persons(world)
    _links(world)


def _agreements(world: World) -> None:
    at_the_door = {"groups:invited", "groups:invited_privacy", "groups:join", "groups:ask"}
    for key, insiders in (("own", INSIDE | {"owing"}), ("far", FAR)):
        for version in (1, 2, *([7] if key == "far" else [])):
            newest = version == (2 if key == "own" else 7)
            open_to = [(EVERYBODY, at_the_door)] if newest else []
            Agreement.objects.create(
                group=world.groups[key],
                version=version,
                words=world.canaries.plant("groups.Agreement.words", insiders, *open_to),
                limits=world.canaries.plant("groups.Agreement.limits", insiders, *open_to),
                change=world.canaries.plant("groups.Agreement.change", insiders),
                made_by=world.members["steward" if key == "own" else "far_steward"],
            )
    world.names["version", "current"] = {"number": 2}
    world.names["version", "foreign"] = {"number": 7}
    world.names["version", "missing"] = {"number": 99}


def _invitation(world: World, by: str, email: str, token: str, sees: Any, **fields: Any) -> Invitation:
    note = world.canaries.plant(
        "groups.Invitation.note", sees, (EVERYBODY, {"groups:invited"}), ({"anonymous", "invited"}, {"mail"})
    )
    return Invitation.objects.create(
        group=world.members[by].group,
        email=email,
        token_digest=ids.digest(token),
        note=note,
        made_by=world.members[by],
        expires_at=clock.now() + timedelta(days=14),
        **fields,
    )


def _invitations(world: World) -> None:
    plant = world.canaries.plant
    field = "groups.Invitation.email"
    first = _invitation(
        world, "old", world.accounts["invited"].email, "an-open-invitation", {"old"} | STEWARDS
    )
    world.canaries.also(
        world.accounts["invited"].email, {"old"} | STEWARDS, {"groups:invite", "groups:own_data"}
    )
    to_steward = plant(field, STEWARDS) + "@example.org"
    second = _invitation(world, "steward", to_steward, "another", STEWARDS)
    own_copy = ({"old"}, {"groups:own_data"})
    used = plant(field, (), own_copy) + "@example.org"
    gone = _invitation(world, "old", used, "a-used-one", (), used_at=clock.now())
    world.canaries.also(gone.note, *own_copy)
    far = _invitation(world, "far", plant(field, FAR) + "@example.org", "far away", FAR)
    for key, row in (("by_old", first), ("by_steward", second), ("foreign", far)):
        world.names["invitation", key] = {"public_id": row.public_id}
    world.names["invitation", "missing"] = {"public_id": GONE}
    world.names["token", "open"] = {"token": "an-open-invitation"}
    world.names["token", "used"] = {"token": "a-used-one"}
    world.names["token", "missing"] = {"token": "never-given"}


def _asking(
    world: World, key: str, person: Person | None, group: Group, sees: Any, **fields: Any
) -> Application:
    plant = world.canaries.plant
    made = Application.objects.create(
        group=group,
        person=person,
        name=plant("groups.Application.name", sees),
        answers=[{"question": "Who?", "answer": plant("groups.Application.answers", sees)}],
        **fields,
    )
    world.names["application", key] = {"public_id": made.public_id}
    return made


def _applications(world: World) -> None:
    plant = world.canaries.plant
    group, far = world.groups["own"], world.groups["far"]
    applicant = world.accounts["applicant"].people.get()
    for key, insiders in (("own", STEWARDS), ("far", FAR)):
        JoinQuestion.objects.create(
            group=world.groups[key],
            words=plant("groups.JoinQuestion.words", insiders, (EVERYBODY, {"groups:ask"})),
        )
    asks = _asking(
        world,
        "waiting",
        applicant,
        group,
        MEMBERS | {"applicant"},
        quiet_until=clock.now() + timedelta(hours=9),
    )
    # Nothing that a member writes reaches the applicant in the quiet time.
    for by, sees in ((None, MEMBERS | {"applicant"}), ("outside", MEMBERS)):
        words = plant("groups.ApplicationMessage.words", sees)
        ApplicationMessage.objects.create(
            group=group,
            application=asks,
            author=world.members[by] if by else None,
            from_applicant=by is None,
            words=words,
            html=text.to_html(words),
        )
    NotWhileIAmHere.objects.create(group=group, application=asks, membership=world.members["unnamed"])
    _asking(
        world,
        "refused",
        Person.objects.create(name="Ines"),
        group,
        MEMBERS,
        state=Application.State.REFUSED,
        decided_at=clock.now(),
        decided_by=world.members["steward"],
        reason=plant("groups.Application.reason", STEWARDS),
        kind_words=plant("groups.Application.kind_words", MEMBERS),
    )
    # Taken back: nothing of it is left but the row.
    gone = Application.objects.create(group=group, name="", state=Application.State.WITHDRAWN)
    world.names["application", "withdrawn"] = {"public_id": gone.public_id}
    _asking(world, "foreign", Person.objects.create(name="Kit"), far, FAR)
    world.names["application", "missing"] = {"public_id": GONE}


def _about_themselves(world: World) -> None:
    plant = world.canaries.plant
    lines: list[tuple[str, str, str, Any]] = [
        ("old", ProfileLine.Key.LIKES, Audience.GROUP, MEMBERS - {"blocker"}),
        ("old", ProfileLine.Key.KNOWS, Audience.CIRCLES, CIRCLE),
        ("old", ProfileLine.Key.ABOUT, Audience.STEWARDS, STEWARDS | {"old"}),
        ("old", ProfileLine.Key.CARING, Audience.ME, {"old"}),
        ("blocked", ProfileLine.Key.LIKES, Audience.GROUP, MEMBERS - {"old"}),
        ("outside", ProfileLine.Key.TALK, Audience.CIRCLES, {"outside"}),
        ("unnamed", ProfileLine.Key.LIKES, Audience.GROUP, MEMBERS),
        ("left", ProfileLine.Key.LIKES, Audience.GROUP, ()),
        ("far", ProfileLine.Key.LIKES, Audience.GROUP, FAR),
    ]
    for whose, key, audience, sees in lines:
        member = world.members[whose]
        ProfileLine.objects.create(
            group=member.group,
            membership=member,
            key=key,
            words=plant("groups.ProfileLine.words", sees),
            audience=audience,
        )
    looked_at = {"groups:contact", "groups:change_contact", "groups:own_data_for"}
    for whose, also in (("no_mail", STEWARDS | {"typist"}), ("old", STEWARDS), ("left", ()), ("far", ())):
        member = world.members[whose]
        own = {whose} if whose in {"old", "far"} else set()
        ContactDetail.objects.create(
            group=member.group,
            membership=member,
            kind=ContactDetail.Kind.PHONE,
            value=plant("groups.ContactDetail.value", own, (also, looked_at)),
        )
    JoinReason.objects.create(
        group=world.groups["own"],
        membership=world.members["old"],
        reasons=["suggested"],
        words=plant("groups.JoinReason.words", {"old"}),
    )


def _stewarding(world: World) -> None:
    plant, members = world.canaries.plant, world.members
    on_it = {"groups:recovery", "groups:me", "groups:looking_after", "groups:stop_recovery"}
    concerned = STEWARDS | {"typist", "outside"}
    for key, whom, by, second, sees in (
        ("of_outside", "outside", "steward", "typist", concerned),
        ("foreign", "far", "far_steward", None, FAR),
    ):
        row = Recovery.objects.create(
            group=members[whom].group,
            membership=members[whom],
            new_email=plant("groups.Recovery.new_email", (), (sees, on_it)) + "@example.org",
            how_known=plant("groups.Recovery.how_known", (), (sees, on_it)),
            opened_by=members[by],
            second=members[second] if second else None,
        )
        world.names["recovery", key] = {"recovery": row.public_id}
    for key, whom, by in (("to_new", "new", "steward"), ("foreign", "far", "far_steward")):
        offer = StewardOffer.objects.create(group=members[whom].group, whom=members[whom], by=members[by])
        world.names["offer", key] = {"offer": offer.public_id}
    TypingGrant.objects.create(
        group=world.groups["far"],
        member=members["far"],
        typist=members["far_steward"],
        how_said=plant("groups.TypingGrant.how_said", FAR),
    )
    world.names["recovery", "missing"] = {"recovery": GONE}
    world.names["offer", "missing"] = {"offer": GONE}


def _persons(world: World) -> None:
    for key in ("old", "unnamed", "no_mail", "guest", "left", "removed"):
        world.names["person", key] = {"person": world.members[key].public_id}
    world.names["person", "foreign"] = {"person": world.members["far"].public_id}
    world.names["person", "missing"] = {"person": GONE}
    for key, who, typist in (
        ("no_mail by typist", "no_mail", "typist"),
        ("foreign", "far", "far_steward"),
    ):
        world.names["grant", key] = {
            "person": world.members[who].public_id,
            "typist": world.members[typist].public_id,
        }
    world.names["grant", "missing"] = {**world.names["grant", "no_mail by typist"], "typist": GONE}


def _links(world: World) -> None:
    SetupLink.objects.create(token_digest=ids.digest("a-set-up-link"))
    words_of = {
        key: letters_members.words_page(world.members[key]).rstrip("/").rsplit("/", 1)[1]
        for key in ("removed", "left")
    }
    world.names |= {
        ("", "-"): {},
        ("slug", "own"): {"slug": world.slug},
        ("slug", "missing"): {"slug": "never"},
        ("join", "own"): {"token": world.groups["own"].join_token},
        ("join", "foreign"): {"token": world.groups["far"].join_token},
        ("join", "missing"): {"token": "never"},
        ("set_up", "open"): {"token": "a-set-up-link"},
        ("set_up", "missing"): {"token": "never"},
        ("my_words", "removed"): {"token": words_of["removed"]},
        ("my_words", "left"): {"token": words_of["left"]},
        ("my_words", "missing"): {"token": "never"},
    }
