"""The report as xBRL-JSON, the JSON form of the Open Information Model (OIM) 1.0.

The `facts` verb writes nothing else, for hundreds of filings at a time, so that this module needs neither templates
nor an XML library.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.write.entity import CIK_SCHEME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converter.model import Entity, Fact, Period, Report, Unit

DOCUMENT_TYPE = "https://xbrl.org/2021/xbrl-json"
_DAY = dt.timedelta(days=1)
_NAMESPACES = {
    "xbrl": "https://xbrl.org/2021",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
}

_END = "\n}"
_TEXT = json.encoder.encode_basestring_ascii
"""Writes a text in quotes, all of it in ASCII."""


def xbrl_json(report: Report) -> bytes:
    """The xBRL-JSON document, UTF-8 without byte-order mark, facts in the order of the report.

    It refers to the schema of the filing beside it. An instant is the midnight that ends its day, as OIM demands; the
    unit of a pure number is left out; a fact without `decimals` is exact.
    """
    entity, prefixes = oim_entity(report.entity)
    units = {unit.id: _TEXT(oim_unit(unit)) for unit in report.units if oim_unit(unit)}
    periods = {context.id: _TEXT(oim_period(context.period)) for context in report.contexts}
    head = json.dumps({"documentInfo": oim_document(report, DOCUMENT_TYPE, prefixes), "facts": {}}, indent=1)
    if not report.facts:
        return f"{head}\n".encode("ascii")
    named = _TEXT(entity)
    entries = ",\n".join({fact.id: _entry(fact, named, periods, units) for fact in report.facts}.values())
    return f"{head.removesuffix('{}' + _END)}{{\n{entries}\n }}{_END}\n".encode("ascii")


def _entry(fact: Fact, entity: str, periods: Mapping[str, str], units: Mapping[str, str]) -> str:
    """A fact as the standard library writes it, indented by one: its encoder takes twenty times as long for that.

    Entity, periods and units are given as they are written, in quotes.
    """
    value = oim_value(fact)
    content = f'"value": {"null" if value is None else _TEXT(value)}'
    if fact.unit and fact.decimals is not None and fact.value is not None:
        content += f',\n   "decimals": {fact.decimals}'
    listed = f'"concept": {_TEXT(fact.concept)},\n    "entity": {entity},\n    "period": {periods[fact.context]}'
    if fact.language:
        listed += f',\n    "language": {_TEXT(fact.language.lower())}'
    if unit := units.get(fact.unit):
        listed += f',\n    "unit": {unit}'
    return f'  {_TEXT(fact.id)}: {{\n   {content},\n   "dimensions": {{\n    {listed}\n   }}\n  }}'


def oim_entity(entity: Entity) -> tuple[str, dict[str, str]]:
    """The entity as OIM writes it, `cik:0000320193`, and the prefix of its scheme."""
    prefix = "cik" if entity.scheme == CIK_SCHEME else "entity"
    return f"{prefix}:{entity.identifier}", {prefix: entity.scheme}


def oim_document(report: Report, document_type: str, prefixes: Mapping[str, str]) -> dict[str, object]:
    """The object `documentInfo`: every prefix that is used, and the schema of the filing as the taxonomy."""
    return {
        "documentType": document_type,
        "namespaces": {**_NAMESPACES, **prefixes, **report.namespaces},
        "taxonomy": [f"{report.base}.xsd"],
    }


def oim_value(fact: Fact) -> str | None:
    """The value as text: a number without exponent, an instant date as printed in ISO form, None for nil."""
    if fact.nil or fact.value is None:
        return None
    return f"{fact.value:f}" if isinstance(fact.value, Decimal) else fact.value


def oim_period(period: Period) -> str:
    """The period as OIM writes it, from midnight to midnight: `2003-10-01T00:00:00/2004-01-01T00:00:00`."""
    end = f"{period.end + _DAY}T00:00:00"
    return end if period.start is None else f"{period.start}T00:00:00/{end}"


def oim_unit(unit: Unit) -> str:
    """The unit as OIM writes it: `iso4217:USD`, `iso4217:USD/xbrli:shares`; empty for pure numbers."""
    if unit.denominator:
        return f"{unit.numerator}/{unit.denominator}"
    return "" if unit.numerator == "xbrli:pure" else unit.numerator
