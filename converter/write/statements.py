"""The statements look: the cover and each statement as an accessible table, with the tags in its cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from converter.model import CellKind, LineRole, Status, UnitKind
from converter.write.ixbrl import page
from converter.write.names import title_case
from converter.write.oim import oim_value
from converter.write.parts import part_at
from converter.write.period_heads import period_heads
from converter.write.tags import Piece, Tag, tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.messages import Span
    from converter.model import Cell, Fact, Line, MappedLine, MappedStatement, Report, Section, Statement
    from converter.write.parts import Part
    from converter.write.period_heads import Head

_CURRENCIES = "$\u00a3\u00a5\u20ac"
_DASH = "\u2014"
_MINUS = "\u2212"
_UNTAGGED = "not tagged"
_MARKS = {Status.REVIEW: "review", Status.EXTENSION: "extension"}
_SCALES = {0: "", 2: "hundreds", 3: "thousands", 6: "millions", 9: "billions"}
_CURRENCY_NAMES = {"USD": "U.S. dollars", "CAD": "Canadian dollars", "GBP": "pounds sterling", "EUR": "euros"}

# What an item of the cover is to a reader; anything else goes by its label in the taxonomy.
_COVER = {
    "dei:DocumentType": "Form",
    "dei:AmendmentFlag": "Amendment",
    "dei:DocumentPeriodEndDate": "Period end",
    "dei:EntityRegistrantName": "Registrant",
    "dei:EntityCentralIndexKey": "Central Index Key",
    "dei:ContainedFileInformationFileNumber": "Commission file number",
    "dei:EntityFileNumber": "Commission file number",
    "dei:EntityTaxIdentificationNumber": "I.R.S. employer identification number",
    "dei:EntityIncorporationStateCountryName": "State of incorporation",
    "dei:CurrentFiscalYearEndDate": "Fiscal year end",
    "dei:TradingSymbol": "Trading symbol",
    "dei:EntityListingDescription": "Listed on",
    "dei:SecurityExchangeName": "Listed on",
    "dei:EntityAddressAddressLine1": "Address",
    "dei:EntityAddressAddressLine2": "Address, second line",
    "dei:EntityAddressCityOrTown": "City",
    "dei:EntityAddressStateOrProvince": "State",
    "dei:EntityAddressPostalZipCode": "Zip code",
    "dei:CityAreaCode": "Area code",
    "dei:LocalPhoneNumber": "Telephone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A cell of a table: its text in parts, and the tag or the plain text between them."""

    currency: str = ""
    before: str = ""
    """An opening parenthesis or a minus."""
    tag: Tag | None = None
    text: str = ""
    """What is shown where there is no tag."""
    reference: str = ""
    """The id of a hidden fact that the text refers to."""
    closing: str = ""
    """A closing parenthesis, which hangs outside the column of digits."""
    after: str = ""
    title: str = ""
    """The concept and period, for a reader who points at it."""

    @property
    def blank(self) -> bool:
        """Whether nothing is printed here."""
        return self.tag is None and not self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row of a statement table."""

    kind: str
    """`heading`, `item` or `total`."""
    label: str
    indent: int
    source_line: int
    figures: tuple[Figure, ...]
    inferred: bool = False
    """The source prints no label here."""
    rule_above: bool = False
    rule_below: bool = False
    mark: str = ""
    """`review`, `extension` or `not tagged`, where a person should look."""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementTable:
    """A statement as the template prints it."""

    id: str
    entity: str
    title: str
    note: str
    groups: tuple[Head, ...]
    heads: tuple[Head, ...]
    rows: tuple[TableRow, ...]
    width: int
    """Pixels of a column of figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRow:
    """An item of the cover."""

    name: str
    figure: Figure
    source_line: int
    """0 where the value is not printed in the source."""


def statements(report: Report, parts: Sequence[Part], mapped: Sequence[MappedStatement] = ()) -> tuple[bytes, ...]:
    """The inline XBRL documents in the look for people, one for each part.

    `mapped` adds to each line what became of it, with its reasons; without it the page is the same but for that.
    """
    by_id = {fact.id: fact for fact in report.facts}
    known = {id(each.statement): each for each in mapped}
    return tuple(_document(report, part, parts, by_id, known) for part in parts)


