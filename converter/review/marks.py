"""The text as filed with marks where the figures and captions of the ledger's lines stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from converter.messages import Span
    from converter.review.opened import Text


def text_view(ledger: Mapping[str, Any], text: Text) -> dict[str, Any]:
    """The text with its marks: `[line, first column, last column, name of the ledger line, kind]`, in its order.

    Lines and columns count from 1, both ends included; the kind is `figure` or `caption`. A figure that is printed over
    several lines has a mark on the first of them, a caption one on each.
    """
    lines = text.submission.text.split("\n")
    figures: list[tuple[int, int, int, str, str]] = []
    captions: dict[int, list[tuple[int, int, str]]] = {}
    for number, statement in enumerate(ledger["statements"]):
        for index, line in enumerate(statement["lines"]):
            found = text.find(line["span"]) if "span" in line else None
            if found is None:
                continue
            name = f"{number}-{index}"
            for cell in found[1].cells:
                if cell is not None and cell.value is not None:
                    span = cell.number_span if cell.kind != "dash" else cell.span
                    figures.append((span.first_line, span.first_column, span.last_column, name, "figure"))
            if found[1].label and not found[1].generated_label:
                for place, first, last in _lines_of(found[1].label_span, lines):
                    # An amount in a caption is a line of its own, whose caption is a part of the other.
                    here = captions.setdefault(place, [])
                    if not any(first <= end and start <= last for start, end, _ in here):
                        here.append((first, last, name))
    beside: dict[int, list[tuple[int, int]]] = {}
    for number, first, last, *_ in sorted(figures):
        beside.setdefault(number, []).append((first, last))
    marks = [
        (number, *part, name, "caption")
        for number, here in captions.items()
        for first, last, name in here
        for part in _without(lines[number - 1], first, last, beside.get(number, ()))
    ]
    valid = [mark for mark in (*figures, *marks) if 0 < mark[0] <= len(lines) and 0 < mark[1] <= mark[2]]
    return {"text": text.submission.text, "marks": sorted(valid)}


def _lines_of(span: Span, lines: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Where a caption stands: line, first and last column on each of its lines."""
    for number in range(span.first_line, min(span.last_line, len(lines)) + 1):
        printed = lines[number - 1]
        first = span.first_column if number == span.first_line else len(printed) - len(printed.lstrip()) + 1
        yield number, first, span.last_column if number == span.last_line else len(printed.rstrip())


def _without(printed: str, first: int, last: int, figures: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of a stretch of columns that lie before, between and behind figures, without blanks and leaders."""
    for start, end in (*figures, (last + 1, last + 1)):
        upto = min(start - 1, last)
        part = printed[first - 1 : upto]
        begun = first + len(part) - len(part.lstrip(" .\t"))
        ended = first - 1 + len(part.rstrip(" .$(\t"))
        if begun <= ended and upto >= first:
            yield begun, ended
        first = max(first, end + 1)
