"""The sums that could explain one total: runs of open lines just above it, with the signs that make them add up.

The search is bounded: plain sums look back over `PLAIN_WINDOW` open lines, signed ones over `_SIGNED_WINDOW`, at most
two signs may differ from what the words suggest, and an `Effort` caps the work of a whole statement, so that
thousands of hostile lines cost seconds at worst and never grow exponentially.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from converter.footing.cues import Cue, Hint, telling_words, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.footing.grid import Grid
    from converter.model import Line

PLAIN_WINDOW = 400
_SIGNED_WINDOW = 24
_REOPEN_WINDOW = 8
_MOST_HITS = 12
"""Runs of one column's right sum that are verified in the other columns: only lines of zeros yield more."""

# Evidence is counted in bits: an equation over five-digit figures holds by chance once in about 2**17 cases.
_COLUMN_BITS = 17
ENOUGH = 16
_CUE_BITS = {Cue.TOTAL: 10, Cue.RESULT: 4, Cue.ITEM: -14}
SAME_HEADING = 8
_NEW_SECTION = 4
_CUT_RUN = -6
_SIGNED = 3
_FLIP = 6
_SKIP = 14
_REOPENED = 8
_PARTS_BELOW = 2
_ROLL_FORWARD = 8

_ALLOCATED = frozenset({"allocated", "allocable", "allocation", "attributable", "distributed"})
_FAILED_COLUMN = 12
_LOST_CELL = 8
"""A column may well fail where a term that the other columns print is blank in it."""


@dataclass(slots=True)
class Effort:
    """What is left of the work that one statement may cost, in tested sums."""

    left: int

    def spend(self, tests: int) -> bool:
        """Whether so many more tests may be made; they count as made."""
        self.left -= tests
        return self.left > 0


@dataclass(frozen=True, slots=True, eq=False)
class Open:
    """A line that no sum has taken up yet, on top of those above it; the stack is a linked list that states share."""

    position: int
    first: int
    """The position of the first line of the run that it totals; its own for an item."""
    closed: bool
    """Whether a sum was found (or assumed) for it."""
    below: Open | None
    key: int
    """Equal for equal stacks."""
    parts: tuple[int, ...] = ()
    """The positions of the lines that it was found to total."""


def push(below: Open | None, position: int, first: int, *, closed: bool = False, parts: tuple[int, ...] = ()) -> Open:
    """The stack with one more open line."""
    key = hash((below.key if below else 0, position, first))
    return Open(position, first, closed, below, key, parts)


