"""Hostile markup to element trees: no entities, no network, no external document type, bounded size and depth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from converter.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

XHTML: Final = "http://www.w3.org/1999/xhtml"
IX: Final = "http://www.xbrl.org/2013/inlineXBRL"
XBRLI: Final = "http://www.xbrl.org/2003/instance"
XBRLDI: Final = "http://xbrl.org/2006/xbrldi"
LINK: Final = "http://www.xbrl.org/2003/linkbase"
XLINK: Final = "http://www.w3.org/1999/xlink"
XS: Final = "http://www.w3.org/2001/XMLSchema"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XML: Final = "http://www.w3.org/XML/1998/namespace"
MAX_SYNTAX_ERRORS: Final = 20


def parse(name: str, content: bytes) -> tuple[Any, tuple[tuple[int, str], ...]]:
    """The root element, and what is not well-formed as (line, words); a tree is made of what could be read.

    Raises `InputError` where no tree can be made, or where the document defines entities.
    """
    from lxml import etree

    if b"\0" in content:
        raise InputError(f"{name} is no text in UTF-8 or ASCII")
    if b"<!ENTITY" in content:
        raise InputError(f"{name} defines entities, which are never expanded here")
    settings: dict[str, Any] = {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "dtd_validation": False,
        "huge_tree": False,
    }
    try:
        return etree.fromstring(content, etree.XMLParser(**settings)), ()
    except etree.XMLSyntaxError as first:
        forgiving = etree.XMLParser(recover=True, **settings)
        try:
            root = etree.fromstring(content, forgiving)
        except etree.XMLSyntaxError:
            root = None
        if root is None:
            raise InputError(f"{name} is no XML: {first.msg}") from first
        errors = [(entry.line, entry.message) for entry in forgiving.error_log] or [(first.lineno or 0, first.msg)]
        return root, tuple(errors[:MAX_SYNTAX_ERRORS])


def references(root: Any) -> Iterator[str]:
    """Every reference of a document that a validator may follow: links, imports and schema locations."""
    for element in root.iter(f"{{{LINK}}}*", f"{{{XS}}}import", f"{{{XS}}}include", f"{{{XS}}}redefine"):
        for attribute in (f"{{{XLINK}}}href", "schemaLocation"):
            if (value := element.get(attribute)) is not None:
                yield value
    for located in root.xpath("//@xsi:schemaLocation", namespaces={"xsi": XSI}):
        yield from str(located).split()[1::2]
    yield from (str(base) for base in root.xpath("//@xml:base"))
    for element in root.iter(f"{{{XHTML}}}base"):
        yield element.get("href", "")


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for a comment or processing instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def line_of(element: Any) -> int:
    """The line on which an element begins, from 1; 0 where it is not known."""
    return element.sourceline or 0
