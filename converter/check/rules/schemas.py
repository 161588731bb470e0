"""Rules 32 to 34: the extension schema, its roles and its concepts (EFM 6.07, 6.08)."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from converter.check.filing.view import Place
from converter.check.rules.rule import ERROR, WARNING, Finding, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converter.check.filing.view import Declaration, Filing, RoleType

STANDARD_HOSTS: Final = ("fasb.org", "sec.gov", "xbrl.org", "xbrl.us", "w3.org", "ifrs.org", "iso.org")
NAMESPACE: Final = re.compile(r"http://([A-Za-z0-9.-]{1,200})/(\d{4})-?(\d{2})-?(\d{2})")
ROLE: Final = re.compile(r"https?://[^/\s]{1,200}(?:/[^/\s]{1,200}){0,9}/role/[^/\s]{1,200}")
DEFINITION: Final = re.compile(r"(\d{1,12}) - (Document|Statement|Disclosure|Schedule) - (\S.{0,600})")
LINKS: Final = frozenset({"presentationLink", "calculationLink", "definitionLink"})
FACE: Final = re.compile(r"income|operations|earnings|balance|financial condition|financial position", re.IGNORECASE)
GROUPS: Final = frozenset({"xbrli:item", "xbrldt:dimensionItem", "xbrldt:hypercubeItem"})


def has_schema(filing: Filing) -> str:
    """Why rules on the extension schema do not apply."""
    return "" if filing.schemas else "the filing has no schema of its own"


def _authority(uri: str) -> str:
    scheme, found, rest = uri.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if found else uri


def own_namespace(filing: Filing) -> Iterator[Finding]:
    """The namespace is http://authority/yyyymmdd of an authority of the filer's own."""
    for schema in filing.schemas:
        place = Place(file=schema.name, line=1)
        match = NAMESPACE.fullmatch(schema.namespace)
        if match is None or not _is_day(*match.groups()[1:]):
            yield Finding(text=f"the namespace {schema.namespace[:120]} is not http://authority/yyyymmdd", place=place)
        host = _authority(schema.namespace).partition("://")[2].lower()
        if any(host == standard or host.endswith(f".{standard}") for standard in STANDARD_HOSTS):
            yield Finding(text=f"the namespace {schema.namespace[:120]} is of a standard authority", place=place)


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        dt.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def one_prefix(filing: Filing) -> Iterator[Finding]:
    """The schema declares one prefix for its namespace, without an underscore."""
    for schema in filing.schemas:
        if len(schema.prefixes) != 1 or "_" in schema.prefixes[0]:
            text = f"the prefixes of {schema.namespace[:120]} are {', '.join(schema.prefixes) or 'none'}"
            yield Finding(text=text, place=Place(file=schema.name, line=1))


def role_uris(filing: Filing) -> Iterator[Finding]:
    """Every role has the authority of the namespace and ends in /role/name."""
    for schema in filing.schemas:
        for role in schema.roles:
            if _authority(role.uri) != _authority(schema.namespace):
                yield Finding(text=f"the role {role.uri[:120]} has another authority", place=role.place)
            if not ROLE.fullmatch(role.uri):
                yield Finding(text=f"the role {role.uri[:120]} does not end in /role/name", place=role.place)


def _roles(filing: Filing) -> list[RoleType]:
    return [role for schema in filing.schemas for role in schema.roles]


def distinct_roles(filing: Filing) -> Iterator[Finding]:
    """Every role is declared once."""
    counted = Counter(role.uri for role in _roles(filing))
    for role in _roles(filing):
        if counted[role.uri] > 1:
            yield Finding(text=f"the role {role.uri[:120]} is declared {counted[role.uri]} times", place=role.place)


def role_links(filing: Filing) -> Iterator[Finding]:
    """Every role may be used on presentation, calculation and definition links."""
    for role in _roles(filing):
        if role.used_on & LINKS and LINKS - role.used_on:
            missing = ", ".join(sorted(LINKS - role.used_on))
            yield Finding(text=f"the role {role.uri[:120]} may not be used on {missing}", place=role.place)


def role_definitions(filing: Filing) -> Iterator[Finding]:
    """Every role is defined as {number} - {Document, Statement, Disclosure or Schedule} - {title}."""
    for role in _roles(filing):
        if role.used_on & LINKS and not DEFINITION.fullmatch(role.definition):
            text = f"the role {role.uri[:120]} has the definition {role.definition[:80]!r}"
            yield Finding(text=text, place=role.place)


def role_order(filing: Filing) -> Iterator[Finding]:
    """Roles are numbered so that the cover comes before statements, and statements before notes."""
    presented = {arc.role for arc in filing.arcs("parent-child")}
    numbered = []
    for role in _roles(filing):
        match = DEFINITION.fullmatch(role.definition)
        if match is not None and role.uri in presented:
            numbered.append((match[1], _level(role.definition), role))
    highest = 0
    for _, level, role in sorted(numbered, key=lambda entry: entry[0]):
        if level < highest:
            yield Finding(text=f"{role.definition[:80]!r} comes after a role of a later kind", place=role.place)
        highest = max(highest, level)


