"""Rules 1 to 12: names of files, characters, and what an inline document may be made of (EFM 5 and 6.03)."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from typing import TYPE_CHECKING, Any, Final

from converter.check.filing.markup import IX, XHTML, XML, XSI, line_of, local
from converter.check.filing.view import Place
from converter.check.rules.rule import ERROR, WARNING, Finding, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converter.check.filing.view import Filing, InlineDocument

MAX_FILE_NAME: Final = 32
DOCUMENT_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.htm")
TAXONOMY_NAME: Final = re.compile(r"[a-z0-9][A-Za-z0-9._-]*\.(?:xsd|xml)")
DATED_NAME: Final = re.compile(r"(\w+-(\d{8}))(_[a-z]{3})?\.(xsd|xml)")
ENDINGS: Final = {
    "presentationLink": "_pre",
    "calculationLink": "_cal",
    "definitionLink": "_def",
    "labelLink": "_lab",
    "referenceLink": "_ref",
}
NOT_ASCII: Final = re.compile(rb"[^\t\n\r\f\x20-\x7e]")
NAMED_ENTITY: Final = re.compile(rb"&([A-Za-z][A-Za-z0-9]{0,30});")
XML_ENTITIES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
BLOCKED_ELEMENTS: Final = frozenset(
    {
        "acronym",
        "applet",
        "area",
        "audio",
        "base",
        "bdo",
        "button",
        "canvas",
        "cite",
        "col",
        "colgroup",
        "dd",
        "del",
        "embed",
        "fieldset",
        "form",
        "frame",
        "frameset",
        "iframe",
        "input",
        "ins",
        "label",
        "legend",
        "map",
        "math",
        "noscript",
        "object",
        "option",
        "param",
        "q",
        "script",
        "select",
        "style",
        "svg",
        "textarea",
        "video",
    }
)
HEAD_ELEMENTS: Final = frozenset({"html", "head", "body", "title", "meta", "link"})
BLOCKED_ATTRIBUTES: Final = {"a": ("name",), "body": ("link",), "html": ("lang",), "link": ("rel", "rev")}
REFERENCES: Final = frozenset({"action", "background", "cite", "codebase", "data", "href", "longdesc", "src", "usemap"})
FETCHING: Final = ("url(", "@import", "expression(", "\\")
"""What a style that stays on its page does not have; an escape could spell any of them."""
IMAGES: Final = (".gif", ".jpg", ".jpeg")
REGISTRIES: Final = {
    "http://www.xbrl.org/inlineXBRL/transformation/2015-02-26": "ixt",
    "http://www.xbrl.org/inlineXBRL/transformation/2020-02-12": "ixt",
    "http://www.xbrl.org/inlineXBRL/transformation/2022-02-16": "ixt",
    "http://www.sec.gov/inlineXBRL/transformation/2015-08-31": "ixt-sec",
}
LONG_LINE: Final = 40
"""Characters of an offending value that a message shows."""


def _elements(filing: Filing, *names: str) -> Iterator[tuple[InlineDocument, Any]]:
    tags = [f"{{{XHTML}}}{name}" for name in names]
    for document in filing.documents:
        for element in document.root.iter(*tags):
            yield document, element


def _at(document: InlineDocument, element: Any) -> Place:
    return Place(file=document.name, line=line_of(element))


def _line(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1


def file_names(filing: Filing) -> Iterator[Finding]:
    """File names start with a letter or digit, have at most 32 characters of A-Z a-z 0-9 . - _ and the right suffix."""
    documents = {document.name for document in filing.documents}
    for path in filing.names:
        name = posixpath.basename(path)
        pattern = DOCUMENT_NAME if path in documents else TAXONOMY_NAME
        if len(name) > MAX_FILE_NAME:
            text = f"the file name {name} has {len(name)} characters, more than {MAX_FILE_NAME}"
            yield Finding(text=text, place=Place(file=path, line=0))
        if not pattern.fullmatch(name):
            yield Finding(text=f"the file name {name} is not allowed", place=Place(file=path, line=0))


def dated_names(filing: Filing) -> Iterator[Finding]:
    """Schema and linkbases are named {base}-{yyyymmdd}.xsd, _pre.xml, _cal.xml, _def.xml, _lab.xml, with one base."""
    bases = set()
    endings = {linkbase.name: linkbase.kinds for linkbase in filing.linkbases}
    for path in (*(schema.name for schema in filing.schemas), *endings):
        place = Place(file=path, line=0)
        match = DATED_NAME.fullmatch(posixpath.basename(path))
        if match is None or not _is_day(match[2]) or bool(match[3]) != (match[4] == "xml"):
            yield Finding(text=f"{posixpath.basename(path)} is not named base-yyyymmdd and its ending", place=place)
            continue
        bases.add(match[1])
        if match[4] == "xml" and not endings[path]:
            yield Finding(text=f"{posixpath.basename(path)} holds no link", place=place)
        elif match[4] == "xml" and match[3] != ENDINGS.get(endings[path][0]):
            wanted = ENDINGS.get(endings[path][0], "")
            yield Finding(text=f"{posixpath.basename(path)} should end in {wanted}.xml", place=place)
    if len(bases) > 1:
        yield Finding(text=f"schema and linkbases have different bases: {', '.join(sorted(bases))}")


def _is_day(text: str) -> bool:
    try:
        dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True


def ascii_only(filing: Filing) -> Iterator[Finding]:
    """The document is ASCII without a byte-order mark; every other character is a numeric character reference."""
    for document in filing.documents:
        match = NOT_ASCII.search(document.content)
        if match is not None:
            line = _line(document.content, match.start())
            count = len(NOT_ASCII.findall(document.content))
            text = f"{count} bytes are not allowed, first the byte {match[0][0]:#04x}"
            yield Finding(text=text, place=Place(file=document.name, line=line))


def named_entities(filing: Filing) -> Iterator[Finding]:
    """There are no named entities but the five of XML."""
    for document in filing.documents:
        for match in NAMED_ENTITY.finditer(document.content):
            name = match[1].decode("ascii")
            if name not in XML_ENTITIES:
                place = Place(file=document.name, line=_line(document.content, match.start()))
                yield Finding(text=f"the entity &{name}; is not defined; write it as a number", place=place)


def well_formed(filing: Filing) -> Iterator[Finding]:
    """The document is well-formed XML with the root html in the XHTML namespace, and has no document type."""
    for document in filing.documents:
        for line, words in document.syntax:
            yield Finding(text=f"not well-formed: {words}", place=Place(file=document.name, line=line))
        if document.root.tag != f"{{{XHTML}}}html":
            text = f"the root is {document.root.tag[:80]}, not html in the namespace of XHTML"
            yield Finding(text=text, place=Place(file=document.name, line=1))
        if document.doctype:
            yield Finding(text=f"{document.doctype[:80]} is not allowed", place=Place(file=document.name, line=1))


def allowed_elements(filing: Filing) -> Iterator[Finding]:
    """There is no style, script, form, object, col and the like; every style is inline."""
    for document, element in _elements(filing, *sorted(BLOCKED_ELEMENTS)):
        yield Finding(text=f"the element <{local(element)}> is not allowed", place=_at(document, element))


def allowed_attributes(filing: Filing) -> Iterator[Finding]:
    """There is no a/@name, html/@lang, body/@link, link/@rel, link/@rev, xml:base and no event handler."""
    for document, element in _elements(filing, "*"):
        name = local(element)
        for attribute, value in element.attrib.items():
            wrong = attribute in BLOCKED_ATTRIBUTES.get(name, ()) or attribute == f"{{{XML}}}base"
            if wrong or attribute[:2].lower() == "on":
                shown = attribute.replace(f"{{{XML}}}", "xml:")
                text = f'the attribute {shown}="{value[:LONG_LINE]}" of <{name}> is not allowed'
                yield Finding(text=text, place=_at(document, element))


def no_schema_location(filing: Filing) -> Iterator[Finding]:
    """There is no xsi:schemaLocation in the inline document."""
    for document, element in _elements(filing, "*"):
        if element.get(f"{{{XSI}}}schemaLocation") is not None:
            yield Finding(text=f"<{local(element)}> has xsi:schemaLocation", place=_at(document, element))


def no_nested_tables(filing: Filing) -> Iterator[Finding]:
    """No table stands inside another table."""
    for document, element in _elements(filing, "table"):
        if next(element.iterancestors(f"{{{XHTML}}}table"), None) is not None:
            yield Finding(text="a table stands inside another table", place=_at(document, element))


def no_active_content(filing: Filing) -> Iterator[Finding]:
    """There is no javascript and no external reference but links into sec.gov; images are gif or jpg files."""
    for document, element in _elements(filing, "*"):
        name = local(element)
        for attribute in sorted(REFERENCES.intersection(element.keys())):
            # A browser ignores white space inside of a scheme, and so must whoever looks for one.
            value = "".join(element.get(attribute).split())
            wrong = _wrong_image(value) if name == "img" and attribute == "src" else _wrong_link(value)
            if wrong:
                yield Finding(text=f"<{name}> has {wrong}: {value[:LONG_LINE]}", place=_at(document, element))
        style = "".join(element.get("style", "").lower().split())
        if any(word in style for word in FETCHING):
            text = f"the style of <{name}> fetches something: {style[:LONG_LINE]}"
            yield Finding(text=text, place=_at(document, element))


def _wrong_link(value: str) -> str:
    scheme = value.partition(":")[0].lower() if ":" in value.partition("/")[0] else ""
    if scheme in {"javascript", "vbscript", "data"}:
        return "active content"
    if scheme or value.startswith("//"):
        host = value.partition("//")[2].partition("/")[0].lower()
        return "" if host == "sec.gov" or host.endswith(".sec.gov") else "an external reference"
    return ""


def _wrong_image(value: str) -> str:
    if value[:5].lower() == "data:":
        return "a data URL"
    if ":" in value.partition("/")[0] or value.startswith("//"):
        return "an external reference"
    return "" if value.lower().endswith(IMAGES) else "an image that is neither gif nor jpg"


def inline_elements(filing: Filing) -> Iterator[Finding]:
    """There is no ix:tuple, no ix:fraction and no target attribute."""
    for document in filing.documents:
        for element in document.root.iter(f"{{{IX}}}tuple", f"{{{IX}}}fraction"):
            yield Finding(text=f"ix:{local(element)} is not allowed", place=_at(document, element))
        for element in document.root.iter(f"{{{IX}}}*"):
            if (target := element.get("target")) is not None:
                yield Finding(text=f"the target {target[:LONG_LINE]} is not allowed", place=_at(document, element))


def standard_prefixes(filing: Filing) -> Iterator[Finding]:
    """XHTML is the default namespace, and the prefixes of inline XBRL and its registries are ix, ixt and ixt-sec."""
    wanted = {XHTML: None, IX: "ix", **REGISTRIES}
    for document in filing.documents:
        seen: dict[tuple[str | None, str], Any] = {}
        for element in (document.root, *document.root.iter(f"{{{IX}}}*")):
            for prefix, namespace in element.nsmap.items():
                seen.setdefault((prefix, namespace), element)
        for (prefix, namespace), element in seen.items():
            if namespace in wanted and prefix != wanted[namespace]:
                text = f"the prefix of {namespace} is {prefix or 'none'}, not {wanted[namespace] or 'none'}"
                yield Finding(text=text, place=_at(document, element))


def text_blocks(filing: Filing) -> Iterator[Finding]:
    """Inside of a text block there is only what may stand in the body of a page."""
    for document in filing.documents:
        for block in document.root.iter(f"{{{IX}}}nonNumeric"):
            if block.get("escape", "").strip() not in {"true", "1"}:
                continue
            for element in block.iter(*(f"{{{XHTML}}}{name}" for name in sorted(HEAD_ELEMENTS | BLOCKED_ELEMENTS))):
                text = f"<{local(element)}> stands inside of the text block {block.get('name', '')[:80]}"
                yield Finding(text=text, place=_at(document, element))


def transformation_registries(filing: Filing) -> Iterator[Finding]:
    """Formats come from the transformation registries of 2015, 2020 and 2022, and the SEC's of 2015."""
    for fact in filing.facts:
        if fact.format and fact.registry not in REGISTRIES:
            text = f"the format {fact.format[:80]} is of {fact.registry[:120] or 'no namespace'}"
            yield Finding(text=text, place=fact.place, fact=fact)


RULES: Final = (
    row(1, "EFM 5.01.01", "file-name", ERROR, file_names),
    row(2, "EFM 6.03.03", "taxonomy-file-name", ERROR, dated_names),
    row(3, "EFM 5.02.01.01", "ascii", ERROR, ascii_only),
    row(4, "EFM 5.02.02.06", "named-entity", ERROR, named_entities),
    row(5, "EFM 5.02.05", "well-formed", ERROR, well_formed),
    row(6, "EFM 5.02.05", "element", ERROR, allowed_elements),
    row(7, "EFM 5.02.05", "attribute", ERROR, allowed_attributes),
    row(7, "EFM 5.02.05", "schema-location", WARNING, no_schema_location),
    row(8, "EFM 5.02.05", "nested-table", ERROR, no_nested_tables),
    row(9, "EFM 5.02.05", "active-content", ERROR, no_active_content),
    row(10, "EFM 5.02.05", "inline-element", ERROR, inline_elements),
    row(10, "EFM 5.02.05", "prefix", ERROR, standard_prefixes),
    row(11, "EFM 5.02.05.12", "registry", ERROR, transformation_registries),
    row(25, "EFM 6.05.16", "text-block", ERROR, text_blocks),
)
