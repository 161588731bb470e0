"""Directions: what the figures of a line, and the words of its caption, say of the side that is counted as positive.

`Cash paid (received) for taxes` counts payments, `Foreign exchange (gain) loss` losses, `Net borrowings (repayments)`
what comes in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.mapping.labels import normalise, vocabulary

if TYPE_CHECKING:
    from converter.model import Line

_GAIN = vocabulary("income earnings gain gains profit benefit margin recovery")
_LOSS = vocabulary("loss losses deficit")
_PAID = vocabulary("paid payment payments")
_RECEIVED = vocabulary("received receipts refund refunds refunded")
_INFLOW = vocabulary("borrowings borrowing proceeds issuance issuances receipts sales sale advances")
_OUTFLOW = vocabulary(
    "repayments repayment payments payment repaid purchases purchase redemptions repurchases retirements"
)
_IN_PARENTHESES = re.compile(r"\(([a-z ]{1,40})\)")
_WORD = re.compile(r"[a-z]+")


def printed_direction(line: Line) -> int:
    """-1 where most printed values are negative, +1 where most are positive, 0 where neither."""
    balance = 0
    for cell in line.cells:
        if cell is not None and cell.value:
            balance += -1 if cell.value.is_signed() else 1
    return (balance > 0) - (balance < 0)


def loss_only(label: str) -> bool:
    """Whether a caption speaks of a loss and nothing else: `Net loss`, but not `Net income (loss)`."""
    words = set(normalise(label).split())
    return bool(words & _LOSS) and not words & _GAIN and "(" not in label


def _in_and_out(label: str) -> tuple[set[str], set[str]]:
    """The words of a caption in parentheses, and those outside."""
    lowered = label.lower()
    said = {word for part in _IN_PARENTHESES.findall(lowered) for word in part.split()}
    return said, set(_WORD.findall(_IN_PARENTHESES.sub(" ", lowered)))


def is_turned(label: str) -> bool:
    """Whether a caption counts losses as positive: `Foreign exchange (gain) loss`, `Loss (gain) on sale of assets`."""
    said, plain = _in_and_out(label)
    return bool(said & _GAIN and plain & _LOSS and not plain & _GAIN and not said & _LOSS)


def sign_of_payments(line: Line, printed: int) -> int:
    """The sign of a payment told beside a cash flow, by its caption or, where that says nothing of it, its heading.

    `Net cash received (paid) for income taxes` counts refunds as positive, `Cash paid (received)` payments. Where only
    one of both is spoken of, that is what the figures are, in parentheses or not.
    """
    for text in (line.label, *line.section[-1:]):
        inside, outside = _in_and_out(text)
        if outside & _PAID:
            return 1 if inside & _RECEIVED or printed >= 0 else -1
        if outside & _RECEIVED:
            return -1 if inside & _PAID or printed >= 0 else 1
    return -1 if printed < 0 else 1


def is_inflow_less_outflow(label: str) -> bool:
    """Whether a caption counts what comes in as positive: `Net borrowings (repayments)`, `Sales (purchases), net`.

    The other way round says nothing: `Purchases (sales), net` is mostly printed as it changes cash all the same.
    """
    inside, outside = _in_and_out(label)
    return bool(outside & _INFLOW and inside & _OUTFLOW)
