"""The verbs `memory export` and `memory import`: what people decided, as a file for others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from converter.cli.options import Force
from converter.cli.serve import MemoryFile

Table = Annotated[Path, typer.Argument(metavar="FILE", help="A file that ends in .json or .csv.")]


def add_to(app: typer.Typer) -> None:
    """Adds the verbs to the application."""
    verbs = typer.Typer(no_args_is_help=True, help="What people decided about the filings of each company.")
    verbs.command("export")(export_memory)
    verbs.command("import")(import_memory)
    app.add_typer(verbs, name="memory")


def export_memory(file: Table, memory: MemoryFile = None, *, force: Force = False) -> None:
    """Write every remembered decision to a JSON or CSV file."""
    from converter.model import RenderedFile
    from converter.review.exchange import to_csv, to_json
    from converter.review.memory import Memory, memory_path
    from converter.write.package import write_files

    found = Memory(memory or memory_path())
    decisions = found.all()
    found.close()
    content = to_csv(decisions) if _is_csv(file) else to_json(decisions)
    write_files((RenderedFile(path=file.name, media_type="", content=content),), file.parent, force=force)
    print(f"{len(decisions):,} decisions written to {file}")  # noqa: T201  this is the command line


def import_memory(file: Table, memory: MemoryFile = None) -> None:
    """Take over the decisions in a file that was exported; those that are known stay as they are."""
    from converter.batch import read_input
    from converter.cli.status import fail
    from converter.errors import InputError
    from converter.review.exchange import from_csv, from_json
    from converter.review.memory import Memory, memory_path

    read = from_csv if _is_csv(file) else from_json
    try:
        decisions = read(read_input(str(file)))
    except InputError as error:
        raise typer.Exit(fail(error, str(file))) from error
    found = Memory(memory or memory_path())
    new = found.add(decisions)
    found.close()
    print(f"{len(decisions):,} decisions read, {new:,} of them new")  # noqa: T201  this is the command line


def _is_csv(file: Path) -> bool:
    if file.suffix not in {".csv", ".json"}:
        raise typer.BadParameter("the name must end in .json or .csv", param_hint="FILE")
    return file.suffix == ".csv"
