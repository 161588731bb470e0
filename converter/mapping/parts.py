"""Parts: which lines of a statement are summed into which, over any number of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from converter.model import FootingTree


def parts_of(tree: FootingTree) -> dict[int, frozenset[int]]:
    """For every line that is proven to be a sum of several others, all lines that are summed into it."""
    terms = {sum_.total: [term.line for term in sum_.terms] for sum_ in reversed(tree.footings) if len(sum_.terms) > 1}
    out: dict[int, frozenset[int]] = {}
    for total, lines in terms.items():
        found: set[int] = set()
        fresh = set(lines)
        while fresh:
            found |= fresh
            fresh = {line for each in fresh if each in terms for line in terms[each]} - found
        out[total] = frozenset(found)
    return out
