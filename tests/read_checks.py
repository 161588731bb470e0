"""What is checked of everything that is read, whatever it is read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.amounts import parse_amount
from converter.errors import InputError
from converter.model import CellKind
from converter.read.blocks import read_blocks
from converter.read.cover import read_cover
from converter.read.schedule import read_schedules
from converter.read.statements import read_statements
from converter.read.submission import read_submission
from tests.footed import foot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Cell, Statement, Submission


def read(data: bytes) -> tuple[Submission, tuple[Statement, ...]]:
    """The submission and the statements in the bytes of a file."""
    submission, _ = read_submission(data)
    return submission, read_statements(submission)[0]


def cells(statements: Sequence[Statement]) -> list[Cell]:
    return [cell for statement in statements for line in statement.lines for cell in line.cells if cell is not None]


def check_spans(submission: Submission, statements: Sequence[Statement]) -> None:
    """The text at every span is what the cell says is printed there."""
    lines = submission.text.split("\n")
    for cell in cells(statements):
        line = lines[cell.span.first_line - 1]
        if cell.span.first_line != cell.span.last_line:  # lines that were cut in the middle of a figure
            below = lines[cell.span.last_line - 1]
            assert line[cell.span.first_column - 1 :] + below[: cell.span.last_column] == cell.text
            assert cell.span.last_line == cell.span.first_line + 1
            continue
        assert cell.span.first_line == cell.span.last_line == cell.number_span.first_line == cell.number_span.last_line
        assert cell.span.first_column <= cell.number_span.first_column <= cell.number_span.last_column
        assert cell.number_span.last_column <= cell.span.last_column <= len(line)
        printed = line[cell.span.first_column - 1 : cell.span.last_column].replace("\f", " ").replace("|", " ")
        number = line[cell.number_span.first_column - 1 : cell.number_span.last_column].replace("\f", " ")
        if "\t" in line:
            assert "".join(printed.split()) == "".join(cell.text.split())
        else:
            assert printed == cell.text
        if cell.kind in (CellKind.AMOUNT, CellKind.PERCENT):
            amount = parse_amount(number)
            assert amount is not None
            assert cell.value is not None
            assert amount.value == cell.value.copy_abs()
            assert number == number.strip("$()%* \t")
        elif cell.kind is CellKind.DASH:
            assert number.strip()
    for statement in statements:
        places = [str(cell.number_span) for cell in cells([statement])]
        assert len(set(places)) == len(places), "a figure is read once"
        for line_read in statement.lines:
            assert statement.span.first_line <= line_read.span.first_line
            assert line_read.span.last_line <= statement.span.last_line
            printed = lines[line_read.label_span.first_line - 1][line_read.label_span.first_column - 1 :]
            if line_read.label and not line_read.generated_label:
                assert printed[0].lower() == line_read.label[0].lower() or not printed[0].isalnum()


def read_all(data: bytes) -> None:
    """Every stage of reading and footing; InputError is an answer, anything else is not."""
    try:
        submission, statements = read(data)
    except InputError:
        return
    check_spans(submission, statements)
    for statement in statements:
        foot(statement)
    for index, document in enumerate(submission.documents):
        assert "".join(block.text for block in read_blocks(submission, index)) == document.text


def whole(data: bytes) -> None:
    """Everything that reads a text, without looking at what comes of it."""
    try:
        submission, _ = read_submission(data)
    except InputError:
        return
    read_cover(submission)
    read_schedules(submission)
    read_statements(submission)
    read_blocks(submission, 0)
