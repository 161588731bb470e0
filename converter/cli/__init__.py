"""The command line: verbs only. Each verb is a thin caller of the pipeline or of one stage."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line with `arguments` (those of the process where None is given) and exits.

    Only `ConverterError` becomes one line of text; everything else is a bug, whose traceback is shown.
    """
    import atexit
    import gc

    from converter.cli.app import build
    from converter.cli.status import fail
    from converter.errors import ConverterError

    atexit.register(gc.freeze)  # everything goes with the process: looking through it first takes a tenth of a second
    try:
        build()(args=None if arguments is None else list(arguments), prog_name="legacy-xbrl")
    except ConverterError as error:
        sys.exit(fail(error))
