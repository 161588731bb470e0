"""What the mapping makes of balances at the ends of a period, and of losses in a cash flow."""

from __future__ import annotations

import pytest

from converter.mapping.choose import map_statements
from converter.mapping.consistency import agree
from converter.mapping.decisions import Decision
from converter.mapping.directions import is_turned
from converter.mapping.sections import is_opening
from converter.model import Status
from converter.taxonomy.release import load_taxonomy
from tests.footed import foot
from tests.test_footing_text import read_statement
from tests.test_mapping import line_of, map_text, with_durations


@pytest.mark.parametrize(
    ("caption", "opening"),
    [
        ("Cash and cash equivalents at beginning of year", True),
        ("Cash and cash equivalents at January 1", True),
        ("CASH, JULY 1", True),
        ("Cash and cash equivalents at December 31", False),
        ("Cash and cash equivalents at January 1, 1995", False),  # or the last day of 52 weeks
        ("Cash and cash equivalents at July 11", False),
        ("Cash at end of year (the Saturday nearest to January 1)", False),
    ],
)
def test_a_balance_of_the_first_day_is_that_of_the_beginning(caption: str, opening: bool) -> None:
    assert is_opening(caption) is opening


@pytest.mark.parametrize(("printed", "sign"), [("(14,332) | (40,801)", 1), ("14,332 | 40,801", -1)])
def test_a_loss_from_discontinued_operations_is_a_loss_in_a_cash_flow_too(printed: str, sign: int) -> None:
    statement = with_durations(
        read_statement(
            "cash_flow\nNet cash provided by continuing operations | 24,786 | 62,358\n"
            f"Loss from discontinued operations | {printed}\nNet cash provided by operations | 10,454 | 21,557\n"
        )
    )
    [mapped], _ = map_statements([(statement, foot(statement)[0])], load_taxonomy())
    loss = mapped.lines[1]
    assert loss.concept is not None
    assert "DiscontinuedOperations" in loss.concept
    assert loss.sign == sign


def test_net_income_keeps_its_sign_in_a_reconciliation_below_a_direct_cash_flow() -> None:
    source = (
        "cash_flow\nCash flows from operating activities:\n  Cash received from customers | 900\n"
        "  Cash paid to suppliers and employees | (700)\n    Net cash provided by operating activities | 200\n"
        "Cash flows from investing activities:\n  Purchases of property and equipment | (150)\n"
        "    Net cash used in investing activities | (150)\nNet increase in cash | 50\nCash, beginning of year | 10\n"
        "Cash, end of year | 60\n"
        "Reconciliation of net income to net cash provided by operating activities:\n  Net income | 120\n"
        "  Depreciation | 95\n  Accounts receivable | (15)\n    Net cash provided by operating activities | 200\n"
    )
    [mapped], _ = map_text(source)
    result = line_of(mapped, "Net income")
    assert (result.concept, result.sign) == ("us-gaap:NetIncomeLoss", 1)
    assert line_of(mapped, "Accounts receivable").sign == -1  # the receivable grew by 15


def test_changes_listed_below_a_cash_flow_are_read_as_in_it() -> None:
    source = (
        "cash_flow\nCash flow from operations:\n  Net income | 120\n  Depreciation | 95\n"
        "  Other changes in operating accounts | (57)\n    Net cash provided by operations | 158\n"
        "Cash flow from investing activities:\n  Purchases of property and equipment | (150)\n"
        "    Cash used in investing activities | (150)\nIncrease in cash | 8\nCash at beginning of year | 10\n"
        "Cash at end of year | 18\nOther changes in operating accounts:\n  Accounts receivable | (35)\n"
        "  Inventories | (29)\n  Accounts payable and accrued liabilities | 7\n"
        "    Total other changes in operating accounts | (57)\n"
    )
    [mapped], _ = map_text(source)
    assert line_of(mapped, "Accounts receivable").sign == -1  # grew
    assert line_of(mapped, "Inventories").sign == -1
    assert line_of(mapped, "Accounts payable and accrued liabilities").sign == 1


