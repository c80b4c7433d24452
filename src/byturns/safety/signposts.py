"""Where help can be found right now: numbers with their source and the day somebody checked them.

A wrong number here could cost a life, so each is dated. A test, frozen at `RELEASED`, fails when one is
malformed or past its review; on a running house `stale()` tells `doctor` and the stewards' banner.
To review: ring or look it up at `source`, then move `checked_on` and `review_by`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RELEASED = date(2026, 11, 24)


@dataclass(frozen=True, kw_only=True)
class Signpost:
    """One way to reach help. `dial` is digits only; `says` is the word to send when it is a text."""

    key: str
    name: str | Promise
    about: str | Promise
    number: str
    dial: str
    hours: str | Promise
    source: str
    checked_on: date
    review_by: date
    by_text: bool = False
    says: str = ""
    first: bool = False  # stands at the top, larger

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def href(self) -> str:
        """What a telephone does when this is touched."""
        if not self.by_text:
            return f"tel:{self.dial}"
        return f"sms:{self.dial}?body={self.says}" if self.says else f"sms:{self.dial}"


ALWAYS = _("Day and night, free")
_CHECKED = date(2026, 11, 24)
_REVIEW = date(2027, 5, 31)

BRITAIN: tuple[Signpost, ...] = (
    Signpost(
        key="emergency",
        name=_("Emergency"),
        about=_("Somebody may die, be hurt or be attacked, now: ambulance, police, fire"),
        number="999",
        dial="999",
        hours=ALWAYS,
        source="https://www.gov.uk/guidance/999-and-112-the-uks-national-emergency-numbers",
        checked_on=_CHECKED,
        review_by=_REVIEW,
        first=True,
    ),
    Signpost(
        key="nhs",
        name=_("NHS 111"),
        about=_("Ill, or at breaking point: choose 2 for mental health"),
        number="111",
        dial="111",
        hours=ALWAYS,
        source="https://www.nhs.uk/nhs-services/mental-health-services/where-to-get-urgent-help-for-mental-health/",
        checked_on=_CHECKED,
        review_by=_REVIEW,
        first=True,
    ),
    Signpost(
        key="samaritans",
        name=_("Samaritans"),
        about=_("Somebody listens, whatever it is. You need not be thinking of suicide"),
        number="116 123",
        dial="116123",
        hours=ALWAYS,
        source="https://www.samaritans.org/how-we-can-help/contact-samaritan/",
        checked_on=_CHECKED,
        review_by=_REVIEW,
        first=True,
    ),
    Signpost(
        key="shout",
        name=_("Shout"),
        about=_("If you cannot speak, or would rather write: text the word SHOUT"),
        number="85258",
        dial="85258",
        hours=ALWAYS,
        source="https://giveusashout.org/get-help/",
        checked_on=_CHECKED,
        review_by=_REVIEW,
        by_text=True,
        says="SHOUT",
        first=True,
    ),
    Signpost(
        key="domestic",
        name=_("National Domestic Abuse Helpline (Refuge)"),
        about=_("Somebody at home frightens, hurts or controls you"),
        number="0808 2000 247",
        dial="08082000247",
        hours=ALWAYS,
        source="https://www.nationaldahelpline.org.uk/",
        checked_on=_CHECKED,
        review_by=_REVIEW,
    ),
    Signpost(
        key="hourglass",
        name=_("Hourglass"),
        about=_("An older person is being hurt, neglected or cheated of money"),
        number="0808 808 8141",
        dial="08088088141",
        hours=_("Free. If nobody answers, ring again in office hours"),
        source="https://wearehourglass.org/get-help",
        checked_on=_CHECKED,
        review_by=_REVIEW,
    ),
    Signpost(
        key="carers",
        name=_("Carers UK"),
        about=_("Money, rights and somebody to talk to about caring"),
        number="0808 808 7777",
        dial="08088087777",
        hours=_("Weekdays in the daytime, free"),
        source="https://www.carersuk.org/help-and-advice/helpline-and-other-support/",
        checked_on=_CHECKED,
        review_by=_REVIEW,
    ),
    Signpost(
        key="dementia",
        name=_("Dementia UK, Admiral Nurses"),
        about=_("A dementia nurse, for anybody who looks after somebody with dementia"),
        number="0800 888 6678",
        dial="08008886678",
        hours=_("Every day, and on weekday evenings, free"),
        source="https://www.dementiauk.org/information-and-support/how-we-can-support-you/helpline/",
        checked_on=_CHECKED,
        review_by=_REVIEW,
    ),
    Signpost(
        key="relay_emergency",
        name=_("Emergency, by Relay UK"),
        about=_("If you cannot hear or speak on the telephone: 999 through Relay UK"),
        number="18000",
        dial="18000",
        hours=ALWAYS,
        source="https://www.relayuk.bt.com/how-to-use-relay-uk/contact-999-using-relay-uk.html",
        checked_on=_CHECKED,
        review_by=_REVIEW,
    ),
    Signpost(
        key="relay_nhs",
        name=_("NHS 111, by Relay UK"),
        about=_("The same for 111. In British Sign Language, look for “111 BSL”; for 999, “999 BSL”"),
        number="18001 111",
        dial="18001111",
        hours=ALWAYS,
        source="https://www.nhs.uk/nhs-services/urgent-and-emergency-care-services/when-to-use-111/",
        checked_on=_CHECKED,
        review_by=_REVIEW,
    ),
)

COUNTRIES: dict[str, tuple[Signpost, ...]] = {"GB": BRITAIN}


def here() -> tuple[Signpost, ...]:
    """The signposts of the country that this house stands in (`settings.COUNTRY`)."""
    return COUNTRIES[settings.COUNTRY]


def stale(today: date, posts: Iterable[Signpost] | None = None) -> list[Signpost]:
    """Those whose day of review is past: somebody should check that they are still right."""
    return [post for post in (here() if posts is None else posts) if post.review_by < today]
