"""Percentages without their sign: columns that say what part of another column an amount is.

::

    Net sales            $  42,310  100.0    $ 39,120  100.0
    Cost of sales           30,118   71.2      28,004   71.6
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.amounts import parse_amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.read.cells import Token

_LEAST = 4
"""Rows that show what a column holds."""
_PERCENTAGE = re.compile(r"\(?1?\d{0,2}\.\d\)?")
_FIGURE = re.compile(r"\d,\d{3}(?!\d)")
_PART = re.compile(r"\(? ?-?\d{0,3}(?:\.\d{1,2})? ?\)?")
_HUNDRED = Decimal(100)
_OFF = Decimal(1)
"""Rounded parts are made to add up, which moves one of them by a unit of its last place."""


def are_ratios(column: int, by_column: Sequence[Sequence[Token]]) -> bool:
    """Whether a column has percentages without their sign: one place after the point, beside amounts without any."""
    own = [token.text.strip() for token in by_column[column] if token.number]
    if len(own) < _LEAST or not all(_PERCENTAGE.fullmatch(text) for text in own):
        return False
    others = [token.text for index, tokens in enumerate(by_column) if index != column for token in tokens]
    amounts = [text for text in others if _FIGURE.search(text)]
    return len(amounts) >= _LEAST and not any("." in text for text in amounts)


def are_parts(by_row: Sequence[Sequence[tuple[int, Token]]], column: int) -> bool:
    """Whether a column says of each amount in the column before it what part it is of that beside its 100."""
    pairs: list[tuple[Decimal, Decimal]] = []
    for placed in by_row:
        texts = {index: token.text for index, token in placed if token.number}
        text = texts.get(column, "").strip()
        if not text:
            continue
        part, amount = parse_amount(text), parse_amount(texts.get(column - 1, ""))
        if _PART.fullmatch(text) is None or part is None or amount is None:
            return False
        pairs.append((part.value, amount.value))
    whole = next((amount for part, amount in pairs if part == _HUNDRED), None)
    if not whole or len(pairs) < _LEAST:
        return False
    return all(abs(abs(part) - abs(amount * _HUNDRED / whole)) <= _OFF for part, amount in pairs)
