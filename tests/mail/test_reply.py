"""What a member meant to send, out of what her mail program made of it."""

# ruff: noqa: E501, W291 - mails as programs write them

from __future__ import annotations

import pytest

from byturns.mail.reading import marks, reply
from byturns.mail.reading.reply import Kind
from tests.mail.replies import ATTRIBUTIONS, BLOCKS, DEVICES, OWN_WORDS, QUOTE, SAID


def quoted(text: str = QUOTE) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


@pytest.mark.parametrize("head", ATTRIBUTIONS.values(), ids=list(ATTRIBUTIONS))
def test_an_answer_above_a_quote(head: str):
    assert reply.cut(f"{SAID}\n\n{head}\n\n{quoted()}\n").own == SAID


@pytest.mark.parametrize("head", ATTRIBUTIONS.values(), ids=list(ATTRIBUTIONS))
def test_an_answer_below_a_quote(head: str):
    cut = reply.cut(f"{head}\n{quoted()}\n\n{SAID}\n")
    assert (cut.own, cut.words) == (SAID, SAID)


@pytest.mark.parametrize("head", ATTRIBUTIONS.values(), ids=list(ATTRIBUTIONS))
def test_a_head_directly_below_the_words_takes_none_of_them(head: str):
    assert reply.cut(f"Yes, at 3.\nOn Monday then\n{head}\n{quoted()}").own == "Yes, at 3.\nOn Monday then"


@pytest.mark.parametrize("head", ATTRIBUTIONS.values(), ids=list(ATTRIBUTIONS))
def test_a_greeting_directly_above_a_head_is_hers(head: str):
    assert reply.cut(f"Yes.\n\nBest wishes,\n{head}\n{quoted()}").own == "Yes.\n\nBest wishes,"


WITH_ADDRESS = {name: head for name, head in ATTRIBUTIONS.items() if "@" in head and name != "Horde"}


@pytest.mark.parametrize("head", WITH_ADDRESS.values(), ids=list(WITH_ADDRESS))
def test_a_head_with_an_address_cuts_off_a_quote_that_nothing_marks(head: str):
    assert reply.cut(f"{SAID}\n\n{head}\n\n{QUOTE}").own == SAID


@pytest.mark.parametrize("head", BLOCKS.values(), ids=list(BLOCKS))
def test_an_answer_above_a_mail_that_is_repeated_unmarked(head: str):
    cut = reply.cut(f"{SAID}\n\n{head}\n\n{QUOTE}")
    assert cut.own == SAID
    assert cut.whole == f"{SAID}\n\n{head}\n\n{QUOTE}"


@pytest.mark.parametrize("head", BLOCKS.values(), ids=list(BLOCKS))
def test_the_same_with_the_repeated_mail_marked(head: str):
    assert reply.cut(f"{SAID}\n\n{head}\n\n{quoted()}").own == SAID


def test_our_own_line_inside_a_quote_gives_away_a_head_in_a_language_nobody_knows():
    said = f"{SAID}\n\nJane Hill bheul 3/3/26:\n\n> ~ ~ ~ Please write above this line ~ ~ ~\n{quoted()}"
    assert reply.cut(said).own == SAID


@pytest.mark.parametrize("line", DEVICES)
def test_a_telephone_s_line_is_not_said_by_anybody(line: str):
    assert reply.cut(f"Thank you.\n\n{line}").own == "Thank you."
    head = ATTRIBUTIONS["Gmail, English"]
    assert reply.cut(f"Thank you.\n\n{line}\n\n{head}\n{quoted()}").own == "Thank you."


@pytest.mark.parametrize("words", OWN_WORDS)
def test_a_member_s_own_words_stay_whole(words: str):
    assert reply.cut(words).words == words
    assert reply.cut(f"Hello all.\n\n{words}\n\nMair").words == f"Hello all.\n\n{words}\n\nMair"
    answered = f"Hello all.\n\n{words}\n\n{ATTRIBUTIONS['Gmail, English']}\n\n{quoted()}"
    assert reply.cut(answered).own == f"Hello all.\n\n{words}"


@pytest.mark.parametrize("mark", ["-- ", "--", "—", "__"])
def test_a_signature_is_cut_and_can_be_put_back(mark: str):
    cut = reply.cut(f"See you there.\n\n{mark}\nMair Rees\n01234 567890")
    assert cut.words == "See you there."
    assert cut.ranges(Kind.SIGNATURE) == "3-5"
    assert cut.with_lines([4]) == "See you there.\n\nMair Rees"


def test_a_mail_that_is_only_a_signature_keeps_its_words():
    assert reply.cut("-- \nMair").words == "-- \nMair".replace(" \n", "\n")


def test_a_name_typed_below_the_words_is_hers():
    assert reply.cut("Yes.\n\nBest wishes,\nMair").words == "Yes.\n\nBest wishes,\nMair"


def test_what_is_written_after_a_telephone_s_line_stays_if_it_begins_like_an_afterthought():
    said = "Thank you.\n\nSent from my iPad\n\nPS bring milk"
    assert "PS bring milk" in reply.cut(said).own
    assert reply.cut("Thank you.\n\nSent from my iPad\n\nDear all, tea is at three.").own == "Thank you."


