"""Table cells: what is printed in a cell, and where it stands in the original text."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from converter.amounts import parse_amount
from converter.messages import Span
from converter.model import Cell, CellKind
from converter.read.lines import original_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.read.cells import Token
    from converter.read.lines import PhysicalLine

_LONGEST_FIGURE = 24
"""Characters: a longer run of digits is damage, not money."""

_WRITTEN_OTHERWISE = re.compile(r"['>}]")
_READ_AS = str.maketrans("'<>{}", ",()()")


def place_of(line: PhysicalLine, raw: str, left: int, right: int, offset: int) -> Span:
    """The place of the characters from `left` to before `right` of a line.

    `raw` is the line as it stands in its document, `offset` what turns its index there into its number in the
    submission.
    """
    if line.folds:
        starts = (0, *line.folds)
        first, last = bisect_right(starts, left) - 1, bisect_right(starts, max(left, right - 1)) - 1
        return Span(
            first_line=line.at + first + offset,
            first_column=left - starts[first] + 1,
            last_line=line.at + last + offset,
            last_column=max(left, right - 1) - starts[last] + 1,
        )
    if line.moves:
        by = next((by for position, by in reversed(line.moves) if left >= position), 0)
        left, right = left - by, right - by
    if line.tabbed:
        left, right = original_column(raw, left), original_column(raw, right - 1)
    else:
        left += 1
    number = line.at + offset
    return Span(number, left, number, right if right > left else left)


def read_cell(line: PhysicalLine, token: Token, column: int, raw: str, offset: int) -> Cell:
    """The cell of a value; one of text where the value is no amount. `raw` and `offset` as for `place_of`."""
    printed = token.text
    amount = parse_amount(printed.replace("_", "-") if "_" in printed else printed)  # an underscore for a dash
    text = printed.strip()
    start = token.start if text == printed else token.start + printed.index(text)
    fold = None
    if line.folds:
        fold = next((fold for fold in reversed(line.folds) if start < fold < start + len(text)), None)
    if fold is not None and amount is not None and amount.start + token.start >= fold:
        # The currency sign stands on the line above its figure: the figure alone is the cell.
        rest = line.text[fold : start + len(text)]
        start, text = fold + len(rest) - len(rest.lstrip()), rest.strip()
        number = place_of(line, raw, token.start + amount.start, token.start + amount.end, offset)
        span = place_of(line, raw, start, start + len(text), offset)
        return Cell(text=text, kind=amount.kind, value=amount.value, column=column, span=span, number_span=number)
    span = place_of(line, raw, start, start + len(text), offset)
    if _WRITTEN_OTHERWISE.search(raw):
        text = _as_printed(text, span, raw)
    if amount is None or amount.end - amount.start > _LONGEST_FIGURE:
        return Cell(text=text, kind=CellKind.TEXT, value=None, column=column, span=span, number_span=span)
    return Cell(
        text=text,
        kind=amount.kind,
        value=amount.value,
        column=column,
        span=span,
        number_span=span
        if amount.start == start - token.start and amount.end == amount.start + len(text)
        else place_of(line, raw, token.start + amount.start, token.start + amount.end, offset),
    )


def set_aside(line: PhysicalLine, raw: str, offset: int) -> Cell:
    """The first figure of a row whose figures stand under no column, as a cell of text: no fact is made of it."""
    token = line.tokens[0]
    text = token.text.strip()
    start = token.start + len(token.text) - len(token.text.lstrip())
    span = place_of(line, raw, start, start + len(text), offset)
    if _WRITTEN_OTHERWISE.search(raw):
        text = _as_printed(text, span, raw)
    return Cell(text=text, kind=CellKind.TEXT, value=None, column=0, span=span, number_span=span)


def _as_printed(text: str, span: Span, raw: str) -> str:
    """The text of a cell with the characters that were read as others: 1'234 as 1,234, and <1,234> as (1,234)."""
    printed = raw[span.first_column - 1 : span.last_column]
    return printed if printed.translate(_READ_AS) == text else text


def is_unbalanced(cell: Cell) -> bool:
    """Whether the amount is printed with one parenthesis only."""
    text = cell.text
    if "(" not in text and ")" not in text:
        return False
    return cell.kind is CellKind.AMOUNT and text.count("(") != text.count(")") and "$" not in text[1:]


def place_of_label(parts: Sequence[PhysicalLine], raw: list[str], offset: int) -> Span:
    """The place of a label of several lines; `raw` are all lines of the document, `offset` as for `place_of`."""
    spans = []
    for part in parts:
        text = part.text[: part.label_end].rstrip()
        # The currency sign of a blank cell, or of the next one, is no part of the label.
        text = text.rstrip(" $") or text
        start = len(text) - len(text.lstrip())
        spans.append(place_of(part, raw[part.at], start, max(len(text), start + 1), offset))
    span = spans[0]
    for other in spans[1:]:
        span = span.join(other)
    return span
