"""The demo group holds together, is alive, and gives nobody real away."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byturns.config.demo import content, content_rules
from byturns.config.demo.content_shapes import DemoGroup, Message, When

LONDON = ZoneInfo("Europe/London")
NOW = datetime.datetime(2026, 11, 24, 9, 0, tzinfo=LONDON)


@pytest.fixture(scope="module")
def group() -> DemoGroup:
    return content.load()


def said(group: DemoGroup) -> list[Message]:
    return [message for talk in group.conversations for message in talk.messages]


def every_text(group: DemoGroup) -> list[str]:
    """All words that somebody could read in the demo, of whatever kind."""
    texts = [message.words for message in said(group)]
    texts += [message.edit.was for message in said(group) if message.edit]
    texts += [message.hiding.reason for message in said(group) if message.hiding]
    texts += [talk.title for talk in group.conversations]
    texts += [line.words for member in group.members for line in member.profile]
    texts += [member.name for member in group.members] + [agreement.words for agreement in group.agreements]
    for application in group.applications:
        texts += [answer for _, answer in application.answers] + [m.words for m in application.messages]
    return [*texts, group.about, group.meets, group.limits]


def test_it_is_as_large_as_a_living_group(group: DemoGroup) -> None:
    here = [member for member in group.members if member.left is None]
    assert 24 <= len(here) <= 28
    assert 85 <= len(group.conversations) <= 110
    assert 550 <= len(said(group)) <= 700
    first = group.conversations[0].messages[0].at.moment(NOW, LONDON)
    assert (NOW - first).days in range(235, 250)


def test_it_has_the_people_that_a_group_has(group: DemoGroup) -> None:
    here = [member for member in group.members if member.left is None]
    assert sorted(m.key for m in here if m.steward) == ["des", "hazel"]
    assert sorted(m.key for m in here if m.listener) == ["des", "pat", "robin"]
    assert {m.key for m in here if m.typed_for_by} == {"joan"}
    assert [m.key for m in here if m.break_for] == ["tess"]
    assert {m.caring for m in here} == content_rules.CARING
    assert sorted(m.key for m in here if m.mailbox == "ron-and-sylvia") == ["ron", "sylvia"]
    assert Counter(Counter(m.mailbox for m in group.members if m.mailbox).values())[2] == 1
    assert min((m.joined, m.key) for m in here) == (2, "nell")
    assert [m.key for m in group.members if m.left] == ["cath"]
    assert [m.agreed for m in here if m.key in {"dot", "tess"}] == [1, 1]


def test_stewards_do_not_share_an_address(group: DemoGroup) -> None:
    boxes = Counter(member.mailbox for member in group.members)
    assert [m.key for m in group.members if m.steward and boxes[m.mailbox] > 1] == []


def test_a_profile_begins_with_what_somebody_likes(group: DemoGroup) -> None:
    assert {m.profile[0].key for m in group.members if m.profile} == {"likes"}
    used = {line.audience for member in group.members for line in member.profile}
    assert used == content_rules.AUDIENCES


def test_every_kind_and_every_quiet_answer_is_there(group: DemoGroup) -> None:
    kinds = Counter(talk.kind for talk in group.conversations)
    assert set(kinds) == content_rules.KINDS
    assert min(kinds.values()) >= 8
    acks = Counter(ack.kind for message in said(group) for ack in message.acks)
    assert set(acks) == set(content.ACKS)


def test_it_shows_what_can_become_of_words(group: DemoGroup) -> None:
    messages = said(group)
    assert sum(message.edit is not None for message in messages) >= 5
    assert sum(message.hiding is not None for message in messages) == 1
    assert sum(message.taken_down is not None for message in messages if message.by != "cath") >= 1
    assert {m.note for m in messages} == {"", "loss", "end_of_life", "violence", "other"}
    assert sum(message.typed_by == "pat" for message in messages) >= 12
    assert [message.by for message in messages if message.unnamed] == ["sylvia"]
    assert [message.language for message in messages if message.language] == ["cy"]


def test_nothing_remains_of_who_left_and_took_her_words_down(group: DemoGroup) -> None:
    hers = [message for message in said(group) if message.by == "cath"]
    assert {(message.words, message.taken_down is not None) for message in hers} == {("", True)}
    assert len(hers) == 4
    assert group.members[[m.key for m in group.members].index("cath")].profile == ()


def test_exactly_these_wait_for_an_answer(group: DemoGroup) -> None:
    assert {talk.key for talk in group.waiting()} == {"nell-car", "had-my-bath", "wheelchair", "dot-cross"}


def test_how_long_they_have_waited(group: DemoGroup) -> None:
    waited = {
        talk.key: int((NOW - talk.messages[0].at.moment(NOW, LONDON)).total_seconds() // 60)
        for talk in group.waiting()
    }
    assert waited == {"nell-car": 40, "had-my-bath": 180, "wheelchair": 26 * 60, "dot-cross": 41 * 60 + 40}


def test_the_new_member_asks_with_her_first_words(group: DemoGroup) -> None:
    assert [(talk.key, len(talk.messages)) for talk in group.conversations if talk.starter == "nell"] == [
        ("nell-car", 1)
    ]
    assert sum(message.by == "nell" for message in said(group)) == 1


def test_a_guest_answers_nobody(group: DemoGroup) -> None:
    (talk,) = [talk for talk in group.conversations if talk.key == "ca-earnings"]
    assert [g.conversation for g in group.guests] == ["ca-earnings"]
    assert {talk.key for talk in group.conversations if any(m.by == "helen" for m in talk.messages)} == {
        "ca-earnings"
    }
    assert not talk.waits(frozenset({"helen"}))


def test_the_circle_is_five_people_and_two_conversations(group: DemoGroup) -> None:
    (circle,) = group.circles
    assert len(set(circle.members)) == 5
    assert len([talk for talk in group.conversations if talk.circle == circle.key]) == 2


def test_nobody_says_the_same_twice(group: DemoGroup) -> None:
    words = Counter(" ".join(m.words.split()).casefold() for m in said(group) if m.words)
    assert [text for text, times in words.items() if times > 1] == []


def test_messages_do_not_begin_alike(group: DemoGroup) -> None:
    openings = Counter(
        " ".join(re.findall(r"[\w’]+", m.words.casefold())[:3])
        for m in said(group)
        if len(m.words.split()) > 5
    )
    assert {text: times for text, times in openings.items() if times > 3} == {}


def test_no_address_and_no_real_number_is_in_it(group: DemoGroup) -> None:
    everything = "\n".join(every_text(group))
    assert re.findall(r"\S+@\S+", everything) == []
    assert re.findall(r"\b(?:0|\+44)[\d ]{8,}\d\b", everything) == []
    assert re.findall(r"\b[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}\b", everything) == []
    for number in group.numbers:
        assert re.fullmatch(r"01632 960\d{3}|07700 900\d{3}", number.number), number


def test_it_speaks_of_no_dose(group: DemoGroup) -> None:
    assert re.findall(r"(?i)\b\d+ ?(?:mg|milligrams?|ml|mcg|tablets)\b", "\n".join(every_text(group))) == []


def test_it_is_written_in_british_english(group: DemoGroup) -> None:
    american = (
        r"(?i)\b(mom|gotten|sidewalk|diaper|color|favorite|realize|apartment|vacation|neighbor|mailman)s?\b"
    )
    assert re.findall(american, "\n".join(every_text(group))) == []


def test_typographic_marks_are_used_throughout(group: DemoGroup) -> None:
    assert [text for text in every_text(group) if "'" in text or '"' in text] == []


def test_the_limits_of_confidentiality_are_short(group: DemoGroup) -> None:
    assert 40 < len(group.limits.split()) < 120


def test_the_agreement_grew_by_a_second_version(group: DemoGroup) -> None:
    first, second = group.agreements
    assert second.words.startswith(first.words)
    assert (first.change, second.change[:10]) == ("", "We added 7")


def test_three_questions_and_one_who_asks_to_join(group: DemoGroup) -> None:
    assert len(group.questions) == 3
    (martin,) = group.applications
    assert [question for question, _ in martin.answers] == [question.words for question in group.questions]
    assert [m.by for m in martin.messages] == ["hazel", None, "pat", "hazel"]
    quiet = martin.asked.moment(NOW, LONDON) + datetime.timedelta(hours=24)
    assert martin.messages[0].at.moment(NOW, LONDON) >= quiet


@given(st.integers(min_value=0, max_value=3 * 365 * 24 * 60))
def test_whenever_it_is_loaded_all_is_past_and_in_order(minutes: int) -> None:
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(minutes=minutes)
    for talk in _LOADED.conversations:
        moments = talk.moments(now, LONDON)
        assert moments == sorted(set(moments))
        assert moments[-1] < now


_LOADED = content.load()


def test_times_are_read_as_written() -> None:
    opening = content.when("12 23:30")
    assert opening == When(12, 23 * 60 + 30)
    assert content.when("+1 06:40", opening=opening) == When(11, 6 * 60 + 40)
    assert content.when("+1h10m", before=opening) == When(11, 40)
    assert content.when("40m") == When(0, 40, clocked=False)
    assert content.when("+15m", before=content.when("40m")) == When(0, 25, clocked=False)


@pytest.mark.parametrize("slip", ["", "+", "12", "12 24:00", "12 9:30", "+1 06:40", "+10m", "yesterday"])
def test_a_time_that_is_none_is_refused(slip: str) -> None:
    with pytest.raises(content.ContentError, match="is not a time here"):
        content.when(slip)


@pytest.mark.parametrize(
    ("file", "was", "slip", "fault"),
    [
        (
            "conversations_08.toml",
            'by = "ife", at = "+15m"',
            'by = "zed", at = "+15m"',
            "nobody is called that",
        ),
        ("conversations_08.toml", 'by = "ife", at = "+15m"', 'by = "pat", at = "+15m"', "not in the circle"),
        ("conversations_08.toml", 'at = "149 02:55"', 'at = "1 23:55"', "in the future"),
        ("conversations_08.toml", '"+61 03:12"', '"+0 02:00"', "comes too early"),
        ("conversations_08.toml", 'kind = "listen"', 'kind = "lament"', "its kind is not known"),
        ("conversations_08.toml", 'key = "owls-start"', 'key = "owls-phil"', "owls-phil is there 2 times"),
        ("conversations_08.toml", "just_listening = true", "just_listning = true", "just_listning"),
        ("conversations_08.toml", 'circle = "owls"', 'circle = "larks"', "no circle larks"),
        ("conversations_07.toml", ', typed_by = "pat"', "", "nobody typed it"),
        ("conversations_07.toml", 'typed_by = "pat"', 'typed_by = "ron"', "ron may not type"),
        ("conversations_07.toml", ', down = "+3h"', "", "words are empty"),
        ("conversations_07.toml", 'hear = ["pat"]', 'hear = ["dot", "pat"]', "acknowledges their own words"),
        ("conversations_03.toml", 'hidden = { by = "hazel"', 'hidden = { by = "ron"', "not a steward"),
        ("members.toml", "joined = 2\n", "joined = 0\n", ""),
        ("members.toml", "joined = 244", "joined = 245", "before the group opened"),
        ("members.toml", "proposed = 17", "proposed = 13", "three days for objecting"),
        ("group.toml", 'by = "pat", at = "+4h"', 'by = "zed", at = "+4h"', "nobody is called zed"),
        ("group.toml", "What is said here stays here. We", "What " * 60 + "We", "120 words or more"),
        ("group.toml", 'name = "Tuesday Carers"', "name = Tuesday", "group.toml"),
    ],
)
def test_a_slip_in_the_files_is_named(tmp_path: Path, file: str, was: str, slip: str, fault: str) -> None:
    for path in content.FOLDER.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    words = (tmp_path / file).read_text(encoding="utf-8")
    assert was in words
    (tmp_path / file).write_text(words.replace(was, slip), encoding="utf-8")

    if not fault:
        assert content.load(tmp_path).name == "Tuesday Carers"
        return
    with pytest.raises(content.ContentError, match=re.escape(fault)):
        content.load(tmp_path)


def test_the_notes_and_kinds_are_those_of_the_talk_app(group: DemoGroup) -> None:
    from byturns.conversations.kinds import Ack, Kind, Note
    from byturns.groups.kinds import JOIN_REASONS, Audience
    from byturns.groups.models import Membership, ProfileLine

    assert set(Kind.values) == content_rules.KINDS
    assert set(Note.values) == content_rules.NOTES
    assert set(Ack.values) == set(content.ACKS)
    assert set(Audience.values) == content_rules.AUDIENCES
    assert set(ProfileLine.Key.values) == content_rules.PROFILE
    assert set(JOIN_REASONS) == content_rules.WHY
    assert set(Membership.Caring.values) > content_rules.CARING


def test_words_fit_where_they_are_kept(group: DemoGroup) -> None:
    assert [talk.key for talk in group.conversations if len(talk.title) > 120] == []
    assert [m.key for m in group.members for line in m.profile if len(line.words) > 600] == []
    assert [question.key for question in group.questions if len(question.words) > 300] == []
    assert [m.by for m in said(group) if m.hiding and len(m.hiding.reason) > 300] == []


def test_short_words_and_long_stories_stand_side_by_side(group: DemoGroup) -> None:
    lengths = sorted(len(message.words.split()) for message in said(group) if message.words)
    assert sum(length < 8 for length in lengths) > 80
    assert sum(length > 120 for length in lengths) > 5
    assert lengths[-1] > 300
