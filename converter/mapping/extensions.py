"""Extension concepts: for lines that no standard concept fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.mapping.directions import printed_direction
from converter.mapping.labels import normalise, vocabulary
from converter.model import Concept, StatementKind, UnitKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from converter.model import Line, Statement

PREFIX = "ext"
"""Stands for the prefix of the filing, which only the writer knows."""

TYPES = {
    UnitKind.MONEY: "xbrli:monetaryItemType",
    UnitKind.SHARES: "xbrli:sharesItemType",
    UnitKind.PER_SHARE: "num:perShareItemType",
    UnitKind.PURE: "xbrli:pureItemType",
}
"""The type of an extension concept by what its line counts."""
_WORDS = re.compile(r"[A-Za-z]+")
_NOISE = vocabulary("the a an of in on for to at by with from")
_ASIDE = re.compile(r"\((?=[^()]{0,200}(?:\d|\bnotes?\b))[^()]{0,200}\)", re.IGNORECASE)
"""What a caption says beside its name: `(cost $864,133, 1994 and $687,075, 1993)`, `(Note 4)`."""
_MEASURES = vocabulary("fair value market amortized amortised cost carrying amount net gross total other estimated")
"""Words that say how something is measured, and not what it is."""
_COSTS = vocabulary(
    "expense expenses cost costs charge charges provision loss losses amortization depreciation interest taxes tax "
    "salaries wages rent write writedown impairment settlement"
)
_INCOME = vocabulary("income revenue revenues gain gains earnings sales fees margin profit benefit")
_OUTFLOW = vocabulary(
    "payment payments purchase purchases acquisition acquisitions repayment repayments investment additions "
    "dividends distributions expenditures redemption redemptions retirement advances paid"
)
_OPPOSITE = {"debit": "credit", "credit": "debit"}
_LONGEST = 96


def extension_for(
    statement: Statement,
    line: Line,
    above: Concept | None,
    sign: int,
    taken: Collection[str],
    name: str = "",
    declared: Concept | None = None,
) -> Concept:
    """The extension concept of a line: `ext:ClassActionLegalSettlement`.

    `above` is the concept of the total that the line is summed into, `sign` the line's sign if its concept had the
    same balance; `name` is one that an earlier ledger uses; `taken` are names that are in use for other things
    already. The balance is chosen so that the fact of a plain line is positive, unless a person `declared` another,
    with a period type and a label.
    """
    money = line.unit is UnitKind.MONEY
    if declared is not None:
        return Concept(
            name=f"{PREFIX}:{_unused(name or _camel(line, statement), taken)}",
            type=TYPES[line.unit],
            period_type=declared.period_type,
            balance=declared.balance if money else "",
            abstract=False,
            substitution_group="xbrli:item",
            label=declared.label or line.label.strip(" :"),
        )
    return Concept(
        name=f"{PREFIX}:{_unused(name or _camel(line, statement), taken)}",
        type=TYPES[line.unit],
        period_type="instant" if statement.kind is StatementKind.BALANCE_SHEET else "duration",
        balance=_balance(statement, line, above, sign) if money else "",
        abstract=False,
        substitution_group="xbrli:item",
        label=line.label.strip(" :"),
    )


def _camel(line: Line, statement: Statement) -> str:
    caption = _ASIDE.sub(" ", line.label)
    words = _words(caption) or _words(line.label)
    # `Other`, `At fair value`, `Series A, 7% due 2003` and `7 1/8% due 2013` need their heading.
    first = words[0].lower() if words else ""
    nameless = len(words) < 2 or first in {"series", "class"} or caption[:1] in "$0123456789"
    nameless = nameless or all(word.lower() in _MEASURES for word in words)
    if nameless and line.section:
        words = [*_words(_ASIDE.sub(" ", line.section[-1])), *words]
    name = ""
    for word in words:
        if len(name) + len(word) > _LONGEST:
            break
        name += word[0].upper() + word[1:].lower()
    return name or {"balance_sheet": "BalanceSheetItem", "cash_flow": "CashFlowItem"}.get(
        statement.kind, "StatementItem"
    )


def _words(caption: str) -> list[str]:
    plain = caption.replace("'s", "s").replace("'", "")
    return [word for word in _WORDS.findall(plain) if word.lower() not in _NOISE]


def _unused(name: str, taken: Collection[str]) -> str:
    """The name, or the name with the first number that is free: numbers are given without gaps, so it is bisected."""
    if name not in taken:
        return name
    free = 2
    while f"{name}{free}" in taken:
        free *= 2
    used = free // 2 if free > 2 else 1
    while free - used > 1:
        middle = (free + used) // 2
        free, used = (free, middle) if f"{name}{middle}" in taken else (middle, used)
    return f"{name}{free}"


def _balance(statement: Statement, line: Line, above: Concept | None, sign: int) -> str:
    words = set(normalise(line.label).split())
    two_way = "(" in line.label and bool(words & {"loss", "losses", "benefit", "expense", "decrease", "deficit"})
    balance = above.balance if above is not None else ""
    if not balance and statement.kind is StatementKind.CASH_FLOW:
        balance = "debit"
    if balance and above is not None:
        return balance if two_way or sign * printed_direction(line) >= 0 else _OPPOSITE[balance]
    if statement.kind is StatementKind.CASH_FLOW:
        return "credit" if words & _OUTFLOW and printed_direction(line) < 0 else "debit"
    if statement.kind is StatementKind.BALANCE_SHEET:
        headings = " ".join(normalise(heading) for heading in line.section)
        return "credit" if any(word in headings for word in ("liabilities", "equity", "capital")) else "debit"
    if words & _INCOME:
        return "credit"
    return "debit" if words & _COSTS or statement.kind is StatementKind.INCOME_STATEMENT else "credit"
