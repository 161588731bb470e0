"""Deprecated concepts give way to what the release has in their place, before signs are settled.

The model learned from filings of an earlier release. What a person decided stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from converter.mapping.endings import ACTIVITIES, ending_of
from converter.model import Status
from converter.taxonomy.successors import successors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.mapping.decisions import Decision
    from converter.model import FootingTree, Line, Statement
    from converter.taxonomy.release import Taxonomy

CURRENT: Final = frozenset({"us-gaap:AssetsCurrent", "us-gaap:LiabilitiesCurrent"})


def renew(
    footed: Sequence[tuple[Statement, FootingTree]], decided: Sequence[Mapping[int, Decision]], taxonomy: Taxonomy
) -> None:
    """Settle, for each line with a deprecated concept, the one that stands for it.

    Another line may have that already: what both say is one thing then, and figures that differ are weighed later.
    What stands for it may be a balance where the line tells of a period: then the line takes its next candidate, for
    review, or else a concept of its own.
    """
    for (statement, tree), decisions in zip(footed, decided, strict=True):
        above = tree.above
        for index, decision in decisions.items():
            old = decision.concept
            if old is None or not old.deprecated or decision.by_person:
                continue
            names = successors(taxonomy, old.name)
            if len(names) > 1:
                names = (*names, *_current(taxonomy, old.name))
            name = _one_of(names, _places(statement, index, above, decisions))
            if not name:
                continue
            if not _stands_here(statement, taxonomy, name):
                _give_up(statement, decision, taxonomy, name)
                continue
            decision.concept = taxonomy.concept(name)
            decision.reasons = (*decision.reasons, f"{old.name} is deprecated; {name} stands for it")


def _give_up(statement: Statement, decision: Decision, taxonomy: Taxonomy, name: str) -> None:
    old = decision.concept.name if decision.concept is not None else ""
    reason = f"{old} is deprecated; {name}, which stands for it, is of another kind"
    decision.concept, decision.status = None, Status.EXTENSION
    for candidate in decision.candidates:
        concept = taxonomy.concept(candidate.concept)
        if concept is not None and not concept.deprecated and _stands_here(statement, taxonomy, concept.name):
            decision.concept, decision.status = concept, Status.REVIEW
            decision.confidence = candidate.confidence
            break
    decision.decided_by = "model"
    decision.reasons = (reason, *decision.reasons[:3])


def _current(taxonomy: Taxonomy, name: str) -> tuple[str, ...]:
    """The concept for the current part, which was there before the others and is not named for the deprecated one."""
    concept = taxonomy.concept(f"{name}Current")
    return (concept.name,) if concept is not None and not concept.deprecated else ()


def _one_of(names: Sequence[str], places: Sequence[str]) -> str:
    """The only concept, or the one whose name ends with the first place that any name ends with."""
    if len(names) == 1:
        return names[0]
    return next((name for place in places for name in names if ending_of(name) == place), "")


def _places(
    statement: Statement, index: int, above: Mapping[int, int], decisions: Mapping[int, Decision]
) -> tuple[str, ...]:
    """How names end for what stands where a line stands, the best first: by the totals above it, and by headings."""
    headings = " ".join(" ".join(statement.lines[index].section).lower().split())
    activity = next((name for name in ACTIVITIES if name.lower() in headings), "")
    if activity:
        return (f"{activity}Activities",)
    totals = {number for number, each in decisions.items() if _ends_current(each, statement.lines[number])}
    number, steps = index, len(statement.lines)
    while number in above and steps:
        number, steps = above[number], steps - 1
        if number in totals:
            return ("Current", "CurrentAndNoncurrent")
    if "current " in headings.replace("noncurrent ", "").replace("non-current ", ""):
        return ("Current", "CurrentAndNoncurrent")
    return ("Noncurrent", "CurrentAndNoncurrent") if totals else ("CurrentAndNoncurrent",)


def _ends_current(decision: Decision, line: Line) -> bool:
    """Whether a line is a total of current items; a guess counts only where the caption says so too."""
    if decision.concept is None or decision.concept.name not in CURRENT:
        return False
    return decision.status is Status.ACCEPTED or "current" in line.label.lower().split()


def _stands_here(statement: Statement, taxonomy: Taxonomy, name: str) -> bool:
    """Whether the periods of a statement are of the concept's type."""
    concept = taxonomy.concept(name)
    instant = all(column.period.start is None for column in statement.columns)
    return concept is not None and (concept.period_type == "instant") == instant
