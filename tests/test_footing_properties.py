"""Properties of footing: the sums of any well-made statement are found, and a changed figure is never passed over."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.footed import foot
from tests.test_footing_text import read_statement

if TYPE_CHECKING:
    from converter.model import Cell, Statement

WORDS = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gum", "Hazel", "Ivy", "Juniper", "Kapok", "Larch")

amounts = st.integers(min_value=10_001, max_value=9_999_999)
signed = amounts | amounts.map(lambda value: -value)
columns = st.shared(st.integers(min_value=2, max_value=4), key="columns")


@st.composite
def sections(draw: st.DrawFn) -> list[list[list[int]]]:
    """Sections of two to six items, each with a figure for every column."""
    width = draw(columns)
    row = st.lists(signed, min_size=width, max_size=width)
    return draw(st.lists(st.lists(row, min_size=2, max_size=6), min_size=2, max_size=4))


def balance_sheet(parts: list[list[list[int]]]) -> str:
    """Sections with headings and totals under one grand total."""
    text = ["balance_sheet", "Holdings:"]
    grand: list[list[int]] = []
    for name, items in zip(WORDS, parts, strict=False):
        text.append(f"  {name} group:")
        text.extend(_row(f"    {name} item {number}", row) for number, row in enumerate(items))
        total = [sum(column) for column in zip(*items, strict=True)]
        text.append(_row(f"    Total {name} group", total))
        grand.append(total)
    text.append(_row("  Total holdings", [sum(column) for column in zip(*grand, strict=True)]))
    return "\n".join(text) + "\n"


def income_statement(parts: list[list[list[int]]]) -> str:
    """Sales, less costs of one section after the other down to the net income; every figure is printed without sign."""
    running = [30_000_000 + abs(value) for value in parts[0][0]]
    text = ["income_statement", _row("Net sales", running)]
    for name, items in zip(WORDS, parts, strict=False):
        for number, row in enumerate(items):
            costs = [abs(value) // 10 for value in row]
            text.append(_row(f"{name} cost {number}", costs))
            running = [left - cost for left, cost in zip(running, costs, strict=True)]
        text.append(_row(f"Income before {name}" if items is not parts[-1] else "Net income", running))
    return "\n".join(text) + "\n"


def _row(label: str, values: list[int]) -> str:
    return label + "".join(f" | {value}" if value >= 0 else f" | ({-value})" for value in values)


def corrupted(statement: Statement, line: int, column: int, change: int) -> Statement:
    """The statement with one figure changed."""
    lines = list(statement.lines)
    cell = lines[line].cells[column]
    assert cell is not None
    assert cell.value is not None
    cells: list[Cell | None] = list(lines[line].cells)
    cells[column] = replace(cell, value=cell.value + Decimal(change))
    lines[line] = replace(lines[line], cells=tuple(cells))
    return replace(statement, lines=tuple(lines))


@given(sections())
def test_totals_of_totals_are_found(parts: list[list[list[int]]]):
    statement = read_statement(balance_sheet(parts))
    tree, messages = foot(statement)
    assert tree.complete
    assert messages == ()
    terms = {footing.total: [term.line for term in footing.terms] for footing in tree.footings}
    totals = [line.index for line in statement.lines if line.label.startswith("Total")]
    assert list(terms) == totals
    assert terms[totals[-1]] == totals[:-1]
    for total, name in zip(totals, WORDS, strict=False):
        if total != totals[-1]:
            assert [statement.lines[line].label.split()[0] for line in terms[total]] == [name] * len(terms[total])


@given(sections())
def test_results_down_an_income_statement_are_found(parts: list[list[list[int]]]):
    statement = read_statement(income_statement(parts))
    tree, messages = foot(statement)
    assert tree.complete
    assert messages == ()
    for footing in tree.footings:
        assert [term.weight for term in footing.terms] == [1] + [-1] * (len(footing.terms) - 1)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(sections(), st.data())
def test_one_changed_figure_is_reported_and_the_statement_is_not_complete(
    parts: list[list[list[int]]], data: st.DataObject
):
    make = data.draw(st.sampled_from((balance_sheet, income_statement)))
    statement = read_statement(make(parts))
    line = data.draw(st.sampled_from([line.index for line in statement.lines if line.has_values]))
    column = data.draw(st.integers(min_value=0, max_value=len(statement.columns) - 1))
    change = data.draw(st.integers(min_value=17, max_value=9_000))
    tree, messages = foot(corrupted(statement, line, column, change))
    assert not tree.complete
    sound, _ = foot(statement)
    concerned = {
        index
        for footing in sound.footings
        if line == footing.total or line in {term.line for term in footing.terms}
        for index in (footing.total, *(term.line for term in footing.terms))
    }
    rows = {statement.lines[index].span.first_line for index in concerned}
    assert any(
        message.span is not None and rows & set(range(message.span.first_line, message.span.last_line + 1))
        for message in messages
    )
    for footing in tree.footings:
        assert line != footing.total or column not in footing.columns


@given(st.lists(st.lists(st.none() | st.integers(-99, 99), min_size=1, max_size=3), min_size=1, max_size=25), st.data())
def test_every_sum_that_is_claimed_is_true(rows: list[list[int | None]], data: st.DataObject):
    labels = st.sampled_from(("Total", "Net income", "Rent", "Less cost", "Income before tax", "Sales", ""))
    kind = data.draw(st.sampled_from(("balance_sheet", "income_statement", "cash_flow", "equity")))
    text = [f"{kind} scale 3"]
    for row in rows:
        cells = "".join(
            f" | {'' if value is None else value}".replace("-", "(") + (")" if (value or 0) < 0 else "")
            for value in row
        )
        text.append(data.draw(labels) + cells)
    statement = read_statement("\n".join(text) + "\n" if any("|" in row for row in text) else "equity\nRent | 1\n")
    tree, _ = foot(statement)
    assert tree == foot(statement)[0]
    for footing in tree.footings:
        assert footing.total not in {term.line for term in footing.terms}
        for column in footing.columns:
            gap = _value(statement, footing.total, column) - sum(
                term.weight * _value(statement, term.line, column) for term in footing.terms
            )
            assert abs(gap) <= footing.difference <= 3


def _value(statement: Statement, line: int, column: int) -> Decimal:
    cell = statement.lines[line].cells[column]
    return Decimal(0) if cell is None or cell.value is None else cell.value
