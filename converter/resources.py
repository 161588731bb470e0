"""The only finder of `templates/` and `taxonomies/`: in a source tree, an editable install and a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _root(name: str) -> Path:
    # In a wheel the folders lie inside the package; in a source tree and an editable install beside it.
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def templates() -> Path:
    """The folder of the Jinja templates."""
    return _root("templates")


def taxonomies() -> Path:
    """The folder with one subfolder for each baked taxonomy release."""
    return _root("taxonomies")
