"""Dumps that only people read: documents, cover, the source text with its cells marked, and concepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import (
        Cell,
        Cover,
        FinancialDataSchedule,
        FootingTree,
        MappedStatement,
        Statement,
        Submission,
    )


def dump_submission(submission: Submission) -> str:
    """The header field by field, then one line for each document."""
    header = submission.header
    fields = (
        "form", "accession", "company", "cik", "sic", "ein", "file_number", "state", "fiscal_year_end", "period",
        "filed", "filers",
    )  # fmt: skip
    lines = [f"{name:<16}{value}" for name in fields if (value := getattr(header, name))]
    for document in submission.documents:
        count = document.text.count("\n") + 1 if document.text else 0
        where = f"lines {document.first_line}-{document.first_line + count - 1}" if count else "no text"
        lines.append(
            f"document {document.sequence:<7}{document.type or '(no type)'}  {where}  {document.description}".rstrip()
        )
    return "\n".join(lines)


def dump_cover(cover: Cover) -> str:
    """One line for each item: where it is printed, its concept and its value, and the print where that differs."""
    lines = [f"form  {cover.form or '(none)'}"]
    for item in cover.items:
        printed = f"  <- {item.text}" if item.text != item.value else ""
        lines.append(f"{item.span!s:<16}{item.concept:<44}{item.value}{printed}")
    return "\n".join(lines)


def dump_schedules(schedules: Sequence[FinancialDataSchedule]) -> str:
    """For each Financial Data Schedule (EX-27) article and multiplier, then one line for each value of each column."""
    out: list[str] = []
    for schedule in schedules:
        out.append(f"{schedule.span!s:<16}article {schedule.article or '?'}  multiplier {schedule.multiplier or '?'}")
        for column in schedule.columns:
            out.append(f"{'':<16}column {column.period_type or '?'} ending {column.period_end or '?'}")
            out.extend(f"{each.span!s:<16}  {each.tag:<28}{each.value:>20,}" for each in column.values)
    return "\n".join(out) or "no Financial Data Schedule (EX-27)"


def dump_document_blocks(submission: Submission) -> str:
    """For each document its type, then one line for each block of it."""
    from converter.read.blocks import read_blocks
    from converter.read.dump_blocks import dump_blocks

    out: list[str] = []
    for index, document in enumerate(submission.documents):
        blocks = read_blocks(submission, index)
        out.append(f"document {document.sequence:<7}{document.type or '(no type)'}  {len(blocks)} blocks")
        if blocks:
            out.append(dump_blocks(blocks))
    return "\n".join(out)


def dump_cells(submission: Submission, statement: Statement, tree: FootingTree) -> str:
    """The source text of a statement with a ruler, and below each line the column number under each figure found.

    In the margin: the line number, and `#` a heading, `=` a total that foots, `!` one that does not, `?` a line in no
    sum, `-` an item of a sum.
    """
    text = submission.text.split("\n")
    span = statement.span
    raw = [line.expandtabs(8) for line in text[span.first_line - 1 : span.last_line]]
    width = max(map(len, raw), default=0)
    ruler = "".join(
        str(column // 10 % 10) if column % 10 == 0 else ":" if column % 5 == 0 else "."
        for column in range(1, width + 1)
    )
    columns = "  ".join(f"{index}: {column.period}" for index, column in enumerate(statement.columns))
    out = [f"{statement.kind}  {statement.title}", f"columns  {columns}", f"{'':>8} |{ruler}"]
    marks = _marks(statement, tree)
    cells: dict[int, list[Cell]] = {}
    for line in statement.lines:
        for cell in line.cells:
            if cell is not None:
                cells.setdefault(cell.number_span.first_line, []).append(cell)
    for number, line_text in enumerate(raw, span.first_line):
        out.append(f"{number:>6} {marks.get(number, ' ')} |{line_text}".rstrip())
        if number in cells:
            source = text[number - 1]
            under = [" "] * width
            for cell in cells[number]:
                first = len(source[: cell.number_span.first_column - 1].expandtabs(8))
                last = len(source[: cell.number_span.last_column].expandtabs(8))
                under[first:last] = str(cell.column % 10) * (last - first)
            out.append(f"{'':>8} |{''.join(under)}".rstrip())
    return "\n".join(out)


def _marks(statement: Statement, tree: FootingTree) -> dict[int, str]:
    totals = {footing.total for footing in tree.footings}
    terms = {term.line for footing in tree.footings for term in footing.terms}
    marks = {}
    for line in statement.lines:
        mark = " "
        if line.role == "heading" and not line.has_values:
            mark = "#"
        elif line.index in tree.unfooted or line.index in tree.broken:
            mark = "!"
        elif line.index in totals:
            mark = "="
        elif line.index in tree.loose:
            mark = "?"
        elif line.index in terms:
            mark = "-"
        marks[line.span.first_line] = mark
    return marks


def dump_mapping(mapped: MappedStatement) -> str:
    """One text line for each line with values: status, confidence, sign, concept, label, who decided; then reasons."""
    out = [f"{mapped.statement.kind}  {mapped.statement.title}"]
    for entry in mapped.lines:
        line = mapped.statement.lines[entry.line]
        sign = "-" if entry.sign < 0 else "+"
        role = f"  {entry.label_role}" if entry.label_role else ""
        out.append(
            f"{line.span.first_line:>6} {entry.status:<9} {entry.confidence:6.4f} {sign} "
            f"{entry.concept or '(none)'}{role}  <- {line.label}  [{entry.decided_by}]"
        )
        out.extend(f"{'':>17}{reason}" for reason in entry.reasons[:3])
    return "\n".join(out)
