"""A bundle of files to the view that rules look at: discovery of what belongs to the filing, and its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from converter.check.filing.bundle import resolve
from converter.check.filing.inline import Inline, read_inline
from converter.check.filing.linkbase import read_linkbase
from converter.check.filing.markup import IX, LINK, XS, local, parse, references
from converter.check.filing.names import base_of
from converter.check.filing.schema import prefixes_of, read_schema
from converter.check.filing.view import Filing, InlineDocument
from converter.errors import InputError, TaxonomyError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from converter.check.filing.bundle import Bundle
    from converter.check.filing.view import Schema
    from converter.taxonomy.release import Taxonomy


def read_filing(bundle: Bundle, load: Callable[[str], Taxonomy] | None = None) -> Filing:
    """The view of the filing in a bundle.

    `load` gives the base taxonomy of a release by its name, such as `us-gaap-2011-01-31`; what needs a base taxonomy
    that it does not have cannot be checked.

    Raises `InputError` where there is no inline XBRL document, where a file is no markup, and where one refers to
    something on this machine outside of the filing.
    """
    documents = tuple(found for name in bundle.documents if (found := _document(bundle, name)) is not None)
    if not documents:
        raise InputError(f"{bundle.name} holds no inline XBRL document; name the folder or a file of one filing")
    taxonomy_files = _discover(bundle, documents)
    schema_roots = {name: root for name, root in taxonomy_files.items() if root.tag == f"{{{XS}}}schema"}
    prefixes = {root.get("targetNamespace", ""): own[0] for root in schema_roots.values() if (own := prefixes_of(root))}
    schemas = tuple(read_schema(name, root, prefixes) for name, root in schema_roots.items())
    declared = {item.concept.name: item for schema in schemas for item in schema.declarations}
    ids = {item.id: item.concept.name for item in declared.values() if item.id}
    inline = read_inline(documents, prefixes)
    return Filing(
        names=(*(document.name for document in documents), *taxonomy_files),
        documents=documents,
        schema_refs=inline.schema_refs,
        facts=inline.facts,
        contexts=inline.contexts,
        units=inline.units,
        schemas=schemas,
        linkbases=tuple(
            read_linkbase(name, root, ids) for name, root in taxonomy_files.items() if root.tag == f"{{{LINK}}}linkbase"
        ),
        namespaces=_namespaces(schemas, inline),
        declared=declared,
        taxonomy=_base(schemas, inline, load),
    )


def imported(filing: Filing) -> frozenset[str]:
    """The URLs of the schemas outside of a filing that its own schemas import."""
    places = (location for schema in filing.schemas for _, location in schema.imports)
    return frozenset(place for place in places if place.startswith(("http://", "https://")))


def _document(bundle: Bundle, name: str) -> InlineDocument | None:
    """An inline document, or None where it is plain HTML (a folder may hold other pages)."""
    content = bundle.read(name)
    if b"inlineXBRL" not in content:
        return None
    root, syntax = parse(name, content)
    if next(root.iter(f"{{{IX}}}*"), None) is None:
        return None
    doctype = root.getroottree().docinfo.doctype or ""
    return InlineDocument(name=name, content=content, root=root, syntax=syntax, doctype=doctype)


def _discover(bundle: Bundle, documents: tuple[InlineDocument, ...]) -> dict[str, Any]:
    """The root of every schema and linkbase of the bundle that the documents lead to, by path."""
    found: dict[str, Any] = {}
    waiting: list[tuple[str, Any]] = [(document.name, document.root) for document in documents]
    while waiting:
        name, root = waiting.pop(0)
        for href in references(root):
            target = resolve(name, href)
            if target is None or target in found or target not in bundle.names or target in bundle.documents:
                continue
            reached, errors = parse(target, bundle.read(target))
            if errors:
                raise InputError(f"{target} is no XML: line {errors[0][0]}: {errors[0][1]}")
            if local(reached) in {"schema", "linkbase"}:
                found[target] = reached
                waiting.append((target, reached))
    return found


def _namespaces(schemas: tuple[Schema, ...], inline: Inline) -> Mapping[str, str]:
    found = {fact.concept.partition(":")[0]: fact.namespace for fact in inline.facts if ":" in fact.concept}
    found |= {schema.prefixes[0]: schema.namespace for schema in schemas if schema.prefixes}
    return dict(sorted(found.items()))


def _base(schemas: tuple[Schema, ...], inline: Inline, load: Callable[[str], Taxonomy] | None) -> Taxonomy | None:
    """The us-gaap release whose concepts the filing uses."""
    used = {fact.namespace for fact in inline.facts} | {space for schema in schemas for space, _ in schema.imports}
    dates = sorted(base[1] for space in used if (base := base_of(space)) is not None and base[0] == "us-gaap")
    if load is None or not dates:
        return None
    try:
        return load(f"us-gaap-{dates[0]}")
    except TaxonomyError:
        return None
