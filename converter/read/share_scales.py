"""The scale of share counts: what the caption leaves open, earnings per share prove.

"(In thousands, except per share data)" stands over counts in thousands and over full ones. Net income divided by
earnings per share is the number of shares, and powers of a thousand lie too far apart to be taken for each other.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.messages import Message, Severity
from converter.model import LineRole, UnitKind
from converter.read.scales import label_scale

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.model import Line

_RESULT = re.compile(
    r"\bnet\s+(?:\(?(?:income|loss|earnings|profit)|\(?loss)|\bearnings\s+available|applicable\s+to\s+common", re.I
)
_PART = re.compile(r"equivalents?\s*$|\bdiluti(?:ve|on)\b|\beffect\b|options|warrants|convert", re.IGNORECASE)
"""What is added to the average shares for diluted earnings."""
_RATE = re.compile(r"\b(?:income|earnings|loss|eps|net\s+profit)\b|applicable\s+to\s+common", re.IGNORECASE)
_OTHER_RATE = re.compile(
    r"\b(?:before|continuing|discontinued|extraordinary|cumulative|dividends?|book)\b", re.IGNORECASE
)
_WEIGHTED = re.compile(
    r"average|weighted|used\s+(?:in|for|to)|computing|outstanding|diluted|basic|primary|^shares", re.I
)
_MOST_THOUSANDS = 3_000_000
_POWERS = (0, 3, 6)
_MONEY_POWERS = (-3, -6)
_LEAST_PROOFS = 2
_NEAR = Decimal(4)
"""How far shares times earnings per share may lie from net income: preferred dividends, discontinued operations and
rounded cents change it by much less than the thousand that tells the scales apart."""
_LEAST_EPS = Decimal("0.02")
"""A smaller figure is mostly rounding."""


def settle_share_scales(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Message, ...]]:
    """The lines with the scale of their share counts, and a message where earnings per share overrule the caption.

    A scale in the label or in the heading of a row stands. All other counts of a statement have one scale: the one that
    earnings per share prove, else the caption's, unless a count is too large for it.
    """
    shares = [line for line in lines if line.unit is UnitKind.SHARES]
    if not shares:
        return tuple(lines), ()
    stated = {line.index: power for line in shares if (power := _stated(line)) is not None}
    open_ = [line for line in shares if line.index not in stated]
    powers = dict(stated)
    messages: list[Message] = []
    if open_:
        proven = _proven(lines, open_)
        caption = open_[0].scale
        largest = max((abs(cell.value) for line in open_ for cell in line.cells if cell and cell.value), default=0)
        power = proven if proven is not None else 0 if largest >= _MOST_THOUSANDS else caption
        powers.update((line.index, power) for line in open_)
        if proven is not None and proven != caption and largest < _MOST_THOUSANDS:
            messages.append(
                Message(
                    code="statements.share-scale",
                    severity=Severity.INFO,
                    text=f"net income and earnings per share show that shares are printed in units of {10**proven:,}",
                    span=open_[0].span,
                )
            )
    settled = tuple(
        replace(line, scale=powers[line.index])
        if line.unit is UnitKind.SHARES and line.scale != powers[line.index]
        else line
        for line in lines
    )
    return settled, tuple(messages)


def prove_money_scale(lines: Sequence[Line]) -> int | None:
    """The power of ten of the money amounts of a statement that prints none, or None where nothing proves one.

    A share is the least that can be counted: net income of 3,983 and earnings of .40 a share on 9,911,027 shares are
    thousands of dollars.
    """
    counts = [line for line in lines if line.unit is UnitKind.SHARES and _stated(line) is None]
    found = list(_fitting(lines, counts, _MONEY_POWERS))
    power = found[0] if len(found) >= _LEAST_PROOFS and len(set(found)) == 1 else None
    return None if power is None else -power


def are_in_full(lines: Sequence[Line], power: int) -> bool:
    """Whether amounts that are rounded to a power of ten are printed with all their zeros, not in units of it."""
    unit = Decimal(10) ** power
    return not any(
        cell.value % unit
        for line in lines
        if line.unit is UnitKind.MONEY
        for cell in line.cells
        if cell is not None and cell.value
    )


def _full_label(line: Line) -> str:
    return " ".join((*line.section, line.label))


def _stated(line: Line) -> int | None:
    for text in (line.label, *reversed(line.section)):
        power = label_scale(text)
        if power is not None:
            return power
    return None


def _proven(lines: Sequence[Line], shares: Sequence[Line]) -> int | None:
    """The one power of ten that every weighted count agrees with, or None."""
    found = set(_fitting(lines, shares, _POWERS))
    return found.pop() if len(found) == 1 else None


def _fitting(lines: Sequence[Line], shares: Sequence[Line], powers: Sequence[int]) -> Iterator[int | None]:
    """For each column with net income, earnings per share and shares, the one of the powers that they agree with."""
    counts = [line for line in shares if _WEIGHTED.search(_full_label(line)) and not _PART.search(line.label)]
    results = (
        line
        for line in reversed(lines)
        if line.unit is UnitKind.MONEY and line.role is not LineRole.HEADING and _RESULT.search(line.label)
    )
    rates = [line for line in lines if line.unit is UnitKind.PER_SHARE]
    for result in islice(results, 1) if rates and counts else ():
        for rate in rates:
            if not _RATE.search(_full_label(rate)) or _OTHER_RATE.search(rate.label):
                continue
            for count in counts:
                for income, eps, number in zip(result.cells, rate.cells, count.cells, strict=True):
                    if not (income and eps and number and income.value and eps.value and number.value):
                        continue
                    per_share = eps.value.scaleb(rate.scale)
                    if (income.value < 0) != (per_share < 0) or abs(per_share) < _LEAST_EPS:
                        continue
                    ratio = income.value.scaleb(result.scale) / per_share / abs(number.value)
                    yield next((power for power in powers if 1 / _NEAR <= ratio.scaleb(-power) <= _NEAR), None)
