"""What the demo group is made of: plain values, no models. `content.load` fills them from TOML."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

A_MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class When:
    """A time relative to the moment of loading, so that the demo is always fresh.

    Clocked: `days` whole days before that day, `minutes` after midnight on the group's clock.
    Not clocked: `minutes` before the moment of loading.
    """

    days: int
    minutes: int
    clocked: bool = True

    def moment(self, now: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
        """The aware time this stands for when the demo is loaded at `now`."""
        if not self.clocked:
            return now - self.minutes * A_MINUTE
        day = now.astimezone(zone).date() - datetime.timedelta(days=self.days)
        clock = datetime.time(self.minutes // 60, self.minutes % 60)
        return datetime.datetime.combine(day, clock, tzinfo=zone)

    def later(self, minutes: int) -> When:
        if not self.clocked:
            return When(0, self.minutes - minutes, clocked=False)
        days, rest = divmod(self.minutes + minutes, 24 * 60)
        return When(self.days - days, rest)

    def order(self) -> int:
        """Larger is later; comparable only between two clocked or two unclocked times."""
        return self.minutes - self.days * 24 * 60 if self.clocked else -self.minutes


@dataclass(frozen=True, slots=True)
class ProfileField:
    key: str  # likes, knows, about, talk, caring
    words: str
    audience: str  # group, circles, stewards, me


@dataclass(frozen=True, slots=True)
class Member:
    key: str
    name: str
    mailbox: str  # two members may share one; "" for a member without e-mail
    mail: str  # quiet, plain, whole, none
    joined: int  # days before loading
    caring: str  # caring, differently, was
    steward: bool = False
    listener: bool = False
    listed: bool = True  # in the directory
    contact_by: str = "email"
    language: str = "en-gb"
    agreed: int = 2  # the version of the agreement that this member said yes to
    yes_given: str = ""  # how a member without a screen said yes
    typed_for_by: tuple[str, ...] = ()
    break_for: int | None = None  # days from loading until the break ends
    left: int | None = None  # days before loading
    words: str = ""  # what becomes of the words of a member who left: down
    why: tuple[str, ...] = ()  # keys of groups.kinds.JOIN_REASONS; for the member alone
    profile: tuple[ProfileField, ...] = ()


@dataclass(frozen=True, slots=True)
class Guest:
    """A professional let in to one conversation until a date, proposed by a steward."""

    key: str
    name: str
    badge: str
    mailbox: str
    conversation: str
    proposed_by: str
    proposed: int  # days before loading
    opens: int  # days before loading
    until_in: int  # days from loading


@dataclass(frozen=True, slots=True)
class Circle:
    key: str
    name: str
    about: str
    made_by: str
    made: int  # days before loading
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ack:
    kind: str  # hear, too, helped
    by: str


@dataclass(frozen=True, slots=True)
class Edit:
    at: When
    was: str


@dataclass(frozen=True, slots=True)
class Hiding:
    by: str
    at: When
    reason: str


@dataclass(frozen=True, slots=True)
class Message:
    by: str  # a member or a guest
    at: When
    words: str  # "" only when taken down: then nothing is kept
    typed_by: str | None = None
    note: str = ""  # loss, end_of_life, violence, self_harm, other
    language: str = ""
    unnamed: bool = False
    acks: tuple[Ack, ...] = ()
    edit: Edit | None = None
    taken_down: When | None = None
    hiding: Hiding | None = None

    @property
    def stands(self) -> bool:
        return self.taken_down is None and self.hiding is None


@dataclass(frozen=True, slots=True)
class Conversation:
    key: str
    kind: str
    title: str
    messages: tuple[Message, ...]
    kind_was: str | None = None  # the starter changed it later
    circle: str | None = None
    just_listening: bool = False
    no_answer_needed: bool = False

    @property
    def starter(self) -> str:
        return self.messages[0].by

    def moments(self, now: datetime.datetime, zone: ZoneInfo) -> list[datetime.datetime]:
        """When each message was sent, always one after the other, also over a change of the clocks."""
        moments: list[datetime.datetime] = []
        for message in self.messages:
            moment = message.at.moment(now, zone).astimezone(datetime.UTC)
            moments.append(max(moment, moments[-1] + A_MINUTE) if moments else moment)
        return moments

    def waits(self, guests: frozenset[str] = frozenset()) -> bool:
        """Whether nobody has answered: no standing words by a full member other than the starter."""
        answered = any(m.stands and m.by != self.starter and m.by not in guests for m in self.messages)
        own = any(m.stands and m.by == self.starter for m in self.messages)
        return own and not answered and not self.no_answer_needed


@dataclass(frozen=True, slots=True)
class Agreement:
    version: int
    made: int  # days before loading
    words: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class ApplicationMessage:
    by: str | None  # None: the applicant
    at: When
    words: str


@dataclass(frozen=True, slots=True)
class Application:
    key: str
    name: str
    mailbox: str
    asked: When
    answers: tuple[tuple[str, str], ...]  # (the question's words, the answer), in the group's order
    messages: tuple[ApplicationMessage, ...]


@dataclass(frozen=True, slots=True)
class LocalNumber:
    name: str
    number: str
    when: str


@dataclass(frozen=True, slots=True)
class DemoGroup:
    name: str
    place: str
    zone: ZoneInfo
    opened: int  # days before loading
    meets: str
    about: str
    waking_from: int
    waking_to: int
    limits: str  # the limits of confidentiality
    agreements: tuple[Agreement, ...]
    questions: tuple[Question, ...]
    numbers: tuple[LocalNumber, ...]
    members: tuple[Member, ...]
    guests: tuple[Guest, ...]
    circles: tuple[Circle, ...]
    applications: tuple[Application, ...]
    conversations: tuple[Conversation, ...]  # oldest first

    def waiting(self) -> list[Conversation]:
        guests = frozenset(guest.key for guest in self.guests)
        return [talk for talk in self.conversations if talk.waits(guests)]
