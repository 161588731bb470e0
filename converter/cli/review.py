"""The verb `review`: a local page where a person checks and corrects the mapping of filings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from converter.cli.options import Cik, Look, Mapping, Release
from converter.cli.serve import Definitions, MemoryFile, Port, Reviewer, needs_web, wishes

if TYPE_CHECKING:
    from converter.web.serve import Running


def add_to(app: typer.Typer) -> None:
    """Adds the verb to the application."""
    app.command("review")(review)


def review(
    source: Annotated[
        str, typer.Argument(metavar="OUT_OR_FILE", help="What `convert` left behind (DIR/<base> or DIR), or a filing.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Where a filing is converted to.")
    ] = Path("out"),
    port: Port = 0,
    reviewer: Reviewer = "",
    memory: MemoryFile = None,
    definitions: Definitions = None,
    look: Annotated[Look, typer.Option(help="How the page of a filing that is converted looks.")] = Look.STATEMENTS,
    cik: Cik = "",
    mapping: Mapping = None,
    taxonomy: Release = "",
    *,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address and open nothing.")] = False,
) -> None:
    """Open a page in the browser where the mapping of filings is checked and corrected.

    A filing is converted first, unless DIR has it already. The server listens on this machine alone, and only who has
    the token in the address that is printed gets in. What is decided is in `mapping.json` at once.
    """
    needs_web()
    from converter.batch import read_input
    from converter.cli.status import fail
    from converter.errors import InputError
    from converter.review.shelf import Shelf, open_shelf
    from converter.web.serve import start

    folder = Path(source)
    shelf = open_shelf(folder) if source != "-" and folder.is_dir() else Shelf(folder=output.resolve(), only=set())
    converted = shelf.only is not None and not shelf.only
    asked = wishes(
        shelf, port=port, reviewer=reviewer, memory=memory, definitions=definitions, look=look, cik=cik,
        mapping=mapping or (), taxonomy=taxonomy,
    )  # fmt: skip
    try:
        data = read_input(source) if converted else b""
    except InputError as error:
        raise typer.Exit(fail(error, source)) from error

    def ready(running: Running) -> None:
        names = (_converted(running, source, data),) if converted else shelf.names()
        page = f"/filings/{names[0]}" if len(names) == 1 else "/"
        if len(names) == 1:
            running.server.desk.view(names[0])  # a folder that cannot be shown is told here, and the page opens at once
        elif not names:
            sys.stderr.write(
                f"no filing in {source} is converted yet: convert it on the page, or with the verb convert\n"
            )
        address = running.url(page)
        print(address, flush=True)  # noqa: T201  this is the command line
        if not no_browser:
            import threading
            import webbrowser

            # A browser in the terminal keeps its caller waiting, and the server must answer it.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    start(asked, ready)


def _converted(running: Running, source: str, data: bytes) -> str:
    """The name of the filing that a text was converted to, or that it was converted to before."""
    from converter.cli.display import working
    from converter.web.state import convert_now

    with working(source):
        return convert_now(running.server, data, Path(source).name)
