"""Details: the table in the notes that breaks one line of the balance sheet down, where its sum proves that it does.

Many balance sheets print property in one net figure and leave cost and accumulated depreciation to a note::

    Machinery and equipment              5,100       4,800
    Buildings                            2,400       2,300
                                         7,500       7,100
    Less accumulated depreciation        2,900       2,600
                                        $4,600      $4,500

A table is taken only where its last row repeats the figures of the balance sheet in every column, and every one of its
rows takes part in the sums that lead to it. Periods and scale are those of the balance sheet, so no head is believed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.footing.names import CONTRA, name_totals
from converter.footing.tree import prove
from converter.messages import Message, Severity
from converter.model import LineRole, Scope, StatementKind, UnitKind
from converter.read.cells import find_tokens
from converter.read.lines import LineKind, read_line
from converter.read.rows import build_lines
from converter.read.scales import Scale
from converter.read.table_lines import is_prose
from converter.read.tables import build_table, drop_columns, read_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from converter.messages import Span
    from converter.model import Document, FootingTree, Line, Row, Statement, Submission, Table
    from converter.read.lines import PhysicalLine

_PROPERTY = re.compile(r"\bproperty\b|\bproperties\b|\bpremises\b|\bplant\b|\bequipment\b|\bfixed\s+assets\b", re.I)
_LIVES = re.compile(r"\s{3,}+(?:\(?\d{1,2}(?:\.\d)?(?:\s?(?:-|to)\s?\d{1,2})?(?:\s*years?)?\)?|-+)\s*$", re.IGNORECASE)
"""Useful lives between the label and the figures: `Buildings      20-40 years`."""
_DEDUCTED = re.compile(rf"\W*(?:(?:less|deduct)\b\W*)?(?:{CONTRA.pattern})", re.IGNORECASE)
_QUALIFIED = re.compile(r"\s*+(?:--?\s|--|\(|,?\s*+\b(?:net|less|at\s+cost)\b)", re.IGNORECASE)
"""Where a caption goes on to say that it is net: `Property, plant and equipment, net (Note 4)`."""
_REPORT = re.compile(r"$|10-|EX-?13", re.IGNORECASE)
_LONGEST = 40
"""Lines of a table above its last row: the longest of real ones have some thirty, blank lines included."""
_BLANK = 3
_LEAST_ROWS = 3
_THOUSAND = 1000
_ALIGNED = 3
"""Positions by which the last digits of a column may differ: parentheses, and figures typed without care."""
_MOST_STARTS = 12
_MOST_PLACES = 12
"""Places where the figures of a line are printed that are looked at."""
_MOST_LOOKED_AT = 5_000
"""Lines with the first of the figures: real documents have some hundred, and hostile ones a million."""


def read_details(
    submission: Submission, footed: Sequence[tuple[Statement, FootingTree]]
) -> tuple[tuple[tuple[Statement, FootingTree], ...], tuple[Message, ...]]:
    """The tables that break property of a consolidated balance sheet down, as statements with their sums."""
    spans = [statement.span for statement, _ in footed]
    details: list[tuple[Statement, FootingTree]] = []
    messages: list[Message] = []
    for statement, _ in footed:
        if statement.kind is not StatementKind.BALANCE_SHEET or statement.scope is not Scope.CONSOLIDATED:
            continue
        if any(line.has_values and _DEDUCTED.match(line.label) for line in statement.lines):
            continue  # the balance sheet itself prints the accumulated depreciation
        for line in statement.lines:
            if _is_net_property(line):
                found = _find(submission, statement, line, spans)
                if found is not None:
                    details.append(found)
                    messages.append(_message(found[0]))
                break
    return tuple(details), tuple(messages)


def _message(detail: Statement) -> Message:
    return Message(
        code="footing.detail",
        severity=Severity.INFO,
        text=f"A table in the notes adds up to {detail.title[:80]!r} of the balance sheet and is read as a part of it",
        span=detail.span,
    )


def _is_net_property(line: Line) -> bool:
    return (
        line.unit is UnitKind.MONEY
        and line.role is not LineRole.HEADING
        and _PROPERTY.search(line.label) is not None
        and all(cell is not None and cell.value for cell in line.cells)
    )


def _find(
    submission: Submission, sheet: Statement, line: Line, spans: Sequence[Span]
) -> tuple[Statement, FootingTree] | None:
    values = [cell.value for cell in line.cells if cell is not None and cell.value is not None]
    shown = [(values, line.scale)]
    if all(value % _THOUSAND == 0 for value in values):
        shown.append(([value / _THOUSAND for value in values], line.scale + 3))
    for index, document in enumerate(submission.documents):
        if not _REPORT.match(document.type):
            continue
        for figures, scale in shown:
            for raw, first_line, place in _places(document, [f"{figure.normalize():,f}" for figure in figures], spans):
                table = _table(raw, place, first_line, len(figures))
                proven = table and _proven(table, sheet, line, index, scale)
                if proven:
                    return proven
    return None


def _places(
    document: Document, figures: Sequence[str], spans: Sequence[Span]
) -> Iterator[tuple[list[str], int, PhysicalLine]]:
    """The lines outside of the statements that print these figures side by side.

    Each comes as the last of the lines that its table may have, with the number of the first of them in the submission.
    """
    text = document.text
    tried = looked = counted = 0
    number = document.first_line
    at = text.find(figures[0])
    while at >= 0 and tried < _MOST_PLACES and looked < _MOST_LOOKED_AT:
        number += text.count("\n", counted, at)
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if not any(span.first_line <= number <= span.last_line for span in spans):
            looked += 1
            start = text.rfind("\n", 0, at) + 1
            line = read_line(0, text[start:end])
            printed = [token.text.strip("$ ()") for token in line.tokens]
            if printed[-len(figures) :] == list(figures):
                tried += 1
                raw = _lines_above(text, start, end)
                place = replace(line, at=len(raw) - 1, tokens=line.tokens[-len(figures) :])
                yield raw, number - len(raw) + 1, place
        counted = end
        at = text.find(figures[0], end)


def _lines_above(text: str, start: int, end: int) -> list[str]:
    """The line from `start` to `end` of a text behind those above it that may belong to its table."""
    for _ in range(_LONGEST - 1):
        if start:
            start = text.rfind("\n", 0, start - 1) + 1
    return text[start:end].split("\n")


def _table(raw: list[str], last: PhysicalLine, first_line: int, columns: int) -> Table | None:
    """The table that ends in this line, with the columns in which its figures stand."""
    lines = [_cut(line, last) for line in _block(raw, last.at)]
    for _ in range(_MOST_STARTS):
        page = read_page(lines, raw)
        dropped = drop_columns(page)
        if len(page.bands) - len(dropped) == columns:
            return build_table(page, raw, first_line, dropped)[0]
        # Another table with other columns may stand above, with no more than a blank line between.
        gap = next((index for index, line in enumerate(lines) if index and line.kind is LineKind.BLANK), len(lines))
        lines = lines[gap:]
        if sum(bool(line.tokens) for line in lines) < _LEAST_ROWS:
            break
    return None


def _cut(line: PhysicalLine, last: PhysicalLine) -> PhysicalLine:
    """The line without what stands beside the columns of the last row: useful lives, behind them or before them."""
    ends = [token.right for token in last.tokens]
    text = line.text[: max(ends) + 2].rstrip()
    tokens = find_tokens(text) if text != line.text else line.tokens
    aligned = [token for token in tokens if any(abs(token.right - end) <= _ALIGNED for end in ends)]
    if not text:
        return replace(line, kind=LineKind.BLANK if line.text else line.kind, text="", tokens=[])
    if line.kind not in (LineKind.TEXT, LineKind.VALUES):
        return line
    if aligned and (beside := _LIVES.search(text, 0, aligned[0].start)):
        text = text[: beside.start()] + " " * len(beside[0]) + text[beside.end() :]
    return replace(line, kind=LineKind.VALUES if aligned else LineKind.TEXT, text=text, tokens=aligned)


def _block(raw: list[str], at: int) -> list[PhysicalLine]:
    """The lines above a row that may belong to its table: up to prose, a tag or a page break."""
    lines: list[PhysicalLine] = []
    blank = 0
    for index in range(at, -1, -1):
        line = read_line(index, raw[index])
        blank = blank + 1 if line.kind is LineKind.BLANK else 0
        if line.kind in (LineKind.PAGE, LineKind.TABLE_END) or blank > _BLANK or (not line.tokens and is_prose(line)):
            break
        lines.append(line)
        if line.kind is LineKind.TABLE:
            break
    return lines[::-1]


def _proven(
    table: Table, sheet: Statement, line: Line, document: int, scale: int
) -> tuple[Statement, FootingTree] | None:
    """The statement of the rows that lead to the last one, with its sums, or None where they do not all add up."""
    rows: Sequence[Row] = table.rows
    for _ in range(2):
        statement = _statement(replace(table, rows=tuple(rows)), sheet, line, document, scale)
        if statement is None:
            return None
        tree = prove(statement).tree
        needed = _needed(tree, len(statement.lines) - 1)
        if len(needed) < _LEAST_ROWS or not any(CONTRA.search(each.label) for each in statement.lines):
            return None
        if tree.complete and all(index in needed for index, each in enumerate(statement.lines) if each.has_values):
            return name_totals(_named(statement, tree, line), tree)[0], tree
        first = statement.lines[min(needed)].span.first_line
        rows = _from(rows, first)
    return None


def _named(statement: Statement, tree: FootingTree, line: Line) -> Statement:
    """The statement with the caption of the balance sheet as its heading, and labels for net and cost without any."""
    caption = _QUALIFIED.split(line.label, maxsplit=1)[0].strip()
    caption = caption if _PROPERTY.search(caption) else line.label
    last = len(statement.lines) - 1
    parts = [
        term.line for footing in tree.footings if footing.total == last for term in footing.terms if term.weight > 0
    ]
    labels = dict.fromkeys(parts, f"{caption}, gross")
    labels[last] = line.label
    return replace(
        statement,
        lines=tuple(
            replace(
                each,
                section=each.section or (caption,),
                label=each.label or labels.get(each.index, ""),
                generated_label=not each.label and each.index in labels,
            )
            for each in statement.lines
        ),
    )


def _from(rows: Sequence[Row], first: int) -> Sequence[Row]:
    """The rows from a line on, with the heading right above it."""
    start = next(index for index, row in enumerate(rows) if row.span.last_line >= first)
    return rows[start - 1 :] if start and not rows[start - 1].cells else rows[start:]


def _needed(tree: FootingTree, last: int) -> set[int]:
    """The lines that lead to the last one."""
    terms = {footing.total: {term.line for term in footing.terms} for footing in tree.footings}
    needed, open_ = {last}, [last]
    while open_:
        for line in terms.get(open_.pop(), set()) - needed:
            needed.add(line)
            open_.append(line)
    return needed if len(needed) > 1 else set()


def _statement(table: Table, sheet: Statement, line: Line, document: int, scale: int) -> Statement | None:
    kept = [[column] for column in range(len(table.columns))]
    lines = build_lines([table], kept, StatementKind.BALANCE_SHEET, Scale(money=scale, shares=0, printed=True))
    if not lines or _amounts(lines[-1]) != _amounts(line):
        return None
    return replace(
        sheet,
        title=line.label,
        span=replace(table.span, first_line=lines[0].span.first_line, last_line=lines[-1].span.last_line),
        scale=scale,
        lines=lines,
        document=document,
    )


def _amounts(line: Line) -> list[Decimal | None]:
    return [None if cell is None or cell.value is None else cell.value.scaleb(line.scale) for cell in line.cells]
