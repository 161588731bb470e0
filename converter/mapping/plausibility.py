"""Plausibility: candidates that the printed figures or the section of a line rule out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from converter.mapping.signs import effects, is_two_way, printed_direction
from converter.model import StatementKind, UnitKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.mapping.model import Choice
    from converter.model import Concept, FootingTree, Statement
    from converter.taxonomy.release import Taxonomy

_CREDIT_SIDE = ("liabilities", "equity", "capital", "investment", "deficit")


def plausible_choices(
    statement: Statement,
    footing: FootingTree,
    choices: Sequence[Choice],
    sections: Mapping[int, tuple[str, ...]],
    taxonomy: Taxonomy,
) -> list[Choice]:
    """The choices without candidates that the text rules out; their probability goes to the others.

    Ruled out are a concept that knows one sign only (such as an expense, a payment, an asset) where the arithmetic of
    the statement makes the fact negative, and a current concept in a noncurrent section or the other way round. A line
    whose candidates would all go keeps them, for review.
    """
    first = {
        choice.line.index: taxonomy.concept(f"us-gaap:{choice.candidates[0].name}") if choice.candidates else None
        for choice in choices
    }
    effect = effects(statement, footing, first)
    classified = any(" current assets " in f" {section} " for each in sections.values() for section in each)
    out: list[Choice] = []
    for choice in choices:
        index = choice.line.index
        kept = [
            each
            for each in choice.candidates
            if _fits(
                statement,
                index,
                taxonomy.concept(f"us-gaap:{each.name}"),
                effect,
                sections[index],
                classified=classified,
            )
        ]
        if not kept or len(kept) == len(choice.candidates):
            out.append(choice)
            continue
        mass = sum(each.probability for each in kept)
        better = tuple(replace(each, probability=each.probability / mass) for each in kept)
        # The rest of the evidence spoke for what is ruled out: the confidence shrinks with the mass that is left.
        confidence = choice.confidence if kept[0] is choice.candidates[0] else min(choice.confidence, mass, 0.8)
        out.append(replace(choice, candidates=better, confidence=confidence))
    return out


def _fits(
    statement: Statement,
    index: int,
    concept: Concept | None,
    effect: Mapping[int, int],
    sections: Sequence[str],
    *,
    classified: bool,
) -> bool:
    if concept is None:
        return False
    local = concept.name.partition(":")[2]
    line = statement.lines[index]
    if statement.kind is StatementKind.BALANCE_SHEET and not _fits_section(local, sections, classified=classified):
        return False
    if line.unit is not UnitKind.MONEY or not concept.balance or is_two_way(local) or index not in effect:
        return True
    facing = 1 if concept.balance == "credit" else -1
    if statement.kind is StatementKind.CASH_FLOW:
        facing = -facing
    return effect[index] * facing * printed_direction(line) >= 0


def _fits_section(local: str, sections: Sequence[str], *, classified: bool) -> bool:
    inner = f" {sections[-1]} " if sections else ""
    short = local.endswith("Current") or "CurrentPortion" in local
    long = local.endswith("Noncurrent")
    if not classified:
        return not long and not (short and local not in _ALWAYS)
    if " current assets " in inner or " current liabilities " in inner:
        return not long
    if " noncurrent assets " in inner or " noncurrent liabilities " in inner:
        return not short
    return True


_ALWAYS = frozenset({"AssetsCurrent", "LiabilitiesCurrent"})
