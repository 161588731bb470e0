"""legacy-xbrl: legacy EDGAR plain-text filings as validated inline XBRL.

    from converter import Settings, convert, write_files

    conversion = convert(Path("filing.txt").read_bytes(), Settings(look="facsimile"))
    for message in conversion.messages:
        print(message.severity, message.span, message.text)
    write_files(conversion.files, Path("out") / conversion.report.base)

The names are loaded when they are first used: importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from converter.check.validation import Validation, validate_path
    from converter.errors import (
        ConverterError,
        EngineError,
        InputError,
        OutputError,
        OutputExists,
        RenderError,
        RuleFileError,
        TaxonomyError,
    )
    from converter.mapping.rules import read_rules
    from converter.messages import Message, Severity, Span
    from converter.model import Conversion, Fact, RenderedFile, Report, ValidationReport
    from converter.pipeline import Settings, convert, extract
    from converter.write.ledger import read_ledger
    from converter.write.oim import xbrl_json
    from converter.write.package import write_files
    from converter.write.settings import ReportSettings

__all__ = [
    "Conversion",
    "ConverterError",
    "EngineError",
    "Fact",
    "InputError",
    "Message",
    "OutputError",
    "OutputExists",
    "RenderError",
    "RenderedFile",
    "Report",
    "ReportSettings",
    "RuleFileError",
    "Settings",
    "Severity",
    "Span",
    "TaxonomyError",
    "Validation",
    "ValidationReport",
    "convert",
    "extract",
    "read_ledger",
    "read_rules",
    "validate_path",
    "write_files",
    "xbrl_json",
]

_MODULES = {
    "converter.check.validation": ("Validation", "validate_path"),
    "converter.errors": (
        "ConverterError",
        "EngineError",
        "InputError",
        "OutputError",
        "OutputExists",
        "RenderError",
        "RuleFileError",
        "TaxonomyError",
    ),
    "converter.mapping.rules": ("read_rules",),
    "converter.messages": ("Message", "Severity", "Span"),
    "converter.model": ("Conversion", "Fact", "RenderedFile", "Report", "ValidationReport"),
    "converter.pipeline": ("Settings", "convert", "extract"),
    "converter.write.ledger": ("read_ledger",),
    "converter.write.oim": ("xbrl_json",),
    "converter.write.package": ("write_files",),
    "converter.write.settings": ("ReportSettings",),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
