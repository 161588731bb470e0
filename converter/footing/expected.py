"""Which lines of a statement should take part in its arithmetic: the yardstick of `FootingTree.complete`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.footing.cues import Cue, words
from converter.model import StatementKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.footing.scene import Scene
    from converter.model import Footing, Line

_NET_RESULT = ({"net"}, {"income", "loss", "earnings", "profit"})
_SUPPLEMENT = {"supplemental", "supplementary", "supplement", "noncash"}
_CASH_END = {"end", "ending", "close"}
_CHANGE = {"increase", "decrease", "change"}
_MEMO_WORDS = (
    {"of", "which"},
    {"pro", "forma"},
    {"per", "share"},
    {"memo"},
    {"memorandum"},
    {"included", "above"},
    {"proforma"},
)


def closing_position(scene: Scene, kind: StatementKind, footings: Sequence[Footing]) -> int:
    """The position of the line with which the statement's own arithmetic ends; -1 for an empty grid.

    What follows it is printed beside the statement: supplemental disclosures under a cash flow statement, dividends
    and retained earnings under an income statement, pro forma amounts. Such lines may foot but need not.
    """
    found: int | None = None
    if kind is StatementKind.CASH_FLOW:
        found = _end_of_cash_flow(scene, footings)
    elif kind is StatementKind.INCOME_STATEMENT:
        found = _last_net_income(scene, footings)
    if found is not None:
        return found
    for cue in (Cue.TOTAL, Cue.RESULT):
        for position in range(scene.grid.size - 1, -1, -1):
            if scene.hints[position].cue is cue and not _is_memo(scene.grid.lines[position]):
                return position
    return scene.grid.size - 1


def _last_net_income(scene: Scene, footings: Sequence[Footing]) -> int | None:
    # The last that foots: "net income applicable to common stock" without the dividends does not, nor does the
    # "net income" among the per-share figures, should their unit be misread.
    lines = scene.grid.lines
    nets = [
        position
        for position in range(scene.grid.size - 1, -1, -1)
        if all(set(words(lines[position].label)) & wanted for wanted in _NET_RESULT) and not _is_memo(lines[position])
    ]
    totals = {footing.total for footing in footings}
    return next((position for position in nets if lines[position].index in totals), nets[0] if nets else None)


def _end_of_cash_flow(scene: Scene, footings: Sequence[Footing]) -> int | None:
    # The first "cash at end of year": a reconciliation or a second list of balances may follow it.
    lines = scene.grid.lines
    for position in range(scene.grid.size):
        if position and any(_SUPPLEMENT & set(words(heading.label)) for heading in scene.headings[position]):
            return position - 1
        if _CASH_END & set(words(lines[position].label)):
            return _last_change(scene, position)
    return _after_change(scene, footings)


def _last_change(scene: Scene, end: int) -> int:
    # Some print the two balances first: cash at end of year, cash at beginning of year, increase in cash.
    for position in range(end + 1, min(end + 3, scene.grid.size)):
        if scene.hints[position].cue is Cue.RESULT and set(words(scene.grid.lines[position].label)) & _CHANGE:
            return position
    return end


def _after_change(scene: Scene, footings: Sequence[Footing]) -> int | None:
    # "Cash and cash equivalents at December 31": no word says that this is the end, but the sum does.
    position_of = {line.index: position for position, line in enumerate(scene.grid.lines)}
    for footing in footings:
        for term in footing.terms:
            if set(words(scene.grid.lines[position_of[term.line]].label)) & _CHANGE and len(footing.terms) in (2, 3):
                return position_of[footing.total]
    return None


def is_expected(scene: Scene, position: int, closing: int) -> bool:
    """Whether this line should be part of a sum.

    A line of zeros changes no sum, and "of which" lines say themselves that they are no part of it.
    """
    return position <= closing and any(scene.grid.rows[position]) and not _is_memo(scene.grid.lines[position])


def _is_memo(line: Line) -> bool:
    found = set(words(line.label))
    if any(memo <= found for memo in _MEMO_WORDS):
        return True
    return any({"pro", "forma"} <= set(words(heading)) for heading in line.section)
