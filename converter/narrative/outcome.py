"""What the tie-out makes of a narrative: each amount with its class, its reason, and the facts that it restates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from converter.messages import Span


class AmountKind(StrEnum):
    """What an amount counts."""

    MONEY = "money"
    PER_SHARE = "per_share"
    SHARES = "shares"
    PERCENT = "percent"


class Tie(StrEnum):
    """What an amount is, beside the statements."""

    RESTATES = "restates"
    """It is a fact of the statements, equal within the printed rounding, in the same words and period."""
    DERIVED = "derived"
    """It follows from facts of the statements by a sum, a difference or a ratio."""
    NON_GAAP = "non_gaap"
    """The text says that it leaves something out, or that it is not by GAAP."""
    GUIDANCE = "guidance"
    """It speaks of what is expected."""
    CONTRADICTS = "contradicts"
    """A statement prints another figure for the same words and period."""
    UNMATCHED = "unmatched"
    """None of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """An amount in the narrative, as printed."""

    kind: AmountKind
    text: str
    """From the currency sign to the last word that belongs to it: `$13.3 million`."""
    digits: str
    """Digits, separators and point alone: `13.3`."""
    value: Decimal
    """The full value, scaled, without sign; 26 for 26 %."""
    decimals: int
    """How far the print goes: -5 for `$13.3 million`; of a percentage the digits behind its point."""
    scale: int
    """The power of ten of the words: 6 for `million`."""
    span: Span
    number_span: Span
    """Of the digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TiedAmount:
    """An amount and what became of it."""

    amount: Amount
    tie: Tie
    reason: str
    facts: tuple[str, ...] = ()
    """Ids of the facts that it restates, is derived from, or contradicts."""
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieOut:
    """Every amount of the narrative, in the order of the text."""

    amounts: tuple[TiedAmount, ...]

    def count(self, tie: Tie) -> int:
        """How many amounts are of a class."""
        return sum(each.tie is tie for each in self.amounts)
