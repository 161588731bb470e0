"""The round trip: the facts that Arelle reads out of the filing equal the facts of the report, one by one."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from converter.messages import Message, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from converter.check.arelle.result import ArelleFact
    from converter.model import Fact, Period, Report, Unit

STANDARD_NAMESPACES: Final = {
    "iso4217": "http://www.xbrl.org/2003/iso4217",
    "xbrli": "http://www.xbrl.org/2003/instance",
}


def compare_facts(report: Report, facts: Sequence[ArelleFact]) -> tuple[Message, ...]:
    """One error for each difference, and at the end one note that counts the facts that are equal.

    Facts are matched by id. Compared are concept, entity, period, unit, value (numbers as exact decimals, text
    after white space is folded), decimals and nil; a fact that is missing, new or there twice is a difference.
    """
    namespaces = {**STANDARD_NAMESPACES, **report.namespaces, report.prefix: report.namespace}
    units = {unit.id: unit for unit in report.units}
    counted = Counter(fact.id for fact in facts)
    read = {fact.id: fact for fact in facts}
    messages: list[Message] = []
    equal = 0
    for fact in report.facts:
        found = read.pop(fact.id, None)
        if found is None:
            messages.append(_error("missing", f"fact {fact.id} ({fact.concept}) is not read back", fact))
            continue
        if counted[fact.id] > 1:
            messages.append(_error("repeated", f"fact {fact.id} is read back {counted[fact.id]} times", fact))
        differences = [
            _error(
                what,
                f"fact {fact.id} ({fact.concept}): {what} {wanted or 'none'} is read back as {got or 'none'}",
                fact,
            )
            for what, wanted, got in _differences(report, namespaces, units, fact, found)
        ]
        messages.extend(differences)
        equal += not differences and counted[fact.id] == 1
    for extra in read.values():
        text = f"fact {extra.id or 'without id'} ({extra.concept}) is read back but not part of the report"
        messages.append(Message(code="roundtrip.extra", severity=Severity.ERROR, text=text, concept=extra.concept))
    text = f"{equal} of {len(report.facts)} facts are read back equal"
    messages.append(Message(code="roundtrip.equal", severity=Severity.INFO, text=text))
    return tuple(messages)


def _error(what: str, text: str, fact: Fact) -> Message:
    code = f"roundtrip.{what.replace(' ', '-')}"
    return Message(code=code, severity=Severity.ERROR, text=text, span=fact.span, concept=fact.concept, fact=fact.id)


def _differences(
    report: Report, namespaces: Mapping[str, str], units: Mapping[str, Unit], fact: Fact, found: ArelleFact
) -> Iterator[tuple[str, str, str]]:
    """What differs, as it is in the report, and as it is read back."""
    pairs = (
        ("concept", _clark(fact.concept, namespaces), f"{{{found.namespace}}}{found.local_name}"),
        ("entity", f"{report.entity.scheme} {report.entity.identifier}", f"{found.scheme} {found.identifier}"),
        ("period", _days(fact.period), f"{found.start}..{found.end}" if found.start else found.end),
        ("unit", _measures(units, fact.unit, namespaces), " per ".join(filter(None, map(" ".join, _sides(found))))),
        ("decimals", _decimals(fact), found.decimals),
        ("nil", "true" if fact.nil or fact.value is None else "false", "true" if found.value is None else "false"),
        ("dimensions", "", " ".join(" ".join(pair) for pair in found.dimensions)),
    )
    yield from ((what, wanted, got) for what, wanted, got in pairs if wanted != got)
    if fact.value is not None and not fact.nil and found.value is not None and not _same_value(fact, found.value):
        yield "value", str(fact.value), found.value


def _clark(name: str, namespaces: Mapping[str, str]) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{namespaces.get(prefix, prefix)}}}{local}"


def _days(period: Period) -> str:
    return f"{period.end}" if period.start is None else f"{period.start}..{period.end}"


def _sides(found: ArelleFact) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return found.numerator, found.denominator


def _measures(units: Mapping[str, Unit], name: str, namespaces: Mapping[str, str]) -> str:
    unit = units.get(name)
    if unit is None:
        return name
    return " per ".join(_clark(measure, namespaces) for measure in (unit.numerator, unit.denominator) if measure)


def _decimals(fact: Fact) -> str:
    if not fact.unit or fact.nil or fact.value is None:
        return ""
    return "INF" if fact.decimals is None else str(fact.decimals)


def _same_value(fact: Fact, text: str) -> bool:
    if isinstance(fact.value, Decimal):
        try:
            return Decimal(text) == fact.value
        except InvalidOperation:
            return False
    return " ".join(str(fact.value).split()) == " ".join(text.split())
