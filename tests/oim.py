"""xBRL-JSON and xBRL-CSV as Arelle reads them: the facts under the ids that they were written with."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from converter.check.arelle.client import ArelleWorker, result_of
from converter.check.staging import folder_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from converter.check.arelle.result import ArelleResult
    from converter.model import RenderedFile

_ROW: Final = re.compile(r"[A-Za-z_]\w*\.(?:r_)?(.+)\.[A-Za-z_]\w*", re.ASCII)
"""The id of a fact of a table: table, row and column (xBRL-CSV 1.0); Arelle writes `r_` before the row."""


def read_oim(
    files: Sequence[RenderedFile], name: str, packages: Sequence[Path], *, worker: ArelleWorker | None = None
) -> ArelleResult:
    """What Arelle reads out of the file `name` among `files`: xBRL-JSON, or the metadata of xBRL-CSV.

    The other files are what it refers to: the schema of the filing, and the table. Raises `EngineError` where Arelle
    cannot be started.
    """
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(folder_of(files))
        worker = worker or stack.enter_context(ArelleWorker())
        reply = worker.validate((folder / name,), packages, oim=True)
        result = result_of(reply, {}, folder, packages)
    return replace(result, facts=tuple(replace(fact, id=row_of(fact.id)) for fact in result.facts))


def row_of(name: str) -> str:
    """The id of the row that a fact of a table stands in; any other id as it is."""
    found = _ROW.fullmatch(name)
    return found[1] if found else name
