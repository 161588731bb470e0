"""Where baked releases, added packages and written packages lie for the person who runs the program."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from converter import resources

if TYPE_CHECKING:
    from collections.abc import Mapping


def _folder(environment: Mapping[str, str], own: str, standard: str, fallback: tuple[str, ...]) -> Path:
    home = environment.get("LEGACY_XBRL_HOME")
    if home:
        return Path(home) / own if own else Path(home)
    base = environment.get(standard)
    # The XDG Base Directory Specification has relative paths ignored.
    root = Path(base) if base and Path(base).is_absolute() else Path.home().joinpath(*fallback)
    return root / "legacy-xbrl"


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of what a person added: `LEGACY_XBRL_HOME`, or `legacy-xbrl` in the user's data folder."""
    return _folder(environment, "", "XDG_DATA_HOME", (".local", "share"))


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of what can be written again: below `LEGACY_XBRL_HOME`, or in the user's cache folder."""
    return _folder(environment, "cache", "XDG_CACHE_HOME", (".cache",))


def release_folders() -> tuple[Path, ...]:
    """The folders that hold a folder for each baked release: the program's own, then the user's."""
    return resources.taxonomies(), data_folder() / "taxonomies"
