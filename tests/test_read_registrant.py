"""Of several statements of one kind and period, the registrant's own gives the facts."""

from __future__ import annotations

from itertools import chain

import pytest

from converter.errors import InputError
from converter.model import Scope
from converter.pipeline import extract
from converter.read.statements import read_statements
from converter.read.submission import read_submission

HEADER = """<SEC-DOCUMENT>0000001001-97-000012.txt : 19970331
<SEC-HEADER>0000001001-97-000012.hdr.sgml : 19970331
CONFORMED SUBMISSION TYPE:	{form}
CONFORMED PERIOD OF REPORT:	19961231
FILER:
	COMPANY DATA:
		COMPANY CONFORMED NAME:			{company}
		CENTRAL INDEX KEY:			0000001001
		FISCAL YEAR END:			1231
</SEC-HEADER>
"""
ROWS = {
    "Net sales": 91_204,
    "Cost of sales": 61_003,
    "Selling expenses": 14_201,
    "Administrative expenses": 7_890,
    "Interest expense": 1_310,
    "Income before income taxes": 6_800,
    "Income taxes": 2_489,
    "Net income": 4_311,
}


def statement(
    entity: str = "",
    title: str = "STATEMENTS OF INCOME",
    *,
    more: int = 0,
    heads: str = "Years ended December 31,",
    years: tuple[int, ...] = (1996, 1995),
    rows: int = len(ROWS),
) -> str:
    """An income statement whose net sales are 91,204 and `more`."""
    lines = [entity, title, "(In thousands)", f"{'':34}{heads}", " " * 30 + "".join(f"{year:>11}" for year in years)]
    for label, value in list(ROWS.items())[len(ROWS) - rows :]:
        shown = [value + more - 7 * column for column in range(len(years))]
        lines.append(f"{label:30}" + "".join(f"{each:>11,}" for each in shown))
    return "\n".join(lines) + "\n"


def own(
    *documents: tuple[str, str], company: str = "TERN ISLAND CORP", form: str = "10-K"
) -> tuple[list[int], list[str]]:
    """Net income of the statements that give facts, and the scopes of all statements in the order of the text."""
    text = HEADER.format(company=company, form=form) + "".join(
        f"<DOCUMENT>\n<TYPE>{kind}\n<TEXT>\n{body}</TEXT>\n</DOCUMENT>\n" for kind, body in documents
    )
    submission, _ = read_submission(text.encode())
    statements, messages = read_statements(submission)
    apart = [each for each in statements if each.scope is not Scope.CONSOLIDATED]
    spans = {message.span for message in messages if message.code == "statements.set-apart"}
    assert {each.span for each in apart} == spans, "what gives no facts is named"
    net = [line for each in statements if each not in apart for line in each.lines if line.label == "Net income"]
    values = [cell.value for line in net for cell in line.cells[:1] if cell is not None and cell.value is not None]
    return [int(value) - ROWS["Net income"] for value in values], [str(each.scope) for each in statements]


PAGE = "<PAGE>\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [("EX-99", "10-K"), ("EX-99.1", "EX-13"), ("EX-28", "10-K"), ("EX-28", "EX-99")],
)
def test_a_report_comes_before_a_release_and_a_release_before_other_exhibits(first: str, second: str) -> None:
    assert own((first, statement(more=1)), (second, statement(more=2))) == ([2], ["superseded", "consolidated"])
    assert own((second, statement(more=2)), (first, statement(more=1))) == ([2], ["consolidated", "superseded"])


def test_few_columns_come_before_a_review_of_many_years() -> None:
    review = statement(more=1, years=(1996, 1995, 1994, 1993, 1992))
    assert own(("10-K", review + PAGE + statement(more=2)))[0] == [2]
    four = statement(more=1, years=(1996, 1995, 1994, 1993))
    assert own(("10-K", four + PAGE + statement(more=2)))[0] == [1]


