"""Facts, contexts and units of inline XBRL documents (Inline XBRL 1.1), each with its line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from converter.check.filing.markup import IX, LINK, XBRLDI, XBRLI, XLINK, XML, XSI, line_of, local
from converter.check.filing.names import prefixed, split
from converter.check.filing.transformations import number, transformed
from converter.check.filing.view import FilingContext, FilingUnit, InlineFact, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from converter.check.filing.view import InlineDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """What the inline documents of a filing hold together."""

    schema_refs: tuple[tuple[Place, str], ...]
    facts: tuple[InlineFact, ...]
    contexts: tuple[FilingContext, ...]
    units: tuple[FilingUnit, ...]


def read_inline(documents: Sequence[InlineDocument], prefixes: Mapping[str, str]) -> Inline:
    """What the documents of one set hold, in document order; `prefixes` are those of the filing's own schemas."""
    continuations = {
        element.get("id"): element for document in documents for element in document.root.iter(f"{{{IX}}}continuation")
    }
    return Inline(
        schema_refs=tuple(ref for document in documents for ref in schema_refs(document)),
        facts=tuple(
            _fact(document.name, element, prefixes, continuations)
            for document in documents
            for element in document.root.iter(f"{{{IX}}}nonFraction", f"{{{IX}}}nonNumeric")
        ),
        contexts=tuple(
            _context(document.name, element, prefixes)
            for document in documents
            for element in document.root.iter(f"{{{XBRLI}}}context")
        ),
        units=tuple(
            _unit(document.name, element)
            for document in documents
            for element in document.root.iter(f"{{{XBRLI}}}unit")
        ),
    )


def schema_refs(document: InlineDocument) -> Iterator[tuple[Place, str]]:
    """Place and location of each schema reference of a document."""
    for element in document.root.iter(f"{{{LINK}}}schemaRef"):
        yield Place(file=document.name, line=line_of(element)), element.get(f"{{{XLINK}}}href", "").strip()


def _fact(file: str, element: Any, prefixes: Mapping[str, str], continuations: dict[str, Any]) -> InlineFact:
    numeric = local(element) == "nonFraction"
    prefix, name = split(element.get("name", ""))
    namespace = element.nsmap.get(prefix or None) or ""
    format_name = element.get("format", "").strip()
    nil = element.get(f"{{{XSI}}}nil", "").strip() in {"true", "1"}
    pieces = (element,) if numeric else tuple(_pieces(element, continuations))
    text = "".join(part for piece in pieces for part in _text(piece))
    # White space at the ends is no part of what a transformation reads (Transformation Rules Registry, 3).
    value: Any = transformed(format_name, text.strip() if format_name or numeric else text)
    scale, sign = element.get("scale", "").strip(), element.get("sign", "").strip()
    if numeric:
        value = number(value, scale, sign)
    return InlineFact(
        place=Place(file=file, line=line_of(element)),
        id=element.get("id", ""),
        concept=prefixed(namespace, name, prefixes, prefix),
        namespace=namespace,
        numeric=numeric,
        context=element.get("contextRef", "").strip(),
        unit=element.get("unitRef", "").strip(),
        decimals=element.get("decimals", "").strip(),
        precision=element.get("precision", "").strip(),
        scale=scale,
        sign=sign,
        format=format_name,
        registry=element.nsmap.get(split(format_name)[0] or None, "") if format_name else "",
        text=text,
        value=None if nil else value,
        nil=nil,
        hidden=any(True for _ in element.iterancestors(f"{{{IX}}}hidden")),
        escape=element.get("escape", "").strip() in {"true", "1"},
        lang=_lang(element),
    )


def _pieces(element: Any, continuations: dict[str, Any]) -> Iterator[Any]:
    """A text fact and what continues it, in order.

    A continuation belongs to one fact (Inline XBRL 1.1, 4.1.1), so it is taken away: a circle comes to its end.
    """
    while element is not None:
        yield element
        element = continuations.pop(element.get("continuedAt", ""), None)


def _text(element: Any) -> Iterator[str]:
    """The text of an element without what `ix:exclude` takes out of it."""
    if element.text and isinstance(element.tag, str):
        yield element.text
    for child in element:
        if child.tag != f"{{{IX}}}exclude":
            yield from _text(child)
        if child.tail:
            yield child.tail


def _lang(element: Any) -> str:
    attribute = f"{{{XML}}}lang"
    if (found := element.get(attribute)) is not None:
        return str(found)
    return next(
        (str(above.get(attribute)) for above in element.iterancestors() if above.get(attribute) is not None), ""
    )


def _context(file: str, element: Any, prefixes: Mapping[str, str]) -> FilingContext:
    identifier = element.find(f"{{{XBRLI}}}entity/{{{XBRLI}}}identifier")
    period = element.find(f"{{{XBRLI}}}period")
    start = end = None
    forever = False
    if period is not None:
        forever = period.find(f"{{{XBRLI}}}forever") is not None
        start = _day(period.findtext(f"{{{XBRLI}}}startDate"))
        end = _day(period.findtext(f"{{{XBRLI}}}instant")) or _day(period.findtext(f"{{{XBRLI}}}endDate"))
    holders = list(element.iter(f"{{{XBRLI}}}segment", f"{{{XBRLI}}}scenario"))
    inside = [child for holder in holders for child in holder if isinstance(child.tag, str)]
    explicit = [child for child in inside if child.tag == f"{{{XBRLDI}}}explicitMember"]
    typed = [child for child in inside if child.tag == f"{{{XBRLDI}}}typedMember"]
    return FilingContext(
        place=Place(file=file, line=line_of(element)),
        id=element.get("id", ""),
        scheme=(identifier.get("scheme", "") if identifier is not None else ""),
        identifier=((identifier.text or "").strip() if identifier is not None else ""),
        start=start,
        end=end,
        forever=forever,
        dimensions=tuple(
            sorted(
                (_name(child, child.get("dimension", ""), prefixes), _name(child, child.text or "", prefixes))
                for child in explicit
            )
        ),
        typed=bool(typed),
        scenario=any(holder.tag == f"{{{XBRLI}}}scenario" for holder in holders),
        other=len(inside) > len(explicit) + len(typed),
    )


def _day(text: str | None) -> dt.date | None:
    """A date, or the date of a moment; None where it is none."""
    try:
        return dt.date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None


def _name(element: Any, written: str, prefixes: Mapping[str, str]) -> str:
    prefix, name = split(written)
    return prefixed(element.nsmap.get(prefix or None) or "", name, prefixes, prefix)


def _unit(file: str, element: Any) -> FilingUnit:
    divide = element.find(f"{{{XBRLI}}}divide")
    if divide is None:
        numerator, denominator = element.findall(f"{{{XBRLI}}}measure"), []
    else:
        numerator = divide.findall(f"{{{XBRLI}}}unitNumerator/{{{XBRLI}}}measure")
        denominator = divide.findall(f"{{{XBRLI}}}unitDenominator/{{{XBRLI}}}measure")
    return FilingUnit(
        place=Place(file=file, line=line_of(element)),
        id=element.get("id", ""),
        numerator=_measures(numerator),
        denominator=_measures(denominator),
    )


def _measures(elements: Iterable[Any]) -> tuple[str, ...]:
    found = []
    for element in elements:
        prefix, name = split(element.text or "")
        found.append(f"{{{element.nsmap.get(prefix or None) or ''}}}{name}")
    return tuple(sorted(found))
