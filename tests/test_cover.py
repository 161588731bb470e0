"""Cover pages of all layouts: what is printed is found where it is printed, and nothing is made up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.errors import InputError
from converter.read.cover import read_cover
from converter.read.cover_rules import RULES
from converter.read.places import is_state, read_last_line
from converter.read.submission import read_submission
from tests.corpus_reader import read_cases
from tests.effort import ends

if TYPE_CHECKING:
    from pathlib import Path

    from converter.messages import Message
    from converter.model import Cover, Submission

CASES = read_cases("cover")


def dump(cover: Cover, messages: tuple[Message, ...]) -> str:
    lines = [f"form {cover.form}"]
    for item in cover.items:
        value = "" if item.value == item.text else f" = {item.value}"
        lines.append(f"{item.concept.removeprefix('dei:')} {item.span} {item.text}{value}")
    lines.extend(f"{message.severity} {message.code} {message.span}: {message.text}" for message in messages)
    return "\n".join(lines)


def printed(submission: Submission, cover: Cover) -> list[tuple[str, str]]:
    """What stands at the span of each item, white space folded, beside the text of the item."""
    lines = submission.text.split("\n")
    pairs = []
    for item in cover.items:
        span = item.span
        stretch = lines[span.first_line - 1 : span.last_line]
        stretch[-1] = stretch[-1][: span.last_column]
        stretch[0] = stretch[0][span.first_column - 1 :]
        pairs.append((" ".join(" ".join(stretch).split()), item.text))
    return pairs


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_corpus(text: str, expected: str) -> None:
    submission, _ = read_submission(text.encode("ascii"))
    cover, messages = read_cover(submission)
    assert dump(cover, messages) == expected.rstrip(" ")
    assert all(text == item for text, item in printed(submission, cover))


def test_a_date_of_an_earlier_report_is_not_the_date_of_this_one() -> None:
    """The header has the last word where the page names a report of the year before, incorporated by reference."""
    source = (
        "<SEC-HEADER>\nCONFORMED SUBMISSION TYPE:\t10-K\nCONFORMED PERIOD OF REPORT:\t19951231\n"
        "FILED AS OF DATE:\t\t{filed}\nFISCAL YEAR END:\t\t1231\n</SEC-HEADER>\n<DOCUMENT>\n<TYPE>10-K\n<TEXT>\n"
        "FORM 10-K\n\nHALLOWAY FERRIS, INC.\n(Exact name of registrant as specified in its charter)\n\n"
        "The exhibits of the annual report for the fiscal year ended December 31, 1994 are part of this one.\n"
        "</TEXT>\n</DOCUMENT>\n"
    )
    for filed, expected in (("19960329", "1995-12-31"), ("19970829", "1994-12-31")):
        cover, _ = read_cover(read_submission(source.format(filed=filed).encode())[0])
        item = cover.get("dei:DocumentPeriodEndDate")
        assert item is not None
        assert item.value == expected


def test_the_example(example: bytes) -> None:
    submission, _ = read_submission(example)
    cover, messages = read_cover(submission)
    assert messages == ()
    assert {item.concept.removeprefix("dei:"): item.text for item in cover.items} == {
        "DocumentType": "8-K",
        "AmendmentFlag": "8-K",
        "DocumentPeriodEndDate": "February 5, 2004",
        "EntityRegistrantName": "PERFORMANCE TECHNOLOGIES, INCORPORATED",
        "EntityIncorporationStateCountryName": "Delaware",
        "EntityFileNumber": "0-27460",
        "EntityTaxIdentificationNumber": "16-1158413",
        "EntityAddressAddressLine1": "205 Indigo Creek Drive",
        "EntityAddressCityOrTown": "Rochester",
        "EntityAddressStateOrProvince": "New York",
        "EntityAddressPostalZipCode": "14626",
        "CityAreaCode": "585",
        "LocalPhoneNumber": "256-0200",
        "TradingSymbol": "PTIX",
        "EntityListingDescription": "Nasdaq NM",
    }
    values = {item.concept.removeprefix("dei:"): item.value for item in cover.items}
    assert values["DocumentPeriodEndDate"] == "2004-02-05"
    assert values["AmendmentFlag"] == "false"
    assert values["EntityTaxIdentificationNumber"] == "161158413"
    assert all(text == item for text, item in printed(submission, cover))


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("205 Long Lane, Springfield, Ohio 45501", ("205 Long Lane", "Springfield", "Ohio", "45501")),
        ("Springfield, Ohio", (None, "Springfield", "Ohio", None)),
        ("One Plaza, Suite 5, Portland, Maine", ("One Plaza, Suite 5", "Portland", "Maine", None)),
        ("400 West 48th Avenue  Denver, Colorado,", ("400 West 48th Avenue", "Denver", "Colorado", None)),
        ("60 Wall Street, New York, N.Y. 10005", ("60 Wall Street", "New York", "N.Y.", "10005")),
        ("1 Long Lane, Springfield Ohio", ("1 Long Lane", "Springfield", "Ohio", None)),
        ("100 Main Street, West Virginia", None),
        ("Cupertino California 95014", (None, "Cupertino", "California", "95014")),
        ("St. Louis, Mo. 63124-1234", (None, "St. Louis", "Mo", "63124-1234")),
        ("Winston-Salem, North Carolina", (None, "Winston-Salem", "North Carolina", None)),
        ("23251 ROSE DRIVE WOODLAND HILLS, CALIFORNIA", None),
        ("The Company is a maker of slate", None),
        ("", None),
        (",,,", None),
    ],
)
def test_the_last_line_of_an_address(line: str, parts: tuple[str | None, ...] | None) -> None:
    last = read_last_line(line)
    if parts is None:
        assert last is None
        return
    assert last is not None
    assert tuple(piece and piece.text for piece in last) == parts
    assert all(line[piece.start :].startswith(piece.text) for piece in last if piece)


def test_states_in_words_codes_and_old_abbreviations() -> None:
    assert all(map(is_state, ["Delaware", "NEW YORK", "N.Y.", "NY", "Mass.", "D. C.", "Ontario", "Puerto Rico"]))
    assert not any(map(is_state, ["", "Liberia", "to", "XX", "Company", "Drive"]))


def test_every_rule_has_its_own_name_and_shows_what_it_recognises() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.find.__doc__, rule.name


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Acme Slate, Inc. (Nasdaq: ACME)", ["ACME", "Nasdaq"]),
        ("Acme Slate (NYSE:ACM) said", ["ACM", "NYSE"]),
        ("Acme Slate (New York Stock Exchange: ACM)", ["ACM", "New York Stock Exchange"]),
        ("Acme Slate, Inc.\n(Nasdaq National\nMarket: ACME)", ["ACME", "Nasdaq National Market"]),
        ("Acme common stock (Symbol ACME)", ["ACME"]),
        ("Other Corp. (Nasdaq: OTHR)", []),
        ("Acme Slate and Other Corp. (Nasdaq: OTHR)", []),
        ("Acme Slate (Nasdaq: acme)", []),
        ("Acme Slate (Note: SEE)", []),
    ],
)
def test_symbols_count_behind_the_name_of_the_registrant(sentence: str, found: list[str]) -> None:
    page = f"FORM 8-K\nACME SLATE, INC.\n(Exact name of registrant)\n\n\n\n\n\n\nItem 5\n\n{sentence}\n"
    cover, _ = read_cover(read_submission(page.encode())[0])
    listed = ("dei:TradingSymbol", "dei:EntityListingDescription")
    assert [item.value for item in cover.items if item.concept in listed] == found


WORDS = st.sampled_from(
    [case[1] for case in CASES]
    + re.split(r"\n| {3,}", "\n".join(case[1] for case in CASES))
    + ["\n", " " * 9, "(", ")", ":", ",", "1995", "99-0022222", "\f", "\t"]
)


@given(st.lists(WORDS, max_size=30).map("\n".join) | st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=300))
def test_any_text_has_a_cover_whose_items_are_printed(text: str) -> None:
    try:
        submission, _ = read_submission(text.encode())
    except InputError:
        return
    cover, _ = read_cover(submission)
    assert all(text == item for text, item in printed(submission, cover))
    assert all(item.value for item in cover.items)
    assert len({item.concept for item in cover.items}) == len(cover.items)


@pytest.mark.parametrize(
    "line",
    [
        "1" * 5_000_000,
        "( " * 1_000_000,
        "Form " * 100_000,
        "a, " * 1_000_000,
        "Exact name of\n" * 100_000,
        "<A><B> " * 9_000,
        ("amendment (" + " " * 380 + "x\n") * 200,
        ("  <A>" + " " * 380 + "x\n") * 200,
    ],
    ids=["digits", "parentheses", "forms", "commas", "labels", "tags", "amendments", "blanks behind tags"],
)
def test_hostile_pages_are_read_to_their_end(line: str) -> None:
    submission, _ = read_submission(f"FORM 8-K\n{line}\n{line}\n".encode())
    with ends():
        cover, _ = read_cover(submission)
    assert all(text == item for text, item in printed(submission, cover))


def test_real_covers_agree_with_their_headers(real_filings: Path) -> None:
    """The measured rates are higher; most of what differs was printed differently by the filers themselves."""
    seen = names = numbers = dates = 0
    for path in sorted(real_filings.glob("*/*.txt"))[::6]:
        submission, _ = read_submission(path.read_bytes())
        cover, _ = read_cover(submission)
        header = submission.header
        seen += 1
        name = cover.get("dei:EntityRegistrantName")
        longest = max(re.findall(r"[A-Z]+", header.company), key=len)
        names += name is not None and longest in name.value.upper().replace(" ", "")
        number = cover.get("dei:EntityTaxIdentificationNumber")
        numbers += number is not None and (number.value == header.ein or not header.ein)
        date = cover.get("dei:DocumentPeriodEndDate")
        dates += date is not None and date.value == str(header.period)
    assert seen > 50
    assert min(names, numbers, dates) >= 0.93 * seen
