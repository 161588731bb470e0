"""Amounts that the balance sheet prints inside its captions, and the columns that they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from converter.model import Scope, StatementKind, Status
from converter.pipeline import Settings, Track, extract, map_reading, read
from converter.read.captions import read_captions
from tests.read_checks import check_spans

if TYPE_CHECKING:
    from converter.model import Statement

SHEET = """
                        OSTRAVEC FITTINGS, INC.
                      CONSOLIDATED BALANCE SHEETS
                             (In thousands)
                                                      December 31,
                                                    1995        1994
ASSETS
Current assets:
  Cash                                          $    310     $   290
{caption}
  Inventories                                      2,200       2,100
                                                --------     -------
     Total current assets                         10,510      10,390
Property, net                                      4,000       4,100
                                                --------     -------
     Total assets                               $ 14,510     $14,490
                                                ========     =======
LIABILITIES AND SHAREHOLDERS' EQUITY
Accounts payable                                $  1,510     $ 1,490
Common stock                                       3,000       3,000
Retained earnings                                 10,000      10,000
                                                --------     -------
     Total liabilities and shareholders' equity $ 14,510     $14,490
                                                ========     =======
"""


def captions(caption: str, sheet: str = SHEET) -> tuple[Statement, ...]:
    reading = read(sheet.format(caption=caption).encode(), Track())
    statements, messages = read_captions(reading.submission, [statement for statement, _ in reading.footed][:1])
    assert len(messages) == len(statements)
    check_spans(reading.submission, statements)
    return statements


def amounts(caption: str, sheet: str = SHEET) -> dict[str, list[str]]:
    """For each line that is read from the caption what is printed for it in each column."""
    return {
        line.label: [cell.text if cell is not None else "" for cell in line.cells]
        for statement in captions(caption, sheet)
        for line in statement.lines
    }


def row(label: str, latest: str = "8,000", earlier: str = "8,000") -> str:
    """A row of the balance sheet whose label may run over several lines."""
    *first, last = label.split("\n")
    return "\n".join([*first, f"{last:<46}{latest:>10}{earlier:>12}"])


@pytest.mark.parametrize(
    ("label", "earlier"),
    [
        ("  Receivables, less allowance of $574 and $432", "$432"),
        ("  Receivables, less allowance of\n     $432 in 1994 and $574 in 1995", "$432"),
        ("  Receivables, less allowance of $574\n     and $432 at May 31, 1995\n     and 1994, respectively", "$432"),
        ("  Receivables, less allowance of $574 and\n     $432 respectively (Note 3)", "$432"),
        ("  Receivables (less allowance: 1995, $574;\n    1994, $432)", "$432"),
        ("  Receivables, less allowance of $574 (1995)\n    and $432 (1994)", "$432"),
        ("  Receivables, less allowance of $574\n    (1994 - $432)", "$432"),
        ("  Receivables, less allowance of $574\n    ($432 in 1994)", "$432"),
        ("  Receivables (net of an allowance\n    of $574 in 1995)", ""),
    ],
)
def test_the_year_or_the_order_of_the_columns_says_whose_amount_it_is(label: str, earlier: str) -> None:
    assert list(amounts(row(label)).values()) == [["$574", earlier]]


@pytest.mark.parametrize(
    "label",
    [
        "  Receivables, less allowance of $574",  # of which year?
        "  Receivables, less allowance of $574 in 1993",  # of no column
        "  Receivables, less allowance of $574 in 1995\n    and $432 in 1993",  # one of them of no column
        "  Receivables, less allowance of $574 in 1995\n    and $432 in 1995",
        "  Receivables, less allowance of $574, $432,\n    and $9",
        "  Receivables, less allowance of $574,000 and\n    $432,000",  # in thousands?
        "  Receivables, less allowance of $574 and 4.3%\n    of sales",
        "  Inventories, less reserves of $574 and $432",  # which concept?
        "  Receivables, including $574 and $432 unbilled",
        "  Receivables, less allowance of $574 and\n    $432 of unearned income",  # of which year?
        "  Receivables, net of allowance of $574 and\n    $432 unearned interest",
        "  Receivables, less allowance of $2 and\n    $1 million",  # in millions
        "  Receivables, less allowance of $574,123 and\n    $432,456",  # in dollars: more than the receivables
        "  Equipment, net of accumulated depreciation\n    of $1,574,222 and $1,432,333",
        "  Receivables, less reserves for returns of\n    $574 and $432",  # not for doubtful accounts
        "  Receivables, less allowance for cash discounts\n    and doubtful accounts of $574 and $432",
        "  Accounts payable, including reserves of\n    $574 and $432",
        "  Income taxes receivable, less valuation\n    allowance of $574 and $432",
    ],
)
def test_what_leaves_a_doubt_is_not_read(label: str) -> None:
    assert amounts(row(label)) == {}


def test_two_columns_of_one_year_leave_open_which_is_meant() -> None:
    quarter = SHEET.replace("December 31,", "Sept. 30, Dec. 31,").replace("1995        1994", "1995        1995")
    assert amounts(row("  Receivables, less allowance of $574 and $432"), quarter) == {}


def test_two_captions_that_state_the_same_thing_are_left_alone() -> None:
    trade = row("  Receivables, less allowance of $574 and $432", "5,000", "5,000")
    other = row("  Other receivables, less allowance of $1 and $2", "3,000", "3,000")
    assert amounts(f"{trade}\n{other}") == {}


def test_several_subjects_in_one_balance_sheet() -> None:
    trade = row("  Trade receivables, net of allowances for\n    doubtful accounts of $574 and $432")
    property_ = row(
        "  Equipment, net of accumulated depreciation\n    and amortization of $1,610 and $1,204", "80", "80"
    )
    held = row("  Securities held to maturity (fair value\n    of $1,011 in 1995 and $908 in 1994)", "1,000", "900")
    assert amounts(f"{trade}\n{property_}\n{held}") == {
        "Trade receivables, allowances for doubtful accounts": ["$574", "$432"],
        "Equipment, accumulated depreciation and amortization": ["$1,610", "$1,204"],
        "Securities held to maturity, fair value": ["$1,011", "$908"],
    }


def test_a_market_value_in_dollars_under_a_caption_of_thousands_is_told_by_the_cost_beside_it() -> None:
    held = row("  Securities held to maturity (market value\n    $1,011,250 and $908,400)", "1,000", "900")
    [statement] = captions(held)
    assert [line.scale for line in statement.lines] == [0]


def test_the_amounts_are_facts_with_a_concept_and_a_place_in_the_text() -> None:
    caption = row("  Receivables, less allowance of $574 and $432")
    report, _ = extract(SHEET.format(caption=caption).encode())
    facts = {(fact.concept, fact.period.end.year): fact for fact in report.facts}
    allowance = facts["us-gaap:AllowanceForDoubtfulAccountsReceivableCurrent", 1995]
    assert (allowance.value, allowance.text, allowance.decimals) == (574_000, "574", -3)
    line = SHEET.format(caption=caption).split("\n")[allowance.span.first_line - 1]
    assert line[allowance.span.first_column - 1 : allowance.span.last_column] == "574"
    assert facts["us-gaap:AllowanceForDoubtfulAccountsReceivableCurrent", 1994].value == 432_000


def test_one_amount_beside_one_figure_is_of_its_column() -> None:
    assert amounts(row("  Receivables (net of allowance of $574)", "--", "8,000")) == {
        "Receivables, allowance": ["", "$574"]
    }


def test_words_about_the_cost_are_no_name_of_what_was_depreciated() -> None:
    plant = row("  Plant, at cost, less accumulated\n    depreciation of $574 and $432")
    assert amounts(plant) == {"Plant, accumulated depreciation": ["$574", "$432"]}
    under = "  Plant and equipment:\n" + row("    At cost, less accumulated depreciation of\n      $574 and $432")
    assert amounts(under) == {"Accumulated depreciation": ["$574", "$432"]}


def test_investment_securities_beside_those_for_sale_are_held_to_maturity() -> None:
    held = row("  Investment securities (market value of\n    $7,911 and $8,011)")
    sale = row("  Securities available for sale", "200", "300")
    assert amounts(f"{held}\n{sale}") == {"Investment securities, market value": ["$7,911", "$8,011"]}
    assert amounts(held) == {}  # before 1994 nobody told them apart
    assert amounts(row("  Fixed maturities, at amortized cost (fair\n    value $7,911 and $8,011)")) == {
        "Fixed maturities, fair value": ["$7,911", "$8,011"]
    }
    assert (
        amounts(row("  Fixed maturities available for sale, at\n    amortized cost (fair value $7,911 and $8,011)"))
        == {}
    )


def test_mortgage_backed_securities_are_all_that_is_held_to_maturity_or_none_of_it() -> None:
    part = row("  Mortgage-backed securities held to maturity\n    (fair value $7,911 and $8,011)")
    assert amounts(part) == {"Mortgage-backed securities held to maturity, fair value": ["$7,911", "$8,011"]}
    assert amounts(f"{part}\n{row('  Bonds held to maturity', '200', '300')}") == {}


@pytest.mark.parametrize(
    ("caption", "status"),
    [
        ("  Receivables, less allowance of $574 and $432", Status.ACCEPTED),
        ("  Receivables, less allowance of $574 in 1995\n    and $432 in 1994 (Note 3)", Status.ACCEPTED),
        ("  Receivables, less allowance of $574 and\n    $432 for doubtful accounts", Status.ACCEPTED),
        ("  Receivables, less allowance of $574 in 1995\n    and $432 in 1994, of which half is due", Status.REVIEW),
        ("  Plant and equipment:\n    At cost, less accumulated depreciation of\n      $574 and $432", Status.REVIEW),
        ("  Securities held to maturity (market value\n    $7,911,250 and $8,011,400)", Status.REVIEW),
    ],
)
def test_a_person_should_look_at_captions_that_say_more_than_is_understood(caption: str, status: Status) -> None:
    reading = read(SHEET.format(caption=row(caption)).encode(), Track())
    _, mapped = map_reading(reading, Settings(), Track())
    [line] = [line for each in mapped if each.statement.title.endswith("(Parenthetical)") for line in each.lines]
    assert line.status is status
    assert (line.confidence < 0.85) is (status is Status.REVIEW)


def test_an_allowance_may_be_larger_than_what_is_left_but_not_three_times_as_large() -> None:
    large = "  Receivables, less allowances of $1,500 and $1,600         1,000       1,000"
    larger = "  Receivables, less allowances of $3,100 and $3,200         1,000       1,000"
    assert amounts(large) == {"Receivables, allowances": ["$1,500", "$1,600"]}
    assert amounts(larger) == {}


@pytest.mark.parametrize("other", [{"kind": StatementKind.INCOME_STATEMENT}, {"scope": Scope.PARENT_ONLY}])
def test_captions_of_other_statements_and_of_the_parent_alone_are_left_alone(other: dict[str, str]) -> None:
    caption = "  Receivables, less allowances of $574 and $432           8,000       8,000"
    reading = read(SHEET.format(caption=caption).encode(), Track())
    statement, _ = reading.footed[0]
    assert read_captions(reading.submission, [statement])[0]
    assert read_captions(reading.submission, [replace(statement, **other)]) == ((), ())


def test_a_heading_alone_says_what_a_line_of_an_allowance_belongs_to() -> None:
    """The nearest heading counts: `Current assets` says nothing."""
    nested = "  Trade receivables:\n    Net of allowances of $574 and $432                    8,000       8,000"
    assert list(amounts(nested).values()) == [["$574", "$432"]]
