"""Labels for totals that are printed without one, from the heading whose lines they add up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.footing.cues import telling_words
from converter.messages import Message, Severity
from converter.model import LineRole, StatementKind, UnitKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converter.model import Footing, FootingTree, Line, Statement

CONTRA = re.compile(
    r"accumulated\s+(?:depreciation|amorti[sz]ation|depletion)|(?:allowances?|reserves?)\s+for\s+depreciation", re.I
)
"""What is taken off from property at cost: the sum before it is called gross."""
_BOTH_SIDES = re.compile(r"liabilities\b.{0,20}\b(?:equity|deficit|capital|investment|deficiency)\b", re.IGNORECASE)
_UNSUMMED = re.compile(r"commitments?\b|contingen(?:cy|cies|t)\b", re.IGNORECASE)
"""Headings without amounts of their own: what stands below them is not theirs."""
_NONE_ISSUED = re.compile(
    r"(?:preferred|preference)\s(?:stock|shares?)\b.*\b(?:par|authorized|issued|outstanding|none)\b", re.IGNORECASE
)
"""A class of stock of which no share is issued, without a figure: what stands below it is equity as a whole."""
_EARNED = re.compile(
    r"(?:total\s+|operating\s+|interest\s+)?(?:revenues?|income|expenses?)\s*(?:\(|:|$)", re.IGNORECASE
)
"""Headings that all lines below them belong to, whatever their indentation."""
_SALES = re.compile(r"(?:net\s+|total\s+)?(?:sales|revenues?)\b", re.IGNORECASE)
_COST = re.compile(r"costs?\s+of\s+(?:goods|products?|sales|revenues?|merchandise)\b", re.IGNORECASE)
_QUALIFIED = re.compile(r"\s*+(?:--?\s|--|\(|,?\s*+\b(?:less|at\s+cost)\b|:)", re.IGNORECASE)
"""Where a caption goes on to say how it is stated."""
_LONGEST = 120
"""Characters of a heading: what is longer describes a class of shares, or is a sentence."""


def name_totals(statement: Statement, tree: FootingTree) -> tuple[Statement, tuple[Message, ...]]:
    """The statement with a label for each proven total that prints none, and a message for each of them.

    ::

        Property, plant and equipment:
          Land                               400
          Machinery                        7,634
                                           8,034     -> Property, plant and equipment, gross
          Less accumulated depreciation    3,150
          Net property                     4,884
    """
    lines = list(statement.lines)
    messages: list[Message] = []
    for footing in tree.footings:
        line = lines[footing.total]
        if line.label:
            continue
        label = _label(statement, tree, footing)
        if label:
            lines[footing.total] = replace(line, label=label, generated_label=True)
            messages.append(
                Message(
                    code="footing.generated-label",
                    severity=Severity.INFO,
                    text=f"Figures without a label add up the lines above them and are called {label!r}",
                    span=line.span,
                )
            )
    if not messages:
        return statement, ()
    return replace(statement, lines=tuple(lines)), tuple(messages)


def _label(statement: Statement, tree: FootingTree, footing: Footing) -> str:
    heading = _heading(statement, tree, footing)
    if heading is None and (label := _from_terms(statement, footing)):
        return label
    named = _net_of(statement, tree, footing) if heading is None else _without_notes(heading.label)
    if not named[:1].isalpha() or len(named) > _LONGEST:
        return ""
    if statement.lines[footing.total].unit is UnitKind.PER_SHARE:
        return named
    if any(term.weight < 0 for term in footing.terms):
        return _with_first("Net", named)
    outer = next((other for other in tree.footings if any(term.line == footing.total for term in other.terms)), None)
    sheet = statement.kind is StatementKind.BALANCE_SHEET
    if sheet and outer is not None and telling_words(statement.lines[outer.total].label) == telling_words(named):
        # The same heading has a labelled total further down, which takes off or adds what stands in between.
        between = next((term.line for term in outer.terms if term.line > footing.total), None)
        if between is not None:
            taken = statement.lines[between].label
            first, _, rest = taken.partition(" ")
            if first.lower().strip("-:") in {"less", "add", "plus"} and rest:
                taken = rest.lstrip("-: ")
            if not taken:
                return _with_first("Total", named)
            return f"{named}, gross" if CONTRA.search(taken) else f"{named} before {_lowered(taken)}"
    net = any(_is_taken_off(statement.lines[term.line]) for term in footing.terms)
    if net and outer is not None and _heading(statement, tree, outer) is heading:
        net = False  # land and what is being built follow, and are part of what the heading names
    return _with_first("Net" if net or named.lower().startswith("cash ") else "Total", named)


def _is_taken_off(line: Line) -> bool:
    """Whether a line is depreciation printed in parentheses: added up, it is taken off."""
    values = [cell.value for cell in line.cells if cell is not None and cell.value]
    return bool(values) and all(value < 0 for value in values) and CONTRA.search(line.label) is not None


def _from_terms(statement: Statement, footing: Footing) -> str:
    """What a difference of two lines is called: gross profit, or what is left of property after its depreciation."""
    if len(footing.terms) != 2 or footing.terms[0].weight != 1:
        return ""
    taken = statement.lines[footing.terms[1].line]
    negative = all(cell is None or not cell.value or cell.value < 0 for cell in taken.cells)
    if footing.terms[1].weight != (1 if negative else -1):
        return ""
    first, second = statement.lines[footing.terms[0].line].label, taken.label
    if _SALES.match(first) and _COST.match(second):
        return "Gross profit"
    named = _QUALIFIED.split(first, maxsplit=1)[0].strip()
    return f"{named}, net" if CONTRA.search(second) and named[:1].isalpha() and len(named) <= _LONGEST else ""


def _net_of(statement: Statement, tree: FootingTree, footing: Footing) -> str:
    """What a net total below is called, where the total without a heading is what depreciation is taken off from.

    `Less accumulated depreciation` and `Net property, plant and equipment` below tell what the sum above them was.
    """
    for outer in tree.footings:
        label = statement.lines[outer.total].label
        parts = {term.line: term.weight for term in outer.terms}
        if (
            label.lower().startswith("net ")
            and parts.pop(footing.total, 0) > 0
            and any(weight < 0 and CONTRA.search(statement.lines[line].label) for line, weight in parts.items())
        ):
            return label[4:].lstrip()
    return ""


def _without_notes(heading: str) -> str:
    """The heading without colon and without references such as `(Notes 5 and 7)`."""
    text = heading.rstrip(" :")
    opening = text.rfind("(")
    if text.endswith(")") and "note" in text[opening:].lower():
        text = text[:opening].rstrip()
    return text


def _with_first(word: str, named: str) -> str:
    return f"{word.upper()} {named}" if named.isupper() else f"{word} {_lowered(named)}"


def _heading(statement: Statement, tree: FootingTree, footing: Footing) -> Line | None:
    """The nearest heading that stands directly above the first line that a total adds up, and over all its terms."""
    inner = {other.total: other for other in tree.footings}
    first = min(term.line for term in footing.terms)
    while first in inner and min(term.line for term in inner[first].terms) < first:
        first = min(term.line for term in inner[first].terms)
    shared = set.intersection(*(_headings_over(statement, term.line) for term in footing.terms))
    # A heading whose own total is among the terms ended there: `Current assets` is not what a company's assets are.
    ended = {telling_words(statement.lines[line].label) for line in _covered(inner, footing) if line in inner}
    inside = statement.kind is StatementKind.BALANCE_SHEET and footing.total in _terms(tree)
    index = first - 1
    described = False
    while index >= 0 and statement.lines[index].role is LineRole.HEADING:
        line = statement.lines[index]
        over = (index in shared or described) and not _UNSUMMED.match(line.label)
        described = _NONE_ISSUED.match(line.label) is not None
        own = over and not described and telling_words(line.label) not in ended
        if own and not (inside and _is_of_a_side(line.label)):
            return line
        index -= 1
    above = statement.lines[index + 1]
    whole = first > index + 1 and _covered(inner, footing) >= _valued(statement, index + 1, footing.total)
    whole = whole and all(term.weight > 0 for term in footing.terms)
    # INTEREST INCOME over headings of no deeper indentation, and every line from there on is in the sum.
    if statement.kind is StatementKind.BALANCE_SHEET:
        return above if whole and footing.total not in _terms(tree) and _BOTH_SIDES.match(above.label) else None
    return above if whole and _EARNED.match(above.label) else None


def _is_of_a_side(heading: str) -> bool:
    """Whether a heading is over one whole side of a balance sheet: what is summed further is not all of that."""
    return _without_notes(heading).lower() in {"asset", "assets"} or _BOTH_SIDES.match(heading) is not None


def _terms(tree: FootingTree) -> set[int]:
    return {term.line for footing in tree.footings for term in footing.terms}


def _valued(statement: Statement, start: int, end: int) -> set[int]:
    """The lines with figures from one line to before another."""
    return {line.index for line in statement.lines[start:end] if line.has_values}


def _covered(inner: Mapping[int, Footing], footing: Footing) -> set[int]:
    """The lines that a total adds up, and those that these add up in turn."""
    found: set[int] = set()
    open_ = [term.line for term in footing.terms]
    while open_:
        line = open_.pop()
        if line not in found:
            found.add(line)
            if line in inner:
                open_.extend(term.line for term in inner[line].terms)
    return found


def _headings_over(statement: Statement, index: int) -> set[int]:
    found: set[int] = set()
    parent = statement.lines[index].parent
    while parent is not None and parent not in found:
        found.add(parent)
        parent = statement.lines[parent].parent
    return found


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
