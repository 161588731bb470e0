"""The exit status, and the one line that an error becomes."""

from __future__ import annotations

import errno
import os
import sys
from enum import IntEnum

from converter.errors import ConverterError, InputError, RuleFileError, TaxonomyError


class ExitStatus(IntEnum):
    """What the process tells its caller; with several inputs the highest counts."""

    DONE = 0
    INVALID = 1
    USAGE = 2
    NOT_CONVERTED = 3


def status_of(error: ConverterError) -> ExitStatus:
    """The exit status that an error leads to: files that the user configures with are usage, all else is input."""
    return ExitStatus.USAGE if isinstance(error, RuleFileError | TaxonomyError) else ExitStatus.NOT_CONVERTED


def line_of(error: ConverterError, name: str = "") -> str:
    """The error as one line: `error: FILE:LINE:COLUMNS: what is wrong`."""
    place = name
    if isinstance(error, InputError) and error.span is not None:
        place = f"{name}:{error.span}" if name else str(error.span)
    text = " ".join(str(error).split())
    return f"error: {place}: {text}" if place else f"error: {text}"


def fail(error: ConverterError, name: str = "") -> ExitStatus:
    """The exit status of an error, after its line went to standard error."""
    print(line_of(error, name), file=sys.stderr)  # noqa: T201  this is the command line
    return status_of(error)


def is_full(error: OSError) -> bool:
    """Whether it says that standard output takes no more: an error of a file would name the file."""
    return error.filename is None and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def fail_output(error: OSError) -> ExitStatus:
    """The exit status where standard output takes no more, after a line about it went to standard error."""
    print(f"error: standard output: cannot be written ({error.strerror})", file=sys.stderr)  # noqa: T201  as above
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left cannot be written at the end either
    return ExitStatus.NOT_CONVERTED
