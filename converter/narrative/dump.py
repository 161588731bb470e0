"""The tie-out as text for people: one line for each amount, with its class, reason and place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.narrative.outcome import Tie

if TYPE_CHECKING:
    from converter.narrative.outcome import TieOut


def dump(found: TieOut | None) -> str:
    """A line for each amount, in the order of the text, then how many there are of each class."""
    if found is None:
        return "there is no press release in this file"
    lines = []
    for each in found.amounts:
        facts = f"  [{', '.join(each.facts)}]" if each.facts else ""
        place = str(each.amount.span)
        lines.append(f"{place:<16}{each.amount.kind:<10}{each.amount.text:<26}{each.tie:<12}{each.reason}{facts}")
    counts = ", ".join(f"{found.count(tie)} {tie}" for tie in Tie if found.count(tie))
    return "\n".join((*lines, f"{len(found.amounts)} amounts: {counts or 'none'}"))
