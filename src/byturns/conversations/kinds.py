"""The kinds of support a conversation may ask for, and how members answer without words.

The four kinds are what the founding study found such a group gives (Munn-Giddings & McVicar 2007):
empathy, emotional information, experiential knowledge, practical information. Beside them: what is
not about caring at all, and simply telling.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    LISTEN = "listen", _("Someone to listen")
    NORMAL = "normal", _("Is this normal to feel?")
    MANAGED = "managed", _("How did others manage?")
    PRACTICAL = "practical", _("Where, what or how?")
    BEYOND = "beyond", _("Not about caring")
    STORY = "story", _("Simply telling")


YOUR_REPLY = _("Your reply")


@dataclass(frozen=True)
class Guide:
    """What a kind says to who starts (`hint`) and to who answers (`asked`, `cue`, `reply_label`).

    `asked` has a place for {name}; `asks` is the short form in a list ("M. asked 3 hours ago").
    """

    hint: Promise
    asked: Promise
    cue: Promise
    asks: Promise
    reply_label: Promise = YOUR_REPLY


_ASKED = _("{name} asked")

GUIDES: dict[str, Guide] = {
    Kind.LISTEN: Guide(
        _("No advice, just company"),
        _("{name} asked for someone to listen."),
        _("Say that you heard, or simply that you are there. No advice, please."),
        _ASKED,
        _("What would you like to say?"),
    ),
    Kind.NORMAL: Guide(
        _("About feelings, mine or theirs"),
        _("{name} asked if this is normal to feel."),
        _("Have you felt it too? How did it go on?"),
        _ASKED,
    ),
    Kind.MANAGED: Guide(
        _("What other members tried"),
        _("{name} asked how others managed."),
        _("What happened to you, what you tried, and where it did not work."),
        _ASKED,
    ),
    Kind.PRACTICAL: Guide(
        _("Forms, money, services, equipment"),
        _("{name} asked for something practical."),
        _("Facts first, then warmth. Say when you are not sure."),
        _ASKED,
    ),
    Kind.BEYOND: Guide(
        _("Garden, football, music, jokes"),
        _("{name} wants to talk about something else than caring."),
        _("Join in as you like."),
        _("{name} wrote"),
    ),
    Kind.STORY: Guide(
        _("Nothing to ask, just to say it"),
        _("{name} told something without asking."),
        _("A line to say that you read it is enough."),
        _("{name} told us"),
    ),
}


def guide_for(kind: str, *, just_listening: bool) -> Guide:
    """What a conversation of this kind asks of who answers; "just listening" wins over the kind."""
    return GUIDES[Kind.LISTEN] if just_listening else GUIDES[kind]


# How long what was taken down can be put back; then the words are wiped, all within the hour.
PUT_BACK_WITHIN = timedelta(minutes=30)


class Ack(models.TextChoices):
    """A quiet answer by name, never by number. It does not end the waiting."""

    HEAR = "hear", _("I hear you")
    TOO = "too", _("Me too")
    HELPED = "helped", _("This helped me")


class Note(models.TextChoices):
    """A note before words that may be hard to read: they stay folded until opened (D38)."""

    NONE = "", _("No note")
    LOSS = "loss", _("About loss")
    END_OF_LIFE = "end_of_life", _("About the end of life")
    VIOLENCE = "violence", _("About violence or abuse")
    SELF_HARM = "self_harm", _("About self-harm or suicide")
    OTHER = "other", _("May be hard to read")
