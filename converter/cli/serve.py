"""The verb `serve`: the HTTP API, and what it has in common with `review`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from converter.cli.options import Cik, Look, Mapping, Release

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.review.shelf import Shelf
    from converter.web.serve import Running, Wishes

Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 for one that is free.")]
Reviewer = Annotated[str, typer.Option("--reviewer", metavar="NAME", help="Who decides; else the name of the user.")]
MemoryFile = Annotated[
    Path | None,
    typer.Option("--memory", metavar="FILE", help="The memory of decisions, else that of the user."),
]
Definitions = Annotated[
    Path | None,
    typer.Option(
        "--definitions", metavar="FILE", help="Definitions of concepts: a table with the columns tag and doc."
    ),
]


def add_to(app: typer.Typer) -> None:
    """Adds the verb to the application."""
    app.command("serve")(serve)


def serve(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write to.")],
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")] = "127.0.0.1",
    port: Port = 8400,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="A further host name that callers use.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=64, help="Filings that are converted at a time.")] = 1,
    reviewer: Reviewer = "",
    memory: MemoryFile = None,
    definitions: Definitions = None,
    look: Annotated[Look, typer.Option(help="How the pages of filings look.")] = Look.STATEMENTS,
    cik: Cik = "",
    mapping: Mapping = None,
    taxonomy: Release = "",
    *,
    no_token: Annotated[
        bool, typer.Option("--no-token", help="Let everybody on this machine in; on the loopback interface alone.")
    ] = False,
) -> None:
    """Serve the HTTP API and the review pages for the filings in DIR.

    Prints the address with its token; the API takes the token as `Authorization: Bearer`.
    """
    needs_web()
    from converter.review.shelf import open_shelf
    from converter.web.serve import start

    asked = wishes(
        open_shelf(output), port=port, reviewer=reviewer, memory=memory, definitions=definitions, look=look, cik=cik,
        mapping=mapping or (), taxonomy=taxonomy, host=host, names=name or (), workers=jobs, token=not no_token,
    )  # fmt: skip

    def ready(running: Running) -> None:
        print(running.url(), flush=True)  # noqa: T201  this is the command line

    start(asked, ready)


def needs_web() -> None:
    """Nothing, where the extra `web` is installed; else the program ends with one line that says how to get it."""
    if find_spec("fastapi") is None or find_spec("uvicorn") is None:
        raise typer.BadParameter("this needs the extra 'web': pip install 'legacy-xbrl[web]'")


def wishes(
    shelf: Shelf,
    *,
    port: int,
    reviewer: str,
    memory: Path | None,
    definitions: Path | None,
    look: Look,
    cik: str,
    mapping: Sequence[Path],
    taxonomy: str,
    host: str = "127.0.0.1",
    names: Sequence[str] = (),
    workers: int = 1,
    token: bool = True,
) -> Wishes:
    """What the options ask a server for. Files that are named are read once, so that a wrong one is told at once."""
    from converter.cli.options import settings_of
    from converter.review.memory import memory_path
    from converter.review.places import read_definitions
    from converter.web.serve import Wishes

    settings_of(taxonomy=taxonomy, cik=cik, mapping=mapping)
    return Wishes(
        shelf=shelf,
        host=host,
        port=port,
        token=token,
        names=tuple(names),
        reviewer=reviewer.strip() or _user(),
        memory=(memory or memory_path()).resolve(),
        definitions=read_definitions(definitions) if definitions else {},
        rules=tuple(path.resolve() for path in mapping if path.suffix == ".toml"),
        ledgers=tuple(path.resolve() for path in mapping if path.suffix != ".toml"),
        taxonomy=taxonomy,
        look=look.value,
        cik=cik,
        workers=workers,
    )


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"
