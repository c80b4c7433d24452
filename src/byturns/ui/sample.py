"""What the page of components shows: made-up people and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from byturns.core import clock

from .charts import bars
from .forms import CheckCards, Form, RadioCards, Words
from .icons import ICONS
from .places import Shown

KINDS = [
    ("listen", "Someone to listen", "No advice, just company"),
    ("normal", "Is this normal to feel?", "About feelings, mine or theirs"),
    ("managed", "How did others manage?", "What other members tried"),
    ("practical", "Where, what or how?", "Forms, money, services, equipment"),
    ("beyond", "Not about caring", "Runner beans, crosswords, the football"),
    ("story", "Simply telling", "Nothing asked, nothing needed"),
]


@dataclass(frozen=True)
class Door:
    """A kind, as conversations would give it."""

    icon: str
    label: str
    url: str = "#doors"


class SampleForm(Form):
    """One field of each sort."""

    kind = forms.ChoiceField(
        label="What would help most?",
        choices=[(name, label) for name, label, _ in KINDS],
        widget=RadioCards(
            about={name: about for name, _, about in KINDS}, icons={name: name for name, _, _ in KINDS}
        ),
    )
    title = Words(label="In a few words", max_length=120)
    words = Words(
        label="What is going on?",
        rows=6,
        help_text="Leave out names, addresses and dates of birth. “My dad” is enough.",
    )
    when = forms.DateField(
        label="Until when?", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    door = forms.ChoiceField(
        label="How shall we write?", choices=[("mail", "By e-mail"), ("post", "By letter")]
    )
    days = forms.MultipleChoiceField(
        label="Which days suit you?",
        required=False,
        choices=[("tue", "Tuesday"), ("thu", "Thursday")],
        widget=CheckCards(about={"tue": "The day we meet"}),
    )
    agree = forms.BooleanField(
        label="I have read what we agree on", help_text="You can read it again at any time."
    )


def context() -> dict[str, Any]:
    """Everything that ui/parts.html needs; nothing in it is real."""
    now = clock.now()
    return {
        "kinds": [Door(name, label) for name, label, _ in KINDS],
        "form": SampleForm(initial={"kind": "listen"}),
        "faulty": SampleForm({"title": "x" * 130, "kind": "loud"}, auto_id="faulty_%s"),
        "soon": now - timedelta(minutes=40),
        "earlier": now - timedelta(hours=3),
        "before": now - timedelta(days=3),
        "long_ago": now - timedelta(days=400),
        "words": mark_safe(
            "<p>We had eleven months of this. What changed it was the radio on, door half shut.</p>"
            "<ul><li>mornings</li><li>after tea</li></ul><blockquote><p>Stop for two days.</p></blockquote>"
        ),
        "sample_acts": [
            {"url": "#message", "label": "I hear you"},
            {"url": "#message", "label": "This helped me"},
            {"url": "#message", "label": "More"},
        ],
        "page": Paginator(range(95), 30).page(2),
        "bars": bars(
            [("Within 1 hour", 14), ("Within 5 hours", 9), ("By the next day", 4), ("Later", 1)],
            caption="How soon people were answered this autumn",
            what="How soon",
            unit="asks",
            note="Half were answered within the hour.",
        ),
        "heads": ["When", "Who has the kettle", "Where"],
        "rows": [["1 December", "Pat", "Library, upstairs"], ["8 December", "nobody yet", "Church hall"]],
        "icons": list(ICONS),
        "sample_places": [
            Shown(name, label, f"#{name}", name == "talk", post=False, wipes=False)
            for name, label in [
                ("home", "Home"),
                ("talk", "Talk"),
                ("give", "Give and take"),
                ("meet", "Meetings"),
                ("know", "What we know"),
                ("people", "People"),
            ]
        ],
        "facts": [("Group", "Tuesday Carers"), ("Meets", "Tuesdays at 2 pm, in the library")],
    }
