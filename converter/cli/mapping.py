"""The verbs about concepts: `map`, `explain`, `mapping train` and `mapping measure`."""

from __future__ import annotations

import os
import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from converter.cli.options import Json, Release
from converter.cli.status import ExitStatus

if TYPE_CHECKING:
    from collections.abc import Callable


class StatementName(StrEnum):
    """The kinds of statements, as `converter.model.StatementKind` names them."""

    BALANCE_SHEET = "balance_sheet"
    INCOME_STATEMENT = "income_statement"
    CASH_FLOW = "cash_flow"
    EQUITY = "equity"
    COMPREHENSIVE_INCOME = "comprehensive_income"


class UnitName(StrEnum):
    """What amounts count, as `converter.model.UnitKind` names it."""

    MONEY = "money"
    SHARES = "shares"
    PER_SHARE = "per_share"
    PURE = "pure"


def add_to(app: typer.Typer) -> None:
    """Adds the verbs to the application."""
    app.command("map")(map_lines)
    app.command("explain")(explain)
    group = typer.Typer(no_args_is_help=True, help="The knowledge that lines are mapped with.")
    group.command("train")(train)
    group.command("measure")(measure)
    app.add_typer(group, name="mapping")


def map_lines(
    lines: Annotated[Path, typer.Argument(metavar="LINES.csv", help="Lines of statements, one per row.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.csv", help="The file to write; else standard output.")
    ] = None,
    taxonomy: Release = "",
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace OUT.csv if it exists.")] = False,
) -> None:
    """Rank concepts for the lines of a CSV file: up to five for each, with confidence and status."""
    import tempfile

    from converter.mapping.knowledge import load_knowledge
    from converter.mapping.settings import thresholds_of
    from converter.mapping.table import map_lines_csv
    from converter.model import RenderedFile
    from converter.taxonomy.release import DEFAULT_RELEASE, load_taxonomy
    from converter.write.package import write_files

    release = load_taxonomy(taxonomy or DEFAULT_RELEASE).release
    with tempfile.TemporaryDirectory() as name:
        # Written whole or not at all: the rows go to a place of their own until the last one is there.
        draft = Path(name) / "out.csv"
        count = map_lines_csv(lines, draft, load_knowledge(release), thresholds_of(release))
        content = draft.read_bytes()
    if output is None:
        sys.stdout.write(content.decode("utf-8"))
        return
    file = RenderedFile(path=output.name, media_type="text/csv", content=content)
    write_files((file,), output.parent, force=force)
    sys.stderr.write(f"{count:,} lines mapped\n")


def explain(
    label: Annotated[str, typer.Argument(metavar="LABEL", help="A caption as printed.")],
    statement: Annotated[
        StatementName, typer.Option(help="The statement that it stands in.")
    ] = StatementName.BALANCE_SHEET,
    section: Annotated[
        list[str] | None,
        typer.Option(metavar="HEADING", help="A heading above it, or where it stands: 'noncurrent liabilities'."),
    ] = None,
    unit: Annotated[UnitName | None, typer.Option(help="What its amount counts.")] = None,
    previous: Annotated[str, typer.Option(metavar="LABEL", help="The caption of the line before.")] = "",
    following: Annotated[str, typer.Option("--next", metavar="LABEL", help="The caption of the line after.")] = "",
    sic: Annotated[str, typer.Option(metavar="CODE", help="The industry of the company.")] = "",
    taxonomy: Release = "",
    *,
    json: Json = False,
) -> None:
    """Show the whole argument for the concepts of a caption: rules, use by filers, and every weight."""
    from converter.cli.machine import print_json
    from converter.mapping.explain import explain as argument
    from converter.model import StatementKind, UnitKind
    from converter.taxonomy.release import DEFAULT_RELEASE, load_taxonomy

    if not label.strip():
        raise typer.BadParameter("the caption is empty", param_hint="LABEL")
    release = load_taxonomy(taxonomy or DEFAULT_RELEASE)
    text = argument(
        label,
        StatementKind(statement.value),
        release,
        sections=section or (),
        unit=UnitKind(unit.value) if unit else None,
        previous=previous,
        following=following,
        industry=sic,
    )
    if json:
        asked = {"label": label, "statement": statement.value, "section": " > ".join(section or ())}
        print_json({**asked, "argument": text.splitlines()})
    else:
        sys.stdout.write(text)


def train(
    lines: Annotated[
        Path, typer.Argument(metavar="LINES.parquet", help="Statement lines of filings that companies tagged.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The knowledge file to write.")],
    taxonomy: Release = "",
    *,
    predictions: Annotated[
        Path | None,
        typer.Option(metavar="OUT.csv", help="Also write what is predicted for each company from the others."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE and OUT.csv if they exist.")] = False,
) -> None:
    """Learn the mapping again from tagged filings; the same data give the same file. Needs the extra `train`."""
    from converter.errors import InputError, OutputExists
    from converter.mapping.settings import thresholds_of
    from converter.model import RenderedFile
    from converter.taxonomy.release import DEFAULT_RELEASE, load_taxonomy
    from converter.write.package import write_files

    if not lines.is_file():
        raise InputError(f"{lines}: there is no such file")
    for path in (output, predictions):
        if path is not None and path.exists() and not force:
            raise OutputExists(path)
    _one_thread()
    try:
        from converter.mapping.knowledge import save
        from converter.mapping.measure import predictions_of
        from converter.mapping.train import train_release
    except ImportError as error:
        sys.stderr.write(f"error: training needs more libraries ({error.name}): pip install 'legacy-xbrl[train]'\n")
        raise typer.Exit(ExitStatus.USAGE) from error
    release = load_taxonomy(taxonomy or DEFAULT_RELEASE)
    learned = train_release(lines, release, tell=_tell())
    save(learned.knowledge, output)
    if predictions is not None:
        content = predictions_of(learned, thresholds_of(release.release)).encode()
        write_files(
            (RenderedFile(path=predictions.name, media_type="text/csv", content=content),),
            predictions.parent,
            force=force,
        )
    sys.stderr.write(f"{len(learned.knowledge.concepts):,} concepts learned\n")


def _tell() -> Callable[[str], None]:
    """Says on standard error what is begun, after how many minutes."""
    start = time.monotonic()

    def tell(step: str) -> None:
        sys.stderr.write(f"{(time.monotonic() - start) / 60:3.0f} min  {step}\n")
        sys.stderr.flush()

    return tell


def _one_thread() -> None:
    """Sums of several threads differ in their last digits from run to run; must come before numpy is loaded."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"


def measure(
    lines: Annotated[
        Path, typer.Argument(metavar="LINES.parquet", help="Statement lines of filings that companies tagged.")
    ],
    fold: Annotated[int, typer.Option(help="The fold of companies that each kind of evidence is measured on.")] = 1,
    taxonomy: Release = "",
) -> None:
    """What each kind of evidence and an earlier ledger are worth, as Markdown. Needs the extra `train`."""
    from converter.errors import InputError
    from converter.taxonomy.release import DEFAULT_RELEASE, load_taxonomy

    if not lines.is_file():
        raise InputError(f"{lines}: there is no such file")
    _one_thread()
    try:
        from converter.mapping.corpus import read_filings, standard_words
        from converter.mapping.measure import report
    except ImportError as error:
        sys.stderr.write(f"error: measuring needs more libraries ({error.name}): pip install 'legacy-xbrl[train]'\n")
        raise typer.Exit(ExitStatus.USAGE) from error
    release = load_taxonomy(taxonomy or DEFAULT_RELEASE)
    sys.stdout.write(report(read_filings(lines, release), standard_words(release), fold, _tell()))
