"""The table of all native rules, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from converter.check.rules import contexts, cover, facts, figures, hidden, labels, links, markup, schemas

if TYPE_CHECKING:
    from converter.check.rules.rule import Rule

RULES: Final[tuple[Rule, ...]] = tuple(
    sorted(
        (
            *markup.RULES,
            *hidden.RULES,
            *contexts.RULES,
            *facts.RULES,
            *cover.RULES,
            *schemas.RULES,
            *labels.RULES,
            *links.RULES,
            *figures.RULES,
        ),
        key=lambda rule: rule.number,
    )
)
"""Every rule; a rule of the list may have several rows."""
