"""The sums that could explain one total: runs of open lines just above it, with the signs that make them add up.

The search is bounded: plain sums look back over `PLAIN_WINDOW` open lines, signed ones over `_SIGNED_WINDOW`, at most
two signs may differ from what the words suggest, and an `Effort` caps the work of a whole statement, so that
thousands of hostile lines cost seconds at worst and never grow exponentially.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.footing.cues import Cue, words
from converter.footing.evidence import (
    COLUMN_BITS,
    CUE_BITS,
    ENOUGH,
    FLIP,
    NEW_SECTION,
    PARTS_BELOW,
    REOPENED,
    SIGNED,
    SKIP,
    WORDED,
    Sum,
    verified,
)
from converter.footing.scene import nearest, push

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.footing.grid import Grid
    from converter.footing.scene import Effort, Open, Scene

PLAIN_WINDOW = 400
_SIGNED_WINDOW = 24
_FLIP_WINDOW = 14
_REOPEN_WINDOW = 8
_MOST_HITS = 12
"""Runs of one column's right sum that are verified in the other columns: only lines of zeros yield more."""
_ALLOCATED = frozenset({"allocated", "allocable", "allocation", "attributable", "distributed"})


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


def _pivots(grid: Grid, total: int) -> list[int]:
    # The largest figure is the hardest to hit by chance. A second column is tried where the first finds nothing:
    # one misprinted figure must not hide a sum that every other column proves.
    row = grid.rows[total]
    return sorted(grid.printed[total], key=lambda column: (-abs(row[column]), column))[:2]


def _search(scene: Scene, total: int, top: Open, pivot: int, effort: Effort) -> Iterator[Sum]:
    cue = scene.hints[total].cue
    good = False
    for found in _plain(scene, total, top, pivot, effort):
        good = good or (not found.fails and found.score >= ENOUGH + NEW_SECTION)
        yield found
    if good or not scene.signed:
        return
    window = nearest(top, _SIGNED_WINDOW)
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
        yield from _flipped(scene, total, window[:_FLIP_WINDOW], base, pivot, effort)
    for base in ([1] * len(window), wording):
        yield from _skipping(scene, total, window, base, pivot, effort)


def _is_worded(found: Sum, scene: Scene, total: int) -> bool:
    # "Net income 100, limited partners 99, general partner 1": the last is no result, though 100 - 99 = 1.
    wanted = scene.hints[total].polarity
    taken_off = [position for position, weight in found.terms if weight < 0]
    agreed = sum(scene.hints[position].polarity * wanted < 0 for position in taken_off)
    return bool(agreed) and 2 * agreed >= len(taken_off)


def _worth_signs(scene: Scene, total: int, window: Sequence[Open]) -> bool:
    # An item without any word of a result may still be one ("Operations", "Utility plant"); it takes figures that
    # prove it beyond chance, so few columns of small figures need not be searched at all.
    row, grain = scene.grid.rows[total], scene.grid.grain
    bits = sum(min((abs(row[column]) // grain).bit_length(), COLUMN_BITS) for column in scene.grid.printed[total])
    return len(window) > 1 and bits + CUE_BITS[Cue.ITEM] + NEW_SECTION >= ENOUGH


def _plain(scene: Scene, total: int, top: Open, pivot: int, effort: Effort, cost: int = 0) -> Iterator[Sum]:
    figures = scene.grid.columns[pivot]
    target = figures[total]
    slack = scene.grid.slack(PLAIN_WINDOW)
    least, most = target - slack, target + slack
    window = PLAIN_WINDOW if effort.left > 0 else _SIGNED_WINDOW
    running = length = hits = 0
    node: Open | None = top
    while node is not None and length < window and hits < _MOST_HITS:
        length += 1
        running += figures[node.position]
        if least <= running <= most:
            hits += 1
            effort.spend(length)
            found = verified(scene, total, nearest(top, length), None, cost)
            if found is not None:
                yield found
        node = node.below
    effort.spend(length)


def _patterned(
    scene: Scene, total: int, window: Sequence[Open], wording: list[int], pivot: int, effort: Effort
) -> Iterator[Sum]:
    """Sums of the shapes "sales, less everything under it" and "signed as the words say"."""
    figures = scene.grid.columns[pivot]
    target = figures[total]
    slack = scene.grid.slack(len(window))
    if not effort.spend(2 * len(window)):
        return
    least, most = target - slack, target + slack
    below = worded = 0
    for index, (node, sign) in enumerate(zip(window, wording, strict=True)):
        figure = figures[node.position]
        worded += sign * figure
        if least <= figure - below <= most and index:
            weights = [-1] * index + [1]
            found = verified(scene, total, window[: index + 1], weights, SIGNED)
            if found is not None:
                yield found
        if least <= worded <= most and index:
            found = verified(scene, total, window[: index + 1], wording[: index + 1], WORDED)
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
                found = verified(scene, total, window[: index + 1], _flip(weights, (flip,)), SIGNED + FLIP)
                if found is not None:
                    yield found
        for other, flip in index_of.items():
            pair = index_of.get(gap - other)
            if pair is not None and pair > flip:
                cost = SIGNED + 2 * FLIP + index.bit_length()
                found = verified(scene, total, window[: index + 1], _flip(weights, (flip, pair)), cost)
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
            cost = SKIP + (SIGNED if -1 in weights else 0)
            found = verified(scene, total, window[: index + 1], weights, cost)
            if found is not None:
                yield found


def _reopened(scene: Scene, total: int, top: Open, pivot: int, effort: Effort) -> Iterator[Sum]:
    """Plain sums over the parts of a result in between: all costs, where gross profit stands among them."""
    for depth, node in enumerate(nearest(top, _REOPEN_WINDOW)):
        if len(node.parts) < 2:  # a total of one line hides nothing
            continue
        stack = node.below
        for part in node.parts:
            stack = push(stack, part, part)
        for above in reversed(nearest(top, depth)) if depth else ():
            stack = push(stack, above.position, above.first, closed=above.closed, parts=above.parts)
        if stack is not None:
            yield from _plain(scene, total, stack, pivot, effort, cost=REOPENED)


def parts_below(scene: Scene, top: Open, effort: Effort) -> Sum | None:
    """The sum of the last open lines where it gives the line printed above them: its parts stand below it.

    They are set deeper, or under a heading that says so::

        Income taxes       1,105        Net income           7,882
          Current          1,233        Allocated to:
          Deferred          (128)       Limited partners     7,753
                                        General partner        129
    """
    lines, hints = scene.grid.lines, scene.hints
    depth = lines[top.position].depth
    run: list[Open] = []
    node: Open | None = top
    cue, total = hints[top.position].cue, Cue.TOTAL
    while node is not None and len(run) < _SIGNED_WINDOW and cue is not total:
        run.append(node)
        headings = scene.headings[node.position]
        if headings and not any(_ALLOCATED & set(words(heading.label)) for heading in headings):
            return None
        node = node.below
        if node is None:
            break
        cue = hints[node.position].cue
        deeper = not node.closed and cue is not total and lines[node.position].depth < depth
        if (headings or deeper) and len(run) > 1:
            cost = CUE_BITS[cue] + PARTS_BELOW
            return verified(scene, node.position, run, None, cost) if effort.spend(len(run)) else None
    return None
