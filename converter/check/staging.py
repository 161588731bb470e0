"""Where a validator finds the files of a filing: in place, or in a temporary folder that is gone afterwards."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from converter.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.model import RenderedFile

INLINE_SUFFIXES = (".htm", ".html", ".xhtml")


@contextlib.contextmanager
def staged(filing: Path | Sequence[RenderedFile]) -> Iterator[tuple[tuple[Path, ...], Path]]:
    """What a validator opens (a package, or the inline documents in order), and the folder they lie in.

    Raises `InputError` where there is nothing that could be inline XBRL.
    """
    if isinstance(filing, Path):
        yield entries(filing), filing if filing.is_dir() else filing.parent
        return
    package = [file for file in filing if file.path.endswith(".xbri")]
    with folder_of(package or filing) as folder:
        yield entries(folder / package[0].path if package else folder), folder


@contextlib.contextmanager
def folder_of(files: Sequence[RenderedFile]) -> Iterator[Path]:
    """A temporary folder with the files in it. Raises `InputError` for a name that leads out of it."""
    with tempfile.TemporaryDirectory(prefix="filing-") as name:
        folder = Path(name)
        for file in files:
            target = folder / file.path
            if not target.resolve().is_relative_to(folder.resolve()):
                raise InputError(f"the file name {file.path!r} leads out of its folder")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
        yield folder


def entries(path: Path) -> tuple[Path, ...]:
    """A package or inline document by itself; of a folder, every inline document in it, by name."""
    if path.is_file():
        return (path,)
    if not path.is_dir():
        raise InputError(f"{path} does not exist")
    found = tuple(sorted(file for file in path.iterdir() if _is_inline(file)))
    if not found:
        raise InputError(f"{path} holds no inline XBRL document (.htm); name the folder or a file of one filing")
    return found


def _is_inline(path: Path) -> bool:
    """Whether a file is an inline document: a folder may hold plain pages too."""
    return path.suffix.lower() in INLINE_SUFFIXES and path.is_file() and b"inlineXBRL" in path.read_bytes()
