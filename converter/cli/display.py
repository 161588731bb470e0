"""What a person sees: the table at the end of a conversion, and messages in order of weight."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import nullcontext
from textwrap import shorten
from typing import TYPE_CHECKING, TextIO

from converter.messages import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from converter.check.validation import Validation
    from converter.messages import Message
    from converter.model import Conversion, MappedStatement, Statement, ValidationReport

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_MOST = 12
"""Messages of one code that are listed one by one; a bad scan can have thousands."""

_UNFOLDED = 1000
_LONGEST = 36
"""Characters of a title that are shown."""
_STATUSES = ("accepted", "review", "extension", "untagged")

STATEMENT_NAMES = {
    "balance_sheet": "Balance sheet",
    "income_statement": "Income statement",
    "cash_flow": "Cash flow",
    "equity": "Changes in equity",
    "comprehensive_income": "Comprehensive income",
}

FILE_NOTES = {
    ".htm": "inline XBRL, the filing: open it in a browser",
    "_d2.htm": "inline XBRL, the statements of another document, such as an EX-13",
    ".xsd": "extension schema",
    "_pre.xml": "presentation linkbase",
    "_cal.xml": "calculation linkbase",
    "_def.xml": "definition linkbase",
    "_lab.xml": "label linkbase",
    ".json": "xBRL-JSON, the facts for programs",
    ".csv": "xBRL-CSV, the same facts as a table",
    "_csv.json": "xBRL-CSV, what the columns of the table mean",
    ".xbri": "report package, all of the filing in one file",
    "mapping.json": "ledger: how each line was mapped, and why",
    ".unreadable.json": "the ledger that stood there and could not be read",
    "facts.csv": "table for analysts: every figure with its caption, concept and place",
    "validation.json": "what was checked, and what was found",
    "tie-out.json": "what each amount of the narrative is, beside the statements",
    ".html": "iXBRL viewer: open it in a browser",
    "validation.sarif": "the findings as SARIF, for code scanning",
    "validation.junit.xml": "the findings as JUnit XML, for build servers",
    "validation.html": "the findings for people: open it in a browser",
    "arelle.log.json": "the log of Arelle as it is",
    "facts.parquet": "the table for analysts as Parquet",
    "ixbrlviewer.js": "the script of the viewer",
    "source.txt": "the text that was read: the ledger speaks of places in it",
}


def console(stream: TextIO | None = None) -> Console:
    """A console that writes to `stream` (standard output where None): colour on a terminal only, none with NO_COLOR."""
    from rich.console import Console

    stream = stream or sys.stdout
    # Without a terminal there is no width to fit: a long path must not be folded in a log or a pipe.
    return Console(file=stream, highlight=False, width=None if stream.isatty() else _UNFOLDED)


def working(name: str) -> AbstractContextManager[object]:
    """Shows on a terminal that work on `name` goes on; elsewhere nothing is shown."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.markup import escape

    return console(sys.stderr).status(f"converting {escape(name)}")


def show_messages(messages: Sequence[Message], name: str, *, every: bool) -> None:
    """Lists messages on standard error, the gravest first; of `info` only a count per code unless `every`."""
    from rich.text import Text

    if not messages:
        return
    out = console(sys.stderr)
    weight = list(Severity)
    shown: Counter[str] = Counter()
    for message in sorted(messages, key=lambda each: weight.index(each.severity)):
        shown[message.code] += 1
        if not every and (message.severity is Severity.INFO or shown[message.code] > _MOST):
            continue
        line = Text()
        line.append(f"{message.severity}", _STYLES[message.severity])
        place = f"{name}:{message.span}" if message.span else name
        line.append(f": {place}: {message.text} ")
        line.append(f"[{message.code}]", "dim")
        if message.hint:
            line.append(f"\n    {message.hint}", "dim")
        out.print(line, soft_wrap=True)
    if every:
        return
    severities = {message.code: message.severity for message in messages}
    rest = [
        f"{code} ({count})"
        for code, severity in sorted(severities.items())
        if (count := shown[code] if severity is Severity.INFO else shown[code] - _MOST) > 0
    ]
    if rest:
        out.print(Text(f"not listed (see --verbose): {', '.join(rest)}", "dim"), soft_wrap=True)


def show_conversion(conversion: Conversion, files: Sequence[Path]) -> None:
    """Prints the short table at the end of a conversion to standard output."""
    from rich.text import Text

    out = console()
    report = conversion.report
    details = ", ".join(filter(None, (conversion.cover.form, report.base, report.taxonomy)))
    out.print()
    out.print(Text(report.entity.name or report.base, "bold"))
    out.print(Text(details, "dim"))
    out.print()
    out.print(_statement_table(conversion))
    out.print()
    _show_summary(out, conversion.validation, files)


def show_batch(done: int, invalid: int, inputs: int) -> None:
    """Prints what became of several inputs to standard output."""
    from rich.text import Text

    refused = inputs - done - invalid
    line = Text(f"\n{inputs:,} inputs", "bold")
    line.append(f": {done:,} without errors", "not bold")
    for count, what in ((invalid, "with errors"), (refused, "not converted")):
        if count:
            line.append(f", {count:,} {what}", "bold red")
    console().print(line)


