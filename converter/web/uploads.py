"""The temporary files of a server: what was uploaded, and what a job is working on."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from converter.model import RenderedFile

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Room:
    """A folder that is gone when the server ends, with a folder in it for each job."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="legacy-xbrl-")
        self._numbers = itertools.count(1)  # threads ask at the same time, and each gets a number of its own

    def close(self) -> None:
        """Nothing is returned; the folder is gone."""
        self._folder.cleanup()

    def new(self) -> Path:
        """A new folder for a job."""
        folder = Path(self._folder.name) / str(next(self._numbers))
        folder.mkdir()
        return folder

    @staticmethod
    def remove(folder: Path) -> None:
        """Nothing is returned; the folder of a job is gone."""
        shutil.rmtree(folder, ignore_errors=True)


async def receive_file(chunks: AsyncIterator[bytes], path: Path) -> int:
    """The number of bytes of an upload that were written to `path`."""
    with path.open("wb") as out:
        return await _copy(chunks, out)


async def _copy(chunks: AsyncIterator[bytes], out: IO[Any]) -> int:
    size = 0
    async for chunk in chunks:
        out.write(chunk)
        size += len(chunk)
    return size


def named_by_content(path: Path) -> Path:
    """The path of an uploaded filing after it got the suffix of what it is: document, zip or report package."""
    data = path.read_bytes()
    suffix = ".htm"
    if data.startswith(b"PK\x03\x04"):
        # The names in a zip are not compressed.
        suffix = ".xbri" if b"META-INF/reportPackage.json" in data else ".zip"
    return path.rename(path.with_suffix(suffix))


def write_file(path: Path, content: bytes) -> Path:
    """The path, after the content was written to it."""
    path.write_bytes(content)
    return path


def files_of(folder: Path) -> tuple[RenderedFile, ...]:
    """The files that a conversion left in and below a folder, sorted by name."""
    return tuple(
        RenderedFile(path=path.relative_to(folder).as_posix(), media_type="", content=path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    )
