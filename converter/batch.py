"""Many filings: each is read on its own, and one that fails stops none of the others."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from converter.errors import ConverterError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from converter.messages import Message
    from converter.pipeline import Settings

LIMIT = 256 * 1024 * 1024
"""Bytes of one input. The largest filings of the era have some ten million; more is no filing."""

_COLLECTED_EVERY = 8
"""Filings."""
_GARBAGE = 100_000
"""Containers that are left since the last collection: those of some filings."""

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one input of a batch."""

    source: str
    output: Path | None = None
    """The file that was written; None where there is none."""
    facts: int = 0
    statements: int = 0
    messages: tuple[Message, ...] = ()
    error: ConverterError | None = None
    """Why the input cannot be converted."""
    crash: str = ""
    """The traceback of a bug that this input brought to light; it stands in `<stem>.error` too."""


def read_input(source: str) -> bytes:
    """The bytes of a file, or of standard input for `-`; InputError where they cannot be had."""
    if not source:
        raise InputError("the name of the file is empty; is a variable of the shell not set?")
    try:
        if source == STANDARD_INPUT:
            data = sys.stdin.buffer.read(LIMIT + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(LIMIT + 1)
    except FileNotFoundError:
        raise InputError("there is no such file") from None
    except IsADirectoryError:
        several = bool(_texts_below(Path(source)))
        raise InputError(
            "this is a folder, not a file" if several else "there is no .txt file in this folder"
        ) from None
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}") from error
    if len(data) > LIMIT:
        raise InputError(f"more than {LIMIT // 1024 // 1024} MB: this is no filing")
    return data


def expand(sources: Sequence[str]) -> tuple[str, ...]:
    """The sources, with each folder replaced by the `.txt` files in and below it, sorted by path.

    What is hidden (a `.venv`) is left out. A folder without any, and an empty name, stay: who reads them is told.
    """
    found: list[str] = []
    for source in sources:
        folder = Path(source)
        if source not in {"", STANDARD_INPUT} and folder.is_dir():
            found.extend(_texts_below(folder) or [source])
        else:
            found.append(source)
    return tuple(dict.fromkeys(found))


def _texts_below(folder: Path) -> list[str]:
    paths = sorted(folder.rglob("*.txt"))
    return [
        str(path)
        for path in paths
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def stem(source: str) -> str:
    """The name of the file that the facts of a source are written to, without its suffix."""
    return "stdin" if source == STANDARD_INPUT else Path(source).stem


def extract_all(
    sources: Sequence[str], folder: Path, settings: Settings, *, force: bool = False, jobs: int = 1
) -> Iterator[Outcome]:
    """The outcome of each source, in the order in which they are given; `<stem>.json` is written for each that can be.

    With more than one job the sources are shared out to that many processes.
    """
    if jobs <= 1 or len(sources) <= 1:
        with collected_between() as collect:
            for source in sources:
                outcome = extract_one(source, folder, settings, force=force)
                collect()
                yield outcome
        return
    from concurrent.futures import ProcessPoolExecutor
    from functools import partial
    from multiprocessing import get_context

    # A forked child would share locks and open files with whatever the caller runs beside us.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=gc.disable) as pool:
        yield from pool.map(partial(_extract_next, folder=folder, settings=settings, force=force), sources, chunksize=4)


def _extract_next(source: str, folder: Path, settings: Settings, *, force: bool) -> Outcome:
    """The outcome of one source in a process of its own, which collects garbage as `collected_between` does."""
    outcome = extract_one(source, folder, settings, force=force)
    if gc.get_count()[0] > _GARBAGE:
        gc.collect()
        gc.freeze()
    return outcome


@contextmanager
def collected_between() -> Iterator[Callable[[], None]]:
    """Something to call between the filings of a batch: garbage is collected there, and nowhere else.

    A filing makes hundreds of thousands of small values, and next to no cycles: looking for those while it is read
    takes a seventh of the time. What is left after a collection (taxonomy, knowledge, what is known of captions) stays,
    so it is never looked at again.
    """
    if not gc.isenabled():
        yield lambda: None
        return
    done = 0

    def collect() -> None:
        nonlocal done
        if done % _COLLECTED_EVERY == 0:
            gc.collect()
            gc.freeze()
        done += 1

    gc.disable()
    try:
        yield collect
    finally:
        gc.unfreeze()
        gc.enable()


def extract_one(source: str, folder: Path, settings: Settings, *, force: bool = False) -> Outcome:
    """The outcome of one source. A bug becomes a `.error` file with the traceback, so that it can be reported."""
    from converter.model import RenderedFile
    from converter.pipeline import extract
    from converter.write.oim import xbrl_json
    from converter.write.package import write_files

    try:
        report, messages = extract(read_input(source), settings)
        file = RenderedFile(path=f"{stem(source)}.json", media_type="application/json", content=xbrl_json(report))
        write_files((file,), folder, force=force)
    except ConverterError as error:
        return Outcome(source=source, error=error)
    except Exception:  # noqa: BLE001  one bug must not cost the other filings of a batch; it is reported in full
        import traceback

        text = traceback.format_exc()
        log = RenderedFile(path=f"{stem(source)}.error", media_type="text/plain", content=text.encode())
        write_files((log,), folder, force=True)
        return Outcome(source=source, crash=text)
    statements = sum(section.statement is not None for section in report.sections)
    return Outcome(
        source=source,
        output=folder / file.path,
        facts=len(report.facts),
        statements=statements,
        messages=messages,
    )
