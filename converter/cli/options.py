"""Options and arguments that several verbs share, so that one word means one thing on the whole command line."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.pipeline import Settings


class Look(StrEnum):
    """How the page of a filing looks."""

    STATEMENTS = "statements"
    FACSIMILE = "facsimile"


class ReportFormat(StrEnum):
    """A report for other tools, beside `validation.json`; `converter.check.reports` says what each is."""

    SARIF = "sarif"
    JUNIT = "junit"
    HTML = "html"
    ARELLE = "arelle"


Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help="Filings; a folder stands for the .txt files in it, - for standard input."),
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write to.")]
Release = Annotated[
    str, typer.Option("--taxonomy", metavar="RELEASE", help="Taxonomy release to convert to (see: taxonomy list).")
]
Cik = Annotated[
    str, typer.Option("--cik", metavar="DIGITS", help="Central Index Key of the registrant, where the text has none.")
]
Mapping = Annotated[
    list[Path] | None,
    typer.Option(
        "--mapping", metavar="FILE", help="A mapping.json of an earlier filing, or rules in TOML; can be repeated."
    ),
]
Reports = Annotated[
    list[ReportFormat] | None,
    typer.Option("--report", help="Write what validation found in this format too; can be repeated."),
]


def _plugin(path: Path | None) -> Path | None:
    """The path, where the EDGAR plug-in is: that it is not is told before a filing is read."""
    if path is not None:
        from converter.check.arelle.edgar import plugin_at
        from converter.errors import InputError

        try:
            plugin_at(path)
        except InputError as error:
            raise typer.BadParameter(str(error)) from None
    return path


Efm = Annotated[
    Path | None,
    typer.Option(
        "--efm",
        metavar="PATH",
        callback=_plugin,
        help="The EDGAR plug-in of Arelle, to apply its rules (EFM and DQC) too.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for programs.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="List every message, notes as well.")]


def settings_of(
    *,
    taxonomy: str,
    look: Look = Look.STATEMENTS,
    cik: str = "",
    mapping: Sequence[Path] = (),
    validate: bool = True,
) -> Settings:
    """The settings that the options stand for.

    Raises RuleFileError for a ledger or a rule file that is none, and TaxonomyError for a release that is not there.
    """
    from converter.mapping.rules import RuleSet, read_rules
    from converter.pipeline import Settings
    from converter.taxonomy.release import DEFAULT_RELEASE, load_taxonomy
    from converter.write.entity import is_cik
    from converter.write.ledger import read_ledger
    from converter.write.settings import ReportSettings

    if cik and not is_cik(cik):
        raise typer.BadParameter("a Central Index Key has one to ten digits", param_hint="--cik")
    for path in mapping:
        if path.suffix not in {".json", ".toml"}:
            raise typer.BadParameter(
                f"{path} is neither a ledger (.json) nor a file of rules (.toml)", param_hint="--mapping"
            )
    rules = [rule for path in mapping if path.suffix == ".toml" for rule in read_rules(path).rules]
    return Settings(
        taxonomy=load_taxonomy(taxonomy or DEFAULT_RELEASE).release,
        look=look.value,
        report=ReportSettings(cik=cik),
        ledgers=tuple(read_ledger(path) for path in mapping if path.suffix != ".toml"),
        rules=RuleSet(rules=tuple(rules)) if rules else None,
        validate=validate,
    )
