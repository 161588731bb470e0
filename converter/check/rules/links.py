"""Rules 37 to 39: presentation, calculation and definition arcs (EFM 6.09, 6.12, 6.14 to 6.16)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from converter.check.rules.rule import ERROR, WARNING, Finding, row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from converter.check.filing.view import Arc, Filing

PERIOD_LABELS: Final = ("periodStartLabel", "periodEndLabel")
DEFINITION_ARCROLES: Final = (
    "all",
    "notAll",
    "hypercube-dimension",
    "dimension-domain",
    "domain-member",
    "dimension-default",
    "general-special",
    "essence-alias",
    "similar-tuples",
    "requires-element",
)


def _finding(text: str, arc: Arc) -> Finding:
    return Finding(text=text, place=arc.place, concept=arc.child)


def _title(arc: Arc) -> str:
    return arc.role.rpartition("/")[2][:60]


def _sums(filing: Filing) -> tuple[Arc, ...]:
    return filing.arcs("summation-item")


def has_presentation(filing: Filing) -> str:
    """Why rules on presentations do not apply."""
    return "" if filing.arcs("parent-child") else "the filing has no presentation"


def has_calculation(filing: Filing) -> str:
    """Why rules on calculations do not apply."""
    return "" if _sums(filing) else "the filing has no calculation"


def has_definition(filing: Filing) -> str:
    """Why rules on definition links do not apply."""
    return "" if _definitions(filing) else "the filing has no definition arcs"


def _definitions(filing: Filing) -> list[Arc]:
    return [arc for name in DEFINITION_ARCROLES for arc in filing.arcs(name)]


def _without_order(arcs: Iterable[Arc]) -> Iterator[Finding]:
    for arc in arcs:
        if arc.order is None:
            yield _finding(f"the arc from {arc.parent} to {arc.child} in {_title(arc)} has no order", arc)


def presentation_order(filing: Filing) -> Iterator[Finding]:
    """Every presentation arc has an order."""
    yield from _without_order(filing.arcs("parent-child"))


def distinct_order(filing: Filing) -> Iterator[Finding]:
    """Children of one parent have different orders."""
    seen: dict[object, Arc] = {}
    for arc in filing.arcs("parent-child"):
        first = seen.setdefault((arc.role, arc.parent, arc.order), arc)
        if first is not arc and arc.order is not None:
            yield _finding(f"{first.child} and {arc.child} have the order {arc.order} under {arc.parent}", arc)


def presented(filing: Filing) -> Iterator[Finding]:
    """Every concept of a fact is presented."""
    shown = {concept for arc in filing.arcs("parent-child") for concept in (arc.parent, arc.child)}
    for fact in filing.facts:
        if fact.concept not in shown:
            shown.add(fact.concept)
            yield Finding(text=f"{fact.concept} is in no presentation", place=fact.place, fact=fact)


def distinct_preferred(filing: Filing) -> Iterator[Finding]:
    """A concept that stands twice under one parent has different preferred labels."""
    counted = Counter((arc.role, arc.parent, arc.child, arc.preferred_label) for arc in filing.arcs("parent-child"))
    for arc in filing.arcs("parent-child"):
        if counted[arc.role, arc.parent, arc.child, arc.preferred_label] > 1:
            yield _finding(f"{arc.child} stands more than once under {arc.parent} with the same preferred label", arc)


def one_root(filing: Filing) -> Iterator[Finding]:
    """Every presentation has one root."""
    roles: dict[str, list[Arc]] = {}
    for arc in filing.arcs("parent-child"):
        roles.setdefault(arc.role, []).append(arc)
    for arcs in roles.values():
        roots = sorted({arc.parent for arc in arcs} - {arc.child for arc in arcs})
        if len(roots) > 1:
            text = f"{_title(arcs[0])} has {len(roots)} roots: {', '.join(roots[:5])}"
            yield Finding(text=text, place=arcs[0].place)


def period_labels(filing: Filing) -> Iterator[Finding]:
    """Labels for the start and end of a period are for instants."""
    for arc in filing.arcs("parent-child"):
        concept = filing.concept(arc.child)
        if concept is not None and concept.period_type == "duration" and arc.preferred_label.endswith(PERIOD_LABELS):
            yield _finding(f"{arc.child} is a duration and has a label for the start or end of a period", arc)


def calculation_order(filing: Filing) -> Iterator[Finding]:
    """Every calculation arc has an order."""
    yield from _without_order(_sums(filing))


def weights(filing: Filing) -> Iterator[Finding]:
    """Every weight is 1 or -1."""
    for arc in _sums(filing):
        if arc.weight not in {1, -1}:
            yield _finding(f"{arc.child} has the weight {arc.weight} in {arc.parent}", arc)


def balances(filing: Filing) -> Iterator[Finding]:
    """The weight fits the balances: what adds up has the same balance, what is taken off the other."""
    for arc in _sums(filing):
        parent, child = filing.concept(arc.parent), filing.concept(arc.child)
        if parent is None or child is None or not parent.balance or not child.balance or arc.weight is None:
            continue
        if (parent.balance == child.balance) != (arc.weight > 0):
            text = f"{arc.child} ({child.balance}) has the weight {arc.weight} in {arc.parent} ({parent.balance})"
            yield _finding(text, arc)


def same_period_type(filing: Filing) -> Iterator[Finding]:
    """A sum and its items have the same period type."""
    for arc in _sums(filing):
        parent, child = filing.concept(arc.parent), filing.concept(arc.child)
        if parent is not None and child is not None and parent.period_type != child.period_type:
            yield _finding(f"{arc.child} is {child.period_type}, {arc.parent} is {parent.period_type}", arc)


def no_circles(filing: Filing) -> Iterator[Finding]:
    """No concept is summed into itself."""
    for role, children in _trees(_sums(filing)).items():
        for arc in _circles(children):
            yield _finding(f"{arc.child} is summed into itself in {role.rpartition('/')[2][:60]}", arc)


def _trees(arcs: Iterable[Arc]) -> dict[str, dict[str, list[Arc]]]:
    """Role to parent to arcs."""
    trees: dict[str, dict[str, list[Arc]]] = {}
    for arc in arcs:
        trees.setdefault(arc.role, {}).setdefault(arc.parent, []).append(arc)
    return trees


def _circles(children: dict[str, list[Arc]]) -> Iterator[Arc]:
    """Each arc that leads back to a concept above it."""
    done: set[str] = set()
    for root in children:
        above: dict[str, None] = {}
        waiting: list[tuple[str, Iterator[Arc]]] = []
        if root not in done:
            waiting.append((root, iter(children[root])))
            above[root] = None
        while waiting:
            concept, arcs = waiting[-1]
            arc = next(arcs, None)
            if arc is None:
                waiting.pop()
                above.popitem()
                done.add(concept)
            elif arc.child in above:
                yield arc
            elif arc.child not in done:
                waiting.append((arc.child, iter(children.get(arc.child, ()))))
                above[arc.child] = None


def sums_presented(filing: Filing) -> Iterator[Finding]:
    """A sum and its item that have facts are presented together."""
    used = {fact.concept for fact in filing.facts}
    together: dict[str, set[str]] = {}
    for arc in filing.arcs("parent-child"):
        for concept in (arc.parent, arc.child):
            together.setdefault(concept, set()).add(arc.role)
    for arc in _sums(filing):
        both = arc.parent in used and arc.child in used
        if both and not together.get(arc.parent, set()) & together.get(arc.child, set()):
            yield _finding(f"{arc.parent} and its item {arc.child} are presented in no role together", arc)


def sums_once(filing: Filing) -> Iterator[Finding]:
    """The same items are summed in one role."""
    seen: dict[object, str] = {}
    for role, children in _trees(_sums(filing)).items():
        for parent, arcs in children.items():
            first = seen.setdefault((parent, frozenset(arc.child for arc in arcs)), role)
            if first != role:
                yield _finding(f"{parent} is summed from the same items in {_title(arcs[0])} and another role", arcs[0])


def effective(filing: Filing) -> Iterator[Finding]:
    """No arc repeats another one, and none leads from a concept to itself."""
    arcs = [*filing.arcs("parent-child"), *_sums(filing), *_definitions(filing)]
    counted = Counter(_identity(arc) for arc in arcs)
    for arc in arcs:
        if counted[_identity(arc)] > 1:
            yield _finding(f"the arc from {arc.parent} to {arc.child} in {_title(arc)} stands more than once", arc)
        elif arc.parent == arc.child:
            yield _finding(f"an arc leads from {arc.parent} to itself in {_title(arc)}", arc)


def _identity(arc: Arc) -> tuple[object, ...]:
    return arc.role, arc.arcrole, arc.parent, arc.child, arc.order, arc.preferred_label


def known_ends(filing: Filing) -> Iterator[Finding]:
    """Both ends of every arc are declared."""
    own = {prefix for schema in filing.schemas for prefix in schema.prefixes}
    prefixes = set(filing.taxonomy.namespaces) if filing.taxonomy is not None else set()
    seen: set[str] = set()
    for linkbase in filing.linkbases:
        for arc in linkbase.arcs:
            for name in (arc.parent, arc.child):
                checkable = name.partition(":")[0] in own | prefixes
                if checkable and name not in seen and filing.concept(name) is None:
                    seen.add(name)
                    yield Finding(text=f"{name} is not declared", place=arc.place, concept=name)


def definition_order(filing: Filing) -> Iterator[Finding]:
    """Every definition arc has an order."""
    yield from _without_order(_definitions(filing))


def domain_members(filing: Filing) -> Iterator[Finding]:
    """The domain and the default of a dimension are domain items."""
    for arc in (*filing.arcs("dimension-domain"), *filing.arcs("dimension-default")):
        concept = filing.concept(arc.child)
        if concept is not None and concept.type.rpartition(":")[2] != "domainItemType":
            yield _finding(f"{arc.child} is a domain of {arc.parent} and no domain item", arc)


RULES: Final = (
    row(37, "EFM 6.12.01", "no-order", ERROR, presentation_order, has_presentation),
    row(37, "EFM 6.12.02", "same-order", ERROR, distinct_order, has_presentation),
    row(37, "EFM 6.12.03", "not-presented", ERROR, presented),
    row(37, "EFM 6.12.05", "repeat", ERROR, distinct_preferred, has_presentation),
    row(37, "EFM 6.12.06", "roots", WARNING, one_root, has_presentation),
    row(37, "EFM 6.12.07", "period-label", WARNING, period_labels),
    row(38, "EFM 6.14.01", "no-order", ERROR, calculation_order, has_calculation),
    row(38, "EFM 6.14.02", "weight", ERROR, weights, has_calculation),
    row(38, "XBRL 5.1.1.2", "balance", ERROR, balances, has_calculation),
    row(38, "EFM 6.14.03", "period-type", ERROR, same_period_type, has_calculation),
    row(38, "EFM 6.14.04", "circle", ERROR, no_circles, has_calculation),
    row(38, "EFM 6.14.05", "not-together", ERROR, sums_presented, has_calculation),
    row(38, "EFM 6.15.04", "sum-twice", WARNING, sums_once, has_calculation),
    row(39, "EFM 6.09.03", "ineffectual", ERROR, effective),
    row(39, "XBRL 3.5.3.7", "undeclared", ERROR, known_ends),
    row(39, "EFM 6.16.01", "no-order", ERROR, definition_order, has_definition),
    row(39, "EFM 6.16.03", "domain", ERROR, domain_members, has_definition),
)
