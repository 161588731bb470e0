"""Balances of a statement of changes in equity that lists its components one below the other."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from converter.mapping.decisions import Decision
from converter.mapping.equity import settle_equity
from converter.model import Status, UnitKind
from converter.pipeline import extract
from converter.taxonomy.release import load_taxonomy
from tests.footed import foot
from tests.test_footing_text import read_statement
from tests.test_mapping import line_of, map_text, with_durations

SHEET = """
                         OSTRAVEC FITTINGS, INC.
                       CONSOLIDATED BALANCE SHEETS
                             (In thousands)
                                                         June 30,
                                                     1995        1994
ASSETS
Cash                                             $ 14,510     $14,190
                                                 --------     -------
     Total assets                                $ 14,510     $14,190
                                                 ========     =======
LIABILITIES AND SHAREHOLDERS' EQUITY
Accounts payable                                 $  1,510     $ 1,490
Shareholders' equity:
  Common stock                                      3,000       3,000
  Retained earnings                                10,900      10,600
  Cumulative translation adjustments                 (600)       (700)
  Treasury stock, at cost                            (300)       (200)
                                                 --------     -------
     Total shareholders' equity                    13,000      12,700
                                                 --------     -------
     Total liabilities and shareholders' equity  $ 14,510     $14,190
                                                 ========     =======

                         OSTRAVEC FITTINGS, INC.
            CONSOLIDATED STATEMENTS OF CHANGES IN SHAREHOLDERS' EQUITY
                    for the years ended June 30, 1995 and 1994
                             (In thousands)
                                                     1995        1994
Common stock
  Balance, June 30                               $  3,000     $ 3,000
                                                 --------     -------
Retained earnings
  Balance, July 1                                  10,600      10,200
  Net earnings                                        500         600
  Cash dividends                                     (200)       (200)
                                                 --------     -------
  Balance, June 30                                 10,900      10,600
                                                 --------     -------
Treasury stock, at cost
  Balance, July 1                                    (200)       (200)
  Shares acquired                                    (100)         --
                                                 --------     -------
  Balance, June 30                                   (300)       (200)
                                                 --------     -------
{last}
                                                 --------     -------
Shareholders' equity balance, June 30            $ 13,000     $12,700
                                                 ========     =======
