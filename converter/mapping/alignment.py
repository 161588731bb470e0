"""Alignment: which line of an earlier statement a line of the later one continues, though its caption was reworded.

Companies keep the order of their statements from year to year while they rename single lines (`Proceeds from sale of
stock` becomes `Proceeds from sales of common stock`). Both statements are aligned as sequences, as in Needleman and
Wunsch (1970), with what the captions have in common as the worth of a pair and no price for a gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.mapping.labels import loose, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SAME = 2.0
"""What a pair with the same caption is worth; no other pair is worth as much."""
_LEAST = 0.4
"""A pair that is worth less has nothing in common but chance."""
_CHANCE = 0.5
"""What it counts that the model would choose the earlier concept, against the words that both captions share."""
_LONGEST = 300
"""A longer statement is not aligned: the cost is the product of both lengths."""


def aligned(
    earlier: Sequence[str],
    concepts: Sequence[str],
    later: Sequence[str],
    chances: Sequence[Mapping[str, float]],
) -> dict[int, int]:
    """For each line of the later statement that continues one of the earlier, the positions of both.

    `earlier` and `later` are normalised captions, `concepts` the local names of the earlier lines (empty for none),
    `chances` for each later line what the model gives to concepts. Nothing where a statement is longer than 300 lines.
    """
    if not earlier or not later or max(len(earlier), len(later)) > _LONGEST:
        return {}
    worth = _worths(earlier, concepts, later, chances)
    width = len(later)
    best = [[0.0] * (width + 1) for _ in range(len(earlier) + 1)]
    for old, row in enumerate(worth):
        above, here = best[old], best[old + 1]
        for new in range(width):
            with_pair = above[new] + row.get(new, 0.0)
            here[new + 1] = max(above[new + 1], here[new], with_pair)
    pairs: dict[int, int] = {}
    old, new = len(earlier), width
    while old and new:
        pair = worth[old - 1].get(new - 1)
        # The sums on both sides were made of the same numbers in the same order.
        if pair is not None and best[old][new] == best[old - 1][new - 1] + pair:
            old, new = old - 1, new - 1
            pairs[new] = old
        elif best[old][new] == best[old - 1][new]:
            old -= 1
        else:
            new -= 1
    return pairs


def _worths(
    earlier: Sequence[str],
    concepts: Sequence[str],
    later: Sequence[str],
    chances: Sequence[Mapping[str, float]],
) -> list[dict[int, float]]:
    """For each earlier line, what a pair with each later line is worth, where it is worth something."""
    keys = [loose(caption) for caption in later]
    words = [frozenset(tokens(caption)) for caption in later]
    out: list[dict[int, float]] = []
    for caption, concept in zip(earlier, concepts, strict=True):
        key, own = loose(caption), frozenset(tokens(caption))
        row: dict[int, float] = {}
        for new, (other, theirs, chance) in enumerate(zip(keys, words, chances, strict=True)):
            if key and key == other:
                row[new] = _SAME
                continue
            shared = len(own & theirs)
            worth = 2.0 * shared / (len(own) + len(theirs)) if shared else 0.0
            if concept:
                worth += _CHANCE * chance.get(concept, 0.0)
            if worth > _LEAST:
                row[new] = worth
        out.append(row)
    return out
