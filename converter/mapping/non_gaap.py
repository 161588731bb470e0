"""Figures that the accounts do not have: what a release adds below its statements has no concept of the taxonomy.

::

    Net income                             4,081       3,443
    Restructuring charge, net of tax       1,000          --
    Adjusted net income                    5,081       3,443
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.model import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.mapping.decisions import Decision
    from converter.model import FootingTree, Line, Statement

_HEADING = re.compile(r"\bnon[\s-]?gaap\b|\bpro[\s-]?forma\b|\bebitda\b", re.IGNORECASE)
_CAPTION = re.compile(
    r"\bnon[\s-]?gaap\b|\bpro[\s-]?forma\b|\bebitd?ar?\b|\bcash\s+(?:earnings|eps|net\s+income)\b|\bfree\s+cash\s+flow\b"
    r"|\badjusted\s+(?:net|basic|diluted|operating|gross|income|earnings|\(?loss|eps|ebit)"
    r"|\bexcluding\s+(?:special|merger|restructuring|unusual|non-?recurring|one-?time)\b",
    re.IGNORECASE,
)
_HINTS = ("gaap", "forma", "ebit", "cash", "adjusted", "excluding")
"""What a caption must have for one of these."""


def set_non_gaap_aside(
    footed: Sequence[tuple[Statement, FootingTree]], decided: Sequence[Mapping[int, Decision]]
) -> None:
    """No concept of the taxonomy for lines that are no figures of the accounts, unless a person chose it."""
    for (statement, _), decisions in zip(footed, decided, strict=True):
        for index, decision in decisions.items():
            concept = decision.concept
            if concept is None or decision.by_person or "ProForma" in concept.name:
                continue
            if _is_non_gaap(statement.lines[index]):
                decision.concept, decision.status = None, Status.UNTAGGED
                decision.reasons = ("not a figure of the accounts: adjusted, pro forma, or called non-GAAP",)


def _is_non_gaap(line: Line) -> bool:
    lowered = line.label.lower()
    return (any(map(lowered.__contains__, _HINTS)) and _CAPTION.search(lowered) is not None) or any(
        _HEADING.search(heading) for heading in line.section
    )
