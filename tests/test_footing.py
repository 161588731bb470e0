"""Footing: which lines add up to which, what is said when they do not, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from converter.footing.dump import dump
from tests.corpus_reader import read_cases
from tests.effort import ends, in_step
from tests.footed import foot
from tests.test_footing_text import read_statement

if TYPE_CHECKING:
    from converter.model import FootingTree, Statement

CASES = read_cases("footing")


def _footed(text: str) -> tuple[Statement, FootingTree]:
    statement = read_statement(text)
    return statement, foot(statement)[0]


@pytest.mark.parametrize(("given", "expected"), [case[1:] for case in CASES], ids=[case.title for case in CASES])
def test_corpus(given: str, expected: str):
    statement = read_statement(given)
    tree, messages = foot(statement)
    found = dump(statement, tree)
    for message in messages:
        found += f"\n{message.severity} {message.code} {message.span}: {message.text}"
    assert found == expected


def test_weights_are_the_same_in_every_column():
    statement, tree = _footed(CASES[1].given)
    tax = next(line.index for line in statement.lines if line.label.startswith("Income tax provision"))
    weights = [term.weight for footing in tree.footings for term in footing.terms if term.line == tax]
    assert weights == [-1]


def test_a_small_operating_profit_is_the_sum_above_and_not_an_expense():
    # 328 - 172 - 155 - 1 - 96 + 3 + 5 = -88 is near enough to -87, too; only the words tell the two readings apart.
    _, tree = _footed(
        "income_statement scale 6\nNet sales | 1,840\nCost of products sold | 1,512\nGross profit | 328\n"
        "Selling and administrative expenses | 172\nAmortization of goodwill | 155\nOperating profit | 1\n"
        "Interest expense | 96\nInterest income | (3)\nOther income, net | (5)\nLoss before taxes | (87)\n"
        "Income taxes | 29\nLoss before extraordinary loss | (116)\nExtraordinary loss | (24)\nNet loss | (140)\n"
    )
    sums = {footing.total: {term.line: term.weight for term in footing.terms} for footing in tree.footings}
    assert sums[5] == {2: 1, 3: -1, 4: -1}
    assert sums[9] == {5: 1, 6: -1, 7: -1, 8: -1}


def test_exact_cents_allow_no_difference():
    _, tree = _footed("balance_sheet\nAssets\n  Cash | 1,204.10\n  Land | 5,310.25\n  Total assets | 6,514.36\n")
    assert tree.footings == ()
    assert tree.unfooted == (3,)
    assert not tree.complete


def test_rounded_thousands_allow_a_difference_and_report_it_in_printed_units():
    _, tree = _footed(
        "balance_sheet scale 3\nAssets\n  Cash | 1,204 | 980\n  Land | 5,310 | 5,310\n  Total assets | 6,515 | 6,290\n"
    )
    assert [(footing.total, footing.columns, str(footing.difference)) for footing in tree.footings] == [
        (3, (0, 1), "1")
    ]
    assert tree.complete


def test_whole_dollars_rounded_to_thousands_allow_a_thousand():
    _, tree = _footed(
        "balance_sheet\n"
        "Assets\n"
        "  Cash | 1,204,000 | 980,000\n"
        "  Land | 5,310,000 | 5,310,000\n"
        "  Total assets | 6,515,000 | 6,290,000\n"
    )
    assert [str(footing.difference) for footing in tree.footings] == ["1000"]


def test_figures_of_different_scales_are_compared_at_full_value():
    statement = read_statement(
        "income_statement scale 3\nSales | 1,204 | 980\nCosts | 810,250 | 600,000\nNet income | 394 | 380\n"
    )
    lines = list(statement.lines)
    lines[1] = replace(lines[1], scale=0)
    tree, _ = foot(replace(statement, lines=tuple(lines)))
    assert tree.footings == ()


def test_small_numbers_alone_prove_nothing():
    _, tree = _footed("income_statement scale 6\nInterest | 3\nRent | 2\nFees | 5\nTravel | 10\n")
    assert tree.footings == ()


def test_a_difference_points_at_the_cell_and_tells_a_misread_total_from_a_misread_item():
    rows = (
        "balance_sheet scale 3\n"
        "Current assets:\n"
        "  Cash | 1,204 | 988 | 911\n"
        "  Inventories | 3,077 | 3,392 | 3,105\n"
        "    Total current assets | 4,281 | {} | 4,016\n"
        "Property | 5,947 | 5,796 | 5,511\n"
        "    Total assets | 10,228 | 10,176 | 9,527\n"
    )
    statement = read_statement(rows.format("4,830"))
    tree, messages = foot(statement)
    assert tree.broken == (3, 5)
    assert not tree.complete
    cell = statement.lines[3].cells[1]
    assert cell is not None
    assert [message.code for message in messages] == ["footing.difference"] * 2
    assert messages[0].span == cell.span
    assert "the total itself" in messages[0].hint
    assert foot(read_statement(rows.format("4,380")))[1] == ()


def test_assets_that_differ_from_liabilities_and_equity_are_reported():
    _, messages = foot(
        read_statement(
            "balance_sheet scale 3\n"
            "Cash | 1,204 | 980\n"
            "Land | 5,310 | 5,310\n"
            "Total assets | 6,514 | 6,290\n"
            "Debt | 1,204 | 980\n"
            "Equity | 5,319 | 5,310\n"
            "Total liabilities and equity | 6,523 | 6,290\n"
        )
    )
    assert [message.code for message in messages] == ["footing.balance"]
    assert "6,514" in messages[0].text
    assert "6,523" in messages[0].text


def test_a_label_of_numbers_is_no_total():
    _, tree = _footed(
        "balance_sheet scale 3\n"
        "Capital:\n"
        "  Series A | 150,000 | 150,000\n"
        "  98,137,956; 1993 -- 99,476,391 | 490,690 | 497,382\n"
        "  Total capital | 640,690 | 647,382\n"
    )
    assert tree.complete


def test_one_line_is_the_sum_of_another_in_every_column_or_not_at_all():
    _, tree = _footed(
        "income_statement\n"
        "Sales | 30,209 | 20,158 | 10,051\n"
        "Costs | 10,104 | 10,029 | 5,020\n"
        "Earnings from operations | 20,105 | 10,129 | 5,031\n"
        "Net earnings | 20,105 | 10,129 | 1,031\n"
    )
    assert [footing.total for footing in tree.footings] == [2]
    assert tree.unfooted == (3,)


def test_an_empty_statement_is_complete_and_silent():
    statement = read_statement("income_statement\nSales | 1\n")
    tree, messages = foot(replace(statement, lines=()))
    assert tree.footings == ()
    assert messages == ()


@pytest.mark.parametrize(
    "row",
    [
        "Total {0} | {1} | {2}",
        "Net income before tax {0} | {1} | {2}",
        "Item {0} | {1} | {2}",
        "Total {0} | 1 | 1",
        "Total {0} | - | -",
    ],
)
def test_hostile_lines_take_as_much_work_as_they_are_many(row: str):
    def work(lines: int):
        text = "\n".join(row.format(at, at * 7919 % 99991, at * 104729 % 99989) for at in range(lines))
        statement = read_statement("income_statement\n" + text)
        return lambda: foot(statement)

    with ends():
        assert in_step(work, 600)
