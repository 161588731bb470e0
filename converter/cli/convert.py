"""The verb `convert`: filings become validated inline XBRL."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, nullcontext
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import structs

from converter.cli.options import (
    Cik,
    Efm,
    Force,
    Inputs,
    Json,
    Look,
    Mapping,
    Output,
    Release,
    Reports,
    Verbose,
    settings_of,
)
from converter.cli.status import ExitStatus, fail, line_of, status_of

if TYPE_CHECKING:
    from converter.model import Conversion


def add_to(app: typer.Typer) -> None:
    """Adds the verb to the application."""
    app.command("convert")(convert)


def convert(
    inputs: Inputs,
    output: Output,
    look: Annotated[
        Look, typer.Option(help="Clean tables, or the original page character for character.")
    ] = Look.STATEMENTS,
    cik: Cik = "",
    mapping: Mapping = None,
    taxonomy: Release = "",
    report: Reports = None,
    efm: Efm = None,
    *,
    tag_narrative: Annotated[
        bool,
        typer.Option("--tag-narrative", help="Tag amounts in a press release that restate a fact (facsimile look)."),
    ] = False,
    viewer: Annotated[
        bool, typer.Option("--viewer", help="Write the iXBRL viewer too (needs the extra `viewer`).")
    ] = False,
    parquet: Annotated[
        bool, typer.Option("--parquet", help="Write the table of facts as Parquet too (needs the extra `parquet`).")
    ] = False,
    no_validate: Annotated[
        bool, typer.Option("--no-validate", help="Leave Arelle out; then nothing is called valid.")
    ] = False,
    force: Force = False,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Convert filings to inline XBRL with schema, linkbases, xBRL-JSON, ledger and report package.

    Each filing gets a folder of its own below DIR. What validation finds is printed and written beside it.
    """
    from dataclasses import replace

    from converter import pipeline
    from converter.batch import STANDARD_INPUT, expand, read_input
    from converter.check.arelle import ArelleWorker
    from converter.cli.display import show_batch, show_conversion, show_messages, working
    from converter.cli.machine import conversion_object, print_json
    from converter.errors import ConverterError
    from converter.review.lock import locked
    from converter.review.rebuild import keep_decisions
    from converter.write.package import write_files

    settings = settings_of(taxonomy=taxonomy, look=look, cik=cik, mapping=mapping or (), validate=not no_validate)
    if tag_narrative and look is not Look.FACSIMILE:
        hint = "only the facsimile shows the narrative: --look facsimile"
        raise typer.BadParameter(hint, param_hint="--tag-narrative")
    if efm and no_validate:
        raise typer.BadParameter("--no-validate leaves out Arelle, in which it runs", param_hint="--efm")
    settings = replace(
        settings,
        reports=tuple(report or ()),
        tag_narrative=tag_narrative,
        viewer=viewer,
        parquet=parquet,
        edgar=efm,
    )
    _check_extras(viewer=viewer, parquet=parquet)
    worst = ExitStatus.DONE
    counter: Counter[ExitStatus] = Counter()
    sources = expand(inputs)
    with ExitStack() as stack:
        worker: ArelleWorker | None = None
        for source in sources:
            try:
                data = read_input(source)
                if (settings.validate or viewer) and worker is None:
                    worker = stack.enter_context(ArelleWorker())  # kept for all inputs; Arelle loads in the meantime
                with working(source):
                    named = replace(settings, source=source if source != STANDARD_INPUT else "")
                    conversion = pipeline.convert(data, named, worker=worker)
                folder = output / conversion.report.base
                # Nobody decides between the reading of the ledger there and its replacement.
                with locked(folder) if force and folder.is_dir() else nullcontext():
                    made = conversion.files
                    kept, said = keep_decisions(made, folder, settings.ledgers) if force else (made, ())
                    files = write_files(kept, folder, force=force)
                conversion = structs.replace(conversion, messages=(*conversion.messages, *said))
            except ConverterError as error:
                failed = fail(error, source)
                worst = max(worst, failed)
                counter[failed] += 1
                if json:
                    print_json({"input": source, "status": int(status_of(error)), "error": line_of(error, source)})
                continue
            status = _status(conversion)
            worst = max(worst, status)
            counter[status] += 1
            messages = (*conversion.messages, *(each for report in conversion.validation for each in report.messages))
            show_messages(messages, source, every=verbose)
            if json:
                print_json(conversion_object(source, conversion, files, status))
            else:
                show_conversion(conversion, files)
    if len(sources) > 1 and not json:
        show_batch(counter[ExitStatus.DONE], counter[ExitStatus.INVALID], len(sources))
    raise typer.Exit(worst)


def _check_extras(*, viewer: bool, parquet: bool) -> None:
    """Nothing is returned; it is wrong usage to ask for what an optional library would have to make."""
    from importlib.util import find_spec

    wanted = (("viewer", viewer, "iXBRLViewerPlugin"), ("parquet", parquet, "pyarrow"))
    for extra, asked, module in wanted:
        if asked and find_spec(module) is None:
            hint = f"this needs another library: pip install 'legacy-xbrl[{extra}]'"
            raise typer.BadParameter(hint, param_hint=f"--{extra}")


def _status(conversion: Conversion) -> ExitStatus:
    """Whether anything that ran found an error; what was left out on purpose is no error."""
    ran = [report for report in conversion.validation if report.ran]
    return ExitStatus.DONE if all(report.valid for report in ran) else ExitStatus.INVALID
