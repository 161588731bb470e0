"""The iXBRL viewer of a filing: a page beside its script, written by the viewer's plug-in of Arelle.

The plug-in is an optional library (the extra `viewer`), which brings the script along: nothing is fetched, and the page
needs nothing but the script beside it.
"""

from __future__ import annotations

import contextlib
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from converter.check.arelle.client import ArelleWorker
from converter.check.staging import folder_of
from converter.errors import EngineError
from converter.model import RenderedFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FOLDER: Final = "viewer"
"""A folder of its own: two inline documents side by side would be taken for one filing in two parts."""
_PAGE: Final = "xbrlviewer.html"
_SCRIPT: Final = "ixbrlviewer.js"


def is_installed() -> bool:
    """Whether the viewer's plug-in is there."""
    return find_spec("iXBRLViewerPlugin") is not None


def viewer_files(
    base: str, files: Sequence[RenderedFile], packages: Sequence[Path], *, worker: ArelleWorker | None = None
) -> tuple[RenderedFile, ...]:
    """`viewer/<base>.html` and its script, for the files of a conversion.

    Raises `EngineError` where the plug-in is not installed or writes nothing.
    """
    if not is_installed():
        raise EngineError("the viewer needs another library: pip install 'legacy-xbrl[viewer]'")
    parts = [file for file in files if file.path.startswith(base) and file.path.endswith((".htm", ".xsd", ".xml"))]
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(folder_of(parts))
        worker = worker or stack.enter_context(ArelleWorker())
        target = stack.enter_context(folder_of(()))
        reply = worker.validate((folder / f"{base}.htm",), packages, viewer=target)
        page, script = target / _PAGE, target / _SCRIPT
        if not page.is_file() or not script.is_file():
            said = str(reply.get("error") or "it wrote no page").strip().splitlines()[-1]
            raise EngineError(f"the viewer cannot be written: {said}")
        # The plug-in writes UTF-8 and leaves the declaration of our page as it was.
        content = page.read_bytes().replace(b"charset=US-ASCII", b"charset=UTF-8", 1)
        content = content.replace(str(folder.resolve()).encode(), b"")
        return (
            RenderedFile(path=f"{FOLDER}/{base}.html", media_type="text/html", content=content),
            RenderedFile(path=f"{FOLDER}/{_SCRIPT}", media_type="text/javascript", content=script.read_bytes()),
        )
