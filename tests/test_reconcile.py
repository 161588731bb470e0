"""Schedules are compared with the statements: what agrees, what differs and why, and never a fact out of a schedule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from converter.check.reconcile import Cause, Outcome, Reconciliation, reconcile
from converter.check.reconcile_tags import tags_of
from converter.pipeline import Settings, extract
from converter.read.schedule import read_schedules
from converter.read.submission import read_submission
from converter.resources import taxonomies
from converter.taxonomy.release import DEFAULT_RELEASE, load_taxonomy
from converter.write.settings import ReportSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from converter.check.reconcile import Comparison
    from converter.messages import Message
    from tests.conftest import Ran

STATEMENTS = """\
                      TAMARACK LANTERN COMPANY
                    CONSOLIDATED BALANCE SHEETS
                           (in thousands)

                                                 December 31,
                                              1996         1995
<TABLE>
<S>                                        <C>          <C>
ASSETS
Current assets:
  Cash and cash equivalents                $  2,345     $  1,998
  Accounts receivable                         8,112        7,640
  Inventories                                 6,431        6,005
                                           --------     --------
    Total current assets                     16,888       15,643
Property, plant and equipment, at cost       21,450       19,876
Less accumulated depreciation                (9,120)      (8,001)
                                           --------     --------
    Net property, plant and equipment        12,330       11,875
                                           --------     --------
Total assets                               $ 29,218     $ 27,518
                                           ========     ========
LIABILITIES AND STOCKHOLDERS' EQUITY
Current liabilities:
  Accounts payable                         $  4,871     $  4,422
  Accrued expenses                            2,206        2,118
                                           --------     --------
    Total current liabilities                 7,077        6,540
Long-term debt                                4,800        5,450
Convertible subordinated debentures             700          800
                                           --------     --------
    Total liabilities                        12,577       12,790
Stockholders' equity:
  Common stock                                1,200        1,200
  Retained earnings                          15,441       13,528
                                           --------     --------
    Total stockholders' equity               16,641       14,728
                                           --------     --------
Total liabilities and stockholders' equity $ 29,218     $ 27,518
                                           ========     ========
</TABLE>
<PAGE>
                      TAMARACK LANTERN COMPANY
                 CONSOLIDATED STATEMENTS OF INCOME
              (in thousands, except per share amounts)

                                            Year ended December 31,
                                              1996         1995
<TABLE>
<S>                                        <C>          <C>
Net sales                                  $ 41,207     $ 38,519
Cost of sales                                29,688       28,003
                                           --------     --------
Gross profit                                 11,519       10,516
Selling, general and administrative           7,806        7,211
                                           --------     --------
Operating income                              3,713        3,305
Interest expense                                512          577
                                           --------     --------
Income before income taxes                    3,201        2,728
Income taxes                                  1,288        1,102
                                           --------     --------
Net income                                 $  1,913     $  1,626
                                           ========     ========
Net income per share                       $   1.59     $   1.36
                                           ========     ========