"""

TRANSLATION = """Cumulative translation adjustments
  Balance, July 1                                    (700)       (850)
  Translation adjustments                             100         150
                                                 --------     -------
  Balance, June 30                                   (600)       (700)"""
OFFERING = """Subscriptions
  Balance, July 1                                     410         400
  Received                                             30          10
                                                 --------     -------
  Balance, June 30                                    440         410"""


def balances(text: str) -> dict[tuple[str, str], str]:
    """For each concept and day the value of the facts of the statement of changes in equity that are balances."""
    report, _ = extract(text.encode())
    [equity] = [each for each in report.sections if each.statement is not None and each.statement.kind == "equity"]
    ids = {each for line in equity.lines for each in line.facts}
    facts = [fact for fact in report.facts if fact.id in ids and fact.period is not None and fact.period.start is None]
    return {(fact.concept.removeprefix("us-gaap:"), str(fact.period.end)): str(fact.value) for fact in facts}


def test_the_balances_of_components_are_those_of_the_balance_sheet_and_of_the_years_before() -> None:
    translation = "AccumulatedOtherComprehensiveIncomeLossForeignCurrencyTranslationAdjustmentNetOfTax"
    assert balances(SHEET.format(last=TRANSLATION)) == {
        ("CommonStockValue", "1995-06-30"): "3000000",
        ("CommonStockValue", "1994-06-30"): "3000000",
        ("RetainedEarningsAccumulatedDeficit", "1995-06-30"): "10900000",
        ("RetainedEarningsAccumulatedDeficit", "1994-06-30"): "10600000",
        ("RetainedEarningsAccumulatedDeficit", "1993-06-30"): "10200000",
        ("TreasuryStockValue", "1995-06-30"): "300000",
        ("TreasuryStockValue", "1994-06-30"): "200000",
        ("TreasuryStockValue", "1993-06-30"): "200000",
        (translation, "1995-06-30"): "-600000",
        (translation, "1994-06-30"): "-700000",
        (translation, "1993-06-30"): "-850000",
        ("StockholdersEquity", "1995-06-30"): "13000000",
        ("StockholdersEquity", "1994-06-30"): "12700000",
    }


def test_a_balance_that_the_balance_sheet_does_not_have_is_not_equity_as_a_whole() -> None:
    found = balances(SHEET.format(last=OFFERING))
    assert not {"410000", "440000", "400000"} & set(found.values())
    assert found["StockholdersEquity", "1995-06-30"] == "13000000"


def test_equity_that_the_balance_sheet_prints_has_its_concept_and_its_certainty() -> None:
    """Nobody asks whether minority interests are in the equity of one statement that the other calls equity."""
    sheet = with_durations(read_statement("balance_sheet\nShareholders' equity:\n  Total | 13,000 | 12,700\n"))
    changes = with_durations(read_statement("equity\nRetained earnings:\n  Total equity, June 30 | 13,000 | 12,700\n"))
    changes = replace(changes, columns=sheet.columns)
    whole, same, other = (
        Decision(load_taxonomy().concept(f"us-gaap:{name}"), status, confidence, "model", (), ())
        for name, status, confidence in (
            ("StockholdersEquity", Status.ACCEPTED, 0.95),
            ("StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest", Status.REVIEW, 0.51),
            ("RetainedEarningsAccumulatedDeficit", Status.REVIEW, 0.51),
        )
    )
    for decision in (same, other):
        settle_equity([(sheet, foot(sheet)[0]), (changes, foot(changes)[0])], [{1: whole}, {1: decision}])
    assert (same.concept, same.status, same.confidence) == (whole.concept, Status.ACCEPTED, 0.95)
    assert other.status is Status.REVIEW


def test_parts_of_a_change_under_several_components_are_no_facts() -> None:
    """Issued for 40 in all: neither the 10 nor the 30 is what was issued."""
    equity = (
        "equity\nCommon stock\n  Balance, beginning of year | 100\n  Issuance of common stock | 10\n"
        "  Balance, end of year | 110\nPaid-in capital\n  Balance, beginning of year | 300\n"
        "  Issuance of common stock | 30\n  Stock option compensation | 5\n  Balance, end of year | 335\n"
    )
    (mapped,), _ = map_text(equity)
    issued = [line for line in mapped.lines if "Issuance" in mapped.statement.lines[line.line].label]
    assert [line.status for line in issued] == ["untagged", "untagged"]
    assert line_of(mapped, "Stock option compensation").concept is not None


def test_net_income_added_to_equity_is_that_of_the_income_statement() -> None:
    income = "income_statement\nNet sales | 500\nCost of goods sold | 300\nGross profit | 200\nNet income | 200\n"
    equity = (
        "equity\nTotal equity, beginning of year | 500\nNet income | 200\nDistributions to minority interests | (5)\n"
        "Dividends | (10)\nTotal equity, end of year | 685\n"
    )
    (first, second), _ = map_text(income, equity)
    assert line_of(first, "Net income").concept == line_of(second, "Net income").concept == "us-gaap:NetIncomeLoss"


def test_a_number_of_shares_is_not_the_value_of_the_stock_though_par_is_one_dollar() -> None:
    """3,000 shares of one dollar each are 3,000 dollars of common stock."""
    sheet = with_durations(
        read_statement(
            "balance_sheet\nTotal assets | 3900\nCommon stock | 3000\nRetained earnings | 900\nTotal equity | 3900\n"
        )
    )
    equity = with_durations(read_statement("equity\nBalance, shares | 3000\nBalance, value | 3000\n"))
    shares, value = equity.lines
    equity = replace(equity, lines=(replace(shares, unit=UnitKind.SHARES), value))
    own = {1: "CommonStockValue", 2: "RetainedEarningsAccumulatedDeficit", 3: "StockholdersEquity"}
    decided = [
        {index: _model(f"us-gaap:{name}") for index, name in own.items()},
        {0: _model("us-gaap:StockholdersEquity"), 1: _model("us-gaap:StockholdersEquity")},
    ]
    settle_equity([(sheet, foot(sheet)[0]), (equity, foot(equity)[0])], decided)
    names = [each.concept.name if each.concept is not None else "" for each in decided[1].values()]
    assert names == ["us-gaap:StockholdersEquity", "us-gaap:CommonStockValue"]


@pytest.mark.parametrize(
    ("caption", "guess", "status", "expected"),
    [
        ("Balance, beginning of year", "MinorityInterest", Status.REVIEW, "AdditionalPaidInCapital"),
        ("Beginning of year", "", Status.UNTAGGED, "AdditionalPaidInCapital"),
        ("Ending balance", "", Status.EXTENSION, "AdditionalPaidInCapital"),
        ("Ending balance", "MinorityInterest", Status.ACCEPTED, "MinorityInterest"),
        ("Options exercised", "MinorityInterest", Status.REVIEW, "MinorityInterest"),
    ],
)
def test_an_unsure_balance_is_that_line_of_the_balance_sheet_that_has_its_figure(
    caption: str, guess: str, status: Status, expected: str
) -> None:
    """5,500 was paid in at the end of both years; nothing else of the balance sheet is that much."""
    sheet = read_statement(
        "balance_sheet\nPaid-in capital | 5,500 | 5,500\nRetained earnings | 900 | 700\nEquity | 6,400 | 6,200\n"
    )
    equity = with_durations(read_statement(f"equity\nPaid-in capital\n  {caption} | 5,500 | 5,500\n"))
    days = [column.period.end for column in equity.columns]
    sheet = replace(
        sheet,
        columns=tuple(
            replace(column, period=replace(column.period, start=None, end=day))
            for column, day in zip(sheet.columns, days, strict=True)
        ),
    )
    held = {
        0: _model("us-gaap:AdditionalPaidInCapital"),
        1: _model("us-gaap:RetainedEarningsAccumulatedDeficit"),
        2: _model("us-gaap:StockholdersEquity"),
    }
    unsure = replace(_model("us-gaap:MinorityInterest"), status=status)
    unsure.concept = load_taxonomy().concept(f"us-gaap:{guess}") if guess else None
    settle_equity([(sheet, foot(sheet)[0]), (equity, foot(equity)[0])], [held, {1: unsure}])
    assert (unsure.concept.name if unsure.concept is not None else "") == f"us-gaap:{expected}"


def _model(name: str) -> Decision:
    return Decision(load_taxonomy().concept(name), Status.ACCEPTED, 0.9, "model", ("so it says",), ())


OPENING_BALANCES = """
                         OSTRAVEC FITTINGS, INC.
                       CONSOLIDATED BALANCE SHEETS
                             (In thousands)
                                                         June 30,
                                                     1995        1994
