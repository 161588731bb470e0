"""Results per share: which are diluted and which basic, headings tell, over blocks of lines too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.mapping.choose import map_statements
from converter.mapping.sections import dilution_of
from converter.model import UnitKind
from converter.taxonomy.release import load_taxonomy
from tests.footed import foot
from tests.test_footing_text import read_statement
from tests.test_mapping import with_durations

if TYPE_CHECKING:
    from converter.model import Statement


def per_share(source: str) -> Statement:
    """The statement, with every amount that has cents per share."""
    statement = with_durations(read_statement(source))
    lines = [
        replace(line, unit=UnitKind.PER_SHARE)
        if any(cell is not None and cell.value is not None and cell.value % 1 for cell in line.cells)
        else line
        for line in statement.lines
    ]
    return replace(statement, lines=tuple(lines))


def names_of(source: str) -> dict[int, str]:
    """The local names of the concepts by the line, counted from 1."""
    statement = per_share(source)
    (mapped,), _ = map_statements([(statement, foot(statement)[0])], load_taxonomy())
    return {line.line + 1: (line.concept or "").removeprefix("us-gaap:") for line in mapped.lines}


_PER_SHARE = (
    "income_statement\nNet income | 100\nPer share of common stock:\nFully diluted:\n"
    "  Before cumulative effect of accounting change | 6.62\n  Cumulative effect of accounting change | (0.38)\n"
    "Net earnings per share | 6.24\nPrimary:\n  Before cumulative effect of accounting change | 6.69\n"
    "  Cumulative effect of accounting change | (0.39)\nNet earnings per share | 6.30\nOther matters:\n"
    "Dividends per share | 1.20\n"
)


def test_the_result_at_the_end_of_a_block_is_of_its_kind() -> None:
    names = names_of(_PER_SHARE)
    assert (names[6], names[10]) == ("EarningsPerShareDiluted", "EarningsPerShareBasic")


def test_a_heading_about_dilution_ends_with_the_next_heading_or_amount() -> None:
    assert dilution_of(per_share(_PER_SHARE)) == {5: ("fully diluted",), 9: ("primary",)}
    money = _PER_SHARE.replace("Net earnings per share | 6.24", "Net income for the year | 100")
    assert dilution_of(per_share(money)) == {9: ("primary",)}
    assert dilution_of(per_share(_PER_SHARE.replace("income_statement", "balance_sheet"))) == {}


def test_a_line_without_amounts_under_a_heading_about_dilution_does_not_end_it() -> None:
    source = (
        "income_statement\nNet income | 100\nFully diluted:\n  Income | 1.13\n  Cumulative effect of a change:\n"
        "  Net income | 1.14\nWeighted average shares | 4862\n"
    )
    assert dilution_of(per_share(source)) == {5: ("fully diluted",)}


def test_net_income_per_share_without_a_word_about_dilution_is_not_diluted() -> None:
    names = names_of(
        "income_statement\nRevenues | 500\nCost of revenues | 300\nGross profit | 200\nNet income | 120\n"
        "Income per share of common stock:\n  Continuing operations | 1.11\n  Discontinued operations | 0.10\n"
        "  Net income | 1.21\n"
    )
    assert names[4] == "NetIncomeLoss"
    assert names[6] == "IncomeLossFromContinuingOperationsPerBasicShare"
    assert names[8] == "EarningsPerShareBasic"
