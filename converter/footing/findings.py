"""What a person should look at when a statement does not foot, with the place in the source text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from converter.footing.cues import telling_words
from converter.messages import Message, Severity, Span
from converter.model import StatementKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from converter.footing.scene import Scene
    from converter.footing.search import Reading
    from converter.model import Footing, FootingTree, Line, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A sum that other columns prove, with the columns in which it fails."""

    footing: Footing
    columns: tuple[int, ...]


def findings(
    statement: Statement,
    scene: Scene,
    reading: Reading,
    tree: FootingTree,
    broken: Sequence[Broken],
    *,
    exhausted: bool,
) -> tuple[Message, ...]:
    """The messages of one statement in the order of its lines, those about the whole statement last."""
    runs = {
        scene.grid.lines[assumed.total].index: tuple(scene.grid.lines[term].index for term in assumed.terms)
        for assumed in reading.all_assumed()
    }
    messages = [message for entry in broken for message in _differences(statement, entry, broken)]
    messages.extend(_unfooted(statement, index, runs.get(index, ())) for index in tree.unfooted)
    told = {term for index in tree.unfooted for term in runs.get(index, ())}
    messages.extend(_loose(statement, [index for index in tree.loose if index not in told]))
    messages.sort(key=lambda message: (message.span is None, message.span))
    messages.extend(_balance(statement, scene))
    if exhausted:
        messages.append(
            Message(
                code="footing.effort",
                severity=Severity.INFO,
                text=f"{statement.title or 'The statement'} is so long that only part of the possible sums was tested",
                span=statement.span,
            )
        )
    return tuple(messages)


def _differences(statement: Statement, entry: Broken, broken: Sequence[Broken]) -> list[Message]:
    total = statement.lines[entry.footing.total]
    lines = [statement.lines[term.line] for term in entry.footing.terms]
    messages = []
    for column in entry.columns:
        printed = _value(total, column)
        added = sum(term.weight * _value(line, column) for term, line in zip(entry.footing.terms, lines, strict=True))
        cell = total.cells[column]
        # A misprinted subtotal fails twice: as the total of its own lines and as a term of the next sum.
        suspect = any(
            other.footing is not entry.footing
            and column in other.columns
            and any(term.line == entry.footing.total for term in other.footing.terms)
            for other in broken
        )
        head = statement.columns[column].head or f"column {column + 1}"
        messages.append(
            Message(
                code="footing.difference",
                severity=Severity.WARNING,
                text=(
                    f"{_name(total)} prints {printed:,} under {head}, but its lines add up to {added:,} "
                    f"(difference {printed - added:,}); the sum holds in the other columns"
                ),
                span=cell.span if cell is not None else total.span,
                hint=_hint(entry.footing, lines, column, printed - added, head, suspect=suspect),
            )
        )
    return messages


def _hint(footing: Footing, lines: Sequence[Line], column: int, gap: Decimal | int, head: str, *, suspect: bool) -> str:
    if suspect:
        return "The sum that this total enters fails as well: the total itself is probably misprinted or misread."
    turned = [
        line for term, line in zip(footing.terms, lines, strict=True) if gap == -2 * term.weight * _value(line, column)
    ]
    if len(turned) == 1:
        return (
            f"With the opposite sign of {_name(turned[0])} the sum would hold: parentheses may be missing or in excess."
        )
    return f"Compare the figures under {head} on lines {_range(lines)} and in the total with the text."


def _unfooted(statement: Statement, index: int, run: tuple[int, ...]) -> Message:
    total = statement.lines[index]
    if not total.label and not run:
        return Message(
            code="footing.unlabelled",
            severity=Severity.WARNING,
            text="Figures without a label are no total of the lines above",
            span=total.span,
            hint="Their label may have been read as a heading or as part of another label.",
        )
    lines = [statement.lines[term] for term in run]
    text = f"No sum of the lines above gives {_name(total)}"
    if lines:
        gaps = ", ".join(
            f"{_value(total, column) - sum(_value(line, column) for line in lines):,}"
            for column, cell in enumerate(total.cells)
            if cell is not None
        )
        text += f"; from line {lines[0].span.first_line} on they leave a difference of {gaps}"
    return Message(
        code="footing.unfooted",
        severity=Severity.WARNING,
        text=text,
        span=total.span,
        hint="Look for a line that was not read, a figure in the wrong column, or a misprint." if lines else "",
    )


def _loose(statement: Statement, loose: Sequence[int]) -> list[Message]:
    runs: list[list[int]] = []
    for index in loose:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [
        Message(
            code="footing.loose",
            severity=Severity.WARNING,
            text=_name(statement.lines[run[0]])
            + (f" and {len(run) - 1} more lines take" if len(run) > 1 else " takes")
            + " part in no sum",
            span=reduce(Span.join, (statement.lines[index].span for index in run)),
        )
        for run in runs
    ]


def _balance(statement: Statement, scene: Scene) -> list[Message]:
    """A message where the assets differ from the liabilities and equity.

    The equality is a check and not a footing: neither side is a part of the other, and a calculation must not say so.
    """
    if statement.kind is not StatementKind.BALANCE_SHEET:
        return []
    sides: list[int] = []
    for position, line in enumerate(scene.grid.lines):
        named = telling_words(line.label)
        assets = named == {"asset"} and "total" in line.label.lower()
        if (assets and not sides) or (sides and "liabilitie" in named and _EQUITY & named):
            sides.append(position)
    if len(sides) < 2:
        return []
    left, right = sides[0], sides[-1]
    line = scene.grid.lines[right]
    failing = [
        column
        for column in scene.grid.printed[right]
        if column in scene.grid.printed[left]
        and abs(scene.grid.rows[left][column] - scene.grid.rows[right][column]) > scene.grid.slack(2)
    ]
    return [
        Message(
            code="footing.balance",
            severity=Severity.WARNING,
            text=(
                f"Total assets are {_value(scene.grid.lines[left], column):,} under "
                f"{statement.columns[column].head or f'column {column + 1}'}, but {_name(line)} prints "
                f"{_value(line, column):,}"
            ),
            span=line.span,
        )
        for column in failing
    ]


_EQUITY = frozenset({"equity", "deficit", "deficiency", "capital", "investment", "networth", "worth", "interest"})


def _value(line: Line, column: int) -> Decimal | int:
    cell = line.cells[column]
    return 0 if cell is None or cell.value is None else cell.value


def _name(line: Line) -> str:
    return f'"{line.label[:80]}"' if line.label else "a total without label"


def _range(lines: Sequence[Line]) -> str:
    return f"{lines[0].span.first_line}-{lines[-1].span.last_line}"
