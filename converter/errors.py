"""The exceptions of the converter.

An exception means that this filing, or this configuration, cannot go on. Whatever a reviewer can act on while
the conversion continues is a `converter.messages.Message` instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from converter.messages import Span


class ConverterError(Exception):
    """The root of every error that the command line shows as one line; anything else is a bug."""


class InputError(ConverterError):
    """The input cannot be converted; `span` says where, when a place in it is to blame."""

    def __init__(self, message: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.span = span


class RuleFileError(ConverterError):
    """A mapping rule file, ledger or configuration file is wrong at `key`."""

    def __init__(self, message: str, path: Path, key: str = "") -> None:
        super().__init__(f"{path}: {key + ': ' if key else ''}{message}")
        self.path = path
        self.key = key


class TaxonomyError(ConverterError):
    """A taxonomy release or taxonomy package is missing, damaged or not what was asked for."""


class RenderError(ConverterError):
    """A template could not be rendered."""

    def __init__(self, message: str, template: str) -> None:
        super().__init__(f"{template}: {message}")
        self.template = template


class EngineError(ConverterError):
    """The validation engine broke down; `log` holds what it said until then."""

    def __init__(self, message: str, log: str = "") -> None:
        super().__init__(message)
        self.log = log


class MemoryUnusable(ConverterError):  # noqa: N818  the name says the condition
    """The memory of decisions cannot be read or written; `said` is why and what helps, without the path."""

    def __init__(self, said: str, path: object) -> None:
        super().__init__(f"the memory {path} cannot be used: {said}")
        self.said = said


class OutputExists(ConverterError):  # noqa: N818  the name says the condition, as FileExistsError does
    """Something stands where the result should be written, and overwriting was not asked for."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} exists already; use --force to replace it")
        self.path = path


class OutputError(ConverterError):
    """The results cannot be written to `path`."""

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
