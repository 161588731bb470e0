"""The verbs about concepts: `map`, `mapping train`, `explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


def add_to(app: typer.Typer) -> None:
    """Adds the verbs to the application."""
