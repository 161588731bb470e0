"""The stages in order, each run once. Nothing is parsed or rendered here."""

from __future__ import annotations

import gc
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, ParamSpec, TypeVar

from converter.errors import InputError
from converter.model import Scope
from converter.taxonomy.release import DEFAULT_RELEASE
from converter.write.settings import ReportSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from converter.check.arelle import ArelleWorker
    from converter.mapping.rules import RuleSet
    from converter.messages import Message, Span
    from converter.model import Conversion, Cover, FootingTree, MappedStatement, Report, Statement, Submission
    from converter.narrative.outcome import TieOut
    from converter.taxonomy.release import Taxonomy

Look = Literal["statements", "facsimile"]
LEDGER = "mapping.json"
"""The name of the ledger beside each conversion."""
SOURCE = "source.txt"
"""The name of the copy of the input beside each conversion: every span of the ledger is a place in it."""
_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that the user decides about a conversion."""

    taxonomy: str = DEFAULT_RELEASE
    """The taxonomy release."""
    look: Look = "statements"
    report: ReportSettings = field(default_factory=ReportSettings)
    ledgers: tuple[Mapping[str, object], ...] = ()
    """Parsed `mapping.json` files of earlier filings of the company, the oldest first."""
    rules: RuleSet | None = None
    """Rules that the user wrote; they come before everything learned."""
    validate: bool = True
    """Whether the validation engine runs; without it no conversion is called valid."""
    edgar: Path | None = None
    """The EDGAR plug-in of Arelle, whose rules are applied too."""
    reports: tuple[str, ...] = ()
    """Reports for other tools beside `validation.json`: `sarif`, `junit`, `html`, `arelle`."""
    source: str = ""
    """What those reports call the source text: the path that the user gave; its copy in the results unless given."""
    parquet: bool = False
    """Whether the table of facts is written as Parquet too."""
    tag_narrative: bool = False
    """Whether amounts in the narrative that restate a fact are tagged too; only the facsimile shows the narrative."""
    viewer: bool = False
    """Whether the iXBRL viewer is written too."""


_DAMAGED_TABLES = ("tables.fused-columns", "tables.broken-lines")
"""Messages that say why a text with statements gives none."""


@dataclass(slots=True)
class Track:
    """What the stages leave beside their values: messages, and seconds of process time for each stage."""

    messages: list[Message] = field(default_factory=list)
    timings: dict[str, float] = field(default_factory=dict)
    progress: Callable[[str], None] | None = None
    """Called with the name of each stage when it begins."""

    def run(
        self,
        name: str,
        stage: Callable[_P, tuple[_T, tuple[Message, ...]]],
        *arguments: _P.args,
        **keywords: _P.kwargs,
    ) -> _T:
        """The value of a stage; its messages and its time are kept."""
        value, messages = self.measure(name, stage, *arguments, **keywords)
        self.messages.extend(messages)
        return value

    def measure(self, name: str, work: Callable[_P, _T], *arguments: _P.args, **keywords: _P.kwargs) -> _T:
        """What `work` returns; its time is added to that of `name`."""
        if self.progress is not None:
            self.progress(name)
        start = time.process_time()
        value = work(*arguments, **keywords)
        self.timings[name] = self.timings.get(name, 0.0) + time.process_time() - start
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A submission as far as it is read and footed, before anything is tagged."""

    submission: Submission
    cover: Cover
    footed: tuple[tuple[Statement, FootingTree], ...]
    printed: tuple[Span, ...]
    """Where statements are printed, those of other entities too."""


def read(data: bytes, track: Track) -> Reading:
    """The reading of an input. Raises InputError where there is no statement to convert."""
    from converter.footing.details import read_details
    from converter.footing.ending import cut_off
    from converter.footing.repair import foot_and_repair
    from converter.model import FootingTree
    from converter.read.captions import read_captions
    from converter.read.cover import read_cover
    from converter.read.statements import read_statements
    from converter.read.submission import read_submission

    submission = track.run("submission", read_submission, data)
    cover = track.run("cover", read_cover, submission)
    statements = track.run("statements", read_statements, submission)
    if not statements:
        damage = next((message for message in track.messages if message.code in _DAMAGED_TABLES), None)
        if damage is not None:
            raise InputError(damage.text, damage.span)
        incomplete = (
            "" if submission.documents[-1].closed else "; its last document has no end, the file may be incomplete"
        )
        raise InputError(f"no financial statement was found in the text{incomplete}")
    own = [statement for statement in statements if statement.scope is Scope.CONSOLIDATED]
    if not own:
        raise InputError(_no_own(statements, submission.header.company), statements[0].span)
    footed = tuple(track.run("footing", foot_and_repair, statement) for statement in own)
    if span := track.measure("footing", cut_off, submission, footed):
        raise InputError("the text ends in the middle of this statement; the file is incomplete", span)
    captions = track.run("statements", read_captions, submission, [statement for statement, _ in footed])
    footed += track.run("footing", read_details, submission, footed)
    nothing = FootingTree(footings=(), unfooted=(), loose=())  # amounts of several captions add up to nothing
    footed += tuple((statement, nothing) for statement in captions)
    printed = tuple(statement.span for statement in statements)
    return Reading(submission=submission, cover=cover, footed=footed, printed=printed)


def _no_own(statements: tuple[Statement, ...], company: str) -> str:
    """Why statements that were found give no facts of the registrant."""
    from converter.read.company_names import is_foreign

    entities = {each.entity for each in statements if each.scope is Scope.OTHER_ENTITY}
    others = sorted(entity for entity in entities if is_foreign(entity, company))
    if not others:  # combining statements are those of parts, and may stand under the registrant's own name
        return "no consolidated statement of the registrant was found in the text"
    return f"the statements are those of {', '.join(others[:3])}, not of the registrant {company}"


