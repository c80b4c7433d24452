"""What becomes of a mail: the whole table, and that nothing posts on a guess."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byturns.mail import border
from byturns.mail.deciding import Facts, decide
from byturns.mail.kinds import State, Verdict, Way, Why

HERS = {"way": "reply", "sender_is_hers": True, "sender_is_member": True}
PROVEN = {**HERS, "verdict": "pass"}

TABLE = [
    (PROVEN, State.POSTED, Why.WELL),
    ({**PROVEN, "way": "own"}, State.POSTED, Why.WELL),
    ({**PROVEN, "age": timedelta(days=91)}, State.ASKED, Why.OLD),
    ({**PROVEN, "age": timedelta(days=90)}, State.POSTED, Why.WELL),
    (HERS, State.ASKED, Why.UNPROVEN),
    ({**HERS, "way": "own"}, State.ASKED, Why.UNPROVEN),
    ({**HERS, "verdict": "fail"}, State.HELD, Why.FORGED),
    ({**PROVEN, "sender_is_hers": False}, State.HELD, Why.ANOTHER),
    ({"way": "reply", "verdict": "pass"}, State.ASKED, Why.TOO),
    ({"way": "own", "verdict": "none"}, State.ASKED, Why.TOO),
    ({"way": "own", "verdict": "pass", "has_words": False}, State.HELD, Why.ANOTHER),
    ({"way": "own", "verdict": "pass", "has_sender": False}, State.HELD, Why.ANOTHER),
    ({"way": "own", "verdict": "fail"}, State.HELD, Why.FORGED),
    ({**PROVEN, "keeps_apart": True}, State.ASKED, Why.SHARED),
    ({**HERS, "keeps_apart": True}, State.ASKED, Why.UNPROVEN),
    ({**PROVEN, "has_words": False}, State.HELD, Why.EMPTY),
    ({**PROVEN, "automatic": True}, State.DROPPED, Why.AUTOMATIC),
    ({**PROVEN, "automatic": True, "only_by_list": True}, State.HELD, Why.LIST),
    ({**PROVEN, "automatic": True, "only_by_list": True, "way": "letter"}, State.HELD, Why.LIST),
    ({**HERS, "automatic": True, "only_by_list": True}, State.DROPPED, Why.AUTOMATIC),
    ({**PROVEN, "automatic": True, "only_by_list": True, "way": "group"}, State.DROPPED, Why.AUTOMATIC),
    ({**PROVEN, "automatic": True, "only_by_list": True, "key_lives": False}, State.DROPPED, Why.AUTOMATIC),
    (
        {"way": "reply", "verdict": "pass", "automatic": True, "only_by_list": True},
        State.DROPPED,
        Why.AUTOMATIC,
    ),
    ({**PROVEN, "own_mail": True}, State.DROPPED, Why.LOOP),
    ({**PROVEN, "key_lives": False}, State.DROPPED, Why.DEAD),
    ({**PROVEN, "way": "none"}, State.DROPPED, Why.DEAD),
    ({**PROVEN, "way": "back"}, State.DROPPED, Why.DEAD),
    ({**PROVEN, "readable": False}, State.HELD, Why.UNREADABLE),
    ({**PROVEN, "way": "command", "has_words": False}, State.DONE, Why.WELL),
    ({**PROVEN, "way": "command"}, State.HELD, Why.WORDS),
    ({**HERS, "way": "command"}, State.HELD, Why.WORDS),
    ({**HERS, "way": "command", "has_words": False}, State.ASKED, Why.UNPROVEN),
    ({**PROVEN, "way": "command", "has_words": False, "done_before": True}, State.DROPPED, Why.DEAD),
    ({**PROVEN, "way": "command", "done_before": True}, State.HELD, Why.WORDS),
    ({**PROVEN, "way": "command", "has_words": False, "sender_is_hers": False}, State.HELD, Why.ANOTHER),
    ({**PROVEN, "way": "command", "has_words": False, "verdict": "fail"}, State.HELD, Why.FORGED),
    ({**PROVEN, "way": "command", "has_words": False, "automatic": True}, State.DROPPED, Why.AUTOMATIC),
    ({**PROVEN, "way": "letter"}, State.ASKED, Why.WHICH),
    ({**HERS, "way": "letter"}, State.ASKED, Why.WHICH),
    ({**PROVEN, "way": "letter", "has_words": False}, State.HELD, Why.EMPTY),
    ({**PROVEN, "way": "letter", "sender_is_hers": False}, State.HELD, Why.ANOTHER),
    ({**PROVEN, "way": "asking"}, State.POSTED, Why.WELL),
    ({**HERS, "way": "asking"}, State.ASKED, Why.UNPROVEN),
    ({**PROVEN, "way": "asking", "sender_is_hers": False}, State.HELD, Why.ANOTHER),
    ({**PROVEN, "way": "group"}, State.ASKED, Why.PLAIN),
    ({**HERS, "way": "group"}, State.HELD, Why.UNPROVEN),
    ({**PROVEN, "way": "group", "has_words": False}, State.HELD, Why.EMPTY),
    (
        {**PROVEN, "way": "group", "sender_is_either": True, "mailbox_is_theirs": True},
        State.ASKED,
        Why.EITHER,
    ),
    ({**PROVEN, "way": "group", "sender_is_either": True}, State.HELD, Why.EITHER),
    ({**HERS, "way": "group", "sender_is_either": True}, State.HELD, Why.UNPROVEN),
    ({"way": "group", "verdict": "pass"}, State.HELD, Why.STRANGER),
    ({"way": "group", "verdict": "fail", "sender_is_member": True}, State.HELD, Why.FORGED),
]


@pytest.mark.parametrize(("facts", "state", "why"), TABLE)
def test_the_table(facts, state, why):
    assert decide(Facts(**facts)) == (state, why)


@given(
    st.builds(
        Facts,
        way=st.sampled_from(Way.values),
        readable=st.booleans(),
        has_words=st.booleans(),
        automatic=st.booleans(),
        only_by_list=st.booleans(),
        own_mail=st.booleans(),
        key_lives=st.booleans(),
        sender_is_hers=st.booleans(),
        sender_is_member=st.booleans(),
        has_sender=st.booleans(),
        sender_is_either=st.booleans(),
        mailbox_is_theirs=st.booleans(),
        keeps_apart=st.booleans(),
        verdict=st.sampled_from(Verdict.values),
        done_before=st.booleans(),
        age=st.timedeltas(timedelta(0), timedelta(days=400)),
    )
)
def test_only_key_and_sender_and_proof_together_post(facts: Facts):
    state, why = decide(facts)
    if state == State.POSTED:
        assert facts.way in {Way.REPLY, Way.OWN, Way.ASKING}
        assert (facts.key_lives, facts.sender_is_hers, facts.readable, facts.has_words) == (True,) * 4
        assert (facts.automatic, facts.own_mail, facts.verdict) == (False, False, Verdict.PASS)
        assert not facts.keeps_apart
    if state == State.DONE:
        assert facts.way == Way.COMMAND
        assert (facts.key_lives, facts.sender_is_hers, facts.readable) == (True,) * 3
        assert (facts.has_words, facts.done_before, facts.keeps_apart) == (False,) * 3
        assert (facts.automatic, facts.own_mail, facts.verdict) == (False, False, Verdict.PASS)
    if state == State.ASKED:
        assert facts.verdict != Verdict.FAIL
        assert facts.sender_is_hers or facts.sender_is_member or why == Why.TOO


HOST = "mx.carers.example"
HERS_IT_IS = "dmarc=pass header.from=example.org"


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ([f"{HOST}; {HERS_IT_IS}"], "pass"),
        ([f"{HOST}; dmarc=pass (p=none dis=none) header.from=Example.ORG"], "pass"),
        ([f"{HOST}; dmarc=pass header.from=mail.example.org"], "pass"),  # of the same organization
        ([f"{HOST}; dmarc=pass"], "none"),
        ([f"{HOST}; dmarc=pass header.from=evil.example"], "none"),
        ([f"{HOST}; dmarc=pass header.from=org"], "none"),
        ([f"{HOST}; dmarc=pass header.from=example.org header.from=evil.example"], "none"),
        ([f"{HOST}; dmarc=pass header.from=evil.example; dkim=pass header.d=example.org"], "none"),
        ([f"{HOST}; dmarc=pass policy.header.from=example.org"], "none"),
        ([f"{HOST}; {HERS_IT_IS}; dmarc=none"], "none"),  # whoever says it twice was told one of them
        ([f"{HOST}; {HERS_IT_IS}; dmarc=fail"], "fail"),
        ([f"{HOST}; dmarc=fail; dkim=pass header.d=example.org"], "fail"),
        ([f"{HOST}; dmarc=fail header.from=evil.example"], "none"),
        (
            [f"{HOST}; dmarc=fail (p=none) header.from=example.org; spf=pass smtp.mailfrom=example.org"],
            "fail",
        ),
        ([f"{HOST}; dmarc=none header.from=example.org; dkim=pass header.d=example.org"], "pass"),
        ([f"{HOST}; dkim=pass header.d=example.org"], "pass"),
        ([f"{HOST}; dkim=pass header.i=@example.org header.s=one"], "pass"),
        ([f"{HOST}; dkim=pass header.i=@example.org header.d=evil.example"], "none"),
        ([f"{HOST}; dkim=pass smtp.mailfrom=example.org"], "none"),
        ([f"{HOST}; dkim=pass header.d=evil.example; spf=none"], "none"),
        ([f"{HOST}; spf=pass smtp.mailfrom=amina@example.org"], "pass"),
        ([f"{HOST}; spf=pass smtp.mailfrom=prvs=12=amina@example.org"], "pass"),
        ([f"{HOST}; spf=pass smtp.mailfrom=a@evil=example.org"], "none"),
        ([f"{HOST}; spf=pass smtp.mailfrom=bounce@lists.example"], "none"),
        ([f"{HOST}; spf=pass smtp.helo=example.org"], "none"),
        ([f"{HOST}; auth=pass smtp.mailfrom=example.org"], "none"),
        ([f"{HOST}; dkim=fail header.d=example.org"], "none"),
        ([f"{HOST}; none"], "none"),
        (["evil.example; dmarc=pass"], "none"),
        ([f"evil.example; dkim=pass ({HOST}; dmarc=pass)", f"{HOST}; {HERS_IT_IS}"], "pass"),
        ([f"{HOST}; dmarc=fail", f"{HOST}; dmarc=pass"], "fail"),  # ours stands above what a sender wrote
        ([f"{HOST} 1; dmarc=pass header.from=example.org"], "pass"),
        (
            [f'"{HOST}" (ours); dmarc/1 (a) = (b) pass reason="good; indeed" header.from = "example.org"'],
            "pass",
        ),
        ([f"{HOST}.evil.example; {HERS_IT_IS}"], "none"),
        ([], "none"),
        (["", ";", ";;;dmarc=pass"], "none"),
    ],
)
def test_only_our_own_border_is_believed(results, said):
    assert border.verdict(results, HOST, "amina@example.org") == said
    assert border.verdict(results, "", "amina@example.org") == "none"


@pytest.mark.parametrize(
    "line",
    [
        f'{HOST}; spf=pass smtp.mailfrom="x; {HERS_IT_IS}; "@evil.example',
        f'{HOST}; spf=pass smtp.mailfrom="x header.i=@example.org y"@evil.example; dkim=pass',
        f'{HOST}; dkim=pass header.i="x header.d=example.org "@evil.example',
        f'{HOST}; dkim=pass header.d=evil.example"@example.org"',
        f'{HOST}; spf=pass (domain of "a) ; {HERS_IT_IS} ("@evil.example) smtp.mailfrom=evil.example',
        f'{HOST}; spf=pass smtp.helo="x;{HERS_IT_IS}" smtp.mailfrom=evil.example',
        f"{HOST}; spf=pass (of a\\); {HERS_IT_IS}) smtp.mailfrom=evil.example",
        f"{HOST}; x {HERS_IT_IS}; spf=pass",
        f'{HOST}; "dmarc"=pass header.from=example.org',
        f"{HOST}; dmarc; dmarc=; =pass header.from=example.org",
    ],
)
def test_what_a_sender_put_into_quotes_and_comments_proves_nothing(line):
    assert border.verdict([line], HOST, "amina@example.org") == "none"


@pytest.mark.parametrize("fault", ['"', "(", "((a)", ")", "\\", '(")', "(a\\"])
def test_a_line_that_does_not_add_up_proves_nothing_nor_does_one_below_it(fault):
    below = f"{HOST}; {HERS_IT_IS}"
    assert border.verdict([f"{below} {fault}", below], HOST, "amina@example.org") == "none"
    assert border.verdict([fault, below], HOST, "amina@example.org") == "none"  # it may have been ours
    assert border.verdict([f"mx.elsewhere.example; {fault}", below], HOST, "amina@example.org") == "pass"


@pytest.mark.parametrize(
    "results", ["dmarc=pass header.from=", "dkim=pass header.d=@", "spf=pass smtp.mailfrom=@"]
)
def test_a_mail_without_sender_is_nobodys(results):
    assert border.verdict([f"{HOST}; {results}"], HOST, "") == "none"


@given(st.lists(st.text(max_size=200) | st.text('a="(); \\@', max_size=60), max_size=4), st.text(max_size=40))
def test_any_header_gives_a_verdict(results, sender):
    assert border.verdict(results, HOST, sender) in {"none", "fail", "pass"}


@given(st.text(max_size=60))
def test_no_left_side_of_an_address_in_quotes_is_more_than_that(text):
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    line = f'{HOST}; spf=pass smtp.mailfrom="{quoted}"@evil.example; dmarc=none header.from=example.org'
    assert border.verdict([line], HOST, "amina@example.org") == "none"
