"""The table in the notes that breaks property of the balance sheet down: taken where its sums prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converter.pipeline import Track, read
from tests.effort import calls

if TYPE_CHECKING:
    from decimal import Decimal

SHEET = """\
LARKMOOR TOOLS, INC.
BALANCE SHEETS
(in thousands)
                                                December 31,
                                              1995        1994
Cash                                      $    400    $    500
{caption:<42}   4,600       4,500
Total assets                              $  5,000    $  5,000
Accounts payable                          $  1,000    $    900
Common stock                                   500         500
Retained earnings                            3,500       3,600
Total liabilities and equity              $  5,000    $  5,000
<PAGE>
NOTES TO FINANCIAL STATEMENTS

4.  PROPERTY

Property, plant and equipment is stated at cost and consists of the following at the end of each year:

"""
NOTE = """\
                                  Lives           1995        1994        Method
Land                                  --       $   300     $   300          none
Buildings                          20-40         2,100       2,000            15
Machinery and equipment                5         5,100       4,800            10
                                               -------     -------
                                                 7,500       7,100
Less accumulated depreciation                    2,900       2,600
                                               -------     -------
                                               $ 4,600     $ 4,500
"""
CAPTION = "Property, plant and equipment, net (Note 4)"


def details(text: str) -> list[list[tuple[str, list[Decimal | None], list[str]]]]:
    reading = read(text.encode("ascii"), Track())
    return [
        [
            (
                line.label,
                [None if cell is None or cell.value is None else cell.value.scaleb(line.scale) for cell in line.cells],
                [str(column.period) for column in statement.columns],
            )
            for line in statement.lines
        ]
        for statement, _ in reading.footed[1:]
    ]


def test_a_note_that_adds_up_to_the_balance_sheet_gives_cost_and_depreciation() -> None:
    (rows,) = details(SHEET.format(caption=CAPTION) + NOTE)
    assert [(label, values) for label, values, _ in rows] == [
        ("Land", [300_000, 300_000]),
        ("Buildings", [2_100_000, 2_000_000]),
        ("Machinery and equipment", [5_100_000, 4_800_000]),
        ("Property, plant and equipment, gross", [7_500_000, 7_100_000]),
        ("Less accumulated depreciation", [2_900_000, 2_600_000]),
        (CAPTION, [4_600_000, 4_500_000]),
    ]
    assert {tuple(periods) for _, _, periods in rows} == {("1995-12-31", "1994-12-31")}


def test_the_places_of_the_figures_are_those_of_the_text() -> None:
    text = SHEET.format(caption=CAPTION) + NOTE
    reading = read(text.encode("ascii"), Track())
    lines = text.split("\n")
    cells = [cell for line in reading.footed[1][0].lines for cell in line.cells if cell is not None]
    assert len(cells) == 12
    for cell in cells:
        printed = lines[cell.span.first_line - 1][cell.span.first_column - 1 : cell.span.last_column]
        assert printed == cell.text


def test_a_note_in_thousands_proves_a_balance_sheet_in_dollars() -> None:
    text = SHEET.format(caption=CAPTION).replace("(in thousands)\n", "").replace("4,600  ", "4,600,000")
    text = text.replace("     4,500\n", " 4,500,000\n").replace("5,000", "5,000,000").replace("    400 ", "400,000 ")
    text = text.replace("    500\n", "500,000\n").replace("1,000 ", "1,000,000 ").replace("    900", "900,000")
    text = text.replace("3,500  ", "3,500,000").replace("     3,600", " 3,600,000").replace("    500 ", "500,000 ")
    ((first, *_),) = details(text + NOTE)
    assert first[:2] == ("Land", [300_000, 300_000])


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("2,900       2,600", "2,950       2,600"),
        ("$ 4,600     $ 4,500", "$ 4,600     $ 4,400"),
        ("Less accumulated depreciation", "Less property in other countries"),
    ],
)
def test_a_note_that_proves_nothing_is_left_alone(printed: str, instead: str) -> None:
    text = SHEET.format(caption=CAPTION) + NOTE
    assert printed in text
    assert details(text.replace(printed, instead)) == []


def test_of_a_note_with_a_misprint_only_the_proven_rows_are_taken() -> None:
    (rows,) = details(SHEET.format(caption=CAPTION) + NOTE.replace("   5,100       4,800", "   5,900       4,800"))
    assert [(label, values) for label, values, _ in rows] == [
        ("Property, plant and equipment, gross", [7_500_000, 7_100_000]),
        ("Less accumulated depreciation", [2_900_000, 2_600_000]),
        (CAPTION, [4_600_000, 4_500_000]),
    ]


def test_a_balance_sheet_with_cost_and_depreciation_of_its_own_needs_no_note() -> None:
    sheet = SHEET.format(caption=CAPTION).replace(
        "Cash      ",
        "Property, plant and equipment, at cost         7,500       7,100\n"
        "Less accumulated depreciation                 (2,900)     (2,600)\n"
        "Cash      ",
    )
    assert details(sheet + NOTE) == []


def test_a_figure_that_is_printed_without_end_is_not_looked_at_each_time() -> None:
    def cost(number: int) -> int:
        text = SHEET.format(caption=CAPTION) + "4,600 " * number + "\n"
        return calls(lambda: details(text))

    cost(10)  # what is known once is known
    assert cost(5_000) < 2 * cost(500)
