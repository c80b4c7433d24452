from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byturns.portability.importing.parsing import members_csv
from byturns.portability.importing.parsing.members_csv import ParsedMembers
from byturns.portability.importing.parsing.report import NotThisKind


def read(text: str, charset: str = "utf-8") -> ParsedMembers:
    parsed = members_csv.parse(text.encode(charset))
    assert parsed.adds_up
    return parsed


def shown(parsed: ParsedMembers) -> list[tuple[str, str | None, str | None, str]]:
    return [(row.display_name, row.email, row.phone, row.contact_by) for row in parsed.rows]


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Name,E-mail,Phone\nSiân,Sian@Example.org,01799 500123\nPat,,07700 900123\n", "utf-8"),
        (
            "display name;email address;telephone no.\r\n"
            "Siân;sian@example.org;01799 500123\r\nPat;;07700 900123",
            "cp1252",
        ),
        ("Tel.\tE-MAIL\tENW\n01799 500123\tsian@example.org\tSiân\n07700 900123\t\tPat\n", "utf-8-sig"),
        ("full_name,Mail,Mobile\nSiân,<sian@example.org>,'01799 500123\nPat,,07700 900123\n", "utf-16"),
    ],
)
def test_columns_in_any_order_and_by_many_names(text, charset):
    assert shown(read(text, charset)) == [
        ("Siân", "sian@example.org", "01799 500123", "email"),
        ("Pat", None, "07700 900123", "phone"),
    ]


def test_two_halves_of_a_name_how_to_reach_and_notes():
    parsed = read(
        'First name,Surname,Contact by,Notes,Age\nJane,Hill,by letter,"Likes tea,\nnot coffee",70\n'
    )
    row = parsed.rows[0]
    assert (row.display_name, row.contact_by, row.notes) == ("Jane Hill", "post", "Likes tea,\nnot coffee")
    assert (row.line, row.to_line) == (2, 3)
    assert parsed.columns == {
        "First name": "first_name",
        "Surname": "last_name",
        "Contact by": "contact_by",
        "Notes": "notes",
        "Age": "",
    }


def test_what_is_not_understood_is_listed_with_its_line():
    parsed = read("Name,Email\n\nPat,pat@example.org\n,lost@example.org\n,\nPat,pat@example.org\n")
    assert [(line.line, line.text, line.why) for line in parsed.skipped] == [
        (4, ",lost@example.org", "There is no name in this row."),
        (6, "Pat,pat@example.org", "The same row is in the list already, at line 3."),
    ]
    assert parsed.blank_lines == [2, 5]


def test_what_to_look_at_is_said_and_the_row_kept():
    parsed = read(
        "Name,Email\nPat,pat@example.org\nSue,PAT@example.org\npat,other@example.org\nJo,not an address\n"
        "Al,a@example.org; b@example.org\n"
    )
    assert len(parsed.rows) == 5
    assert [(remark.line, remark.text) for remark in parsed.remarks] == [
        (3, "This e-mail address is also at line 2. Two people may share one."),
        (4, "The same name is also at line 2. Is it one person, or two?"),
        (5, "“not an address” is no e-mail address, so it was left out."),
        (6, "There is more than one e-mail address; the first was taken."),
    ]
    assert parsed.rows[3].email is None


def test_wrong_columns_are_told_in_one_sentence():
    with pytest.raises(NotThisKind) as refused:
        read("Colour,Size\nred,3\n")
    assert str(refused.value) == (
        "The first line of this list should say what each column holds; it says “Colour”, “Size”, and one"
        " column must be called “name” (others may be “e-mail”, “phone”, “contact by” and “notes”)."
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04xl/",
        b"%PDF-1.7",
        b"\x00\x00",
        b"\xef\xbb\xbf",
        b",,,\n",
    ],
    ids=["empty", "blank", "png", "xlsx", "pdf", "nul", "bom", "commas"],
)
def test_what_is_no_list_is_refused_with_a_sentence(data):
    with pytest.raises(NotThisKind) as refused:
        members_csv.parse(data)
    assert str(refused.value).endswith(".")


def test_a_quote_that_is_never_closed_swallows_nothing():
    parsed = read('Name,Notes\n"Pat,tall\n' + "".join(f"Member {row},x\n" for row in range(30)))
    assert len(parsed.rows) == 31


def test_a_cell_longer_than_python_s_limit():
    parsed = read("Name,Notes\nPat," + "x" * 200_000 + "\nSue,y\n")
    assert [row.display_name for row in parsed.rows] == ["Pat", "Sue"]
    assert len(parsed.rows[0].notes) == 200_000


@given(
    st.binary(max_size=300)
    | st.text('NameEmail,;\t"\n\r\x00 @.Päé', max_size=200).map(lambda text: f"Name,Email\n{text}".encode())
)
def test_any_bytes(data):
    try:
        parsed = members_csv.parse(data)
    except NotThisKind:
        return
    assert parsed.adds_up
