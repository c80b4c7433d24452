from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byturns.portability.importing.parsing import threading
from byturns.portability.importing.parsing.report import ParsedMessage

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def mail(id: str = "", *, day: float | None = 0, subject: str = "", refs: tuple[str, ...] = (), to: str = ""):
    return ParsedMessage(
        said_by="Jane",
        sent_at=None if day is None else MONDAY + timedelta(days=day),
        words="words",
        raw_from_line=1,
        to_line=1,
        message_id=id,
        references=refs,
        in_reply_to=to,
        subject=subject,
    )


def test_answers_follow_what_they_answer_in_order_of_time():
    mails = [mail("c", day=2, refs=("a", "b")), mail("a"), mail("z", day=1.5), mail("b", day=1, to="a")]
    assert threading.conversations(mails) == [[1, 3, 0], [2]]


def test_two_answers_to_a_mail_that_is_missing_belong_together():
    assert threading.conversations([mail("b", to="a"), mail("c", day=1, refs=("a",))]) == [[0, 1]]


def test_ids_in_a_ring_or_to_themselves_do_no_harm():
    assert threading.conversations([mail("a", to="b"), mail("b", to="a"), mail("c", to="c")]) == [[0, 1], [2]]


@pytest.mark.parametrize(
    "answer", ["Re: Tuesday", "RE: re: [carers] Tuesday", "AW: tuesday", "Ateb: Tuesday", "Re[2]: Tuesday"]
)
def test_an_answer_without_ids_joins_by_subject(answer):
    assert threading.conversations([mail("a", subject="[carers] Tuesday"), mail(day=3, subject=answer)]) == [
        [0, 1]
    ]


def test_an_answer_with_an_id_that_leads_nowhere_joins_by_subject():
    assert threading.conversations(
        [mail("a", subject="Tuesday"), mail("b", subject="Re: Tuesday", to="lost")]
    ) == [[0, 1]]


def test_the_same_subject_alone_joins_nothing():
    assert threading.conversations([mail("a", subject="Tuesday"), mail("b", subject="Tuesday")]) == [[0], [1]]


def test_nor_does_an_answer_long_after():
    assert threading.conversations(
        [mail("a", subject="Tuesday"), mail("b", day=61, subject="Re: Tuesday")]
    ) == [[0], [1]]


def test_an_answer_joins_the_latest_of_that_subject():
    mails = [
        mail("a", subject="Tuesday"),
        mail("b", day=7, subject="Tuesday"),
        mail(day=8, subject="Re: Tuesday"),
    ]
    assert threading.conversations(mails) == [[0], [1, 2]]


def test_a_mail_without_a_date_stands_where_it_stood():
    assert threading.conversations([mail("a"), mail("b", day=None, to="a"), mail("c", day=1, to="a")]) == [
        [0, 1, 2]
    ]


IDS = st.sampled_from(["", "a", "b", "c", "d", "e"])


@given(
    st.lists(
        st.builds(
            mail,
            IDS,
            day=st.none() | st.integers(0, 90),
            subject=st.sampled_from(["", "Tuesday", "Re: Tuesday", "Re:", "Re: Wednesday"]),
            refs=st.lists(IDS, max_size=4).map(tuple),
            to=IDS,
        ),
        max_size=12,
    )
)
def test_every_mail_is_in_one_conversation_and_stays_with_those_it_names(mails):
    groups = threading.conversations(mails)
    assert sorted(place for group in groups for place in group) == list(range(len(mails)))
    home = {place: number for number, group in enumerate(groups) for place in group}
    for place, one in enumerate(mails):
        for other_place, other in enumerate(mails):
            if other.message_id and other.message_id in (*one.references, one.in_reply_to):
                assert home[place] == home[other_place]
