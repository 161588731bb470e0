"""What the words of a label say about the part that a line plays in the arithmetic of its statement.

Words are only the prior: whether a line is a total, and with which sign a term counts, is decided by the figures.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from converter.model import LineRole, StatementKind

if TYPE_CHECKING:
    from converter.model import Line

_LONGEST_LABEL = 300
"""Characters of a label that are looked at: a wrapped label has 200, a paragraph read as a label thousands."""


class Cue(IntEnum):
    """How much the words and the place of a line suggest that other lines add up to it."""

    ITEM = 0
    RESULT = 1
    """Such as `Income before taxes` or `Net property`: often, but not always, the result of a sum."""
    TOTAL = 2
    """`Total ...`, figures above a double rule, or figures without a label."""


_WORD = re.compile(r"[a-z]+")


@lru_cache(maxsize=4096)
def words(label: str) -> tuple[str, ...]:
    """The words of a label in lower case, apostrophes dropped: `Stockholders' equity:` -> `stockholders`, `equity`."""
    text = label[:_LONGEST_LABEL].lower().replace("'", "").replace("\u2019", "")
    return tuple(_WORD.findall(text))


_FILLER = frozenset({"the", "and", "of", "in", "for", "to", "by", "from", "on", "a", "at", "continued", "total", "net"})


@lru_cache(maxsize=4096)
def telling_words(label: str) -> frozenset[str]:
    """The words of a label by which a total names its heading, plurals folded."""
    return frozenset(word.rstrip("s") for word in words(label) if word not in _FILLER)


_TOTAL_WORDS = frozenset({"total", "totals", "subtotal", "subtotals"})
_RESULT_WORDS = frozenset({"gross", "net", "balance", "margin", "end", "ending", "comprehensive"})
_PROFIT_WORDS = frozenset({"income", "loss", "losses", "earnings", "profit", "profits", "deficit", "surplus"})
_CHANGE_WORDS = frozenset({"increase", "decrease", "change"})
_CASH_WORDS = frozenset({"cash", "balance", "funds"})
_CASH_RESULT_WORDS = frozenset(
    words("increase decrease change end ending provided used generated activities flow flows")
)
_BARE_CHANGE = frozenset({"net", "increase", "decrease", "change", "in", "for", "the", "year", "period"})
_END_WORDS = frozenset({"end", "ending", "close"})
_START_WORDS = frozenset({"beginning", "begin", "start", "opening"})
_STAGE_WORDS = frozenset({"before", "from", "after", "operating", "operations", "available", "applicable", "pretax"})


class Hint(Struct, frozen=True):
    """What the words say about one line with figures."""

    cue: Cue
    expected: bool
    """Whether a sum must exist for it, wherever something is printed above it in its section."""
    opening: bool
    """A balance at the beginning of a period."""
    ending: bool
    """A balance at its end."""
    polarity: int
    """-1 where the printed figure lowers the result further down, +1 where it raises it."""
    stage: bool = False
    """A result on the way to another, such as `Operating profit`: its words say with which sign it goes on."""


def hint(line: Line, kind: StatementKind, *, mostly_negative: bool) -> Hint:
    """The cue and the polarity of a line, from its words and the sign that most of its figures print."""
    label = words(line.label)
    found = set(label)
    cue = _cue(line, kind, label, found)
    return Hint(
        cue=cue,
        expected=cue is Cue.TOTAL or (cue is Cue.RESULT and _is_expected(kind, label)),
        opening=not found.isdisjoint(_START_WORDS),
        ending=not found.isdisjoint(_END_WORDS),
        # What is printed in parentheses already carries its sign, whatever it is called.
        polarity=1 if mostly_negative else _polarity(label, kind, found),
        stage=cue is Cue.RESULT and not found.isdisjoint(_PROFIT_WORDS) and not found.isdisjoint(_STAGE_WORDS),
    )


def _is_expected(kind: StatementKind, label: tuple[str, ...]) -> bool:
    """Whether a result is one that cannot be printed without a sum: net cash, net increase in cash, net income."""
    if label[:1] != ("net",):
        return False
    if kind is StatementKind.CASH_FLOW:
        return "cash" in label[1:3] or ("cash" in label and label[1] in _CHANGE_WORDS)
    return kind is StatementKind.INCOME_STATEMENT and label[1:2] != () and label[1] in _PROFIT_WORDS


def _cue(line: Line, kind: StatementKind, label: tuple[str, ...], found: set[str]) -> Cue:
    if not line.label.strip() or found & _TOTAL_WORDS or line.generated_label or line.role is LineRole.TOTAL:
        return Cue.TOTAL
    if kind is StatementKind.CASH_FLOW:
        # "Net increase in loans" is an item there: only cash itself is a result.
        cash = found & _CASH_WORDS and (label[:1] == ("net",) or found & _CASH_RESULT_WORDS)
        bare = bool(found) and found <= _BARE_CHANGE
        return Cue.RESULT if cash or found & _END_WORDS or bare else Cue.ITEM
    if kind is StatementKind.BALANCE_SHEET and {"accumulated", "comprehensive"} <= found:
        return Cue.ITEM
    if line.role is LineRole.SUBTOTAL or found & _RESULT_WORDS or (found & _PROFIT_WORDS and found & _STAGE_WORDS):
        return Cue.RESULT
    return Cue.ITEM


_COSTS = frozenset(
    words(
        """cost costs expense expenses charge charges provision tax taxes dividend dividends depreciation
    amortization depletion selling administrative research development marketing salaries wages payroll rent
    maintenance impairment restructuring minority less deduct deductions losses interest advertising commissions
    benefits claims supplies fuel purchases severance settlement write writedown writeoff distributions disposal
    compensation professional insurance utilities royalties merger exploration occupancy"""
    )
)
_GAINS = frozenset(words("income revenue revenues sales earnings profit gain gains credit benefit fees margin"))
_CONTRAS = frozenset(
    words(
        """less accumulated allowance allowances treasury unearned discount reserve reserves deficit unamortized
    receivable deduct reacquired unallocated valuation"""
    )
)


def _polarity(label: tuple[str, ...], kind: StatementKind, found: set[str]) -> int:
    if kind is StatementKind.BALANCE_SHEET:
        return -1 if found & _CONTRAS and "total" not in found else 1
    if kind in (StatementKind.INCOME_STATEMENT, StatementKind.COMPREHENSIVE_INCOME):
        return _income_polarity(label, found)
    return -1 if found & {"less", "deduct", "dividends"} else 1


def _income_polarity(label: tuple[str, ...], found: set[str]) -> int:
    head = label[:3]
    if any(word in _PROFIT_WORDS for word in head):
        # "Income before income taxes" and "Interest income" raise; "Loss from operations" printed without
        # parentheses lowers, as some loss-making companies print their whole statement; "Income taxes" lower.
        if "income" in head and found & {"tax", "taxes"} and not found & {"before", "after"}:
            return 1 if "benefit" in found and "provision" not in found and "expense" not in found else -1
        return -1 if found & {"loss", "losses"} and not found & {"income", "earnings", "profit"} else 1
    if found & {"less", "deduct"}:
        return -1
    first = next((word for word in label if word in _COSTS or word in _GAINS), "")
    if first == "interest":
        return 1 if "income" in found and "expense" not in found else -1
    return -1 if first in _COSTS or "loss" in found or "losses" in found else 1
