"""The verb `inspect`: what one stage made of a filing, as compact text that shows a wrong reading at once."""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from converter.cli.options import Json, Mapping, Release, Verbose, settings_of

if TYPE_CHECKING:
    from converter.pipeline import Settings, Track


class Stage(StrEnum):
    """The stages that can be looked at, in the order in which data flows."""

    SUBMISSION = "submission"
    COVER = "cover"
    SCHEDULE = "schedule"
    BLOCKS = "blocks"
    TABLES = "tables"
    STATEMENTS = "statements"
    FOOTING = "footing"
    MAPPING = "mapping"
    NARRATIVE = "narrative"


LEGENDS = {
    Stage.TABLES: "# heading  - item of a sum  = total that foots  ! total that does not  ? in no sum; "
    "the digits below a line say in which column each figure was read",
    Stage.STATEMENTS: "# heading  + subtotal  = total  . blank cell; scale 3: the amounts are in thousands",
    Stage.FOOTING: "= foots  =~1 but for rounding  =[1] in this column only  ! no sum gives it  ? in no sum; "
    "+4: added into line 4  -4: taken off there",
    Stage.MAPPING: "status, confidence, sign beside the print, concept <- caption [who decided]; below it the reasons",
}
"""What the marks of a stage mean, for people at a terminal."""
_DOUBTS = re.compile(
    r" *\d+ (?:(?P<bad>!)|(?P<unsure>\?|review |untagged ))|(?:(?P<broken>! |=\S*\[)|(?P<loose>\? )) *\d"
)


def add_to(app: typer.Typer) -> None:
    """Adds the verb to the application."""
    app.command("inspect")(inspect)


def inspect(
    source: Annotated[str, typer.Argument(metavar="FILE", help="A filing, or - for standard input.")],
    stage: Annotated[Stage, typer.Option(help="The stage whose result is shown.")] = Stage.STATEMENTS,
    mapping: Mapping = None,
    taxonomy: Release = "",
    *,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Show what one stage made of a filing: documents, cover, blocks, cells, statements, sums, concepts, narrative."""
    from converter.batch import read_input
    from converter.cli.display import show_messages
    from converter.cli.machine import print_json
    from converter.cli.status import fail
    from converter.errors import InputError
    from converter.pipeline import Track

    track = Track()
    settings = settings_of(taxonomy=taxonomy, mapping=mapping or (), validate=False)
    try:
        text = _dump(read_input(source), stage, settings, track)
    except InputError as error:
        raise typer.Exit(fail(error, source)) from error
    if json:
        from converter.messages import message_object

        messages = [message_object(message) for message in track.messages]
        print_json({"input": source, "stage": stage.value, "dump": text.split("\n"), "messages": messages})
        return
    _show(text.rstrip("\n"), stage)
    show_messages(track.messages, source, every=verbose)


def style_of(line: str) -> str:
    """How a line of a dump stands out on a terminal: red where a total does not foot, yellow where there is doubt."""
    found = _DOUBTS.match(line)
    return "" if found is None else "bold red" if found["bad"] or found["broken"] else "yellow"


def _show(text: str, stage: Stage) -> None:
    """Writes a dump to standard output; on a terminal lines in doubt stand out, and a legend follows."""
    if not sys.stdout.isatty():
        sys.stdout.write(f"{text}\n")
        return
    from rich.text import Text

    from converter.cli.display import console

    out = console()
    for line in text.split("\n"):
        out.print(Text(line, style_of(line)), soft_wrap=True)
    if stage in LEGENDS:
        console(sys.stderr).print(Text(LEGENDS[stage], "dim"))


def _dump(data: bytes, stage: Stage, settings: Settings, track: Track) -> str:
    """The text for a stage; no stage after it is run."""
    from converter import pipeline
    from converter.cli import dumps
    from converter.footing.dump import dump as dump_footing
    from converter.read.cover import read_cover
    from converter.read.dump import dump_statements
    from converter.read.schedule import read_schedules
    from converter.read.submission import read_submission

    if stage in (Stage.SUBMISSION, Stage.COVER, Stage.SCHEDULE, Stage.BLOCKS):
        submission = track.run("submission", read_submission, data)
        if stage is Stage.BLOCKS:
            return dumps.dump_document_blocks(submission)
        if stage is Stage.SUBMISSION:
            return dumps.dump_submission(submission)
        if stage is Stage.COVER:
            return dumps.dump_cover(track.run("cover", read_cover, submission))
        return dumps.dump_schedules(track.run("schedule", read_schedules, submission))
    reading = pipeline.read(data, track)
    if stage is Stage.TABLES:
        return "\n\n".join(dumps.dump_cells(reading.submission, *each) for each in reading.footed)
    if stage is Stage.STATEMENTS:
        return dump_statements([statement for statement, _ in reading.footed])
    if stage is Stage.FOOTING:
        return "\n\n".join(f"{each[0].kind}  {each[0].title}\n{dump_footing(*each)}" for each in reading.footed)
    found, mapped = pipeline.map_reading(reading, settings, track)
    if stage is Stage.NARRATIVE:
        from converter.narrative.dump import dump
        from converter.write.report import build_report

        report, _ = build_report(reading.submission, reading.cover, mapped, found, settings.report)
        tied, messages = pipeline.tie(reading, report, track)
        track.messages.extend(messages)
        return dump(tied)
    return "\n\n".join(dumps.dump_mapping(each) for each in mapped)
