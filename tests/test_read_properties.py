"""What holds for every text: cells are found where they are printed, spans point at them, nothing else is raised."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.corpus_reader import read_cases
from tests.read_checks import check_spans, read, read_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.corpus_reader import Case

LAYOUTS = [case for stage in ("tables", "heads", "statements") for case in read_cases(stage)]


# --- a table laid out in fixed width and read again -------------------------------------------------------------------

NAMES = ("Pewter", "Copper", "Timber", "Linen", "Barley", "Granite", "Harness", "Lantern", "Canvas", "Saddle")
THINGS = ("sales", "rentals", "repairs", "royalties", "commissions", "supplies", "wages", "freight")
Printed = int | str | None


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[Printed]], list[int], str]:
    """Labels, figures (None: a blank, "-": a dash), the width of each column and the kind of leader."""
    columns = draw(st.integers(1, 5))
    count = draw(st.integers(5, 14))
    labels = draw(
        st.lists(
            st.tuples(st.sampled_from(NAMES), st.sampled_from(THINGS)), min_size=count, max_size=count, unique=True
        )
    )
    figure = st.one_of(st.integers(-9_999_999, 9_999_999), st.integers(-999, 999), st.none(), st.just("-"))
    rows = [draw(st.lists(figure, min_size=columns, max_size=columns)) for _ in range(count)]
    full = st.lists(st.integers(100_000, 9_999_999), min_size=columns, max_size=columns)
    # Columns are found from the rows that fill all of them: a statement has some.
    for index in {0, 1, 2, count - 1}:
        rows[index] = list(draw(full))
    widths = draw(st.lists(st.integers(14, 24), min_size=columns, max_size=columns))
    return [" ".join(label) for label in labels], rows, widths, draw(st.sampled_from([" ", ".", " ."]))


def print_figure(value: Printed, width: int, *, dollar: bool) -> str:
    """A figure of a column, its last digit one before the end of the column, where the parenthesis closes."""
    if value is None:
        return " " * width
    if isinstance(value, str):
        return f"{value} ".rjust(width)
    digits = f"{abs(value):,}"
    digits = f"({digits})" if value < 0 else f"{digits} "
    return (f"$ {digits}" if dollar else digits).rjust(width)


def print_statement(
    labels: Sequence[str], rows: Sequence[Sequence[Printed]], widths: Sequence[int], leader: str
) -> str:
    heads = "".join(f"{1999 - at}".rjust(width - 1) + " " for at, width in enumerate(widths))
    lines = [
        "TIN LANTERN WORKS",
        "CONSOLIDATED STATEMENTS OF INCOME",
        "Years ended December 31",
        f"{'':40}{heads}".rstrip(),
    ]
    for at, (label, row) in enumerate(zip(labels, rows, strict=True)):
        name = label if leader == " " else f"{label} {leader * 40}"[:40]
        figures = "".join(print_figure(value, width, dollar=at == 0) for value, width in zip(row, widths, strict=True))
        lines.append(f"{name:<40}{figures}".rstrip())
    figures = "".join(print_figure(1_000_000 + at, width, dollar=True) for at, width in enumerate(widths))
    lines.append(f"{'Net income less expenses':<40}{figures}".rstrip())
    return "\n".join(lines) + "\n"


@settings(max_examples=100)
@given(tables())
def test_a_table_laid_out_and_read_again_has_the_same_cells(
    table: tuple[list[str], list[list[Printed]], list[int], str],
) -> None:
    labels, rows, widths, leader = table
    text = print_statement(labels, rows, widths, leader)
    _, (statement,) = read(text.encode("ascii"))
    assert [column.period.end.year for column in statement.columns] == [1999 - at for at in range(len(widths))]
    found = {
        line.label: [None if cell is None else cell.value for cell in line.cells]
        for line in statement.lines
        if line.has_values
    }
    expected = {
        label: [None if value is None else Decimal(0 if value == "-" else value) for value in row]
        for label, row in zip(labels, rows, strict=True)
        if any(value is not None for value in row)
    }
    del found["Net income less expenses"]
    assert found == expected


# --- spans ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", [pytest.param(case, id=case.title) for case in LAYOUTS])
def test_spans_point_at_what_is_printed(case: Case) -> None:
    for text in (case.given, case.given.replace("\n", "\r\n"), "\ufeff" + case.given):
        submission, statements = read(text.encode("utf-8"))
        check_spans(submission, statements)


def test_line_ends_change_nothing() -> None:
    for case in LAYOUTS:
        plain = case.given.replace("\r", "")
        statements = read(plain.encode())[1]
        assert statements == read(plain.replace("\n", "\r\n").encode())[1]
        assert statements == read(plain.replace("\n", "\r").encode())[1]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables(), gap=st.sampled_from(["\t", "\t\t", " \t", "\t "]))
def test_spans_hold_in_lines_with_tabs(table: tuple[list[str], list[list[Printed]], list[int], str], gap: str) -> None:
    labels, rows, widths, _ = table
    text = print_statement(labels, rows, widths, " ").replace("        ", gap)
    submission, statements = read(text.encode("ascii"))
    check_spans(submission, statements)


def test_spans_and_blocks_hold_in_real_filings(real_filings: Path) -> None:
    for path in sorted(real_filings.rglob("*.txt"))[::80]:
        read_all(path.read_bytes())


# --- no input whatever raises anything but InputError -----------------------------------------------------------------

PIECES = [line for case in LAYOUTS for line in case.given.split("\n")]
fragments = st.one_of(
    st.sampled_from(PIECES),
    st.text(alphabet="abc ABC.,$()-=_0123456789%\t\f*<>/'", max_size=100),
    st.sampled_from(
        ["<DOCUMENT>", "</DOCUMENT>", "<TYPE>10-K", "<TEXT>", "</TEXT>", "<PAGE>", "<TABLE>", "<S> <C>", ""]
    ),
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(fragments, max_size=80))
def test_shuffled_lines_of_statements_raise_nothing(lines: list[str]) -> None:
    read_all("\n".join(lines).encode("utf-8"))


@settings(max_examples=150)
@given(st.binary(max_size=400))
@example(b"")
@example(b"\xff\xfe\x00")
@example(b"\x00" * 100)
def test_no_bytes_raise_anything_but_an_input_error(data: bytes) -> None:
    read_all(data)
    read_all(b"ACME\nBALANCE SHEETS\n" + data + b"\nCash   1,234   5,678\nDebt   1,234   5,678\n" * 6)
