"""The best reading of all lines of one grid together: a beam search over stacks of open lines.

Read from top to bottom, a line either stays open or closes the run of open lines that it totals. A choice that looks
best for one total can be wrong for the next one up, so a few readings are kept side by side and the one that explains
most figures wins. A statement that foots leaves only one reading to follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from converter.footing.cues import Cue
from converter.footing.evidence import SAME_HEADING, boundary
from converter.footing.scene import push
from converter.footing.sums import PLAIN_WINDOW, find_sums, parts_below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converter.footing.evidence import Sum
    from converter.footing.scene import Effort, Open, Scene

_BEAM = 6
_MARGIN = 40
"""A reading this many bits behind the best is given up."""
_UNPROVEN = -10
_UNPROVEN_RESULT = -1
_ASSUMED = -12
_ASSUMED_NAMED = -9
_SECOND = 8
_MOST_OPEN = 12


class Found(Struct, frozen=True):
    """A sum found for a total, in the order found; the links run backwards."""

    total: int
    sum: Sum
    before: Found | None


class Assumed(Struct, frozen=True):
    """A total that no sum explains, closed over the lines under its heading so that the next totals can be tested."""

    total: int
    terms: tuple[int, ...]
    before: Assumed | None


class Reading(Struct, frozen=True):
    """One way to read the lines so far."""

    top: Open | None = None
    score: int = 0
    found: Found | None = None
    assumed: Assumed | None = None

    def all_found(self) -> Iterator[Found]:
        """The sums found, the last one first."""
        found = self.found
        while found is not None:
            yield found
            found = found.before

    def all_assumed(self) -> Iterator[Assumed]:
        """The totals assumed, the last one first."""
        assumed = self.assumed
        while assumed is not None:
            yield assumed
            assumed = assumed.before


def best_reading(scene: Scene, effort: Effort) -> Reading:
    """The reading of the whole grid that explains most; ties go to the one found first."""
    readings = [Reading()]
    for position in range(scene.grid.size):
        options: dict[int, Reading] = {}
        sums_of: dict[int, list[Sum]] = {}
        for reading in readings:
            key = reading.top.key if reading.top else 0
            sums = sums_of.get(key)
            if sums is None:
                sums = sums_of[key] = find_sums(scene, position, reading.top, effort)
            for option in _options(scene, position, reading, sums, effort):
                place = option.top.key if option.top else 0
                rival = options.get(place)
                if rival is None or option.score > rival.score:
                    options[place] = option
        ranked = sorted(options.values(), key=lambda option: -option.score)
        width = _BEAM if effort.left > 0 else 1
        readings = [option for option in ranked[:width] if option.score > ranked[0].score - _MARGIN]
    return max(readings, key=_final_score)


def _final_score(reading: Reading) -> int:
    # A line that takes part in nothing speaks a little against a reading, were it only between two weak ones.
    left_open = 0
    node = reading.top
    while node is not None and left_open < _MOST_OPEN:
        left_open += not node.closed
        node = node.below
    return reading.score - left_open


def _options(scene: Scene, position: int, reading: Reading, sums: list[Sum], effort: Effort) -> Iterator[Reading]:
    said = scene.hints[position]
    for found in sums:
        yield _closed(scene, position, reading, found, effort)
    unproven = _UNPROVEN if said.expected else _UNPROVEN_RESULT if said.cue is Cue.RESULT else 0
    top = push(reading.top, position, position)
    opened = Reading(top, reading.score + unproven, reading.found, reading.assumed)
    yield _with_parts_below(scene, opened, effort)
    if said.expected and not (sums and not sums[0].fails):
        run, named = _assumed_run(scene, position, reading.top)
        if run:
            yield Reading(
                push(run[-1].below, position, run[-1].first, closed=True),
                reading.score + (_ASSUMED_NAMED if named else _ASSUMED),
                reading.found,
                Assumed(position, tuple(node.position for node in reversed(run)), reading.assumed),
            )


def _closed(scene: Scene, position: int, reading: Reading, found: Sum, effort: Effort) -> Reading:
    rest, first = found.rest, found.first
    chain = Found(position, found, reading.found)
    score = reading.score + found.score
    if rest is not None and any(scene.hints[part].opening and weight < 0 for part, weight in found.terms):
        # "Cash at end, cash at beginning, increase in cash": the increase is also the sum of the activities above.
        second = next((other for other in find_sums(scene, position, rest, effort) if not other.fails), None)
        if second is not None:
            rest, first = second.rest, second.first
            chain = Found(position, second, chain)
            score += _SECOND
    parts = tuple(part for part, _ in found.terms)
    return Reading(push(rest, position, first, closed=True, parts=parts), score, chain, reading.assumed)


def _with_parts_below(scene: Scene, reading: Reading, effort: Effort) -> Reading:
    top = reading.top
    if top is None or top.below is None or scene.headings[top.first]:
        return reading
    found = parts_below(scene, top, effort)
    if found is None or found.rest is None:
        return reading
    total = found.rest
    return Reading(
        push(total.below, total.position, total.first, closed=True, parts=total.parts),
        reading.score + found.score,
        Found(total.position, found, reading.found),
        reading.assumed,
    )


def _assumed_run(scene: Scene, total: int, top: Open | None) -> tuple[list[Open], bool]:
    """The open lines (nearest first) under the heading that the total names, else under the nearest heading.

    Second: whether the total names that heading.
    """
    run: list[Open] = []
    nearest = 0
    node = top
    while node is not None and len(run) < PLAIN_WINDOW:
        run.append(node)
        if scene.headings[node.first]:
            if boundary(scene, node, total) >= SAME_HEADING:
                return run, True
            nearest = nearest or len(run)
        node = node.below
    return run[: nearest or len(run)], False
