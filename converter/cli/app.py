"""The application: its verbs, and what its help says."""

from __future__ import annotations

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
        help="Reads legacy EDGAR plain-text filings and writes them as validated inline XBRL.",
        epilog=EPILOG,
    )
    for verbs in VERBS:
        verbs.add_to(app)
    return app
