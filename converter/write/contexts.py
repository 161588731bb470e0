"""Contexts and units: readable ids, and exactly those that facts use."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from converter.model import Context, Unit, UnitKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from converter.model import Fact, Period


@lru_cache(maxsize=1024)
def context_id(period: Period) -> str:
    """The id of the context of a period: `i_20031231` or `d_20031001_20031231`."""
    end = period.end.isoformat().replace("-", "")
    return f"i_{end}" if period.start is None else f"d_{period.start.isoformat().replace('-', '')}_{end}"


@lru_cache(maxsize=64)
def unit_of(kind: UnitKind, currency: str) -> Unit:
    """The unit of what a line counts: money in a currency (ISO 4217), money per share, shares or pure numbers."""
    if kind is UnitKind.SHARES:
        return Unit(id="shares", numerator="xbrli:shares")
    if kind is UnitKind.PURE:
        return Unit(id="pure", numerator="xbrli:pure")
    code = currency.lower()
    if kind is UnitKind.PER_SHARE:
        return Unit(id=f"{code}_per_share", numerator=f"iso4217:{currency}", denominator="xbrli:shares")
    return Unit(id=code, numerator=f"iso4217:{currency}")


def used_contexts(facts: Iterable[Fact]) -> tuple[Context, ...]:
    """The contexts of the facts, in order of end, instants first, then the shorter duration first."""
    periods = {fact.context: fact.period for fact in facts}
    return tuple(Context(id=id_, period=periods[id_]) for id_ in sorted(periods, key=lambda id_: _order(periods[id_])))


def used_units(facts: Iterable[Fact], units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Those of the units that a fact uses, each once, by id."""
    wanted = {fact.unit for fact in facts}
    found = {unit.id: unit for unit in units if unit.id in wanted}
    return tuple(found[key] for key in sorted(found))


def _order(period: Period) -> tuple[int, int]:
    end = period.end.toordinal()
    return (end, 0) if period.start is None else (end, end - period.start.toordinal() + 1)
