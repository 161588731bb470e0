"""Balance sheets that are not classified: what a curated rule calls current or noncurrent there is neither.

`Obligations under capital leases` outside of current liabilities are the noncurrent ones, says a rule; where nothing is
current, as with banks and holders of real estate, they are all there are. What the model proposes is settled with the
candidates already (`plausibility`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.mapping.labels import normalise, vocabulary
from converter.mapping.plausibility import stand_in
from converter.model import Scope, StatementKind, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.mapping.decisions import Decision
    from converter.model import FootingTree, Statement
    from converter.taxonomy.release import Taxonomy

_SAYING = vocabulary("current noncurrent long due within after maturing maturities installments portion")
"""Words of captions that tell themselves when something is due."""
_CLASSED = frozenset({"us-gaap:AssetsCurrent", "us-gaap:LiabilitiesCurrent"})
_WHOLE = frozenset({"us-gaap:Assets", "us-gaap:LiabilitiesAndStockholdersEquity"})


def declassify(
    footed: Sequence[tuple[Statement, FootingTree]], decided: Sequence[Mapping[int, Decision]], taxonomy: Taxonomy
) -> None:
    """Give lines that curated rules decided, in balance sheets without classes, the concept for both classes."""
    for (statement, _), decisions in zip(footed, decided, strict=True):
        whole = statement.kind is StatementKind.BALANCE_SHEET and statement.scope is Scope.CONSOLIDATED
        if not whole or _is_classified(statement, decisions):
            continue
        for index, decision in decisions.items():
            words = normalise(statement.lines[index].label).split()
            by_rule = decision.decided_by.startswith("rule:") and not decision.by_person
            if not by_rule or decision.concept is None or not _SAYING.isdisjoint(words):
                continue
            _, note, concept = stand_in(decision.concept.name.partition(":")[2], "none", taxonomy)
            if concept is not None and concept != decision.concept and decision.status is Status.ACCEPTED:
                decision.concept = concept
                decision.reasons = (note, *decision.reasons)


def _is_classified(statement: Statement, decisions: Mapping[int, Decision]) -> bool:
    """Whether something is current in a balance sheet; a part of one, such as its capitalization, does not tell."""
    names = {decision.concept.name for decision in decisions.values() if decision.concept is not None}
    headings = {normalise(heading) for line in statement.lines for heading in line.section}
    return not names & _WHOLE or bool(names & _CLASSED) or any("current" in heading.split() for heading in headings)
