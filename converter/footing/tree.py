"""Which lines of a statement add up to which, proven with exact arithmetic before anything is tagged."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converter.footing.cues import Cue
from converter.footing.expected import closing_position, is_expected
from converter.footing.findings import Broken, findings
from converter.footing.scene import Effort, scene
from converter.footing.search import Reading, best_reading
from converter.model import Footing, FootingTree, Term, UnitKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converter.footing.evidence import Sum
    from converter.footing.grid import Grid
    from converter.footing.scene import Scene
    from converter.messages import Message
    from converter.model import Line, Statement

_EFFORT = 400_000
"""Tested sums per statement: a hundred times what a long real statement needs, and under a second of work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A footing tree with what led to it: what the findings and the repairs ask for."""

    tree: FootingTree
    scene: Scene
    """The money lines."""
    reading: Reading
    broken: tuple[Broken, ...]
    exhausted: bool


def report(statement: Statement, proof: Proof) -> tuple[Message, ...]:
    """The messages about everything that the proof leaves unexplained."""
    return findings(statement, proof.scene, proof.reading, proof.tree, proof.broken, exhausted=proof.exhausted)


def prove(statement: Statement) -> Proof:
    """The footing tree of a statement, all sums that its figures prove, with the readings behind it.

    Money lines foot among themselves and per-share lines among themselves; share counts do not add up to anything.
    Only money lines count for `unfooted`, `broken` and `loose`.
    """
    effort = Effort(_EFFORT)
    money = scene(statement, UnitKind.MONEY)
    reading = best_reading(money, effort)
    per_share = scene(statement, UnitKind.PER_SHARE)
    found = list(_sums(money.grid, reading))
    closing = closing_position(money, statement.kind, [footing for footing, fails in found if not fails])
    end = money.grid.lines[closing].index if closing >= 0 else -1
    # Under the last line of the statement proper a sum that fails somewhere is more likely to be chance.
    found = [(footing, fails) for footing, fails in found if not fails or footing.total <= end]
    broken = tuple(sorted((Broken(footing=footing, columns=fails) for footing, fails in found if fails), key=_order))
    found.extend(_sums(per_share.grid, best_reading(per_share, effort)))
    footings = tuple(sorted((footing for footing, _ in found), key=lambda footing: footing.total))
    assumed = {money.grid.lines[entry.total].index for entry in reading.all_assumed()}
    unfooted, loose = _unexplained(statement, money, footings, assumed, closing)
    tree = FootingTree(
        footings=footings,
        unfooted=unfooted,
        loose=loose,
        broken=tuple(dict.fromkeys(entry.footing.total for entry in broken)),
    )
    return Proof(tree=tree, scene=money, reading=reading, broken=broken, exhausted=effort.left <= 0)


def _order(entry: Broken) -> int:
    return entry.footing.total


def _sums(figures: Grid, reading: Reading) -> Iterator[tuple[Footing, tuple[int, ...]]]:
    for found in reading.all_found():
        yield _footing(figures, found.total, found.sum), found.sum.fails


def _footing(figures: Grid, total: int, found: Sum) -> Footing:
    return Footing(
        total=figures.lines[total].index,
        terms=tuple(Term(line=figures.lines[position].index, weight=weight) for position, weight in found.terms),
        columns=found.holds,
        difference=figures.amount(found.worst),
    )


def _unexplained(
    statement: Statement, scene: Scene, footings: tuple[Footing, ...], assumed: set[int], closing: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The totals without a sum and the lines in no sum, as line indexes."""
    totals = {footing.total for footing in footings}
    terms = {term.line for footing in footings for term in footing.terms}
    # A result that is printed again ("Net income", before the per-share figures) is explained where it stood first.
    known: dict[tuple[str, tuple[object, ...]], int] = {}
    labels = Counter(line.label for line in statement.lines)
    for index in sorted(totals | terms):
        line = statement.lines[index]
        if line.label and labels[line.label] > 1:
            known.setdefault((line.label, _row(line)), index)
    unfooted: list[int] = []
    loose: list[int] = []
    for position, line in enumerate(scene.grid.lines):
        if line.index in totals:
            continue
        said = scene.hints[position]
        # What opens its section has nothing above it to total; nor has "net cash of discontinued operations".
        total = said.cue is Cue.TOTAL and position and not scene.headings[position]
        if line.index in terms and line.index not in assumed and not total:
            continue
        if not is_expected(scene, position, closing):
            continue
        if labels[line.label] > 1 and known.get((line.label, _row(line)), line.index) < line.index:
            continue
        if line.index in assumed or line.index in terms or said.expected:
            unfooted.append(line.index)
        else:
            loose.append(line.index)
    return tuple(unfooted), tuple(loose)


def _row(line: Line) -> tuple[object, ...]:
    return tuple(None if cell is None else cell.value for cell in line.cells)