def _level(definition: str) -> int:
    marks = ((" - Document - ", 0), (" - Statement - ", 1), (" (Detail", 5), (" (Table", 4), (" (Polic", 3))
    return next((level for mark, level in marks if mark in definition), 2)


def _declarations(filing: Filing) -> Iterator[tuple[Declaration, str]]:
    for declaration in filing.declared.values():
        yield declaration, declaration.concept.name.rpartition(":")[2]


def _finding(declaration: Declaration, text: str) -> Finding:
    name = declaration.concept.name
    return Finding(text=f"{name} {text}", place=declaration.place, concept=name)


def new_names(filing: Filing) -> Iterator[Finding]:
    """No extension concept has the name of a base concept."""
    if filing.taxonomy is None:
        return
    for declaration, local in _declarations(filing):
        for prefix in filing.taxonomy.namespaces:
            if filing.taxonomy.concept(f"{prefix}:{local}") is not None:
                yield _finding(declaration, f"has the name of {prefix}:{local}")


def declaration_form(filing: Filing) -> Iterator[Finding]:
    """The id of an extension concept is prefix_Name, and it is nillable."""
    for declaration, _ in _declarations(filing):
        wanted = declaration.concept.name.replace(":", "_", 1)
        if declaration.id != wanted:
            yield _finding(declaration, f"has the id {declaration.id[:80] or 'none'}, not {wanted[:80]}")
        if not declaration.concept.nillable:
            yield _finding(declaration, "is not nillable")


def declaration_kind(filing: Filing) -> Iterator[Finding]:
    """Abstracts and text are durations, and names tell axes, tables, line items, domains and members apart."""
    for declaration, local in _declarations(filing):
        concept = declaration.concept
        kind = concept.type.rpartition(":")[2]
        member = kind == "domainItemType"
        if concept.period_type not in {"instant", "duration"}:
            yield _finding(declaration, "has no period type")
        if concept.period_type == "instant" and (concept.abstract or member or kind == "textBlockItemType"):
            yield _finding(declaration, f"is {'abstract' if concept.abstract else kind} and an instant")
        if concept.substitution_group not in GROUPS:
            yield _finding(declaration, f"has the substitution group {concept.substitution_group[:80] or 'none'}")
        if local.endswith("Axis") != (concept.substitution_group == "xbrldt:dimensionItem"):
            yield _finding(declaration, "is named Axis and no dimension, or the other way round")
        if local.endswith("Table") != (concept.substitution_group == "xbrldt:hypercubeItem"):
            yield _finding(declaration, "is named Table and no hypercube, or the other way round")
        if local.endswith("LineItems") and not concept.abstract:
            yield _finding(declaration, "is named LineItems and not abstract")
        if local.endswith(("Domain", "Member")) != member:
            yield _finding(declaration, "is named Domain or Member and of another type, or the other way round")


def face_balance(filing: Filing) -> Iterator[Finding]:
    """Money of an extension concept on the face of a balance sheet or income statement has a balance."""
    face = {
        role.uri for role in _roles(filing) if " - Statement - " in role.definition and FACE.search(role.definition)
    }
    shown = {arc.child for arc in filing.arcs("parent-child") if arc.role in face}
    for declaration, _ in _declarations(filing):
        concept = declaration.concept
        money = concept.type.rpartition(":")[2] == "monetaryItemType"
        if money and not concept.balance and not concept.abstract and concept.name in shown:
            yield _finding(declaration, "is money on the face of a statement and has no balance")


def has_extensions(filing: Filing) -> str:
    """Why rules on extension concepts do not apply."""
    return "" if filing.declared else "the filing declares no concepts of its own"


RULES: Final = (
    row(32, "EFM 6.07.04", "namespace", ERROR, own_namespace, has_schema),
    row(32, "EFM 6.07.07", "schema-prefix", ERROR, one_prefix, has_schema),
    row(33, "EFM 6.07.09", "role-uri", ERROR, role_uris, has_schema),
    row(33, "EFM 6.07.10", "role-twice", ERROR, distinct_roles, has_schema),
    row(33, "EFM 6.07.11", "role-links", ERROR, role_links, has_schema),
    row(33, "EFM 6.07.12", "role-definition", ERROR, role_definitions, has_schema),
    row(33, "EFM 6.07.12", "role-order", WARNING, role_order, has_schema),
    row(34, "EFM 6.07.16", "base-name", ERROR, new_names, has_extensions),
    row(34, "EFM 6.07.17", "declaration", ERROR, declaration_form, has_extensions),
    row(34, "EFM 6.07.21", "kind", ERROR, declaration_kind, has_extensions),
    row(34, "EFM 6.08.11", "balance", ERROR, face_balance, has_extensions),
)
