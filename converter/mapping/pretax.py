"""Income before taxes: whether the income of equity-method investments is in it is told by what it is summed from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from converter.mapping.parts import parts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.mapping.decisions import Decision
    from converter.model import FootingTree, Statement
    from converter.taxonomy.release import Taxonomy

_START: Final = "us-gaap:IncomeLossFromContinuingOperationsBeforeIncomeTaxes"
BEFORE: Final = f"{_START}MinorityInterestAndIncomeLossFromEquityMethodInvestments"
AFTER: Final = f"{_START}ExtraordinaryItemsNoncontrollingInterest"
EQUITY_METHOD: Final = "us-gaap:IncomeLossFromEquityMethodInvestments"


def include_equity_method(
    footed: Sequence[tuple[Statement, FootingTree]], decided: Sequence[Mapping[int, Decision]], taxonomy: Taxonomy
) -> None:
    """Settle, for pre-tax income that equity-method income is a part of, the concept that includes it (DQC 0119)."""
    concept = taxonomy.concept(AFTER)
    if concept is None:
        return
    for (_, tree), decisions in zip(footed, decided, strict=True):
        parts = parts_of(tree)
        names = {index: each.concept.name for index, each in decisions.items() if each.concept is not None}
        for index, decision in decisions.items():
            if names.get(index) != BEFORE or decision.by_person or AFTER in names.values():
                continue
            if any(names.get(part) == EQUITY_METHOD for part in parts.get(index, ())):
                decision.concept = concept
                decision.reasons = (*decision.reasons, f"{EQUITY_METHOD} is summed into it, so that it is {AFTER}")
