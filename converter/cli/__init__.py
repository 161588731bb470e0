"""The command line: verbs only. Each verb is a thin caller of the pipeline or of one stage."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_INTERRUPTED = 130
"""What a shell says of a process that an interrupt ended, and what a verb that is interrupted ends with."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line with `arguments` (those of the process where None is given) and exits.

    `ConverterError`, and a standard output that takes no more, become one line of text; everything else is a bug,
    whose traceback is shown.
    """
    import atexit
    import gc

    atexit.register(gc.freeze)  # everything goes with the process: looking through it first takes a tenth of a second
    try:
        _run(arguments)
    except KeyboardInterrupt:  # loading takes long enough to be interrupted
        sys.exit(_INTERRUPTED)


def _run(arguments: Sequence[str] | None) -> None:
    from converter.cli.app import build
    from converter.cli.status import fail, fail_output, is_full
    from converter.errors import ConverterError

    try:
        try:
            build()(args=None if arguments is None else list(arguments), prog_name="legacy-xbrl")
        finally:
            sys.stdout.flush()
    except ConverterError as error:
        sys.exit(fail(error))
    except OSError as error:
        if not is_full(error):
            raise
        sys.exit(fail_output(error))
