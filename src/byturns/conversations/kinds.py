"""The kinds of support a conversation may ask for, and how members answer without words.

The four kinds are what the founding study found such a group gives (Munn-Giddings & McVicar 2007):
empathy, emotional information, experiential knowledge, practical information. Beside them: what is
not about caring at all, and simply telling.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    """What a kind says to who starts (`hint`) and to who answers (`cue`, `label`)."""

    hint: Promise
    cue: Promise
    reply_label: Promise = YOUR_REPLY


GUIDES: dict[str, Guide] = {
    Kind.LISTEN: Guide(
        _("No advice, just company"),
        _("asked for someone to listen. No advice: say that you heard, or simply that you are there."),
        _("What would you like to say?"),
    ),
    Kind.NORMAL: Guide(
        _("About feelings, mine or theirs"),
        _("asked if this is normal to feel. Have you felt it too? How did it go on?"),
    ),
    Kind.MANAGED: Guide(
        _("What other members tried"),
        _("asked how others managed. What happened to you, what you tried, and where it did not work."),
    ),
    Kind.PRACTICAL: Guide(
        _("Forms, money, services, equipment"),
        _("asked for something practical. Facts first, then warmth. Say when you are not sure."),
    ),
    Kind.BEYOND: Guide(
        _("Garden, football, music, jokes"),
        _("wants to talk about something else than caring. Join in as you like."),
    ),
    Kind.STORY: Guide(
        _("Nothing to ask, just to say it"),
        _("told something without asking. A line to say that you read it is enough."),
    ),
}


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
