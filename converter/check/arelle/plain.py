"""Facts as Arelle holds them, made into plain data: nothing here imports Arelle, it only asks its objects."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def in_order(items: Iterable[Any]) -> Iterator[Any]:
    """Every fact in document order, those inside a tuple after it."""
    for item in items:
        if item.isTuple:
            yield from in_order(item.modelTupleFacts)
        else:
            yield item


def fact(item: Any) -> dict[str, Any]:
    """One fact as plain data; what the filing leaves out or gets wrong is empty."""
    context, unit, name = item.context, item.unit, item.qname
    scheme, identifier = context.entityIdentifier if context is not None else ("", "")
    start, end = period(context)
    numerator, denominator = unit.measures if unit is not None else ((), ())
    return {
        "id": item.id or "",
        "namespace": (name.namespaceURI or "") if name is not None else "",
        "concept": str(name) if name is not None else "",
        "value": None if item.isNil else value(item),
        "scheme": scheme or "",
        "identifier": identifier or "",
        "start": start,
        "end": end,
        "numerator": sorted(measure.clarkNotation for measure in numerator),
        "denominator": sorted(measure.clarkNotation for measure in denominator),
        "decimals": item.decimals or "",
        "dimensions": dimensions(context),
    }


def value(item: Any) -> str:
    """The value of a fact, or empty text where it cannot be transformed (the log says why)."""
    try:
        return str(item.value)
    except Exception:  # noqa: BLE001  a transformation raises whatever its function raises
        return ""


def period(context: Any) -> tuple[str, str]:
    """Start and end of a context; an instant has no start, and `forever` has neither."""
    if context is None or context.isForeverPeriod:
        return "", ""
    if context.isInstantPeriod:
        return "", day(context.instantDatetime, ends=True)
    return day(context.startDatetime, ends=False), day(context.endDatetime, ends=True)


def day(moment: dt.datetime | None, *, ends: bool) -> str:
    """The day of a moment: the end of a day is midnight of the next one (XBRL 2.1, 4.7.2)."""
    if moment is None:
        return ""
    if moment.time() != dt.time():
        return moment.isoformat()
    return (moment - dt.timedelta(days=1) if ends else moment).date().isoformat()


def dimensions(context: Any) -> list[list[str]]:
    """Dimension and member of each dimension of a context, sorted."""
    if context is None:
        return []
    found = []
    for dimension, chosen in context.qnameDims.items():
        if chosen.isExplicit:
            member = chosen.memberQname.clarkNotation if chosen.memberQname is not None else ""
        else:
            member = chosen.typedMember.stringValue if chosen.typedMember is not None else ""
        found.append([dimension.clarkNotation, member])
    return sorted(found)