Cash                                             $ 14,510     $14,190
     Total assets                                $ 14,510     $14,190
Accounts payable                                 $  1,510     $ 1,490
Common stock and paid-in capital                    2,100       2,100
Retained earnings                                  10,900      10,600
     Total shareholders' equity                    13,000      12,700
     Total liabilities and shareholders' equity  $ 14,510     $14,190

                  SHAREHOLDERS' EQUITY STATEMENTS
                             (In thousands)
                                                  Year ended June 30,
                                                     1995        1994
Convertible preferred stock
  Balance, beginning of year                     $     --     $   980
  Conversion of preferred stock                        --        (980)
  Balance, end of year                                 --          --
Common stock and paid-in capital
  Balance, beginning of year                        2,100       1,120
  Conversion of preferred stock                        --         980
  Balance, end of year                              2,100       2,100
Retained earnings
  Balance, beginning of year                       10,600      10,200
  Net earnings                                        300         400
  Balance, end of year                             10,900      10,600
Total shareholders' equity                       $ 13,000     $12,700
"""


def test_a_balance_of_a_component_that_the_balance_sheet_does_not_show_is_not_equity() -> None:
    found = balances(OPENING_BALANCES)
    assert "980000" not in found.values()
    days = {day: concept for (concept, day), value in found.items() if value in {"1120000", "2100000"}}
    assert set(days) == {"1993-06-30", "1994-06-30", "1995-06-30"}
    assert len(set(days.values())) == 1
    assert not any("Equity" in concept for concept in days.values())
    assert found["RetainedEarningsAccumulatedDeficit", "1993-06-30"] == "10200000"