@pytest.mark.parametrize("caption", ["Total", "Total stockholders' equity", ""])
def test_equity_from_which_treasury_stock_is_still_taken_off_is_not_yet_equity(caption: str) -> None:
    source = (
        "balance_sheet\nCurrent assets:\n  Cash | 60\n  Inventories | 55\n    Total current assets | 115\n"
        "    Total assets | 115\nCurrent liabilities:\n  Accounts payable | 30\n  Accrued expenses | 5\n"
        "    Total current liabilities | 35\nStockholders' equity:\n  Common stock | 20\n"
        f"  Retained earnings | 90\n    {caption} | 110\n  Less treasury stock, at cost | (30)\n"
        "    Total stockholders' equity | 80\n    Total liabilities and stockholders' equity | 115\n"
    )
    [mapped], _ = map_text(source)
    before, treasury, after = mapped.lines[-4:-1]
    assert (before.concept, before.status) == ("us-gaap:StockholdersEquityBeforeTreasuryStock", Status.ACCEPTED)
    assert (treasury.concept, treasury.sign) == ("us-gaap:TreasuryStockValue", -1)
    assert (after.concept, after.status) == ("us-gaap:StockholdersEquity", Status.ACCEPTED)


def test_a_nameless_sum_of_equity_before_more_than_treasury_stock_is_left_for_review() -> None:
    """Translation adjustments are equity too, and are not in it yet."""
    source = (
        "balance_sheet\nCurrent assets:\n  Cash | 60\n  Inventories | 55\n    Total current assets | 115\n"
        "    Total assets | 115\nCurrent liabilities:\n  Accounts payable | 30\n  Accrued expenses | 5\n"
        "    Total current liabilities | 35\nStockholders' equity:\n  Common stock | 20\n  Retained earnings | 85\n"
        "     | 105\n  Foreign currency translation adjustments | 5\n  Less treasury stock, at cost | (30)\n"
        "    Total stockholders' equity | 80\n    Total liabilities and stockholders' equity | 115\n"
    )
    [mapped], _ = map_text(source)
    assert mapped.lines[-5].status is not Status.ACCEPTED
    assert line_of(mapped, "Total stockholders' equity").status is Status.ACCEPTED


@pytest.mark.parametrize(
    ("caption", "turned"),
    [
        ("Foreign exchange (gain) loss", True),
        ("Equity in (earnings) loss of affiliates", True),
        ("Loss (gain) on sale of assets", True),
        ("Gain (loss) on sale of assets", False),
        ("Income (loss) before income taxes", False),
        ("Loss on sale of assets", False),
        ("Loss (net of gains of $12)", False),
    ],
)
def test_a_caption_with_its_gains_in_parentheses_counts_losses_as_positive(caption: str, turned: bool) -> None:
    assert is_turned(caption) is turned


def test_cash_keeps_its_concept_where_cash_and_investments_together_follow_the_balance_sheet() -> None:
    balance = (
        "balance_sheet\nCurrent assets:\n  Cash and short-term investments | 900\n  Accounts receivable | 50\n"
        "    Total current assets | 950\n    Total assets | 950\n"
    )
    cash = (
        "cash_flow\nNet income | 40\nDepreciation | 30\nNet cash from operations | 70\n"
        "Net change in cash and equivalents | 70\nCash and equivalents, beginning of year | 130\n"
        "Cash and equivalents, end of year | 200\nShort-term investments | 700\n"
        "Cash and short-term investments | 900\n"
    )
    (first, second), _ = map_text(balance, cash)
    together = line_of(first, "Cash and short-term investments").concept
    assert together == "us-gaap:CashCashEquivalentsAndShortTermInvestments"
    assert line_of(second, "Cash and short-term investments").concept == together
    for caption in ("Cash and equivalents, beginning of year", "Cash and equivalents, end of year"):
        assert line_of(second, caption).concept == "us-gaap:CashAndCashEquivalentsAtCarryingValue"


def test_what_the_owners_have_is_all_of_a_balance_sheet_without_liabilities() -> None:
    (mapped,), _ = map_text(
        "balance_sheet\nAssets:\n  Cash | 10 | 9\n  Land | 90 | 92\n    Total assets | 100 | 101\nPartners' equity:\n"
        "  Limited partners | 60 | 62\n  General partner | 40 | 39\n    Total partners' equity | 100 | 101\n"
    )
    assert line_of(mapped, "Total partners' equity").concept == "us-gaap:PartnersCapital"
    assert line_of(mapped, "Total assets").concept == "us-gaap:Assets"