def _document(
    report: Report, part: Part, parts: Sequence[Part], by_id: Mapping[str, Fact], known: Mapping[int, MappedStatement]
) -> bytes:
    hidden: list[Fact] = []
    own = {
        number: section
        for number, section in enumerate(report.sections)
        if part_at(parts, section.statement.span.first_line if section.statement is not None else 0) is part
    }
    cover = [
        _cover_row(line.label, by_id[line.facts[0]], hidden)
        for section in own.values()
        if section.statement is None
        for line in section.lines
    ]
    tables = [
        _table(section, number, by_id, known.get(id(section.statement)), hidden)
        for number, section in own.items()
        if section.statement is not None
    ]
    printed = {fact for section in own.values() for line in section.lines for fact in line.facts}
    figures = sum(1 for fact in printed if by_id[fact].unit)
    marks = [row.mark for table in tables for row in table.rows]
    counts = {mark: marks.count(mark) for mark in ("review", "extension", _UNTAGGED)}
    return page(
        "statements.htm.j2",
        report,
        hidden,
        part,
        parts=parts,
        cover=cover,
        tables=tables,
        figures=figures,
        counts=counts,
        untagged=_UNTAGGED,
    )


def _cover_row(label: str, fact: Fact, hidden: list[Fact]) -> CoverRow:
    shown = fact.text
    if fact.concept == "dei:AmendmentFlag":
        shown = "Yes" if fact.value == "true" else "No"
    found = tag(fact, shown)
    if found is None and shown:
        hidden.append(fact)
        figure = Figure(text=shown, reference=fact.id)
    elif found is None:
        # Given by the user and printed nowhere: shown as it is.
        value = oim_value(fact) or ""
        plain = Tag(fact=fact, before="", pieces=(Piece(text=value),), after="", format="")
        figure = Figure(tag=plain)
    else:
        figure = Figure(tag=found)
    name = _COVER.get(f"dei:{fact.concept.rpartition(':')[2]}", label)
    if fact.concept == "dei:DocumentPeriodEndDate" and fact.period.start == fact.period.end:
        name = "Date of report"  # an 8-K is about a day
    return CoverRow(
        name=name,
        figure=replace(figure, title=fact.concept),
        source_line=fact.span.first_line if fact.text else 0,
    )


def _table(
    section: Section, number: int, by_id: Mapping[str, Fact], mapped: MappedStatement | None, hidden: list[Fact]
) -> StatementTable:
    statement = section.statement
    if statement is None:
        raise ValueError("the cover is no statement")
    names = {line.line: line.label for line in section.lines}
    facts = {
        (line.line, by_id[fact].span): by_id[fact]
        for line in section.lines
        if line.line is not None
        for fact in line.facts
    }
    groups, heads = period_heads(statement.columns)
    entries = {entry.line: entry for entry in mapped.lines} if mapped else {}
    sums = _Sums(statement, mapped)
    rows = tuple(
        _row(line, statement, sums, facts, entries.get(line.index), names.get(line.index, ""), hidden)
        for line in statement.lines
    )
    return StatementTable(
        id=f"statement-{number}",
        entity=title_case(statement.entity),
        title=title_case(statement.title),
        note=_note(statement),
        groups=groups,
        heads=heads,
        rows=rows,
        width=_width(rows, len(heads)),
    )


def _width(rows: Sequence[TableRow], columns: int) -> int:
    """Pixels of a column that holds the longest figure in letters of 14 pixels, with its currency sign apart.

    A column that is too narrow would push the figure out of line, as the currency sign floats.
    """
    longest = 0.0
    for row in rows:
        for figure in row.figures:
            shown = figure.text if figure.tag is None else "".join(piece.text for piece in figure.tag.pieces)
            narrow = sum(character in ",. " for character in shown)
            signs = 14.0 * bool(figure.currency) + 5.0 * bool(figure.before) + 6.0 * len(figure.after)
            longest = max(longest, 7.8 * (len(shown) - narrow) + 3.9 * narrow + signs)
    return max(112 if columns < 4 else 80, round(longest) + 10)


