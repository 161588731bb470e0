"""What stands in a release for a deprecated concept and says the same of a figure without any dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from converter.taxonomy.release import Taxonomy

SAME: Final = frozenset({"essence-alias", "dep-concept-deprecatedConcept"})
ONE_OF: Final = frozenset({"dep-mutuallyExclusiveConcept-deprecatedConcept"})
"""Relations of the deprecation linkbase; the others need a dimension, or add several concepts up."""
ABOLISHED: Final = "CumulativeEffect"
"""Concepts named so have successors that say the same only since accounting lost what sets them apart: the release
sends income before the cumulative effect of a change to net income, which in an old statement is another figure."""


def successors(taxonomy: Taxonomy, name: str) -> tuple[str, ...]:
    """The concepts that can stand for a deprecated one: the one that does, or those one of which does.

    Empty for a concept that is not deprecated, and for one that nothing stands for.
    """
    concept = taxonomy.concept(name)
    if concept is None or not concept.deprecated or ABOLISHED in name:
        return ()
    for relations in (SAME, ONE_OF):
        named = dict.fromkeys(each.concept for each in taxonomy.replacements(name) if each.relation in relations)
        found = tuple(each for each in named if _fits(taxonomy, each, concept.type))
        if found and (relations is ONE_OF or len(found) == 1):
            return found
    return ()


def _fits(taxonomy: Taxonomy, name: str, kind: str) -> bool:
    concept = taxonomy.concept(name)
    return concept is not None and not concept.deprecated and not concept.abstract and concept.type == kind