def show_validation(validation: Validation, files: Sequence[Path]) -> None:
    """Prints what each engine said about a filing to standard output."""
    from rich.text import Text

    out = console()
    out.print(Text(validation.name, "bold"))
    _show_summary(out, validation.reports, files)


def footing_mark(mapped: MappedStatement) -> Text:
    """How far a statement foots, in a word or two."""
    from rich.text import Text

    tree = mapped.footing
    sums = f"{len(tree.footings)} sums"
    if tree.complete and not tree.footings:
        return Text("no sums", "dim")
    if tree.complete:
        return Text(f"complete, {sums}", "green")
    open_lines = [
        f"{len(lines)} {what}"
        for lines, what in ((tree.unfooted, "unfooted"), (tree.broken, "broken"), (tree.loose, "loose"))
        if lines
    ]
    return Text(", ".join((sums, *open_lines)), "yellow")


def fact_counts(conversion: Conversion) -> dict[int, int]:
    """The number of facts of each statement (by its position), and under -1 that of the cover page."""
    counts: Counter[int] = Counter()
    positions = {id(mapped.statement): index for index, mapped in enumerate(conversion.statements)}
    for section in conversion.report.sections:
        where = -1 if section.statement is None else positions.get(id(section.statement), -1)
        counts[where] += sum(len(line.facts) for line in section.lines)
    return dict(counts)


def _statement_table(conversion: Conversion) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.SIMPLE, show_footer=True, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim"
    )
    counts = fact_counts(conversion)
    statuses = [Counter(str(line.status) for line in mapped.lines) for mapped in conversion.statements]
    total = sum(statuses, Counter())
    columns = [status for status in _STATUSES if status != "untagged" or total[status]]
    lines = sum(len(mapped.lines) for mapped in conversion.statements)
    table.add_column("statement", footer="all")
    table.add_column("lines", footer=f"{lines:,}", justify="right")
    table.add_column("facts", footer=f"{len(conversion.report.facts):,}", justify="right", style="bold")
    for status in columns:
        table.add_column(status, footer=f"{total[status]:,}", justify="right")
    table.add_column("footing")
    names = _names_of([mapped.statement for mapped in conversion.statements])
    for index, (mapped, counter) in enumerate(zip(conversion.statements, statuses, strict=True)):
        table.add_row(
            names[index],
            f"{len(mapped.lines):,}",
            f"{counts.get(index, 0):,}",
            *(f"{counter[status]:,}" for status in columns),
            footing_mark(mapped),
        )
    table.add_row("Cover page", "", f"{counts.get(-1, 0):,}")
    return table


def _names_of(statements: Sequence[Statement]) -> list[str]:
    """What each statement is called: its kind, and how it is titled where the registrant has another of the kind."""
    names: list[str] = []
    seen: set[str] = set()
    for statement in statements:
        name = STATEMENT_NAMES[statement.kind]
        if statement.scope != "consolidated":
            name = f"{name} ({statement.scope.replace('_', ' ')})"
        elif name in seen:
            own = shorten(" ".join(statement.title.split()), _LONGEST, placeholder=" …")
            name = f"{name} (parenthetical)" if statement.is_parenthetical else f"  {own}"
        seen.add(name)
        names.append(name)
    return names


def _show_summary(out: Console, reports: Sequence[ValidationReport], files: Sequence[Path]) -> None:
    """Prints what each engine found, and the files with a word on each."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(3):
        grid.add_column(no_wrap=True)
    for number, report in enumerate(reports):
        rules = report.rule_sets[0] if report.rule_sets else ""
        more = f" and {len(report.rule_sets) - 1} more" if len(report.rule_sets) > 1 else ""
        noted = [message.text for message in report.messages if message.severity is Severity.INFO]
        name = report.name
        note = Text(noted[-1] if noted else rules + more, "dim")
        grid.add_row("checks" if number == 0 else "", name, _counted(report), note)
    out.print(grid)
    if not files:
        return
    out.print("files  ", Text(f"{files[0].parent}/", "bold"), sep=" ", soft_wrap=True)
    grid = Table.grid(padding=(0, 2, 0, 0))
    for file in files:
        notes = [note for suffix, note in FILE_NOTES.items() if file.name.endswith(suffix)]
        grid.add_row("      ", file.relative_to(files[0].parent).as_posix(), Text(notes[-1] if notes else "", "dim"))
    out.print(grid)


def _counted(report: ValidationReport) -> Text:
    from rich.text import Text

    if not report.ran:
        return Text("not run", "yellow")
    counter = Counter(message.severity for message in report.messages)
    text = Text()
    for severity, style in ((Severity.ERROR, "bold red"), (Severity.WARNING, "yellow")):
        count = counter[severity]
        text.append(", " if text else "")
        text.append(f"{count:,} {severity}{'' if count == 1 else 's'}", style if count else "green")
    return text
