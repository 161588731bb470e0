"""How much the figures prove: whether a sum holds, in which columns, and how likely that is no chance.

Evidence is counted in bits. An equation over five-digit figures holds by chance once in about 2**17 cases, and so in
each column again; words and the place of the lines add to it, every liberty that the search took costs some.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from converter.footing.cues import Cue, telling_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.footing.scene import Open, Scene

ENOUGH = 16
"""What makes a sum certain enough to be taken on its own."""
_WEAK = 2
_WEAK_COST = 17
"""A weaker sum is offered at a price, to be paid back by the sums further up that only it makes possible."""
COLUMN_BITS = 17
CUE_BITS = {Cue.TOTAL: 10, Cue.RESULT: 4, Cue.ITEM: -14}
SAME_HEADING = 8
NEW_SECTION = 4
_CUT_RUN = -6
SIGNED = 3
WORDED = 1
FLIP = 6
SKIP = 14
_AGAINST_WORDS = 8
"""`Operating profit` taken off on the way to a loss: more likely the loss adds up from it."""
REOPENED = 8
PARTS_BELOW = 2
_ROLL_FORWARD = 12
_FAILED_COLUMN = 12
_LOST_CELL = 8
"""A column may well fail where a term that the other columns print is blank in it."""


class Sum(Struct, frozen=True):
    """One way to explain a total."""

    terms: tuple[tuple[int, int], ...]
    """Position and weight, in printed order."""
    rest: Open | None
    """The stack without the lines taken up."""
    first: int
    holds: tuple[int, ...]
    fails: tuple[int, ...]
    worst: int
    """The largest difference in quanta over the columns that hold."""
    score: int
    """In bits; negative for a sum that is only worth its place among others."""


def boundary(scene: Scene, start: Open, total: int) -> int:
    """How well a run may begin at this open line, in bits."""
    headings = scene.headings[start.first]
    if headings:
        wanted = telling_words(scene.grid.lines[total].label)
        named = any(telling_words(heading.label) and telling_words(heading.label) <= wanted for heading in headings)
        return SAME_HEADING if named else NEW_SECTION
    if start.below is None or start.below.closed:
        return NEW_SECTION
    before, line = scene.grid.lines[start.below.position], scene.grid.lines[start.first]
    return _CUT_RUN if (before.parent, before.depth) == (line.parent, line.depth) else 0


def verified(scene: Scene, total: int, nodes: Sequence[Open], weights: Sequence[int] | None, cost: int) -> Sum | None:
    """The sum over these open lines (nearest first) if the evidence of all its columns suffices."""
    grid = scene.grid
    slack = grid.slack(len(nodes)) if len(nodes) > 1 else 0
    hint = scene.hints[total]
    score = CUE_BITS[hint.cue] - cost - len(nodes).bit_length()
    if weights is None:
        if len(nodes) == 1 and not _lone(scene, total, nodes[0]):
            return None
    else:
        score -= _AGAINST_WORDS * _against_words(scene, hint.polarity, nodes, weights)
    start = nodes[-1]
    holds: list[int] = []
    fails: list[int] = []
    worst = 0
    for column in grid.printed[total]:
        figures = grid.columns[column]
        target = figures[total]
        running = -target
        largest = abs(target)
        parts = 0
        proven = False
        for index, node in enumerate(nodes):
            figure = figures[node.position]
            if figure:
                weight = 1 if weights is None else weights[index]
                parts += weight != 0
                proven = node.closed
                running += weight * figure
                largest = max(largest, abs(figure))
        gap = abs(running)
        if gap > slack:
            fails.append(column)
            lost = any(column not in grid.printed[node.position] for node in nodes)
            score -= _LOST_CELL if lost else _FAILED_COLUMN
            continue
        holds.append(column)
        worst = max(worst, gap)
        bits = min((largest // grid.grain).bit_length(), COLUMN_BITS)
        if parts < 2 and len(nodes) > 1 and not (proven and hint.cue is not Cue.ITEM):
            # A figure that merely repeats proves little about the other terms, unless it is a result that is carried
            # on over lines of zeros: income before taxes, no taxes, net income.
            bits //= 4
        score += bits - (2 + (2 * gap // grid.grain).bit_length() if gap else 0)
    if not holds or (fails and (hint.cue is Cue.ITEM or len(nodes) == 1 or len(fails) > len(holds))):
        return None
    score += boundary(scene, start, total)
    if hint.ending and any(scene.hints[node.position].opening for node in nodes):
        score += _ROLL_FORWARD
    if score < ENOUGH:
        if score < _WEAK or fails or cost > SIGNED or hint.cue is Cue.TOTAL:
            return None
        score -= _WEAK_COST
    return Sum(
        terms=_terms(scene, total, nodes, weights),
        rest=start.below,
        first=start.first,
        holds=tuple(holds),
        fails=tuple(fails),
        worst=worst,
        score=score,
    )


def _against_words(scene: Scene, polarity: int, nodes: Sequence[Open], weights: Sequence[int]) -> int:
    """How many results on the way are taken with another sign than their words give them."""
    hints = scene.hints
    return sum(
        hints[node.position].stage and weight * polarity * hints[node.position].polarity < 0
        for node, weight in zip(nodes, weights, strict=True)
    )


def _lone(scene: Scene, total: int, node: Open) -> bool:
    """Whether a total may consist of this single line: the only one of its section, or the result before it.

    `Loss before taxes` is the `Net loss` where there are no taxes. The same label twice is a repetition, no sum.
    """
    labels = telling_words(scene.grid.lines[total].label), telling_words(scene.grid.lines[node.position].label)
    if labels[0] == labels[1]:
        return False
    if scene.hints[total].expected and (scene.headings[node.first] or labels[0] < labels[1]):
        return True
    return scene.hints[total].cue is not Cue.ITEM and node.closed


def _terms(
    scene: Scene, total: int, nodes: Sequence[Open], weights: Sequence[int] | None
) -> tuple[tuple[int, int], ...]:
    if weights is None:
        return tuple((node.position, 1) for node in reversed(nodes))
    polarity = scene.hints[total].polarity
    terms = []
    for node, weight in zip(reversed(nodes), reversed(weights), strict=True):
        if not weight:
            continue
        # The figures cannot tell the sign of a line of zeros: the words must.
        zero = not any(scene.grid.rows[node.position][column] for column in scene.grid.printed[total])
        terms.append((node.position, polarity * scene.hints[node.position].polarity if zero else weight))
    return tuple(terms)
