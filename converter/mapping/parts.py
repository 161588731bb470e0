"""Parts: which lines of a statement are summed into which, over any number of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from converter.model import FootingTree


def parts_of(tree: FootingTree) -> dict[int, frozenset[int]]:
    """For every line that is proven to be a sum of several others, all lines that are summed into it."""
    terms = {sum_.total: [term.line for term in sum_.terms] for sum_ in reversed(tree.footings) if len(sum_.terms) > 1}
    out: dict[int, frozenset[int]] = {}
    for total in terms:
        found: set[int] = set()
        waiting = list(terms[total])
        while waiting:
            line = waiting.pop()
            if line not in found:
                found.add(line)
                waiting.extend(terms.get(line, ()))
        out[total] = frozenset(found)
    return out