INLINE = """Hello Jane,

On Tue, 3 Mar 2026 at 10:12, Jane Hill <jane@example.org> wrote:
> Dear all,
>
> Did anybody try the day centre?

Yes, we did. They were kind.

> Is there parking?

No.

> Jane

-- 
Mair"""


def test_answers_between_the_lines_keep_the_lines_they_answer():
    cut = reply.cut(INLINE)
    assert cut.own == "Hello Jane,\n\nYes, we did. They were kind.\n\nNo."
    assert cut.words == (
        "Hello Jane,\n\n> Did anybody try the day centre?\n\nYes, we did. They were kind."
        "\n\n> Is there parking?\n\nNo."
    )
    assert cut.ranges(Kind.OWN, Kind.ANSWERED) == "1-2,6-13"
    assert cut.ranges(Kind.HEAD) == "3"


def test_a_line_that_she_quotes_herself_stays_above_what_she_says_of_it():
    said = "The letter says\n\n> you must apply by Friday\n\nand I have no form."
    assert reply.cut(said).words == said


@pytest.mark.parametrize("line", ["The doctor said:", "My letter from the council said:", "She wrote to me:"])
def test_whom_she_quotes_herself_is_told_in_her_own_words(line: str):
    said = f"{line}\n\n> you must apply by Friday\n\nand I have no form."
    assert reply.cut(said).words == said


def test_answers_between_lines_without_any_blank_line_are_not_taken_for_broken_lines():
    head = ATTRIBUTIONS["Thunderbird"]
    said = f"{head}\n> Can you come on Tuesday at ten o'clock, as we said the last time we met?\nyes\n> And who drives?\nme"
    assert reply.cut(said).own == "yes\n\nme"


def test_a_quoted_line_that_a_program_broke_is_still_quoted():
    head = ATTRIBUTIONS["Gmail, English"]
    said = f"Yes.\n\n{head}\n> Can anybody tell me about the day centre in the old school at the end of our\nroad please\n> Jane"
    assert reply.cut(said).own == "Yes."


def test_a_mailing_list_s_footer_is_nobody_s_words():
    foot = f"{'_' * 47}\nCarers mailing list\nCarers@lists.example.org\nhttps://lists.example.org/mailman/listinfo/carers"
    assert reply.cut(f"Yes.\n\n{foot}").own == "Yes."


@pytest.mark.parametrize(
    "print_",
    [
        "This email and any attachments are confidential and intended solely for the person named.\nDelete it if it is not you.",
        "Disclaimer: The information in this message is privileged.",
        "Mae'r e-bost hwn yn gyfrinachol.",
        "*********\nThis message has been scanned for viruses.",
    ],
)
def test_small_print_of_an_office_is_nobody_s_words(print_: str):
    assert reply.cut(f"Yes, do ring us.\n\nAnn\n\n{print_}").own == "Yes, do ring us.\n\nAnn"
    assert reply.cut(print_).own == print_.rstrip()


def test_a_member_may_say_that_her_message_is_confidential():
    said = "This is confidential please.\n\nThis message is confidential, keep it in the group.\n\nThis message made me cry."
    assert reply.cut(said).own == said


def test_our_line_is_known_again_whatever_it_says():
    assert marks.is_marker(marks.our_line("Écrivez au-dessus ~ de cette ligne"))


def test_a_mail_that_only_repeats_has_no_words_but_shows_everything():
    cut = reply.cut(f"{ATTRIBUTIONS['Gmail, English']}\n\n{quoted()}")
    assert (cut.words, cut.own) == ("", "")
    assert cut.with_lines(range(1, len(cut.lines) + 1)).split() == cut.whole.split()


def test_an_empty_mail():
    assert (reply.cut("").words, reply.cut("").kinds) == ("", (Kind.OWN,))


@pytest.mark.parametrize(
    "text",
    [
        "x" * 2_000_000,
        "> \n" * 100_000,
        "On \n" * 100_000,
        ("a " * 250 + ":\n") * 2_000,
        "From: a\n" * 50_000,
        "--\n" * 20_000,
        "> ~ ~ ~ a ~ ~ ~\n" * 20_000,
        "\nSent from my iPad\n" * 10_000,
        "This e-mail\n\n" * 9_000,
    ],
)
def test_a_mail_made_to_take_long_is_read_in_the_end(text: str):
    cut = reply.cut(text)
    assert len(cut.lines) == len(cut.kinds) == text.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (">From my work address: thinking of you\n", ">From my work address: thinking of you"),
        ("Dear all\n>From today on I rest.\n", "Dear all\n\n>From today on I rest."),
        ("Yes.\n\n> Shall we?\n>From Nell\n", "Yes."),
    ],
)
def test_a_line_of_hers_that_a_program_marked_because_it_begins_so_is_not_lost(text: str, words: str):
    assert " ".join(reply.cut(text).own.split()) == " ".join(words.split())
