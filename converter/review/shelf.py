"""The filings of an output folder: the folder of one conversion, or a folder with many of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converter.pipeline import LEDGER

if TYPE_CHECKING:
    from pathlib import Path

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where filings lie. Their names are those of their folders; no name leads out of the shelf."""

    folder: Path
    """The folder that holds a folder for each filing."""
    only: set[str] | None = None
    """The names of the filings that are shown; None for all. What is converted later joins them."""

    def names(self) -> tuple[str, ...]:
        """The names of the filings that have a ledger, sorted."""
        if not self.folder.is_dir():
            return ()
        return tuple(sorted(path.name for path in self.folder.iterdir() if self.find(path.name) is not None))

    def find(self, name: str) -> Path | None:
        """The folder of a filing, or None where there is none of this name."""
        if not NAME.fullmatch(name) or (self.only is not None and name not in self.only):
            return None
        folder = self.folder / name
        return folder if (folder / LEDGER).is_file() else None

    def add(self, name: str) -> None:
        """Nothing is returned; a filing of this name is shown from now on."""
        if self.only is not None:
            self.only.add(name)


def open_shelf(folder: Path) -> Shelf:
    """The shelf that a folder is: one filing, or all the filings in it."""
    folder = folder.resolve()
    if (folder / LEDGER).is_file():
        return Shelf(folder=folder.parent, only={folder.name})
    return Shelf(folder=folder)
