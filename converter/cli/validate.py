"""The verb `validate`: what the filing rules and Arelle say about any inline XBRL filing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from converter.cli.options import Efm, Json, Reports, Verbose
from converter.cli.status import ExitStatus


def add_to(app: typer.Typer) -> None:
    """Adds the verb to the application."""
    app.command("validate")(validate)


def validate(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="An inline document, a folder, a .zip or an .xbri.")],
    package: Annotated[
        list[Path] | None,
        typer.Option("--package", metavar="ZIP", help="A taxonomy package that the filing needs; can be repeated."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="Write validation.json, and each --report, to this folder."),
    ] = None,
    report: Reports = None,
    efm: Efm = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace files that exist.")] = False,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Validate any inline XBRL filing with the native filing rules and with Arelle, offline."""
    import sys

    from converter.check.validation import validate_path, validation_file, validation_json
    from converter.cli.display import show_messages, show_validation
    from converter.write.package import write_files

    if report and not output:
        raise typer.BadParameter("a report needs a folder to be written to: --output DIR", param_hint="--report")
    validation = validate_path(path, package or (), edgar=efm)
    files = [validation_file(validation)]
    if report:
        from converter.check.reports import Subject, report_files

        files += report_files(Subject(validation=validation), report)
    show_messages(validation.messages, str(path), every=verbose)
    written = write_files(files, output, force=force) if output else ()
    if json:
        sys.stdout.write(validation_json(validation).decode("ascii"))
    else:
        show_validation(validation, written)
    raise typer.Exit(ExitStatus.DONE if validation.valid else ExitStatus.INVALID)
