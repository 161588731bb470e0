"""Repairs that a sum proves, and those that it does not."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from converter.footing.repair import foot_and_repair
from tests.effort import ends, in_step
from tests.test_footing_text import read_statement

if TYPE_CHECKING:
    from converter.model import Line


def _values(line: Line) -> list[Decimal | None]:
    return [None if cell is None else cell.value for cell in line.cells]


def test_a_figure_left_at_the_end_of_a_label_fills_its_blank_cell():
    (statement, tree), messages = foot_and_repair(
        read_statement(
            "balance_sheet scale 3\n"
            "Current assets:\n"
            "  Cash | 9,457 | 6,628\n"
            "  Receivables, less allowances of $646 and $416 13,747 | | 11,783\n"
            "  Prepaid expenses | 929 | 955\n"
            "  Total current assets | 24,133 | 19,366\n"
        )
    )
    assert tree.complete
    receivables = statement.lines[2]
    assert receivables.label == "Receivables, less allowances of $646 and $416"
    assert _values(receivables) == [Decimal(13747), Decimal(11783)]
    assert [message.code for message in messages] == ["footing.figure-in-label"]
    cell = receivables.cells[0]
    assert cell is not None
    assert cell.span.last_column - cell.span.first_column + 1 == len("13,747")
    assert cell.span.last_column == 80  # where the label of the notation ends
    assert receivables.label_span.last_column < cell.span.first_column


def test_figures_left_in_two_labels_of_one_sum_are_both_taken():
    (statement, tree), messages = foot_and_repair(
        read_statement(
            "balance_sheet scale 3\n"
            "Investment securities:\n"
            "  Available for sale (market value $432,315) 259,462 | | 428,712\n"
            "  Held to maturity (market value $501,485) 524,638 | | -\n"
            "  Assets held in trust | 9,104 | 13,815\n"
            "  Total investment securities | 793,204 | 442,527\n"
        )
    )
    assert tree.complete
    assert _values(statement.lines[1]) == [Decimal(259462), Decimal(428712)]
    assert _values(statement.lines[2]) == [Decimal(524638), Decimal(0)]
    assert [message.code for message in messages] == ["footing.figure-in-label"] * 2


def test_a_negative_figure_in_a_label_keeps_its_parentheses_outside_the_number():
    (statement, tree), _ = foot_and_repair(
        read_statement(
            "income_statement\n"
            "Income before taxes (1,936,690) | | 2,365,650 | 798,147\n"
            "Income tax expense (benefit) | (730,000) | 929,000 | 311,000\n"
            "Net income (loss) | (1,206,690) | 1,436,650 | 487,147\n"
        )
    )
    assert tree.complete
    cell = statement.lines[0].cells[0]
    assert cell is not None
    assert cell.value == Decimal(-1936690)
    assert cell.text == "(1,936,690)"
    assert cell.number_span.last_column - cell.number_span.first_column + 1 == len("1,936,690")


def test_a_number_in_a_label_that_fills_no_gap_stays_in_the_label():
    given = read_statement(
        "balance_sheet scale 3\n"
        "Current assets:\n"
        "  Cash | 9,457 | 6,628\n"
        "  Receivables, less allowances of 1,646 | | 11,783\n"
        "  Total current assets | 24,133 | 18,411\n"
    )
    (statement, tree), messages = foot_and_repair(given)
    assert statement is given
    assert not tree.complete
    assert [message.code for message in messages] == ["footing.difference"]


def test_figures_pushed_to_the_left_return_to_their_columns():
    (statement, tree), messages = foot_and_repair(
        read_statement(
            "cash_flow scale 3\n"
            "Financing activities:\n"
            "  Proceeds of loan | 2,050 | 1,310 | 990\n"
            "  Cash dividends paid | (221) | (5,530) | (217)\n"
            "  Stock option exercise | 228 | 13\n"
            "  Net cash from financing activities | 1,829 | (3,992) | 786\n"
        )
    )
    assert tree.complete
    assert _values(statement.lines[3]) == [None, Decimal(228), Decimal(13)]
    assert [cell.column for cell in statement.lines[3].cells if cell is not None] == [1, 2]
    assert [message.code for message in messages] == ["footing.moved-figure"]
    assert "228 from 2003 to 2002" in messages[0].text


def test_two_ways_to_move_figures_mean_that_none_is_moved():
    given = read_statement(
        "cash_flow scale 3\n"
        "Financing activities:\n"
        "  Proceeds of loan | 2,050 | 1,310\n"
        "  Sale of shares | 228 | \n"
        "  Sale of warrants | 228 | \n"
        "  Net cash from financing activities | 2,278 | 1,538\n"
    )
    (statement, tree), messages = foot_and_repair(given)
    assert statement is given
    assert not tree.complete
    assert messages


def test_a_misprint_is_reported_and_never_repaired():
    given = read_statement(
        "balance_sheet scale 3\n"
        "Current assets:\n"
        "  Cash | 9,457 | 6,628\n"
        "  Receivables | 13,477 | 11,783\n"
        "  Total current assets | 23,204 | 18,411\n"
    )
    (statement, tree), messages = foot_and_repair(given)
    assert statement is given
    assert tree.broken == (3,)
    assert [message.code for message in messages] == ["footing.difference"]


def test_a_lost_parenthesis_is_named_but_not_put_back():
    given = read_statement(
        "cash_flow scale 3\n"
        "Financing activities:\n"
        "  Proceeds of debt | (10,000) | 30,000 | 1,200\n"
        "  Dividends paid | (2,895) | (2,659) | (1,832)\n"
        "  Stock issued | 19,155 | - | 52,182\n"
        "  Net cash from financing activities | 26,260 | 27,341 | 51,550\n"
    )
    (statement, _), messages = foot_and_repair(given)
    assert statement is given
    assert [message.code for message in messages] == ["footing.difference"]
    assert '"Proceeds of debt"' in messages[0].hint


def test_damaged_sums_take_as_much_work_as_they_are_many():
    def work(lines: int):
        rows = []
        for at in range(0, lines, 5):
            rows.extend(f"Item {at + part} | {at * 7919 % 99991} | " for part in range(4))
            rows.append(f"Total {at} | {at * 31 % 9973} | {at * 17 % 9931}")
        statement = read_statement("balance_sheet\n" + "\n".join(rows))
        return lambda: foot_and_repair(statement)

    with ends():
        assert in_step(work, 600)


def test_totals_without_a_label_are_named_after_their_heading():
    (statement, tree), messages = foot_and_repair(
        read_statement(
            "balance_sheet scale 3\n"
            "Property, plant and equipment:\n"
            "  Land | 400 | 412\n"
            "  Machinery | 7,634 | 7,180\n"
            "    | 8,034 | 7,592\n"
            "  Less accumulated depreciation | 3,150 | 2,977\n"
            "    Net property, plant and equipment | 4,884 | 4,615\n"
            "Other assets:\n"
            "  Goodwill | 1,310 | 1,310\n"
            "  Patents | 845 | 901\n"
            "    | 2,155 | 2,211\n"
            "    Total assets | 7,039 | 6,826\n"
        )
    )
    assert tree.complete
    named = [(line.label, line.generated_label) for line in statement.lines if line.generated_label]
    assert named == [
        ("Property, plant and equipment, gross", True),
        ("Total other assets", True),
    ]
    assert [message.code for message in messages] == ["footing.generated-label"] * 2


def test_a_sum_without_heading_has_the_name_of_the_net_total_below_it():
    (statement, tree), _ = foot_and_repair(
        read_statement(
            "balance_sheet\n"
            "PROPERTY, PLANT AND EQUIPMENT Land | 400 | 412\n"
            "Machinery | 7,634 | 7,180\n"
            "  | 8,034 | 7,592\n"
            "Less accumulated depreciation | 3,150 | 2,977\n"
            "Net Property, Plant and Equipment | 4,884 | 4,615\n"
        )
    )
    assert tree.complete
    assert [line.label for line in statement.lines if line.generated_label] == ["Property, Plant and Equipment, gross"]


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        ("income_statement\nNet sales | 900 | 800\nCost of goods sold | 500 | 450\n | 400 | 350\n", "Gross profit"),
        (
            "balance_sheet\nProperty under capital leases, at cost | 900 | 800\n"
            "Less accumulated amortization | 500 | 450\n | 400 | 350\n",
            "Property under capital leases, net",
        ),
        (
            "income_statement\nINTEREST INCOME\nLoans | 900 | 800\nSecurities:\n  Taxable | 50 | 40\n"
            "  Exempt | 30 | 20\nFederal funds | 20 | 10\n | 1,000 | 870\nInterest expense | 400 | 300\n"
            "Net interest income | 600 | 570\n",
            "TOTAL INTEREST INCOME",
        ),
        (
            "balance_sheet\nAssets | 1,000 | 870\nLIABILITIES AND EQUITY\nLiabilities:\n  Notes | 300 | 250\n"
            "  Accounts payable | 100 | 90\nEquity:\n  Common stock | 400 | 400\n  Retained earnings | 200 | 130\n"
            " | 1,000 | 870\n",
            "TOTAL LIABILITIES AND EQUITY",
        ),
        (
            "balance_sheet\nASSETS\n  Cash | 138 | 122\n  Property and equipment, at cost | 459 | 291\n"
            "  Accumulated depreciation | (151) | (99)\n | 308 | 192\n  Other assets | 66 | 40\n"
            "Total assets | 512 | 354\n",
            "Property and equipment, net",
        ),
        (
            "balance_sheet\nAssets\n  Property, at cost | 459 | 291\n  Less accumulated depreciation | 151 | 99\n"
            "    | 308 | 192\n  Cash | 66 | 40\nTotal assets | 374 | 232\n",
            "Property, net",
        ),
        (
            "income_statement\nNet sales | 900 | 800\nCost of goods sold | (500) | (450)\n | 400 | 350\n",
            "Gross profit",
        ),
        # Depreciation in parentheses is added up, and taken off all the same.
        (
            "balance_sheet\nAssets\n  Property and equipment--at cost:\n    Land | 46 | 40\n    Buildings | 197 | 171\n"
            "    Total property | 243 | 211\n    Less allowances for depreciation | (53) | (41)\n     | 190 | 170\n"
            "  Goodwill | 10 | 20\nTotal assets | 200 | 190\n",
            "Net property and equipment--at cost",
        ),
        # No share of the first class is issued: it has no figure, and the sum is not its own.
        (
            "balance_sheet\nTotal assets | 1,000 | 870\nTotal liabilities | 400 | 340\nSTOCKHOLDERS' EQUITY\n"
            "Preferred stock, $1 par--shares authorized 1,000; issued and outstanding, none\n"
            "  Common stock, $1 par | 310 | 300\n  Retained earnings | 340 | 280\n | 650 | 580\n"
            "Less treasury stock at cost | (50) | (50)\nTotal stockholders' equity | 600 | 530\n"
            "Total liabilities and equity | 1,000 | 870\n",
            "STOCKHOLDERS' EQUITY before treasury stock at cost",
        ),
    ],
)
def test_totals_without_a_heading_right_above_them_are_named_by_what_they_add_up(rows: str, label: str):
    (statement, _), _ = foot_and_repair(read_statement(rows))
    assert [line.label for line in statement.lines if line.generated_label] == [label]


@pytest.mark.parametrize(
    "rows",
    [
        # Half of the balance sheet's side: the liabilities, before what the owners have.
        "balance_sheet\nAssets | 1,000 | 870\nLIABILITIES AND EQUITY\n  Notes | 300 | 250\n"
        "  Accounts payable | 100 | 90\n   | 400 | 340\nEquity:\n  Common stock | 400 | 400\n"
        "  Retained earnings | 200 | 130\n  Total equity | 600 | 530\nTotal liabilities and equity | 1,000 | 870\n",
        # Commitments have no amount: what stands below them is not theirs.
        "balance_sheet\nTotal assets | 505 | 496\nAccounts payable | 300 | 290\nCommitments and contingencies\n"
        "  Partners' capital | 285 | 286\n  Less notes receivable | 80 | 80\n | 205 | 206\n"
        "Total liabilities and partners' capital | 505 | 496\n",
        # Assets but for the last of them.
        "balance_sheet\nAssets\n  Cash | 34 | 190\n  Loans | 960 | 746\n | 994 | 936\n  Other | 6 | 4\n"
        "Total assets | 1,000 | 940\n",
    ],
)
def test_a_sum_of_a_part_is_not_called_after_the_whole(rows: str):
    (statement, tree), _ = foot_and_repair(read_statement(rows))
    assert any(not statement.lines[footing.total].label for footing in tree.footings)
    assert [line.label for line in statement.lines if line.generated_label] == []


@pytest.mark.parametrize(("words", "named"), [(1, True), (9, False)])
def test_a_heading_that_is_a_sentence_gives_no_total_its_name(words: int, named: bool):
    heading = "Machines" + " that were bought" * words
    rows = f"balance_sheet\n{heading}:\n  Lathes | 34 | 190\n  Presses | 960 | 746\n | 994 | 936\nOther | 6 | 4\n"
    (statement, _), _ = foot_and_repair(read_statement(rows + "Total assets | 1,000 | 940\n"))
    labels = [line.label for line in statement.lines if line.generated_label]
    assert labels == ([f"Total m{heading[1:]}"] if named else [])


def test_a_sum_that_goes_on_after_the_total_of_a_heading_is_not_named_after_it():
    (statement, tree), _ = foot_and_repair(
        read_statement(
            "balance_sheet\nManufacturing\n  Current assets\n    Cash | 34 | 190\n    Inventories | 960 | 746\n"
            "    Total current assets | 994 | 936\n    Property | 6,717 | 6,196\n    Other assets | 232 | 212\n"
            "      | 7,943 | 7,344\nFinancial services\n  Cash | 50 | 73\n  Loans | 155 | 263\n   | 205 | 336\n"
            "Total assets | 8,148 | 7,680\n"
        )
    )
    assert tree.complete
    assert [line.label for line in statement.lines if line.generated_label] == [
        "Total manufacturing",
        "Total financial services",
    ]


def test_what_foots_is_handed_back_as_it_is():
    given = read_statement("balance_sheet\nCash | 10,457\nLand | 20,301\nTotal assets | 30,758\n")
    (statement, tree), messages = foot_and_repair(given)
    assert statement is given
    assert tree.complete
    assert messages == ()
