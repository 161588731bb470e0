"""Amounts that restate a fact as facts of their own: duplicates that are consistent within the printed rounding."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.model import Fact
from converter.narrative.outcome import Tie

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converter.model import Report
    from converter.narrative.outcome import TieOut


def with_narrative(report: Report, found: TieOut) -> Report:
    """The report with a fact for each amount that restates exactly one concept and period.

    Where the same figure belongs to two (basic and diluted shares), the words do not say which is meant, and none is
    tagged. The facts carry the ids `f_nt_0`, `f_nt_1` in the order of the text.
    """
    return replace(report, facts=(*report.facts, *_facts(report, found)))


def _facts(report: Report, found: TieOut) -> Iterator[Fact]:
    by_id = {fact.id: fact for fact in report.facts}
    number = 0
    for tied in found.amounts:
        amount = tied.amount
        restated = [by_id[name] for name in tied.facts if name in by_id]
        if tied.tie is not Tie.RESTATES or len({(fact.concept, fact.context, fact.unit) for fact in restated}) != 1:
            continue
        original = restated[0]
        if not isinstance(original.value, Decimal) or not amount.value:
            continue
        yield Fact(
            id=f"f_nt_{number}",
            concept=original.concept,
            value=-amount.value if original.value < 0 else amount.value,
            context=original.context,
            period=original.period,
            unit=original.unit,
            decimals=amount.decimals,
            scale=amount.scale,
            text=amount.digits,
            span=amount.number_span,
            status=original.status,
        )
        number += 1
