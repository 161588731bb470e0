"""Spacing: documents with a blank line behind every line are read without these, as windows of lines are narrow.

Carriage returns that were written twice leave such documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from converter.messages import Message, Span
    from converter.model import Cell, Document, Line, Statement

_SHARE = 0.9
"""Share of the lines that have a blank one behind them."""
_LEAST = 9
_BEGINNING = 5_000
"""Characters."""


def is_spaced(text: str) -> bool:
    """Whether a document has a blank line behind every line; its beginning tells it of nearly all that have not."""
    return _has_pairs(text[:_BEGINNING]) and _has_pairs(text)


def _has_pairs(text: str) -> bool:
    pairs = text.count("\n\n")
    return pairs >= _LEAST and 2 * pairs >= _SHARE * text.count("\n")


def single_spaced(lines: Sequence[str]) -> list[int]:
    """The indexes of the lines that stay when the blank line behind each of them is left out."""
    kept: list[int] = []
    for index, line in enumerate(lines):
        if kept and kept[-1] == index - 1 and (not line or line.isspace()):
            continue
        kept.append(index)
    return kept


def as_printed(
    statements: Iterable[Statement],
    messages: Iterable[Message],
    documents: Sequence[Document],
    kept: Mapping[int, Sequence[int]],
) -> tuple[list[Statement], list[Message]]:
    """The statements and messages with the lines that they have in the submission.

    `kept` are the indexes of the lines that were read, for each document of which not all were.
    """

    def number(line: int, document: int) -> int:
        first = documents[document].first_line
        return first + kept[document][line - first]

    def moved(span: Span, document: int) -> Span:
        return replace(span, first_line=number(span.first_line, document), last_line=number(span.last_line, document))

    def cell(each: Cell | None, document: int) -> Cell | None:
        if each is None:
            return None
        return replace(each, span=moved(each.span, document), number_span=moved(each.number_span, document))

    def line(each: Line, document: int) -> Line:
        cells = tuple(cell(printed, document) for printed in each.cells)
        span, label_span = moved(each.span, document), moved(each.label_span, document)
        return replace(each, span=span, label_span=label_span, cells=cells)

    def statement(each: Statement) -> Statement:
        document = each.document
        if document not in kept:
            return each
        return replace(
            each, span=moved(each.span, document), lines=tuple(line(printed, document) for printed in each.lines)
        )

    def message(each: Message) -> Message:
        span = each.span
        if span is None:
            return each
        for document, indexes in kept.items():
            if 0 <= span.first_line - documents[document].first_line < len(indexes):
                return replace(each, span=moved(span, document))
        return each

    return [statement(each) for each in statements], [message(each) for each in messages]