@dataclass(frozen=True, slots=True)
class Sum:
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


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything about the lines of one grid that the search asks for, by position."""

    grid: Grid
    hints: tuple[Hint, ...]
    headings: tuple[tuple[Line, ...], ...]
    """The headings printed between the line before and this one."""
    signed: bool
    """Whether lines may be subtracted: not among per-share figures, which are too small to prove a sign."""


def find_sums(scene: Scene, total: int, top: Open | None, effort: Effort) -> list[Sum]:
    """The acceptable sums of a total over the open lines above it, best first, three at most."""
    if top is None:
        return []
    best: dict[int, Sum] = {}
    for pivot in _pivots(scene.grid, total):
        for found in _search(scene, total, top, pivot, effort):
            known = best.get(len(found.terms))
            if known is None or found.score > known.score:
                best[len(found.terms)] = found
        if not best and scene.signed and scene.hints[total].cue is Cue.TOTAL:
            for found in _reopened(scene, total, top, pivot, effort):
                best.setdefault(len(found.terms), found)
        if best:
            break
    return sorted(best.values(), key=lambda found: (-found.score, found.worst, len(found.terms)))[:3]


def boundary(scene: Scene, start: Open, total: int) -> int:
    """How well a run may begin at this open line, in bits."""
    headings = scene.headings[start.first]
    if headings:
        wanted = telling_words(scene.grid.lines[total].label)
        named = any(telling_words(heading.label) and telling_words(heading.label) <= wanted for heading in headings)
        return SAME_HEADING if named else _NEW_SECTION
    if start.below is None or start.below.closed:
        return _NEW_SECTION
    before, line = scene.grid.lines[start.below.position], scene.grid.lines[start.first]
    return _CUT_RUN if (before.parent, before.depth) == (line.parent, line.depth) else 0


def _pivots(grid: Grid, total: int) -> list[int]:
    # The largest figure is the hardest to hit by chance. A second column is tried where the first finds nothing:
    # one misprinted figure must not hide a sum that every other column proves.
    row = grid.rows[total]
    return sorted(grid.printed[total], key=lambda column: (-abs(row[column]), column))[:2]


def _search(scene: Scene, total: int, top: Open, pivot: int, effort: Effort) -> Iterator[Sum]:
    cue = scene.hints[total].cue
    good = False
    for found in _plain(scene, total, top, pivot, effort):
        good = good or (not found.fails and found.score >= ENOUGH + _NEW_SECTION)
        yield found
    if good or not scene.signed:
        return
    window = _nearest(top, _SIGNED_WINDOW)
    if cue is Cue.ITEM and not _worth_signs(scene, total, window):
        return
    hints = scene.hints
    wording = [hints[total].polarity * hints[node.position].polarity for node in window]
    for found in _patterned(scene, total, window, wording, pivot, effort):
        if cue is Cue.ITEM and not _is_worded(found, scene, total):
            continue
        good = good or not found.fails
        yield found
    if good or cue is Cue.ITEM:
        return
    for base in (wording, [1] * len(window), [-1] * len(window)):
        yield from _flipped(scene, total, window, base, pivot, effort)
    for base in ([1] * len(window), wording):
        yield from _skipping(scene, total, window, base, pivot, effort)


def _is_worded(found: Sum, scene: Scene, total: int) -> bool:
    # "Net income 100, limited partners 99, general partner 1": the last is no result, though 100 - 99 = 1.
    wanted = scene.hints[total].polarity
    taken_off = [position for position, weight in found.terms if weight < 0]
    agreed = sum(scene.hints[position].polarity * wanted < 0 for position in taken_off)
    return 2 * agreed > len(taken_off)


def _worth_signs(scene: Scene, total: int, window: Sequence[Open]) -> bool:
    # An item without any word of a result may still be one ("Operations", "Utility plant"); it takes figures that
    # prove it beyond chance, so few columns of small figures need not be searched at all.
    row, grain = scene.grid.rows[total], scene.grid.grain
    bits = sum(min((abs(row[column]) // grain).bit_length(), _COLUMN_BITS) for column in scene.grid.printed[total])
    return len(window) > 1 and bits + _CUE_BITS[Cue.ITEM] + _NEW_SECTION >= ENOUGH


def _plain(scene: Scene, total: int, top: Open, pivot: int, effort: Effort, cost: int = 0) -> Iterator[Sum]:
    figures = scene.grid.columns[pivot]
    target = figures[total]
    slack = scene.grid.slack(PLAIN_WINDOW)
    window = PLAIN_WINDOW if effort.left > 0 else _SIGNED_WINDOW
    running = length = hits = 0
    node: Open | None = top
    while node is not None and length < window and hits < _MOST_HITS:
        length += 1
        running += figures[node.position]
        if -slack <= running - target <= slack:
            hits += 1
            effort.spend(length)
            found = _verified(scene, total, _nearest(top, length), None, cost)
            if found is not None:
                yield found
        node = node.below
    effort.spend(length)


def _nearest(top: Open, length: int) -> list[Open]:
    nodes = [top]
    while len(nodes) < length and nodes[-1].below is not None:
        nodes.append(nodes[-1].below)
    return nodes


def _patterned(
    scene: Scene, total: int, window: Sequence[Open], wording: list[int], pivot: int, effort: Effort
) -> Iterator[Sum]:
    """Sums of the shapes "sales, less everything under it" and "signed as the words say"."""
    figures = scene.grid.columns[pivot]
    target = figures[total]
    slack = scene.grid.slack(len(window))
    if not effort.spend(2 * len(window)):
        return
    below = worded = 0
    for index, node in enumerate(window):
        figure = figures[node.position]
        worded += wording[index] * figure
        if -slack <= figure - below - target <= slack and index:
            weights = [-1] * index + [1]
            found = _verified(scene, total, window[: index + 1], weights, _SIGNED)
            if found is not None:
                yield found
        if -slack <= worded - target <= slack and index:
            found = _verified(scene, total, window[: index + 1], wording[: index + 1], _SIGNED)
            if found is not None:
                yield found
        below += figure


def _flipped(
    scene: Scene, total: int, window: Sequence[Open], base: list[int], pivot: int, effort: Effort
) -> Iterator[Sum]:
    """Sums in which one or two signs differ from the pattern: flipping a term changes the sum by twice its figure."""
    figures = scene.grid.columns[pivot]
    slack = scene.grid.slack(2)
    gap = -figures[total]
    index_of: dict[int, int] = {}
    for index, node in enumerate(window):
        figure = base[index] * figures[node.position]
        gap += figure
        if figure:
            index_of.setdefault(2 * figure, index)
        if not index or not effort.spend(index + 4):
            continue
        weights = base[: index + 1]
        for change in sorted({gap, gap - slack, gap + slack}, key=lambda change: abs(change - gap)):
            flip = index_of.get(change)
            if flip is not None:
                found = _verified(scene, total, window[: index + 1], _flip(weights, (flip,)), _SIGNED + _FLIP)
                if found is not None:
                    yield found
        for other, flip in index_of.items():
            pair = index_of.get(gap - other)
            if pair is not None and pair > flip:
                cost = _SIGNED + 2 * _FLIP + index.bit_length()
                found = _verified(scene, total, window[: index + 1], _flip(weights, (flip, pair)), cost)
                if found is not None:
                    yield found


def _flip(weights: Sequence[int], at: tuple[int, ...]) -> list[int]:
    return [-weight if index in at else weight for index, weight in enumerate(weights)]


def _skipping(
    scene: Scene, total: int, window: Sequence[Open], base: list[int], pivot: int, effort: Effort
) -> Iterator[Sum]:
    """Sums that leave one line out: a memorandum line (`of which ...`) that is printed among the items."""
    figures = scene.grid.columns[pivot]
    if not effort.spend(len(window)):
        return
    excess = -figures[total]
    index_of: dict[int, int] = {}
    for index, node in enumerate(window):
        figure = base[index] * figures[node.position]
        excess += figure
        skip = index_of.get(excess)
        if figure:
            index_of.setdefault(figure, index)
        if skip is not None and index > 1:
            weights = [0 if place == skip else base[place] for place in range(index + 1)]
            cost = _SKIP + (_SIGNED if -1 in weights else 0)
            found = _verified(scene, total, window[: index + 1], weights, cost)
            if found is not None:
                yield found


def _reopened(scene: Scene, total: int, top: Open, pivot: int, effort: Effort) -> Iterator[Sum]:
    """Plain sums over the parts of a result in between: all costs, where gross profit stands among them."""
    for depth, node in enumerate(_nearest(top, _REOPEN_WINDOW)):
        if len(node.parts) < 2:  # a total of one line hides nothing
            continue
        stack = node.below
        for part in node.parts:
            stack = push(stack, part, part)
        for above in reversed(_nearest(top, depth)) if depth else ():
            stack = push(stack, above.position, above.first, closed=above.closed, parts=above.parts)
        if stack is not None:
            yield from _plain(scene, total, stack, pivot, effort, cost=_REOPENED)


def parts_below(scene: Scene, top: Open, effort: Effort) -> Sum | None:
    """The sum of the last open lines where it gives the line printed above them: its parts stand below it.

    They are set deeper, or under a heading that says so::

        Income taxes       1,105        Net income           7,882
          Current          1,233        Allocated to:
          Deferred          (128)       Limited partners     7,753
                                        General partner        129
    """
    lines = scene.grid.lines
    depth = lines[top.position].depth
    run: list[Open] = []
    node: Open | None = top
    while node is not None and len(run) < _SIGNED_WINDOW and scene.hints[node.position].cue is not Cue.TOTAL:
        run.append(node)
        headings = scene.headings[node.position]
        node = node.below
        if headings and not any(_ALLOCATED & set(words(heading.label)) for heading in headings):
            return None
        if node is None or len(run) < 2:
            continue
        deeper = (
            lines[node.position].depth < depth and not node.closed and scene.hints[node.position].cue is not Cue.TOTAL
        )
        if headings or deeper:
            cost = _CUE_BITS[scene.hints[node.position].cue] + _PARTS_BELOW
            return _verified(scene, node.position, run, None, cost) if effort.spend(len(run)) else None
    return None


def _verified(scene: Scene, total: int, nodes: Sequence[Open], weights: Sequence[int] | None, cost: int) -> Sum | None:
    """The sum over these open lines (nearest first) if the evidence of all its columns suffices."""
    grid = scene.grid
    slack = grid.slack(len(nodes)) if len(nodes) > 1 else 0
    hint = scene.hints[total]
    score = _CUE_BITS[hint.cue] - cost - len(nodes).bit_length()
    if weights is None and len(nodes) == 1 and not _lone(scene, total, nodes[0]):
        return None
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
        for index, node in enumerate(nodes):
            figure = figures[node.position]
            if figure:
                weight = 1 if weights is None else weights[index]
                parts += weight != 0
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
        bits = min((largest // grid.grain).bit_length(), _COLUMN_BITS)
        if parts < 2 and len(nodes) > 1:  # a figure that merely repeats proves little about the other terms
            bits //= 4
        score += bits - (2 + (2 * gap // grid.grain).bit_length() if gap else 0)
    if not holds or (fails and (hint.cue is Cue.ITEM or len(fails) > len(holds))):
        return None
    score += boundary(scene, start, total)
    if hint.ending and any(scene.hints[node.position].opening for node in nodes):
        score += _ROLL_FORWARD
    if score < ENOUGH:
        return None
    return Sum(
        terms=_terms(scene, total, nodes, weights),
        rest=start.below,
        first=start.first,
        holds=tuple(holds),
        fails=tuple(fails),
        worst=worst,
        score=score,
    )


def _lone(scene: Scene, total: int, node: Open) -> bool:
    """Whether a total may consist of this single line: the only one of its section, or the result before it.

    `Loss before taxes` is the `Net loss` where there are no taxes. The same label twice is a repetition, no sum.
    """
    labels = telling_words(scene.grid.lines[total].label), telling_words(scene.grid.lines[node.position].label)
    if labels[0] == labels[1]:
        return False
    if scene.hints[total].expected and scene.headings[node.first]:
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