def tie(reading: Reading, report: Report, track: Track) -> tuple[TieOut | None, tuple[Message, ...]]:
    """The tie-out of the narrative beside the facts, None where there is no press release, and its messages."""
    from converter.narrative.tie_out import tie_out

    submission, form = reading.submission, reading.cover.form
    return track.measure("narrative", tie_out, submission, report, form, reading.printed)


def map_reading(reading: Reading, settings: Settings, track: Track) -> tuple[Taxonomy, tuple[MappedStatement, ...]]:
    """The taxonomy, and the statements with a concept or a reason for each line."""
    from converter.mapping.choose import load_mapping, map_statements
    from converter.taxonomy.release import load_taxonomy
    from converter.write.ledger import text_digest

    taxonomy = track.measure("taxonomy", load_taxonomy, settings.taxonomy)
    with _uncollected():
        track.measure("taxonomy", load_mapping, taxonomy)
        mapped = track.run(
            "mapping",
            map_statements,
            reading.footed,
            taxonomy,
            sic=reading.submission.header.sic,
            ledgers=settings.ledgers,
            rules=settings.rules,
            digest=text_digest(reading.submission) if settings.ledgers else "",
        )
    return taxonomy, mapped


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage is collected inside.

    Loading and mapping make tens of thousands of small values and next to no cycles; looking through all that a process
    holds in the middle of it costs a fifth more.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def extract(data: bytes, settings: Settings | None = None) -> tuple[Report, tuple[Message, ...]]:
    """The facts of an input with their contexts and units, and messages: nothing is rendered and nothing validated."""
    from converter.write.report import build_report

    settings = settings or Settings()
    track = Track()
    reading = read(data, track)
    taxonomy, mapped = map_reading(reading, settings, track)
    report = track.run("report", build_report, reading.submission, reading.cover, mapped, taxonomy, settings.report)
    return report, tuple(track.messages)


def convert(
    data: bytes,
    settings: Settings | None = None,
    *,
    worker: ArelleWorker | None = None,
    progress: Callable[[str], None] | None = None,
) -> Conversion:
    """The whole conversion of one input: every file that is to be written, and what validation says about it.

    A `worker` of the validation engine can serve many conversions; without one it is started for this one, at once,
    so that it loads while the input is read. `progress` is called with the name of each stage when it begins. Raises
    InputError where the input cannot be converted.
    """
    from converter.check.validation import check_conversion, validate_conversion, validation_file
    from converter.model import Conversion, RenderedFile
    from converter.taxonomy.release import load_taxonomy
    from converter.taxonomy.store import packages_for
    from converter.write.filing import render_filing
    from converter.write.ledger import ledger
    from converter.write.report import build_report
    from converter.write.schema import base_schemas
    from converter.write.table import facts_csv

    settings = settings or Settings()
    track = Track(progress=progress)
    with ExitStack() as stack:
        if (settings.validate or settings.viewer) and worker is None:
            from converter.check.arelle import ArelleWorker

            worker = stack.enter_context(ArelleWorker())
        if settings.validate and worker is not None:
            taxonomy = track.measure("taxonomy", load_taxonomy, settings.taxonomy)
            worker.prepare(track.measure("validation", packages_for, taxonomy), base_schemas(taxonomy))
        reading = read(data, track)
        taxonomy, mapped = map_reading(reading, settings, track)
        submission, cover = reading.submission, reading.cover
        report = track.run("report", build_report, submission, cover, mapped, taxonomy, settings.report)
        tied, contradictions = tie(reading, report, track)
        if tied is not None and settings.tag_narrative:
            from converter.narrative.tagging import with_narrative

            report = track.measure("narrative", with_narrative, report, tied)
        files = track.measure("render", render_filing, report, submission, taxonomy, settings.look, mapped)
        if settings.validate:
            packages = track.measure("validation", packages_for, taxonomy)
            validation = track.measure(
                "validation",
                validate_conversion,
                report,
                files,
                packages,
                taxonomy,
                worker=worker,
                edgar=settings.edgar,
            )
        else:
            validation = track.measure("validation", check_conversion, report, files, taxonomy)
        more: tuple[RenderedFile, ...] = ()
        if tied is not None:
            from converter.check.tie_out import tie_out_report
            from converter.narrative.document import tie_out_file

            checked = tie_out_report(tied, contradictions)
            validation = replace(validation, reports=(*validation.reports, checked))
            more = (tie_out_file(tied, report),)
        if settings.viewer:
            from converter.check.arelle.viewer import viewer_files

            packages = track.measure("validation", packages_for, taxonomy)
            more += track.measure("render", viewer_files, report.base, files, packages, worker=worker)
    if settings.reports:
        from converter.check.reports import Subject, report_files

        source = settings.source or SOURCE
        subject = Subject(
            validation=validation, source=source, text=submission.text, notes=tuple(track.messages), tied=tied
        )
        more = (*track.measure("render", report_files, subject, settings.reports), *more)
    if settings.parquet:
        from converter.write.table import facts_parquet

        more = (track.measure("render", facts_parquet, report, mapped), *more)
    content = track.measure(
        "render",
        ledger,
        mapped,
        submission,
        taxonomy.release,
        cover=cover,
        look=settings.look,
        cik=settings.report.cik,
    )
    return Conversion(
        submission=submission,
        cover=cover,
        statements=mapped,
        report=report,
        files=(
            *files,
            RenderedFile(path=LEDGER, media_type="application/json", content=content),
            track.measure("render", facts_csv, report, mapped),
            validation_file(validation),
            RenderedFile(path=SOURCE, media_type="text/plain", content=data),
            *more,
        ),
        validation=validation.reports,
        messages=tuple(track.messages),
        timings=dict(track.timings),
    )
