"""The verb `facts`: the facts of many filings as xBRL-JSON, nothing rendered and nothing validated."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from converter.cli.options import Cik, Force, Inputs, Json, Mapping, Output, Release, Verbose, settings_of
from converter.cli.status import ExitStatus, fail, line_of, status_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from converter.batch import Outcome


def add_to(app: typer.Typer) -> None:
    """Adds the verb to the application."""
    app.command("facts")(facts)


def facts(
    inputs: Inputs,
    output: Output,
    cik: Cik = "",
    mapping: Mapping = None,
    taxonomy: Release = "",
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=64, help="Filings that are read at a time.")] = 1,
    *,
    force: Force = False,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Write the facts of any number of filings as xBRL-JSON: DIR/<name of the input>.json for each.

    Nothing is rendered and nothing validated. An input that cannot be converted is named, and the others go on.
    """
    from converter.batch import expand, extract_all, stem
    from converter.cli.display import show_messages
    from converter.cli.machine import print_json
    from converter.messages import Severity

    sources = expand(inputs)
    twice = [name for name, count in Counter(map(stem, sources)).items() if count > 1]
    if twice:
        raise typer.BadParameter(f"several inputs would be written to {twice[0]}.json", param_hint="INPUT")
    settings = settings_of(taxonomy=taxonomy, cik=cik, mapping=mapping or (), validate=False)
    worst = ExitStatus.DONE
    counter: Counter[str] = Counter()
    outcomes = extract_all(sources, output, settings, force=force, jobs=jobs)
    with _progress(len(sources)) as advance:
        for outcome in outcomes:
            status = _status(outcome)
            worst = max(worst, status)
            counter["facts"] += outcome.facts
            counter["statements"] += outcome.statements
            counter["files"] += outcome.output is not None
            counter["refused"] += outcome.error is not None
            counter["crashed"] += bool(outcome.crash)
            if json:
                print_json(_object(outcome, status))
            if outcome.error:
                fail(outcome.error, outcome.source)
            elif outcome.crash:
                sys.stderr.write(f"{outcome.crash}bug: {outcome.source}: please report this traceback\n")
            elif verbose or len(sources) == 1:
                show_messages(outcome.messages, outcome.source, every=verbose)
            else:
                warnings = sum(message.severity is not Severity.INFO for message in outcome.messages)
                counter["warnings"] += warnings
                counter["warned"] += bool(warnings)
            advance()
    if not json:
        if counter["warnings"]:
            about = f"{_counted(counter['warnings'], 'warning')} about {_counted(counter['warned'], 'input')}"
            sys.stderr.write(f"not listed (see --verbose): {about}\n")
        _show(counter, output)
    raise typer.Exit(worst)


def _status(outcome: Outcome) -> ExitStatus:
    if outcome.error:
        return status_of(outcome.error)
    return ExitStatus.NOT_CONVERTED if outcome.crash else ExitStatus.DONE


def _object(outcome: Outcome, status: ExitStatus) -> dict[str, Any]:
    from converter.messages import message_object

    return {
        "input": outcome.source,
        "status": int(status),
        "output": outcome.output.as_posix() if outcome.output else None,
        "statements": outcome.statements,
        "facts": outcome.facts,
        "error": line_of(outcome.error, outcome.source) if outcome.error else (outcome.crash or None),
        "messages": [message_object(message) for message in outcome.messages],
    }


def _progress(total: int) -> AbstractContextManager[Any]:
    """Something to call after each input: it moves a bar on a terminal, and does nothing elsewhere."""
    if total <= 1 or not sys.stderr.isatty():
        return nullcontext(lambda: None)
    from contextlib import contextmanager

    @contextmanager
    def bar() -> Iterator[Any]:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        from converter.cli.display import console

        columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console(sys.stderr), transient=True) as progress:
            task = progress.add_task("reading", total=total)
            yield lambda: progress.advance(task)

    return bar()


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _show(counter: Counter[str], output: Path) -> None:
    from rich.text import Text

    from converter.cli.display import console

    line = Text(_counted(counter["facts"], "fact"), "bold")
    line.append(f" of {_counted(counter['statements'], 'statement')}, ", "not bold")
    line.append(f"{counter['files']:,} written to {output}/", "not bold")
    for what in ("refused", "crashed"):
        if counter[what]:
            line.append(f", {counter[what]:,} {what}", "bold red")
    console().print(line)
