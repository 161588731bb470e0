"""Writing results to disk: all files of a conversion appear whole, or none does.

This is the only module that writes conversion results. The files are written to a folder of their own beside the place
where they belong, and moved when all of them are complete. Nothing is read from the names of an input: a path is what
the program made of it, and it is refused where it could lead out of the folder.
"""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from converter.errors import OutputError, OutputExists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import RenderedFile


def write_files(files: Sequence[RenderedFile], folder: Path, *, force: bool = False) -> tuple[Path, ...]:
    """The paths of the files, written below `folder`, which is made where it does not exist.

    Raises OutputExists where a file stands already and `force` is not given, and OutputError where the folder cannot be
    written; both leave everything as it was. Other files in the folder stay. Raises ValueError for a path that is
    absolute or leads out of the folder.
    """
    names = [_checked(file.path) for file in files]
    if len(set(names)) < len(names):
        raise ValueError("two files have one path")
    existed = os.path.lexists(folder)
    if existed and not folder.is_dir():
        raise OutputError("is not a folder", folder)
    if not force:
        for name in names:
            if os.path.lexists(folder / name):
                raise OutputExists(folder / name)
    # Inside an existing folder, whose parent may not be writable; beside a new one, which then appears at once.
    stage = folder / f".partial-{os.getpid()}" if existed else folder.with_name(f".{folder.name}.partial-{os.getpid()}")
    made = _missing_parents(folder)
    done = False
    try:
        for name, file in zip(names, files, strict=True):
            target = stage / "new" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
        _move(names, stage, folder)
        done = True
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror or type(error).__name__})", folder) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        if not done:
            _remove_empty(made)
    return tuple(folder / name for name in names)


def _checked(path: str) -> PurePosixPath:
    pure = PurePosixPath(path)
    bad = pure.is_absolute() or ".." in pure.parts or not pure.parts
    if bad or any(character in path for character in "\\:\0") or pure.name.startswith(".partial-"):
        raise ValueError(f"{path!r} is no path below the output folder")
    return pure


def _missing_parents(folder: Path) -> list[Path]:
    """The folders above `folder` that do not exist yet, the deepest first."""
    missing = []
    for parent in folder.parents:
        if parent.exists():
            break
        missing.append(parent)
    return missing


def _remove_empty(folders: Sequence[Path]) -> None:
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return


def _move(names: Sequence[PurePosixPath], stage: Path, folder: Path) -> None:
    """Moves the staged files to where they belong; where that fails half-way, puts everything back."""
    try:
        (stage / "new").rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
    else:
        return
    undo: list[tuple[Path, Path | None]] = []
    try:
        for name in names:
            target, kept = folder / name, None
            if target.is_dir():
                raise IsADirectoryError(21, "a folder stands where a file belongs")
            target.parent.mkdir(parents=True, exist_ok=True)
            if os.path.lexists(target):
                kept = stage / "old" / name
                kept.parent.mkdir(parents=True, exist_ok=True)
                target.rename(kept)
            undo.append((target, kept))
            (stage / "new" / name).rename(target)
    except OSError:
        for target, kept in reversed(undo):
            if kept is not None:
                kept.replace(target)
            else:
                target.unlink(missing_ok=True)
        raise


def replace_files(files: Sequence[RenderedFile], folder: Path, stale: Sequence[str] = ()) -> tuple[Path, ...]:
    """The paths of the files, each put in the place of the one before it in a single step, in their order.

    Before the last of them, the `stale` files are removed: what an earlier conversion had and this one has not. At
    every moment each path holds the whole old file or the whole new one, also when the process or the machine ends:
    the content is on the disk before it gets its name. Raises OutputError where the folder cannot be written.
    """
    names = [_checked(file.path) for file in files]
    stage = folder / f".partial-{os.getpid()}-{threading.get_ident()}"
    try:
        stage.mkdir()
        for name, file in zip(names, files, strict=True):
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            with (stage / name).open("wb") as out:
                out.write(file.content)
                out.flush()
                os.fsync(out.fileno())
        for number, name in enumerate(names, 1):
            if number == len(names):
                for old in map(_checked, stale):
                    (folder / old).unlink(missing_ok=True)
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).replace(folder / name)
        _sync(folder)
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror or type(error).__name__})", folder) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return tuple(folder / name for name in names)


def _sync(folder: Path) -> None:
    """Puts the names in a folder on the disk, where the system lets a folder be opened (Windows does not)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
