"""Every number of the model, in one place, with where it comes from and between what it is swept.

The sources were read for the evidence on which Byturns rests; "assumed" means that none was found, and the sweep
then says how much hangs on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace


@dataclass(frozen=True)
class Parameter:
    name: str
    value: float
    low: float
    high: float
    says: str
    source: str = "assumed"


PARAMETERS = (
    Parameter("asks_a_year", 5, 2.5, 10, "how often a member needs something, in a year without a crisis"),
    Parameter("will", 0.4, 0.2, 0.6, "mean chance of a yes when asked in person, with time to give"),
    Parameter("silence", 0.5, 0.2, 0.8, "of those who do not say yes: never answer at all"),
    Parameter("answer_hours", 3, 1, 10, "median time to an answer, waking hours"),
    Parameter("not_now", 0.2, 0.05, 0.5, "members whose pace is “not now”"),
    Parameter(
        "pace", 1.0, 0.5, 2.0, "what the others can carry, as a multiple of: once a month to twice a week"
    ),
    Parameter("kinds", 0.5, 0.25, 0.8, "chance that a member offers a given kind of help"),
    Parameter("shifts", 0.3, 0.1, 0.6, "members who work shifts and are free at odd hours"),
    Parameter("crises_a_year", 2, 0.5, 4, "weeks when nothing else is possible, a year"),
    Parameter("crisis_days", 14, 7, 28, "how long such a time lasts"),
    Parameter("crisis_asks", 4, 2, 6, "how much more often a member asks in it"),
    Parameter("takes_a_break", 0.5, 0.0, 1.0, "of those in a crisis: say so by a break"),
    Parameter("joins_a_year", 0.3, 0.1, 0.6, "new members a year, as a share of the group"),
    Parameter("leaves_a_year", 0.15, 0.05, 0.4, "members who leave for reasons of their own"),
    Parameter(
        "lost_unanswered",
        0.21,
        0.1,
        0.4,
        "leave when an ask of theirs found nobody: 44 % write again without a reply, 56 % with one",
        "Joyce & Kraut 2006",
    ),
    Parameter(
        "stays_when_helped",
        0.33,
        0.0,
        0.5,
        "less leaving in the 90 days after help",
        "Wang, Kraut & Levine 2012",
    ),
    Parameter(
        "gives_when_helped",
        1.2,
        1.0,
        1.5,
        "more will to give in the 8 weeks after help; the direction by Riessman 1965, Maton 1988, the size assumed",
    ),
    Parameter("burnout", 0.2, 0.05, 0.5, "chance to burn out with each help beyond one's own pace"),
    Parameter("burnt_days", 60, 30, 120, "how long somebody burnt out gives nothing"),
    Parameter("burnt_leaves", 0.4, 0.2, 0.7, "of those burnt out: leave"),
    Parameter(
        "lurks",
        0.21,
        0.1,
        0.5,
        "members who read and never step forward unasked",
        "van Uden-Kraan et al. 2008",
    ),
    Parameter(
        "looks_a_day",
        0.4,
        0.15,
        1.0,
        "median looks at the board a day; its spread is such that a few carry most",
        "Joglekar et al. 2018 (top 1 % write 32 to 49 %), De Simoni et al. 2020; the median assumed",
    ),
    Parameter(
        "looks_spread", 1.3, 0.8, 1.8, "spread of it (sigma of a log-normal)", "as above, fitted by eye"
    ),
    Parameter(
        "steps_forward",
        0.5,
        0.2,
        0.8,
        "will to answer what was asked of everybody, against what was asked of me; fitted so that about 61 % of "
        "asks in a group of 40 on a board get an answer",
        "Joyce & Kraut 2006, Higher Logic 2013 (39 %); fitted",
    ),
    Parameter(
        "pings_a_week",
        5,
        2,
        15,
        "asks of everybody in a week that a member bears",
        "direction: Fernandes-Jesus et al. 2021",
    ),
    Parameter("mutes", 0.02, 0.005, 0.05, "chance to mute the group for good with each one beyond that"),
    Parameter(
        "holds_back",
        0.5,
        0.2,
        0.8,
        "with a debt in a time bank: does not ask; the direction by Uehara 1995, Bellotti et al. 2014",
    ),
)


def chosen(**other: float) -> SimpleNamespace:
    """All values, some of them changed."""
    values = {one.name: one.value for one in PARAMETERS}
    if unknown := other.keys() - values.keys():
        raise KeyError(f"no such parameter: {', '.join(unknown)}")
    return SimpleNamespace(**{**values, **other})