</TABLE>
"""

SCHEDULE = {
    "CASH": "2,345",
    "RECEIVABLES": "8,312",
    "ALLOWANCES": "200",
    "INVENTORY": "6,431",
    "CURRENT-ASSETS": "16,888",
    "PP&E": "21,450",
    "DEPRECIATION": "9,120",
    "TOTAL-ASSETS": "29,218",
    "CURRENT-LIABILITIES": "7,077",
    "BONDS": "4,800",
    "COMMON": "1,200",
    "OTHER-SE": "15,441",
    "TOTAL-LIABILITY-AND-EQUITY": "29,218",
    "SALES": "41,207",
    "INTEREST-EXPENSE": "512",
    "INCOME-PRETAX": "3,201",
    "INCOME-TAX": "1,288",
    "NET-INCOME": "1,913",
    "EPS-PRIMARY": "1.59",
    "DISCONTINUED": "0",
}


def filing(
    changes: dict[str, str] | None = None, *, multiplier: str = "1,000", cik: str = "0000999123", article: str = "5"
) -> bytes:
    """The filing of an invented company; the schedule agrees with its statements but for the changes."""
    rows = "".join(f"<{tag}>  {value}\n" for tag, value in {**SCHEDULE, **(changes or {})}.items())
    return (
        "<SUBMISSION>\n<DOCUMENT>\n<TYPE>10-K\n<TEXT>\n"
        "FORM 10-K\n\nTAMARACK LANTERN COMPANY\n\nFor the year ended December 31, 1996\n\n"
        f"{STATEMENTS}</TEXT>\n</DOCUMENT>\n<DOCUMENT>\n<TYPE>EX-27\n<TEXT>\n<ARTICLE> {article}\n<CIK> {cik}\n"
        f"<NAME> TAMARACK LANTERN COMPANY\n<MULTIPLIER> {multiplier}\n<PERIOD-TYPE> YEAR\n"
        f"<FISCAL-YEAR-END> DEC-31-1996\n<PERIOD-END> DEC-31-1996\n{rows}</TEXT>\n</DOCUMENT>\n</SUBMISSION>\n"
    ).encode("ascii")


def compared(data: bytes) -> tuple[Reconciliation, tuple[Message, ...]]:
    report, _ = extract(data, Settings(report=ReportSettings(cik="999123")))
    schedules, _ = read_schedules(read_submission(data)[0])
    (result,), messages = reconcile(schedules, report)
    return result, messages


def one(tag: str, changes: dict[str, str]) -> Comparison:
    result, _ = compared(filing(changes))
    return next(each for each in result.comparisons if each.value.tag == tag)


def test_a_schedule_that_repeats_the_statements_agrees_with_them() -> None:
    result, messages = compared(filing())
    outcomes = {each.value.tag: each.outcome for each in result.comparisons}
    assert outcomes.pop("OTHER-SE") is Outcome.NOT_COMPARED, "a residual that each filer composes"
    assert outcomes.pop("ALLOWANCES") is Outcome.NOT_FOUND, "it is printed nowhere"
    assert outcomes.pop("RECEIVABLES") is Outcome.DIFFERENCE, "gross in the schedule"
    assert set(outcomes.values()) == {Outcome.AGREEMENT}
    assert "DISCONTINUED" not in outcomes, "a zero says nothing"
    assert messages == ()


@pytest.mark.parametrize(
    ("tag", "printed", "cause"),
    [
        ("RECEIVABLES", "8,312", Cause.GROSS_OR_NET),
        ("TOTAL-ASSETS", "29,219", Cause.ROUNDING),
        ("NET-INCOME", "(1,913)", Cause.SIGN),
        ("SALES", "38,519", Cause.PERIOD),
        ("CASH", "2,345,000", Cause.MULTIPLIER),
        ("CURRENT-LIABILITIES", "4,871", Cause.OTHER_LINE),
        ("BONDS", "5,500", Cause.SUM),
        ("INVENTORY", "14,543", Cause.SUM),
        ("TOTAL-ASSETS", "77,777", Cause.UNKNOWN),
    ],
)
def test_a_difference_has_its_likely_cause(tag: str, printed: str, cause: Cause) -> None:
    comparison = one(tag, {tag: printed})
    assert (comparison.outcome, comparison.cause) == (Outcome.DIFFERENCE, cause)
    assert comparison.fact is not None


def test_the_tax_agrees_with_either_sign() -> None:
    assert one("INCOME-TAX", {"INCOME-TAX": "(1,288)"}).outcome is Outcome.AGREEMENT


def test_a_multiplier_that_is_not_stated_is_said_once_for_the_schedule() -> None:
    result, (message,) = compared(filing(multiplier="1"))
    assert message.code == "reconcile.multiplier"
    assert "too small" in message.text
    cash = next(each for each in result.comparisons if each.value.tag == "CASH")
    assert (cash.cause, cash.power) == (Cause.MULTIPLIER, -1)
    eps = next(each for each in result.comparisons if each.value.tag == "EPS-PRIMARY")
    assert eps.outcome is Outcome.AGREEMENT, "the multiplier does not apply to it"


def test_lines_that_come_to_a_value_are_named_where_no_one_line_has_it() -> None:
    comparison = one("CURRENT-LIABILITIES", {"CURRENT-LIABILITIES": "14,543"})
    assert comparison.fact is not None
    assert (comparison.fact.concept, comparison.cause) == ("us-gaap:AccountsReceivableNetCurrent", Cause.SUM)
    first = comparison.fact.span.first_line
    assert comparison.text == f"2 lines of the statement, {first}-{first + 1}, come to it"


def test_a_sum_over_a_total_would_count_twice() -> None:
    assert one("CURRENT-LIABILITIES", {"CURRENT-LIABILITIES": "38,338"}).cause is Cause.UNKNOWN, "16,888 + 21,450"


def test_the_line_that_has_the_value_is_named_by_its_concept() -> None:
    comparison = one("SECURITIES", {"SECURITIES": "12,577"})
    assert (comparison.outcome, comparison.text) == (Outcome.NOT_FOUND, "the value stands at us-gaap:Liabilities")


def test_what_else_differs_is_told_beside_a_multiplier_that_is_off() -> None:
    result, (message,) = compared(filing({"INVENTORY": "14,543", "CASH": "9,999"}, multiplier="1"))
    told = {each.value.tag: each for each in result.comparisons}
    assert told["INTEREST-EXPENSE"].cause is Cause.MULTIPLIER, "512 thousand beside 512"
    assert told["RECEIVABLES"].cause is Cause.GROSS_OR_NET
    assert told["RECEIVABLES"].text.endswith("with the multiplier put right")
    assert told["INVENTORY"].cause is Cause.SUM
    assert (told["CASH"].cause, told["CASH"].text) == (Cause.UNKNOWN, "more than the multiplier is off")
    assert told["CASH"].value.full == 9999, "as the schedule states it"
    assert message.text.startswith(f"{sum(each.power == -1 for each in told.values())} values")


def test_a_printed_dash_agrees_with_no_figure() -> None:
    printed = "Income taxes                                  1,288"
    assert printed in STATEMENTS
    data = filing({"INCOME-TAX": "400"}, multiplier="1").replace(
        printed.encode(), b"Income taxes                                     --"
    )
    tax = next(each for each in compared(data)[0].comparisons if each.value.tag == "INCOME-TAX")
    assert tax.outcome is not Outcome.AGREEMENT, "400 dollars are nothing in thousands, and no figure that was found"
    assert tax.cause is Cause.UNKNOWN


def test_a_schedule_of_another_registrant_is_named() -> None:
    assert [message.code for message in compared(filing(cik="0000999777"))[1]] == ["reconcile.other-registrant"]


@pytest.mark.parametrize(("printed", "taken"), [("5", "5"), ("05", "5"), ("", "5"), ("UT", "UT")])
def test_the_article_is_the_one_printed_or_the_one_of_the_tags(printed: str, taken: str) -> None:
    assert compared(filing(article=printed))[0].article == taken


def test_an_investment_company_is_compared_by_the_tags_of_its_article_alone() -> None:
    tags = {
        "INVESTMENTS-AT-COST": "8,112", "TOTAL-LIABILITIES": "12,577", "NET-ASSETS": "16,641",
        "NET-CHANGE-FROM-OPS": "1,913", "EXPENSES-NET": "9,999",
    }  # fmt: skip
    result, _ = compared(filing(tags, article="6"))
    told = {each.value.tag: each.outcome for each in result.comparisons}
    assert result.article == "6"
    agree = ("TOTAL-ASSETS", "TOTAL-LIABILITIES", "NET-ASSETS", "NET-CHANGE-FROM-OPS")
    assert {told[tag] for tag in agree} == {Outcome.AGREEMENT}
    assert told["EXPENSES-NET"] is Outcome.NOT_FOUND
    assert {told[tag] for tag in ("INVESTMENTS-AT-COST", "SALES", "CURRENT-ASSETS")} == {Outcome.NOT_COMPARED}


def test_a_schedule_feeds_no_fact() -> None:
    plain = filing()
    changed = filing(dict.fromkeys(SCHEDULE, "99,991"))
    assert extract(plain)[0].facts == extract(changed)[0].facts


def test_people_see_a_table(cli: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "tamarack.txt"
    path.write_bytes(filing({"SALES": "38,519"}))
    ran = cli("reconcile", path)
    assert ran.status == 0
    rows = {line.split()[0]: line for line in ran.out.splitlines() if line.strip()}
    assert "agreement" in rows["TOTAL-ASSETS"]
    assert "29,218,000" in rows["TOTAL-ASSETS"]
    assert "another period" in rows["SALES"]
    assert "1995-01-01..1995-12-31" in rows["SALES"]
    assert "OTHER-SE" not in rows, "what is not compared is shown with --verbose"
    assert "OTHER-SE" in cli("reconcile", path, "--verbose").out


def test_no_figure_is_cut_in_a_narrow_terminal(
    cli: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("converter.cli.display._UNFOLDED", 80)
    path = tmp_path / "tamarack.txt"
    data = filing({"TOTAL-LIABILITY-AND-EQUITY": "27,518"})
    place = 1 + data[: data.index(b"Total liabilities and stockholders")].count(b"\n")
    path.write_bytes(data)
    lines = cli("reconcile", path).out.splitlines()
    row = next(number for number, line in enumerate(lines) if line.startswith("TOTAL-LIABILITY-AND-EQUITY"))
    assert lines[row].split() == ["TOTAL-LIABILITY-AND-EQUITY", "27,518,000", "27,518,000", str(place), "difference"]
    assert lines[row + 1].strip() == "another period: the statements print it for 1995-12-31"
    assert all(len(line) <= 80 and "…" not in line for line in lines)


def test_programs_see_the_same(cli: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "tamarack.txt"
    path.write_bytes(filing({"SALES": "38,519"}))
    ran = cli("reconcile", path, "--json")
    (schedule,) = json.loads(ran.out)["schedules"]
    assert ran.status == 0
    assert schedule["counts"] == {"agreement": 15, "difference": 2, "not found": 1, "not compared": 1}
    sales = next(each for each in schedule["values"] if each["tag"] == "SALES")
    assert (sales["value"], sales["cause"], sales["fact"]["period"]) == (
        "38519000",
        "another period",
        "1995-01-01..1995-12-31",
    )


def test_a_file_without_schedules_says_so(cli: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_bytes(filing().split(b"<DOCUMENT>\n<TYPE>EX-27")[0])
    ran = cli("reconcile", path)
    assert ran.status == 0
    assert "no Financial Data Schedule" in ran.out
    assert json.loads(cli("reconcile", path, "--json").out)["schedules"] == []


def test_what_cannot_be_read_has_status_3(cli: Callable[..., Ran], tmp_path: Path) -> None:
    assert cli("reconcile", tmp_path / "nothing.txt").status == 3


def test_every_tag_names_concepts_that_exist_and_fit_its_period() -> None:
    taxonomy = load_taxonomy()
    tags = tags_of(DEFAULT_RELEASE)
    assert {article for article, _ in tags} == {"5", "6", "7", "9", "BD", "UT"}
    for tag in tags.values():
        assert tag.reason, tag.id
        for name in (*tag.concepts, *tag.lines, *tag.less):
            concept = taxonomy.concept(f"us-gaap:{name}")
            assert concept is not None, f"{tag.id}: {name}"
            assert (concept.period_type == "instant") == tag.instant, f"{tag.id}: {name}"


def test_the_tags_of_the_table_have_unique_ids() -> None:
    text = (taxonomies() / DEFAULT_RELEASE / "ex27.toml").read_text(encoding="utf-8")
    ids = [line for line in text.splitlines() if line.startswith("id = ")]
    assert len(ids) == len(set(ids))
