"""The application: its verbs, and what its help says."""

from __future__ import annotations

from typing import Annotated

import typer

from converter.cli import convert, facts, inspect, mapping, memory, reconcile, review, serve, taxonomy, validate

VERBS = (convert, facts, inspect, validate, reconcile, review, memory, serve, mapping, taxonomy)

EPILOG = (
    "Exit status: 0 converted and valid; 1 converted, but validation found errors; 2 wrong usage; "
    "3 the input cannot be converted. With several inputs, the highest."
)


def build() -> typer.Typer:
    """The application with all of its verbs."""
    app = typer.Typer(
        name="legacy-xbrl",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,  # a bug keeps its plain traceback
        rich_markup_mode="rich",
        epilog=EPILOG,
    )
    app.callback()(_app)
    for verbs in VERBS:
        verbs.add_to(app)
    return app


def _show_version(asked: bool) -> None:  # noqa: FBT001  the signature of an option's callback
    if asked:
        from importlib.metadata import version

        print(f"legacy-xbrl {version('legacy-xbrl')}")  # noqa: T201  this is the command line
        raise typer.Exit


def _app(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Reads legacy EDGAR plain-text filings and writes them as validated inline XBRL."""
