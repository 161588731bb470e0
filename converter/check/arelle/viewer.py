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
    """`viewer/<base>.html` and its script, for the files of a conversion; of a document set a page for each document.

    Raises `EngineError` where the plug-in is not installed or writes nothing.
    """
    if not is_installed():
        raise EngineError("the viewer needs another library: pip install 'legacy-xbrl[viewer]'")
    parts = [file for file in files if file.path.startswith(base) and file.path.endswith((".htm", ".xsd", ".xml"))]
    documents = [file.path for file in parts if file.path.endswith(".htm")]
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(folder_of(parts))
        worker = worker or stack.enter_context(ArelleWorker())
        target = stack.enter_context(folder_of(()))
        inputs = tuple(folder / name for name in documents)
        reply = worker.validate(inputs, packages, document_set=len(inputs) > 1, viewer=target)
        written = {path.name: path.read_bytes() for path in sorted(target.iterdir())}
    pages = [name for name in written if name.endswith((".html", ".htm"))]
    if not pages or _SCRIPT not in written:
        said = str(reply.get("error") or "it wrote no page").strip().splitlines()[-1]
        raise EngineError(f"the viewer cannot be written: {said}")
    script = RenderedFile(path=f"{FOLDER}/{_SCRIPT}", media_type="text/javascript", content=written[_SCRIPT])
    return (*(_page(base, name, written[name], str(folder.resolve())) for name in pages), script)


def _page(base: str, name: str, content: bytes, folder: str) -> RenderedFile:
    # The plug-in writes UTF-8 and leaves the declaration of our page as it was, and names the folder it read from.
    content = content.replace(b"charset=US-ASCII", b"charset=UTF-8", 1).replace(folder.encode(), b"")
    path = f"{base}.html" if name in (_PAGE, f"{base}.htm") else name
    return RenderedFile(path=f"{FOLDER}/{path}", media_type="text/html", content=content)
