"""A filing of an invented company, read and mapped by hand: what the writing room is given.

The text is laid out as filings are, and beside it stands how each printed line was mapped. Spans are looked up in the
text, so that they are right by construction.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import NamedTuple

from converter.messages import Span
from converter.model import (
    Candidate,
    Cell,
    CellKind,
    Concept,
    Cover,
    CoverItem,
    Document,
    Footing,
    FootingTree,
    Header,
    Line,
    LineRole,
    MappedLine,
    MappedStatement,
    Period,
    Scope,
    Statement,
    StatementColumn,
    StatementKind,
    Status,
    Submission,
    Term,
    UnitKind,
)
from tests.written_text import SOURCE, TEXT, span_of

COLUMNS = (56, 71)
"""The right edges of both columns of figures."""

BS, IS, CF = StatementKind.BALANCE_SHEET, StatementKind.INCOME_STATEMENT, StatementKind.CASH_FLOW
HEADING, ITEM, SUB, TOTAL = LineRole.HEADING, LineRole.ITEM, LineRole.SUBTOTAL, LineRole.TOTAL
MONEY, SHARES, PER_SHARE = UnitKind.MONEY, UnitKind.SHARES, UnitKind.PER_SHARE
Y1999 = Period(start=dt.date(1998, 2, 1), end=dt.date(1999, 1, 31))
Y1998 = Period(start=dt.date(1997, 2, 1), end=dt.date(1998, 1, 31))
DURATIONS = (Y1999, Y1998)
INSTANTS = (Period(end=Y1999.end), Period(end=Y1998.end))


class L(NamedTuple):
    """How a printed line was read and mapped; `name` is a us-gaap concept, or `ext:` and an own name."""

    label: str
    name: str = ""
    role: LineRole = ITEM
    sign: int = 1
    label_role: str = ""
    parent: str = ""
    unit: UnitKind = MONEY
    status: Status = Status.ACCEPTED
    confidence: float = 0.99
    balance: str = ""
    terms: str = ""
    """Labels of the terms of its sum, separated by `;`, with `-` before those that are subtracted."""
    generated: bool = False


BALANCE_SHEET = (
    L("ASSETS", role=HEADING),
    L("Current assets:", role=HEADING, parent="ASSETS"),
    L("Cash and cash equivalents", "CashAndCashEquivalentsAtCarryingValue", parent="Current assets:"),
    L("Short-term investments", "ShortTermInvestments", parent="Current assets:"),
    L("Inventories", "InventoryNet", parent="Current assets:", status=Status.REVIEW, confidence=0.7),
    L("Deferred taxes", "DeferredTaxAssetsNetCurrent", parent="Current assets:"),
    L(
        "Total current assets",
        "AssetsCurrent",
        SUB,
        label_role="totalLabel",
        parent="Current assets:",
        terms="Cash and cash equivalents;Short-term investments;Inventories;Deferred taxes",
    ),
    L(
        "Shop fittings held for the centenary",
        "ext:ShopFittingsHeldForCentenary",
        parent="ASSETS",
        status=Status.EXTENSION,
        balance="debit",
    ),
    L(
        "Total assets",
        "Assets",
        TOTAL,
        label_role="totalLabel",
        parent="ASSETS",
        terms="Total current assets;Shop fittings held for the centenary",
        generated=True,
    ),
    L("LIABILITIES AND STOCKHOLDERS' EQUITY", role=HEADING),
    L("Accounts payable", "AccountsPayableCurrent", parent="LIABILITIES AND STOCKHOLDERS' EQUITY"),
    L("Deferred taxes", "DeferredTaxLiabilitiesNoncurrent", parent="LIABILITIES AND STOCKHOLDERS' EQUITY"),
    L(
        "Total liabilities",
        "Liabilities",
        SUB,
        label_role="totalLabel",
        parent="LIABILITIES AND STOCKHOLDERS' EQUITY",
        terms="Accounts payable;Deferred taxes",
    ),
    L("Stockholders' equity:", role=HEADING, parent="LIABILITIES AND STOCKHOLDERS' EQUITY"),
    L("Preferred stock", parent="Stockholders' equity:"),
    L("Common stock", "CommonStockValue", parent="Stockholders' equity:"),
    L("Retained earnings", "RetainedEarningsAccumulatedDeficit", parent="Stockholders' equity:"),
    L("Treasury stock", "TreasuryStockValue", sign=-1, label_role="negatedLabel", parent="Stockholders' equity:"),
    L(
        "Total stockholders' equity",
        "StockholdersEquity",
        SUB,
        label_role="totalLabel",
        parent="Stockholders' equity:",
        terms="Common stock;Retained earnings;Treasury stock",
    ),
    L(
        "Total liabilities and stockholders' equity",
        "LiabilitiesAndStockholdersEquity",
        TOTAL,
        label_role="totalLabel",
        parent="LIABILITIES AND STOCKHOLDERS' EQUITY",
        terms="Total liabilities;Total stockholders' equity",
        generated=True,
    ),
)
INCOME = (
    L("Net sales", "SalesRevenueNet"),
    L("Cost of goods sold", "CostOfGoodsSold"),
    L("Gross profit", "GrossProfit", SUB, terms="Net sales;-Cost of goods sold"),
    L("Selling, general and administrative", "SellingGeneralAndAdministrativeExpense"),
    L("Equity in loss of affiliate", "IncomeLossFromEquityMethodInvestments"),
    L(
        "Income before income taxes",
        "IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest",
        SUB,
        terms="Gross profit;-Selling, general and administrative;Equity in loss of affiliate",
    ),
    L("Income taxes", "IncomeTaxExpenseBenefit"),
    L("Net income", "NetIncomeLoss", TOTAL, terms="Income before income taxes;-Income taxes"),
    L("Basic earnings per share", "EarningsPerShareBasic", unit=PER_SHARE),
    L("Weighted average shares", "WeightedAverageNumberOfSharesOutstandingBasic", unit=SHARES),
)
CASH_FLOW = (
    L("Net income", "NetIncomeLoss"),
    L("Inventories", "IncreaseDecreaseInInventories", sign=-1, label_role="negatedLabel"),
    L("Dividends paid", "PaymentsOfDividends", sign=-1, label_role="negatedLabel"),
    L("Other, net", "", status=Status.UNTAGGED, confidence=0.2),
    L(
        "Increase in cash",
        "CashAndCashEquivalentsPeriodIncreaseDecrease",
        TOTAL,
        terms="Net income;Inventories;Dividends paid;Other, net",
    ),
    L("Cash at beginning of year", "CashAndCashEquivalentsAtCarryingValue", label_role="periodStartLabel"),
    L("Cash at end of year", "CashAndCashEquivalentsAtCarryingValue", TOTAL, label_role="periodEndLabel"),
)

_FIGURE = re.compile(r"(?:\$ *)?\(?(?P<number>[0-9][0-9,]*\.?[0-9]*|\.[0-9]+)\)?|(?P<dash>--)")


def cells_of(number: int, right: int) -> tuple[Cell | None, ...]:
    """The cells of a source line (counted from 1), from the character after the label on."""
    cells: list[Cell | None] = [None] * len(COLUMNS)
    for match in _FIGURE.finditer(SOURCE[number - 1], right):
        column = min(range(len(COLUMNS)), key=lambda index: abs(COLUMNS[index] - match.end()))
        group = "dash" if match["dash"] else "number"
        value = Decimal(0) if match["dash"] else Decimal(match["number"].replace(",", ""))
        cells[column] = Cell(
            text=match[0],
            kind=CellKind.DASH if match["dash"] else CellKind.AMOUNT,
            value=-value if "(" in match[0] else value,
            column=column,
            span=Span(first_line=number, first_column=match.start() + 1, last_line=number, last_column=match.end()),
            number_span=Span(
                first_line=number,
                first_column=match.start(group) + 1,
                last_line=number,
                last_column=match.end(group),
            ),
        )
    return tuple(cells)


def statement(
    kind: StatementKind, title: str, periods: tuple[Period, ...], rows: tuple[L, ...], scale: int = 3
) -> MappedStatement:
    """A mapped statement of the text: its title in capitals, and its rows in printed order."""
    start = span_of(title)
    position = start.first_line
    lines: list[Line] = []
    for index, row in enumerate(rows):
        if row.generated:
            number = next(at for at in range(position + 1, len(SOURCE)) if "$ " in SOURCE[at - 1])
            label_span = Span(first_line=number, first_column=1, last_line=number, last_column=1)
            right = 1
        else:
            label_span = span_of(row.label, position)
            number, right = label_span.first_line, label_span.last_column
        position = number
        parent = next((line.index for line in lines if line.label == row.parent), None) if row.parent else None
        above = lines[parent] if parent is not None else None
        lines.append(
            Line(
                index=index,
                label=row.label,
                span=Span(first_line=number, first_column=1, last_line=number, last_column=len(SOURCE[number - 1])),
                label_span=label_span,
                depth=above.depth + 1 if above else 0,
                parent=parent,
                section=(*above.section, above.label.rstrip(":")) if above else (),
                role=row.role,
                unit=row.unit,
                scale=scale if row.unit is MONEY else 0,
                cells=cells_of(number, right) if row.role is not HEADING else (None, None),
                generated_label=row.generated,
            )
        )
    made = Statement(
        kind=kind,
        title=title,
        span=Span(
            first_line=start.first_line, first_column=1, last_line=position, last_column=len(SOURCE[position - 1])
        ),
        scope=Scope.CONSOLIDATED,
        entity="HALLOWAY FERRIS & SONS, INC.",
        currency="USD",
        scale=scale,
        columns=tuple(StatementColumn(period=period, head=f"January 31, {period.end.year}") for period in periods),
        lines=tuple(lines),
    )
    return MappedStatement(
        statement=made,
        footing=FootingTree(footings=tuple(_footings(rows)), unfooted=(), loose=()),
        lines=tuple(_mapped(index, row, kind) for index, row in enumerate(rows) if lines[index].has_values),
    )


def _footings(rows: tuple[L, ...]) -> list[Footing]:
    found = []
    for index, row in enumerate(rows):
        if not row.terms:
            continue
        terms = []
        for term in row.terms.split(";"):
            # The nearest line above, as both "Deferred taxes" are called the same.
            line = max(at for at in range(index) if rows[at].label == term.removeprefix("-"))
            terms.append(Term(line=line, weight=-1 if term.startswith("-") else 1))
        found.append(Footing(total=index, terms=tuple(terms), columns=(0, 1), difference=Decimal(0)))
    return found


def _mapped(index: int, row: L, kind: StatementKind) -> MappedLine:
    own = row.name.startswith("ext:")
    concept = row.name if own else f"us-gaap:{row.name}"
    extension = Concept(
        name=row.name,
        type="xbrli:monetaryItemType",
        period_type="instant" if kind is BS else "duration",
        balance=row.balance,
        abstract=False,
        substitution_group="xbrli:item",
        label=row.label,
    )
    return MappedLine(
        line=index,
        concept=concept if row.name else None,
        status=row.status,
        confidence=row.confidence,
        candidates=(Candidate(concept=concept, confidence=row.confidence, reasons=("the label says so",)),)
        if row.name
        else (),
        reasons=("the label says so",) if row.name else (),
        decided_by="model",
        sign=row.sign,
        label_role=row.label_role,
        extension=extension if own else None,
    )


def submission(cik: str = "") -> Submission:
    """The submission: one bare document."""
    document = Document(type="8-K", text=TEXT, first_line=1)
    return Submission(header=Header(cik=cik), documents=(document,), text=TEXT)


def cover() -> Cover:
    """The cover as printed."""

    def item(concept: str, text: str, value: str = "", after: int = 0) -> CoverItem:
        span = span_of(text, after)
        folded = " ".join(text.split())
        return CoverItem(concept=f"dei:{concept}", text=folded, value=value or folded, span=span)

    return Cover(
        form="8-K",
        items=(
            item("DocumentType", "8-K"),
            item("DocumentPeriodEndDate", "March 4, 1999", "1999-03-04"),
            item("EntityRegistrantName", "HALLOWAY  <FERRIS> & SONS, INC."),
            item("EntityIncorporationStateCountryName", "Vermont"),
            item("ContainedFileInformationFileNumber", "0-99871"),
            item("EntityTaxIdentificationNumber", "98-7654321", "987654321"),
        ),
    )


def mapped() -> tuple[MappedStatement, ...]:
    """All three statements."""
    return (
        statement(BS, "CONSOLIDATED BALANCE SHEETS", INSTANTS, BALANCE_SHEET),
        statement(IS, "CONSOLIDATED STATEMENTS OF INCOME", DURATIONS, INCOME),
        statement(CF, "CONSOLIDATED STATEMENTS OF CASH FLOWS", DURATIONS, CASH_FLOW),
    )
