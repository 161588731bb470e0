"""Calculation arcs from the proven sums of a statement.

A sum becomes arcs only where it can hold in the written report: all of its lines have a concept, the weights go with
the balance attributes (XBRL 2.1, 5.1.1.2), the concepts form no circle, and no set of facts contradicts it under the
rounding rules of Calculations 1.1. A partial sum would be wrong, so a sum is written whole or not at all.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from converter.messages import Message, Severity
from converter.model import CalculationArc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from converter.model import Footing, MappedStatement
    from converter.write.concepts import TaggedLine
    from converter.write.facts import CellFact

EQUITY_METHOD = "us-gaap:IncomeLossFromEquityMethodInvestments"
WITHOUT_EQUITY_METHOD = "MinorityInterestAndIncomeLossFromEquityMethodInvestments"
"""The end of the name of pre-tax income that is before equity-method income (DQC 0119)."""
_HALF = Decimal("0.5")


class FactTable:
    """The facts of a report by concept, period and unit, to test sums against."""

    def __init__(self, facts: Iterable[CellFact]) -> None:
        self._facts: dict[str, dict[tuple[str, str], CellFact]] = {}
        for fact in facts:
            self._facts.setdefault(fact.line.concept.name, {}).setdefault((fact.context, fact.unit.id), fact)

    def contradiction(self, total: str, terms: Sequence[tuple[str, int]]) -> CellFact | None:
        """The first fact of a total that its terms do not add up to, or None.

        As in Calculations 1.1: each fact stands for the interval that its decimals allow, a term without a fact adds
        nothing, and a total none of whose terms has a fact is not tested.
        """
        tables = [(self._facts[name], weight) for name, weight in terms if name in self._facts]
        for key, fact in self._facts.get(total, {}).items():
            found = [(term, weight) for table, weight in tables if (term := table.get(key))]
            if not found:
                continue
            difference = fact.value
            for term, weight in found:
                difference -= weight * term.value
            if difference and abs(difference) > _room(fact.decimals) + sum(_room(term.decimals) for term, _ in found):
                return fact
        return None


@lru_cache(maxsize=64)
def _room(decimals: int) -> Decimal:
    """By how much a fact may be off: half a unit of its last digit."""
    return _HALF.scaleb(-decimals)


def calculation_arcs(
    mapped: MappedStatement,
    tagged: Mapping[int, TaggedLine],
    facts: FactTable,
    known: set[tuple[str, frozenset[str]]],
) -> tuple[tuple[CalculationArc, ...], tuple[Message, ...]]:
    """The arcs of a statement, each total with its terms in printed order, and messages about sums left out.

    `tagged` are the lines that have facts. `known` are the sums that earlier statements wrote: the same items are
    not summed in two roles (EFM 6.15.04); those of this statement are added to it.
    """
    arcs: list[CalculationArc] = []
    messages: list[Message] = []
    children: dict[str, set[str]] = {}
    order = sorted(mapped.footing.footings, key=lambda each: (each.total, -len(each.columns), each.difference))
    for footing in order:
        total = tagged.get(footing.total)
        if total is None or total.concept.name in children:
            continue
        terms, message = _terms(footing, mapped, total, tagged)
        if message is not None:
            messages.append(message)
        if not terms:
            continue
        names = frozenset(name for name, _ in terms)
        if (total.concept.name, names) in known or _closes_circle(total.concept.name, names, children):
            continue
        wrong = facts.contradiction(total.concept.name, terms)
        if wrong is not None:
            messages.append(_left_out(total, f"its lines do not add up at {wrong.period} in the written facts"))
            continue
        known.add((total.concept.name, names))
        children[total.concept.name] = set(names)
        arcs.extend(
            CalculationArc(parent=total.concept.name, child=name, weight=weight, order=number)
            for number, (name, weight) in enumerate(terms, 1)
        )
    return tuple(arcs), tuple(messages)


def _terms(
    footing: Footing, mapped: MappedStatement, total: TaggedLine, tagged: Mapping[int, TaggedLine]
) -> tuple[tuple[tuple[str, int], ...], Message | None]:
    """Concepts and weights of a sum's terms; none, and mostly a message why, where it cannot be written."""
    terms: list[tuple[str, int]] = []
    concept = total.concept
    for term in sorted(footing.terms, key=lambda each: each.line):
        line = mapped.statement.lines[term.line]
        if not line.has_values:
            continue
        tag = tagged.get(term.line)
        if tag is None:
            return (), _left_out(total, f"its line {line.label!r} is not tagged")
        if tag.concept.name == EQUITY_METHOD and concept.name.endswith(WITHOUT_EQUITY_METHOD):
            return (), _left_out(total, f"by its definition {tag.concept.name} is no part of {concept.name}")
        if tag.concept.period_type != concept.period_type or tag.concept.name == concept.name:
            return (), None  # a roll-forward such as cash at the beginning and end of the year is no calculation
        weight = term.weight * tag.mapped.sign * total.mapped.sign
        balances = {tag.concept.balance, concept.balance}
        if "" not in balances and (weight > 0) != (len(balances) == 1):
            why = f"{tag.concept.name} ({tag.concept.balance}) cannot have weight {weight} in a {concept.balance} total"
            return (), _left_out(total, why)
        if (line.unit, line.scale) != (total.line.unit, total.line.scale) or tag.concept.name in dict(terms):
            return (), None
        terms.append((tag.concept.name, weight))
    return tuple(terms), None


def _closes_circle(total: str, terms: Iterable[str], children: Mapping[str, set[str]]) -> bool:
    waiting = list(terms)
    seen = set()
    while waiting:
        name = waiting.pop()
        if name == total:
            return True
        if name not in seen:
            seen.add(name)
            waiting.extend(children.get(name, ()))
    return False


def _left_out(total: TaggedLine, why: str) -> Message:
    return Message(
        code="write.calculation-left-out",
        severity=Severity.INFO,
        text=f"the sum {total.line.label!r} is not written as a calculation: {why}",
        span=total.line.span,
        concept=total.concept.name,
    )