ACTIVITIES = (
    "cash_flow\nOperating activities:\n  Net income | 41,311 | 39,022\n  Depreciation | 28,904 | 26,107\n"
    "    Net cash provided by operating activities | 70,215 | 65,129\n"
    "Investing activities:\n  Purchases of equipment | (51,204) | (48,716)\n"
    "  Proceeds from sales of equipment | 1,190 | 2,018\n"
    "    Net cash used in investing activities | (50,014) | (46,698)\n{before}"
    "Financing activities:\n  Dividends paid | (9,041) | (8,310)\n  Repayments of long-term debt | (4,407) | (6,108)\n"
    "    Net cash used in financing activities | (13,448) | (14,418)\n{after}"
)


def test_the_sum_of_all_activities_is_the_change_in_cash_whatever_its_caption_says() -> None:
    [mapped], _ = map_text(ACTIVITIES.format(before="", after="Generated or used in all | 6,753 | 4,013\n"))
    line = line_of(mapped, "Generated or used in all")
    assert line.concept == "us-gaap:CashAndCashEquivalentsPeriodIncreaseDecrease"
    assert line.status is Status.ACCEPTED


def test_the_change_before_exchange_rates_has_no_standard_concept_and_is_not_called_the_change() -> None:
    after = "Generated or used in all | 6,753 | 4,013\nEffect of exchange rate changes on cash | (412) | 230\n"
    [mapped], _ = map_text(ACTIVITIES.format(before="", after=f"{after}Increase in cash | 6,341 | 4,243\n"))
    assert line_of(mapped, "Generated or used in all").status is not Status.ACCEPTED
    change = line_of(mapped, "Increase in cash")
    assert change.concept == "us-gaap:CashAndCashEquivalentsPeriodIncreaseDecrease"


def test_the_sum_of_two_activities_has_no_standard_concept() -> None:
    before = "Cash generated before financing | 20,201 | 18,431\n"
    [mapped], _ = map_text(ACTIVITIES.format(before=before, after="Increase in cash | 6,753 | 4,013\n"))
    line = line_of(mapped, "Cash generated before financing")
    assert line.status is Status.EXTENSION
    assert line.concept == "ext:CashGeneratedBeforeFinancing"


def _model(name: str, status: Status) -> Decision:
    return Decision(load_taxonomy().concept(f"us-gaap:{name}"), status, 0.6, "model", ("so it seems",), ())


def _agreed(*parts: tuple[str, dict[int, Decision]]) -> list[tuple[str, str]]:
    """The local names and the status of all lines that have a concept, once the statements agree."""
    read = [with_durations(read_statement(source)) for source, _ in parts]
    agree([(each, foot(each)[0]) for each in read], [decided for _, decided in parts], load_taxonomy())
    return [
        (each.concept.name.removeprefix("us-gaap:") if each.concept else "", str(each.status))
        for _, decided in parts
        for each in decided.values()
    ]


@pytest.mark.parametrize(
    ("net", "gross"),
    [
        ("PropertyPlantAndEquipmentNet", ("PropertyPlantAndEquipmentGross", "accepted")),
        ("RealEstateInvestmentPropertyNet", ("BuildingsAndImprovementsGross", "review")),
    ],
)
def test_what_gives_net_property_less_its_depreciation_is_gross(net: str, gross: tuple[str, str]) -> None:
    source = "balance_sheet\nAt cost | 500 | 480\nLess accumulated depreciation | (200) | (180)\nNet | 300 | 300\n"
    decided = {
        0: _model("BuildingsAndImprovementsGross", Status.REVIEW),
        1: _model("RealEstateInvestmentPropertyAccumulatedDepreciation", Status.ACCEPTED),
        2: _model(net, Status.ACCEPTED),
    }
    assert _agreed((source, decided))[0] == gross


@pytest.mark.parametrize("sheet", [Status.ACCEPTED, Status.REVIEW])
def test_cash_at_the_end_is_as_sure_as_the_cash_of_the_balance_sheet(sheet: Status) -> None:
    cash = "CashAndCashEquivalentsAtCarryingValue"
    found = _agreed(
        ("balance_sheet\nCash | 120 | 100\nTotal assets | 900 | 800\n", {0: _model(cash, sheet)}),
        ("cash_flow\nIncrease | 20 | 10\nAt end of year | 120 | 100\n", {1: _model(cash, Status.REVIEW)}),
    )
    assert found == [(cash, str(sheet)), (cash, str(sheet))]
