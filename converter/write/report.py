"""The report: entity, facts, contexts, units, sections, extension concepts and labels, in no syntax yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.messages import Message, Severity
from converter.model import Report, Scope, Section, StatementKind
from converter.write.abstracts import root_concept
from converter.write.calculation import FactTable, calculation_arcs
from converter.write.concepts import ExtensionNames, tag_lines
from converter.write.conflicts import settle
from converter.write.contexts import used_contexts, used_units
from converter.write.cover import cover_facts, cover_period, cover_section
from converter.write.entity import identify, report_date
from converter.write.facts import balance_role, cell_facts, finished
from converter.write.labels import Labels
from converter.write.names import base_name, local_name, slug, title_case, unused
from converter.write.presentation import present
from converter.write.withheld import withhold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Concept, Cover, Fact, MappedStatement, Submission
    from converter.taxonomy.release import Taxonomy
    from converter.write.concepts import TaggedLine
    from converter.write.cover import CoverFact
    from converter.write.facts import CellFact
    from converter.write.settings import ReportSettings

_CODES = {
    StatementKind.BALANCE_SHEET: "bs",
    StatementKind.INCOME_STATEMENT: "is",
    StatementKind.CASH_FLOW: "cf",
    StatementKind.EQUITY: "eq",
    StatementKind.COMPREHENSIVE_INCOME: "ci",
}
_TITLES = {
    StatementKind.BALANCE_SHEET: "Balance Sheet",
    StatementKind.INCOME_STATEMENT: "Statement of Income",
    StatementKind.CASH_FLOW: "Statement of Cash Flows",
    StatementKind.EQUITY: "Statement of Stockholders' Equity",
    StatementKind.COMPREHENSIVE_INCOME: "Statement of Comprehensive Income",
}
COVER_ROLE = "DocumentAndEntityInformation"
COVER_DEFINITION = "0001 - Document - Document and Entity Information"


def build_report(
    submission: Submission,
    cover: Cover,
    mapped: Sequence[MappedStatement],
    taxonomy: Taxonomy,
    settings: ReportSettings,
) -> tuple[Report, tuple[Message, ...]]:
    """The report of a filing, and everything that a reviewer should know about what was not written.

    Only consolidated statements give facts. Raises InputError where no date is printed anywhere, or where the
    settings give a Central Index Key that is none.
    """
    messages: list[Message] = []
    own, notes = _own(mapped)
    messages.extend(notes)
    header = submission.header
    entity, notes = identify(header, cover, settings)
    messages.extend(notes)
    date = report_date(header, cover, own)
    symbol = cover.get("dei:TradingSymbol")
    prefix = slug(settings.slug or (symbol.value if symbol else ""), settings.slug or entity.name)
    namespace = f"http://{prefix}.example/{date:%Y%m%d}"

    tagged, notes = tag_lines(own, taxonomy, prefix, settings)
    messages.extend(notes)
    tagged = tuple(_with_balance_roles(each, lines) for each, lines in zip(own, tagged, strict=True))
    written, notes = _written(own, tagged)
    messages.extend(notes)

    codes = _statement_codes(own)
    facts: list[Fact] = []
    by_line: dict[tuple[int, int], list[str]] = {}
    for cell_fact in written:
        fact = finished(cell_fact, codes[cell_fact.line.statement])
        facts.append(fact)
        by_line.setdefault((cell_fact.line.statement, cell_fact.line.line.index), []).append(fact.id)

    period = cover_period(cover.form, date, header, own)
    names = ExtensionNames(taxonomy, prefix)
    names.reserve(line.concept for lines in tagged for line in lines)
    on_cover, notes = cover_facts(cover, entity, period, taxonomy, names)
    messages.extend(notes)
    labels = Labels()
    sections, used, notes = _sections(own, tagged, by_line, on_cover, written, taxonomy, prefix, names, labels)
    messages.extend(notes)
    every = (*(each.fact for each in on_cover), *facts)
    report = Report(
        base=base_name(prefix, date),
        prefix=prefix,
        namespace=namespace,
        entity=entity,
        taxonomy=taxonomy.release,
        namespaces=_namespaces(used, prefix, namespace, taxonomy),
        contexts=used_contexts(every),
        units=used_units(every, (fact.unit for fact in written)),
        facts=every,
        sections=sections,
        extensions=tuple(concept for concept in used.values() if concept.name.startswith(f"{prefix}:")),
        labels=labels.finish({name: concept.label for name, concept in used.items()}),
    )
    return report, tuple(messages)


def _own(mapped: Sequence[MappedStatement]) -> tuple[tuple[MappedStatement, ...], tuple[Message, ...]]:
    messages = tuple(
        Message(
            code="write.not-consolidated",
            severity=Severity.INFO,
            text=f"{each.statement.title!r} is {each.statement.scope.replace('_', ' ')} and gives no facts",
            span=each.statement.span,
        )
        for each in mapped
        if each.statement.scope is not Scope.CONSOLIDATED
    )
    return tuple(each for each in mapped if each.statement.scope is Scope.CONSOLIDATED), messages


def _with_balance_roles(mapped: MappedStatement, lines: Sequence[TaggedLine]) -> tuple[TaggedLine, ...]:
    periods = [column.period for column in mapped.statement.columns]
    roles = [balance_role(line, periods) for line in lines]
    return tuple(
        line if line.label_role == role else replace(line, label_role=role)
        for line, role in zip(lines, roles, strict=True)
    )


def _written(
    own: Sequence[MappedStatement], tagged: Sequence[Sequence[TaggedLine]]
) -> tuple[tuple[CellFact, ...], tuple[Message, ...]]:
    facts: list[CellFact] = []
    messages: list[Message] = []
    for each, lines in zip(own, tagged, strict=True):
        found, notes = cell_facts(each, lines)
        facts.extend(found)
        messages.extend(notes)
    settled, notes = settle(facts)
    kept, more = withhold(settled)
    return kept, (*messages, *notes, *more)


def _statement_codes(own: Sequence[MappedStatement]) -> list[str]:
    codes: list[str] = []
    for each in own:
        codes.append(unused(_CODES[each.statement.kind], codes))
    return codes


def _sections(
    own: Sequence[MappedStatement],
    tagged: Sequence[Sequence[TaggedLine]],
    by_line: dict[tuple[int, int], list[str]],
    on_cover: Sequence[CoverFact],
    written: Sequence[CellFact],
    taxonomy: Taxonomy,
    prefix: str,
    names: ExtensionNames,
    labels: Labels,
) -> tuple[tuple[Section, ...], dict[str, Concept], tuple[Message, ...]]:
    """The sections, every concept that they use by name, and messages about calculations left out."""
    used: dict[str, Concept] = {}
    messages: list[Message] = []
    authority = f"http://{prefix}.example/role"
    root, lines, abstracts = cover_section(on_cover, taxonomy, names, labels)
    sections = []
    if on_cover:
        used.update({concept.name: concept for concept in abstracts})
        used.update({each.concept.name: each.concept for each in on_cover})
        sections.append(
            Section(
                role=f"{authority}/{COVER_ROLE}",
                definition=COVER_DEFINITION,
                root=root,
                lines=lines,
                calculation=(),
                statement=None,
            )
        )
    roles = {COVER_ROLE}
    table = FactTable(written)
    sums: set[tuple[str, frozenset[str]]] = set()
    for index, each in enumerate(own):
        facts = {line: ids for (statement, line), ids in by_line.items() if statement == index}
        with_facts = {line.line.index: line for line in tagged[index] if line.line.index in facts}
        if not with_facts:
            continue
        title = title_case(each.statement.title) or _TITLES[each.statement.kind]
        base_root = root_concept(each.statement.kind, taxonomy, names)
        labels.place(base_root.name, "", f"{_TITLES[each.statement.kind]} [Abstract]", ())
        lines, abstracts = present(each.statement, base_root, with_facts, facts, taxonomy, names, labels)
        arcs, notes = calculation_arcs(each, with_facts, table, sums)
        messages.extend(notes)
        used.update({concept.name: concept for concept in (base_root, *abstracts)})
        used.update({line.concept.name: line.concept for line in with_facts.values()})
        role = unused(local_name(title)[:60] or local_name(_TITLES[each.statement.kind]), roles)
        roles.add(role)
        sections.append(
            Section(
                role=f"{authority}/{role}",
                definition=f"{len(sections) + 1:04d} - Statement - {title.replace('<', '')[:200]}",
                root=base_root.name,
                lines=lines,
                calculation=arcs,
                statement=each.statement,
            )
        )
    return tuple(sections), used, tuple(messages)


def _namespaces(used: dict[str, Concept], prefix: str, namespace: str, taxonomy: Taxonomy) -> dict[str, str]:
    prefixes = sorted({name.partition(":")[0] for name in used} - {prefix})
    return {**{each: taxonomy.namespaces[each] for each in prefixes}, prefix: namespace}
