"""From baked facts to a taxonomy package that a validator can load offline in place of the official one.

The schemas declare the same elements, types and statement roles with the same attributes at the same URLs; linkbases
are left out, since an extension brings its own. Implements Taxonomy Packages 1.0. The same facts give the same bytes:
nothing is compressed (which would depend on the compressing library) and nothing is dated.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import zipfile
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from converter.errors import TaxonomyError
from converter.taxonomy.archive import CATALOG_NAMESPACE, PACKAGE_NAMESPACE
from converter.taxonomy.facts import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from converter.taxonomy.release import Taxonomy

WRITING = 1
"""Raised when the bytes that are written for the same facts change, so that no package of older code is taken."""

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)
_GROUPS = {text: name for name, text in DEFAULTS.items()}
_MARKUP = frozenset("&<>\"'")
_OWN_NAMESPACES = {
    "link": "http://www.xbrl.org/2003/linkbase",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "xs": "http://www.w3.org/2001/XMLSchema",
}


def _attributes(pairs: list[tuple[str, str]]) -> str:
    """Attributes as text; the quoting that nearly no value needs is left out where it is not needed."""
    return "".join(
        f" {name}={quoteattr(value)}" if not _MARKUP.isdisjoint(value) else f' {name}="{value}"'
        for name, value in pairs
        if value
    )


def _element(prefix: str, name: str, row: str) -> str:
    period_type, balance, abstract, nillable, group, deprecated, other, type_ = row.split("\t")
    pairs = [
        ("id", f"{prefix}_{name}"),
        ("name", name),
        ("type", type_),
        ("substitutionGroup", _GROUPS.get(group, group)),
        ("abstract", "true" if abstract else ""),
        ("nillable", nillable or "true"),
        ("xbrli:periodType", period_type),
        ("xbrli:balance", balance),
        ("us-gaap-att:deprecatedDate", deprecated),
    ]
    pairs += [(key, value) for key, _, value in (item.partition("=") for item in other.split())]
    return f"<xs:element{_attributes(pairs)}/>\n"


def _type(name: str, facts: dict[str, Any]) -> str:
    facets = "".join(f"<xs:{facet}{_attributes([('value', value)])}/>" for facet, value in facts["facets"])
    return (
        f"<xs:complexType{_attributes([('name', name)])}><xs:simpleContent>"
        f"<xs:restriction{_attributes([('base', facts['base'])])}>{facets}</xs:restriction>"
        "</xs:simpleContent></xs:complexType>\n"
    )


def _roles(taxonomy: Taxonomy, prefix: str) -> str:
    roles = []
    for role in taxonomy.roles.values():
        if role.schema == prefix:
            used = "".join(f"<link:usedOn>link:{escape(kind)}Link</link:usedOn>" for kind in role.used_on)
            pairs = [("id", role.id), ("roleURI", role.uri)]
            definition = f"<link:definition>{escape(role.definition)}</link:definition>"
            roles.append(f"<link:roleType{_attributes(pairs)}>{definition}{used}</link:roleType>\n")
    appinfo = "".join(roles)
    return f"<xs:annotation><xs:appinfo>\n{appinfo}</xs:appinfo></xs:annotation>\n" if roles else ""


def schema_document(taxonomy: Taxonomy, schema: dict[str, Any]) -> bytes:
    """One schema of the release, as XML; `schema` is its entry in the header of the release."""
    prefix = schema["prefix"]
    namespaces = {**taxonomy.namespaces, **_OWN_NAMESPACES}
    pairs = [("targetNamespace", schema["namespace"]), ("elementFormDefault", "qualified")]
    pairs += [(f"xmlns:{key}", uri) for key, uri in sorted(namespaces.items())]
    imports = "".join(
        f"<xs:import{_attributes([('namespace', namespace), ('schemaLocation', url)])}/>\n"
        for namespace, url in schema["imports"]
    )
    types = "".join(_type(name, facts) for name, facts in schema["types"].items())
    start = len(prefix) + 1
    elements = "".join(_element(prefix, name[start:], row) for name, row in taxonomy.elements(prefix).items())
    head = f"{_DECLARATION}<xs:schema{_attributes(pairs)}>\n"
    return f"{head}{_roles(taxonomy, prefix)}{imports}{types}{elements}</xs:schema>\n".encode()


def _path(url: str) -> str:
    """The path of a schema below the top folder: host and path of its URL."""
    parts = urlsplit(url)
    path = f"{parts.netloc}{parts.path}"
    if parts.scheme not in {"http", "https"} or any(part in {"", ".", ".."} for part in path.split("/")):
        raise TaxonomyError(f"{url} is no URL under which a schema can be packaged")
    return path


def _catalog(urls: list[str]) -> bytes:
    folders = sorted({(url.partition("://")[2].rpartition("/")[0] + "/") for url in urls})
    rewrites = "".join(
        f"<rewriteURI{_attributes([('uriStartString', f'{scheme}://{folder}'), ('rewritePrefix', f'../{folder}')])}/>\n"
        for folder in folders
        for scheme in ("http", "https")
    )
    return f'{_DECLARATION}<catalog xmlns="{CATALOG_NAMESPACE}">\n{rewrites}</catalog>\n'.encode()


def _description(taxonomy: Taxonomy, urls: list[str]) -> bytes:
    points = "".join(
        f"<tp:entryPoint><tp:name>{prefix}</tp:name>"
        f"<tp:entryPointDocument{_attributes([('href', url)])}/></tp:entryPoint>\n"
        for prefix, url in taxonomy.schemas.items()
        if url in urls
    )
    return (
        f'{_DECLARATION}<tp:taxonomyPackage xmlns:tp="{PACKAGE_NAMESPACE}" xml:lang="en">\n'
        f"<tp:identifier>urn:legacy-xbrl:baked:{taxonomy.release}</tp:identifier>\n"
        f"<tp:name>{taxonomy.release}, element declarations written from baked facts</tp:name>\n"
        "<tp:description>Not the official package: schemas only, for offline validation.</tp:description>\n"
        f"<tp:version>{WRITING}</tp:version>\n"
        f"<tp:entryPoints>\n{points}</tp:entryPoints>\n"
        "</tp:taxonomyPackage>\n"
    ).encode()


def package_files(taxonomy: Taxonomy) -> Iterator[tuple[str, bytes]]:
    """Path below the top folder, and content, of every file of the package."""
    urls = [schema["url"] for schema in taxonomy.header["schemas"]]
    yield "META-INF/catalog.xml", _catalog(urls)
    yield "META-INF/taxonomyPackage.xml", _description(taxonomy, urls)
    for schema in taxonomy.header["schemas"]:
        yield _path(schema["url"]), schema_document(taxonomy, schema)


def write_taxonomy_package(taxonomy: Taxonomy, folder: Path) -> Path:
    """The path of the taxonomy package of a release in a folder, which is made if need be.

    Its name carries a digest of the facts, so that a package which is there already is the right one and is left alone.

    Raises:
        TaxonomyError: the folder cannot be written.

    """
    key = hashlib.sha256(f"{WRITING}\n{taxonomy.digest}".encode()).hexdigest()[:16]
    path = folder / f"{taxonomy.release}-{key}.zip"
    if path.is_file():
        return path
    top = f"{taxonomy.release}-baked"
    part = folder / f".{path.name}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as package:
            for name, content in package_files(taxonomy):
                member = zipfile.ZipInfo(f"{top}/{name}", _EPOCH)
                member.create_system = 3
                member.external_attr = 0o644 << 16
                package.writestr(member, content)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise TaxonomyError(f"the taxonomy package cannot be written to {folder}: {error}") from None
    return path


def copy_package(package: Path, target: Path) -> Path:
    """The path of the copy of a package, which appears whole or not at all.

    Raises:
        TaxonomyError: it cannot be read or written.

    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(package.read_bytes())
        part.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise TaxonomyError(f"{package} cannot be copied to {target.parent}: {error}") from None
    return target