class _Sums:
    """Which lines of a statement are totals, and which of them end their sum: those get a double rule."""

    def __init__(self, statement: Statement, mapped: MappedStatement | None) -> None:
        footings = mapped.footing.footings if mapped else ()
        terms = {term.line for footing in footings for term in footing.terms}
        footed = {footing.total for footing in footings}
        money = {line.index for line in statement.lines if line.unit is UnitKind.MONEY and line.has_values}
        named = {line.index for line in statement.lines if line.role in (LineRole.SUBTOTAL, LineRole.TOTAL)}
        ends = {line.index for line in statement.lines if line.role is LineRole.TOTAL}
        self.totals = (footed | named) & money
        self.last = ((footed - terms) | ends) & money


def _row(
    line: Line,
    statement: Statement,
    sums: _Sums,
    facts: Mapping[tuple[int, Span], Fact],
    mapped: MappedLine | None,
    name: str,
    hidden: list[Fact],
) -> TableRow:
    figures = tuple(
        _figure(cell, facts.get((line.index, cell.number_span)), hidden) if cell is not None else Figure()
        for cell in line.cells
    )
    total = line.index in sums.totals
    tagged = any(figure.tag is not None or figure.reference for figure in figures)
    mark = ""
    if line.has_values:
        mark = _MARKS.get(mapped.status if mapped else _status(line, facts), "") if tagged else _UNTAGGED
    first_cell = next((cell for cell in line.cells if cell is not None), None)
    return TableRow(
        kind="heading" if line.role is LineRole.HEADING else "total" if total else "item",
        label=line.label.strip() or name or "(no label)",
        inferred=line.generated_label or not line.label.strip(),
        indent=min(line.depth, 6),
        source_line=(first_cell.span if first_cell else line.label_span).first_line,
        figures=figures or tuple(Figure() for _ in statement.columns),
        rule_above=total,
        rule_below=line.index in sums.last,
        mark=mark,
        hint="; ".join(mapped.reasons[:3]) if mapped and mark else "",
    )


def _status(line: Line, facts: Mapping[tuple[int, Span], Fact]) -> Status:
    spans = (cell.number_span for cell in line.cells if cell is not None)
    return next((facts[line.index, span].status for span in spans if (line.index, span) in facts), Status.ACCEPTED)


def _figure(cell: Cell, fact: Fact | None, hidden: list[Fact]) -> Figure:
    first = cell.number_span.first_column - cell.span.first_column
    last = cell.number_span.last_column - cell.span.first_column + 1
    printed = cell.text[first:last]
    ahead, behind = cell.text[:first], cell.text[last:]
    currency = next((character for character in ahead if character in _CURRENCIES), "")
    bracketed = any(map(ahead.__contains__, "([{<")) or (cell.value is not None and cell.value < 0 and ")" in behind)
    minus = cell.value is not None and cell.value < 0 and not bracketed
    after = behind.lstrip(" )]}>").rstrip(" $") if bracketed else behind.strip(" $-")
    shown = _DASH if cell.kind is CellKind.DASH else printed
    figure = Figure(
        currency=currency,
        before="(" if bracketed else _MINUS if minus else "",
        text=shown if cell.value is not None else cell.text.strip(),
        closing=")" if bracketed else "",
        after=after if cell.value is not None else "",
    )
    if fact is None:
        return figure
    found = tag(fact, shown)
    if found is None:
        hidden.append(fact)
        return replace(figure, reference=fact.id, title=f"{fact.concept}, {fact.period}")
    return replace(figure, tag=found, text="", title=f"{fact.concept}, {fact.period}")


def _note(statement: Statement) -> str:
    """What the figures count: `In thousands of U.S. dollars, except per share amounts`."""
    currency = _CURRENCY_NAMES.get(statement.currency, statement.currency)
    scale = _SCALES.get(statement.scale, "")
    note = f"In {scale} of {currency}" if scale else f"In {currency}"
    units = {line.unit for line in statement.lines if line.has_values}
    other = [name for unit, name in ((UnitKind.SHARES, "share"), (UnitKind.PER_SHARE, "per share")) if unit in units]
    return f"{note}, except {' and '.join(other)} amounts" if other else note