def test_the_name_of_the_registrant_comes_before_others_and_these_are_named_as_such() -> None:
    other = statement("GODWIT BAY CORP", more=1)
    mine = statement("TERN ISLAND CORPORATION", more=2)
    assert own(("10-K", other + PAGE + mine)) == ([2], ["other_entity", "consolidated"])
    assert own(("10-K", mine + PAGE + other)) == ([2], ["consolidated", "other_entity"])
    unnamed = statement(more=3)
    assert own(("10-K", unnamed + PAGE + mine)) == ([2], ["superseded", "consolidated"])
    group = statement("TERN ISLAND CORPORATION AND SUBSIDIARIES", more=4)
    assert own(("10-K", group + PAGE + mine)) == ([2], ["superseded", "consolidated"])


def test_a_person_has_the_first_name_last_in_the_header() -> None:
    other = statement("GODWIT BAY FUND", more=1)
    mine = statement("JOHN SMITH FUND", more=2)
    assert own(("10-K", other + PAGE + mine), company="SMITH JOHN FUND II")[0] == [2]
    assert own(("10-K", other + PAGE + statement("FUND", more=2)), company="SMITH JOHN FUND II")[0] == [1]


def test_a_name_above_the_first_statement_of_a_page_is_that_of_the_second() -> None:
    balance = (
        "{name}\nSTATEMENTS OF FINANCIAL CONDITION\n{gap:30}December 31,\n{gap:30}       1996       1995\n"
        "Cash in trading accounts      {cash:>11,}     70,310\nInterest receivable           {gap:>8}210        195\n"
        "Total assets                  {total:>11,}     70,505\nRedemptions payable           {gap:>8}410        505\n"
        "Partners' capital             {capital:>11,}     70,000\n"
        "Total liabilities and capital {total:>11,}     70,505\n\n"
    )
    pages = [
        balance.format(name=name, gap="", cash=80_000 + more, total=80_210 + more, capital=79_800 + more)
        + statement(title="STATEMENTS OF OPERATIONS", more=more).lstrip()
        for name, more in (("DUNLIN POINT FUND II", 1), ("DUNLIN POINT FUND III", 2), ("DUNLIN POINT FUND IV", 3))
    ]
    for number, company in enumerate(("POINT DUNLIN FUND II", "POINT DUNLIN FUND III", "POINT DUNLIN FUND IV"), 1):
        nets, scopes = own(("10-K", PAGE.join(pages)), company=company)
        assert nets == [number]
        assert [place // 2 + 1 for place, scope in enumerate(scopes) if scope == "consolidated"] == [number, number]


def test_consolidated_statements_come_before_others() -> None:
    both = statement(more=1) + PAGE + statement(title="CONSOLIDATED STATEMENTS OF INCOME", more=2)
    assert own(("10-K", both)) == ([2], ["superseded", "consolidated"])


def test_a_full_statement_comes_before_a_summary_and_else_the_first() -> None:
    assert own(("10-K", statement(more=1, rows=5) + PAGE + statement(more=2)))[0] == [
        1
    ]  # five of eight rows are enough
    assert own(("10-K", statement(more=1) + PAGE + statement(more=2)))[0] == [1]
    long = statement(more=2) + "".join(f"{f'Note {n} amounts':30}{n + 1000:>11,}{n + 1100:>11,}\n" for n in range(8))
    assert own(("10-K", statement(more=1) + PAGE + long))[0] == [2]


def test_statements_of_other_periods_stand_beside_each_other() -> None:
    quarter = statement(more=1, heads="Three Months Ended December 31,")
    assert own(("10-K", statement(more=2) + PAGE + quarter)) == ([2, 1], ["consolidated", "consolidated"])


def test_the_second_part_below_a_title_shares_the_lot_of_the_first() -> None:
    quarter = statement(title="CONSOLIDATED STATEMENTS OF INCOME", more=1, heads="Three Months Ended September 30,")
    months = statement(title="", more=2, heads="Nine Months Ended September 30,").replace("(In thousands)\n", "")
    only = statement(title="CONSOLIDATED STATEMENTS OF INCOME", more=3, heads="Three Months Ended September 30,")
    release = ("EX-99", quarter + months)
    assert own(release) == ([1, 2], ["consolidated", "consolidated"])
    assert own(("10-Q", only), release) == ([3], ["consolidated", "superseded", "superseded"])


def sheet(entity: str, title: str = "BALANCE SHEETS") -> str:
    return f"""{entity}
{title}
(In thousands)
December 31,                      1996       1995
Cash                             5,310      4,906
Receivables                     19,120     18,806
Property, net                   22,760     21,269
Total assets                    47,190     44,981
Accounts payable                13,000     12,000
Retained earnings               34,190     32,981
Total liabilities and equity    47,190     44,981
"""


NOTES = "NOTES TO FINANCIAL STATEMENTS\n\n1. The companies make paper.\n\n"


def test_the_registrant_has_the_statements_under_its_name_though_they_stand_behind_the_notes_of_others() -> None:
    others = sheet("GODWIT BAY CORP") + PAGE + statement("GODWIT BAY CORP", more=1) + PAGE + NOTES + PAGE
    mine = sheet("TERN ISLAND CORP") + PAGE + statement("TERN ISLAND CORP", more=2)
    assert own(("10-K", others + mine)) == ([2], ["other_entity"] * 2 + ["consolidated"] * 2)
    # One kind alone may be a summary.
    assert own(("10-K", others + statement("TERN ISLAND CORP", more=2)))[0] == [1]


def test_statements_of_the_registrant_behind_its_own_notes_are_those_of_the_notes() -> None:
    mine = sheet("TERN ISLAND CORP") + PAGE + statement("TERN ISLAND CORP", more=2) + PAGE + NOTES + PAGE
    again = sheet("TERN ISLAND CORP") + PAGE + statement("TERN ISLAND CORP", more=3)
    assert own(("10-K", mine + again)) == ([2], ["consolidated"] * 2 + ["other_entity"] * 2)
    unnamed = sheet("") + PAGE + statement(more=2) + PAGE + NOTES + PAGE
    assert own(("10-K", unnamed + again)) == ([2], ["consolidated"] * 2 + ["other_entity"] * 2)


def test_a_statement_behind_the_notes_is_not_the_registrants_where_its_own_is_not_found() -> None:
    flows = """TERN POINT CORP
STATEMENTS OF CASH FLOWS
(In thousands)
                                  Years ended December 31,
                                    1996       1995
Operating activities:
Net income                         4,314      4,307
Depreciation                       2,890      2,610
Net cash provided by operations    7,204      6,917
Investing activities:
Purchases of equipment            (6,800)    (6,720)
Increase in cash                     404        197
Cash at beginning of year          4,906      4,709
Cash at end of year                5,310      4,906
"""
    mine = sheet("") + PAGE + statement(more=2) + PAGE + NOTES + PAGE
    assert own(("10-K", mine + flows)) == ([2], ["consolidated", "consolidated", "other_entity"])


def test_a_statement_of_capitalization_stands_beside_the_balance_sheet() -> None:
    both = (
        sheet("") + PAGE + sheet("", "STATEMENTS OF CAPITALIZATION") + PAGE + sheet("", "STATEMENTS OF CAPITALIZATION")
    )
    assert own(("10-K", both))[1] == ["consolidated", "consolidated", "superseded"]


def report(company: str) -> str:
    return f"""REPORT OF INDEPENDENT ACCOUNTANTS

To the Board of Directors of
{company}
Harbour City, Maine

In our opinion, the financial statements listed in the accompanying index
present fairly the financial position of {company} and the
results of its operations.

                                     Plover & Knot

Harbour City, Maine
February 2, 1997
<PAGE>
"""


def test_the_accountants_address_says_whose_the_statements_without_a_name_are() -> None:
    holding = sheet("") + PAGE + statement(more=1) + PAGE + NOTES + PAGE
    mine = sheet("") + PAGE + statement(more=2) + PAGE + NOTES + PAGE
    sister = sheet("") + PAGE + statement(more=3)
    names = "TERN HOLDINGS, INC.", "Tern Island Corp", "Godwit Bay Company"
    reports = [report(name) for name in names]
    parts = zip(reports, (holding, mine, sister), strict=True)
    scopes = ["other_entity"] * 2 + ["consolidated"] * 2 + ["other_entity"] * 2
    assert own(("10-K", "".join(chain(*parts)))) == ([2], scopes)
    # Reports that stand together, or behind the statements, say nothing of what follows them.
    first = ["consolidated"] * 2 + ["other_entity"] * 4
    assert own(("10-K", "".join([*reports, holding, mine, sister]))) == ([1], first)
    behind = (holding, reports[0], mine, reports[1], sister, reports[2])
    assert own(("10-K", "".join(behind))) == ([1], first)


INVESTEE = "GODWIT BAY CONVERTER CO., LTD"


def test_an_investee_with_a_year_of_its_own_gives_no_facts() -> None:
    mine = sheet("TERN ISLAND CORP") + PAGE + statement("TERN ISLAND CORP", more=2)
    other = statement(INVESTEE, more=1, heads="Years ended March 31,", years=(1996, 1995))
    assert own(("10-K", mine), ("EX-99", other)) == ([2], ["consolidated"] * 2 + ["other_entity"])
    # The initials of the registrant, or words of its name, do not make another company.
    names = ["TIC COMPANY", "TERN WHARVES COMPANY", "(A LIMITED PARTNERSHIP)", "YEARS IN REVIEW"]
    names += ["TERNISLAND CORPORATION"]
    names += ["ARTHUR ANDERSEN & CO.", "THE COMPANY AND ITS MARKETS", "REPORTS TO PARTNERS OF RECORD"]
    for name in names:
        assert own(("10-K", sheet("") + PAGE + statement(more=2)), ("EX-99", other.replace(INVESTEE, name)))[0] == [
            2,
            1,
        ]
    # Beside statements under the name of the registrant any other company's name is another's, were it another filer.
    both = "TERN ISLAND CORP\nFILER:\n\tCOMPANY DATA:\n\t\tCOMPANY CONFORMED NAME:\tGODWIT BAY CONVERTER CO LTD"
    assert own(("10-K", mine), ("EX-99", other), company=both)[1] == ["consolidated"] * 2 + ["other_entity"]
    wharves = other.replace(INVESTEE, "TERN WHARVES COMPANY")
    assert own(("10-K", mine), ("EX-99", wharves)) == ([2], ["consolidated"] * 2 + ["other_entity"])


BOUGHT = "Item 7.\n   (a)  Financial Statements of Business Acquired.\n"


def test_a_current_report_about_a_business_that_was_bought_has_no_statements_of_the_registrant() -> None:
    bought = sheet("GODWIT BAY CORP.") + PAGE + statement("GODWIT BAY CORP.", more=1)
    assert own(("8-K", f"{BOUGHT}\n{bought}"), form="8-K") == ([], ["other_entity"] * 2)
    # A former name in the header is a name of the registrant.
    former = "TERN ISLAND CORP\n\tFORMER CONFORMED NAME: GODWIT BAY CORP"
    assert own(("8-K", f"{BOUGHT}\n{bought}"), form="8-K", company=former)[0] == [1]
    # A name that the header does not know may be an older one, or that of the brand, where nothing was bought.
    assert own(("10-K", bought))[0] == [1]
    assert own(("8-K", bought), form="8-K")[0] == [1]
    assert own(("8-K", f"{BOUGHT}        Not applicable.\n\n{bought}"), form="8-K")[0] == [1]


def test_a_text_with_statements_of_others_only_says_whose_they_are() -> None:
    text = HEADER.format(company="TERN ISLAND CORP", form="8-K")
    text += f"<DOCUMENT>\n<TYPE>8-K\n<TEXT>\n{BOUGHT}\n{sheet('GODWIT BAY CORP.')}</TEXT>\n</DOCUMENT>\n"
    with pytest.raises(InputError, match=r"those of GODWIT BAY CORP\., not of the registrant TERN ISLAND CORP$"):
        extract(text.encode())


@pytest.mark.parametrize("title", ["COMBINING BALANCE SHEETS", "SEGMENT BALANCE SHEETS"])
def test_statements_of_parts_under_the_own_name_are_not_said_to_be_those_of_another(title: str) -> None:
    text = HEADER.format(company="TERN ISLAND CORP", form="10-K")
    text += f"<DOCUMENT>\n<TYPE>10-K\n<TEXT>\n{sheet('TERN ISLAND CORP', title)}</TEXT>\n</DOCUMENT>\n"
    with pytest.raises(InputError, match="no consolidated statement of the registrant"):
        extract(text.encode())
