"""The filings of a folder without their Financial Data Schedules, which must not help the reader, and progress."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOCUMENT = re.compile(rb"<DOCUMENT>", re.IGNORECASE)
_TYPE = re.compile(rb"\s*<TYPE>EX-27", re.IGNORECASE)
_END = re.compile(rb"</(?:SEC-DOCUMENT|SUBMISSION)>", re.IGNORECASE)


def without_schedules(data: bytes) -> bytes:
    """The bytes of a submission with every line of its EX-27 documents blanked, so that line numbers stay true."""
    starts = [match.start() for match in _DOCUMENT.finditer(data)]
    parts = [data[: starts[0]]] if starts else [data]
    for start, following in zip(starts, [*starts[1:], len(data)], strict=False):
        part = data[start:following]
        if _TYPE.match(part, len(b"<DOCUMENT>")):
            end = _END.search(part)
            stop = end.start() if end else len(part)
            part = b"\n" * part.count(b"\n", 0, stop) + part[stop:]
        parts.append(part)
    return b"".join(parts)


def folder_of(description: str) -> Path:
    """The folder that the command line names; the process ends with status 2 where there is none."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="filings, the .txt files in and below it")
    folder: Path = parser.parse_args().folder
    if not folder.is_dir():
        parser.error(f"{folder} is no folder")
    return folder


def filings(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each filing by its path within the folder, in order, with a line of progress on standard error."""
    paths = sorted(folder.rglob("*.txt"))
    for number, path in enumerate(paths, 1):
        if number % 20 == 0 or number == len(paths):
            sys.stderr.write(f"\r{number:,} of {len(paths):,} filings")
            sys.stderr.flush()
        yield path.relative_to(folder).as_posix(), without_schedules(path.read_bytes())
    sys.stderr.write("\n")
