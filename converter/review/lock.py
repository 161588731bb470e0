"""One writer at a time for a folder: among threads, and among processes where the system has locks for that."""

from __future__ import annotations

import os
import sys
import threading
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_threads: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)
_guard = threading.Lock()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder. The lock of a process that ends is gone with it: nothing is left behind in the folder."""
    with _guard:
        own = _threads[str(folder.resolve())]
    with own:
        if sys.platform == "win32":  # a folder cannot be opened there; one server is one process
            yield
            return
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
