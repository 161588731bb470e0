"""The verb `reconcile`: the Financial Data Schedules of a filing beside the facts of its statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from converter.cli.options import Cik, Json, Mapping, Release, Verbose, settings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.text import Text

    from converter.check.reconcile import Comparison, Reconciliation
    from converter.messages import Message
    from converter.pipeline import Settings

_HEADS = ("tag", "schedule", "statements", "line", "outcome")
_GAP = "  "
_STYLES = {"agreement": "green", "difference": "bold yellow", "not found": "dim", "not compared": "dim"}


def add_to(app: typer.Typer) -> None:
    """Adds the verb to the application."""
    app.command("reconcile")(reconcile)


def reconcile(
    source: Annotated[str, typer.Argument(metavar="FILE", help="A filing, or - for standard input.")],
    mapping: Mapping = None,
    taxonomy: Release = "",
    cik: Cik = "",
    *,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Compare the Financial Data Schedules (EX-27) of a filing with the facts of its statements, tag by tag."""
    from converter.batch import read_input
    from converter.cli.display import console, show_messages
    from converter.cli.machine import print_json
    from converter.cli.status import fail
    from converter.errors import InputError

    settings = settings_of(taxonomy=taxonomy, cik=cik, mapping=mapping or (), validate=False)
    try:
        results, messages = _results(read_input(source), settings)
    except InputError as error:
        raise typer.Exit(fail(error, source)) from error
    if json:
        print_json(_object(source, results, messages))
        return
    out = console()
    if not results:
        out.print("This file has no Financial Data Schedule (EX-27): there is nothing to compare.")
    for result in results:
        _show(out, result, every=verbose)
    show_messages(messages, source, every=verbose)


def _results(data: bytes, settings: Settings) -> tuple[tuple[Reconciliation, ...], tuple[Message, ...]]:
    """The comparisons, none where the file has no schedule; messages about the schedules alone."""
    from converter.check.reconcile import reconcile as compare
    from converter.pipeline import extract
    from converter.read.schedule import read_schedules
    from converter.read.submission import read_submission

    submission, _ = read_submission(data)
    schedules, messages = read_schedules(submission)
    if not schedules:
        return (), messages
    report, _ = extract(data, settings)
    results, more = compare(schedules, report)
    return results, (*messages, *more)


def _show(out: Console, result: Reconciliation, *, every: bool) -> None:
    from rich.text import Text

    from converter.check.reconcile import Outcome
    from converter.check.reconcile_facts import amount

    schedule, column = result.schedule, result.column
    head = f"article {result.article or 'unknown'}, {column.period_type or 'no period type'}, to {column.period_end}"
    multiplier = f"multiplier {schedule.multiplier:,}" if schedule.multiplier else "no multiplier"
    out.print(Text(" ".join(filter(None, ("Financial Data Schedule", schedule.name))), "bold"))
    out.print(Text(f"{head}, {multiplier}, lines {schedule.span.first_line}-{schedule.span.last_line}", "dim"))
    shown = [each for each in result.comparisons if every or each.outcome is not Outcome.NOT_COMPARED]
    rows = [
        (
            each.value.tag,
            f"{each.value.full:,}",
            f"{amount(each.fact):,}" if each.fact else "",
            f"{each.fact.span.first_line}" if each.fact else "",
            each.outcome.value,
        )
        for each in shown
    ]
    widths = [max(map(len, cells)) for cells in zip(_HEADS, *rows, strict=True)]
    _print_row(out, Text(_aligned(_HEADS, widths), "dim"), "likely cause", "dim")
    for each, cells in zip(shown, rows, strict=True):
        row = Text(_aligned(cells, widths))
        row.stylize(_STYLES[each.outcome], sum(widths[:4]) + 4 * len(_GAP), sum(widths) + 4 * len(_GAP))
        _print_row(out, row, ": ".join(filter(None, (each.cause.value, each.text))))
    out.print(", ".join(f"{result.count(outcome)} {outcome}" for outcome in Outcome))
    out.print()


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    """The cells of a row under each other: figures and lines at their right ends, words at their left."""
    return _GAP.join(
        cell.rjust(width) if 0 < index < len(cells) - 1 else cell.ljust(width)
        for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )


def _print_row(out: Console, row: Text, cause: str, style: str = "") -> None:
    """Prints a row with its cause behind it, or below it where the terminal is too narrow: no figure is cut."""
    from rich.padding import Padding
    from rich.text import Text

    if len(row) + len(_GAP) + len(cause) <= out.width:
        out.print(row.append(f"{_GAP}{cause}" if cause else "", style), soft_wrap=True)
        return
    out.print(row, soft_wrap=True)
    out.print(Padding(Text(cause, style), (0, 0, 0, 4)))


def _object(source: str, results: Sequence[Reconciliation], messages: Sequence[Message]) -> dict[str, Any]:
    from converter.check.reconcile import Outcome
    from converter.messages import message_object

    return {
        "input": source,
        "schedules": [
            {
                "article": each.article,
                "name": each.schedule.name,
                "cik": each.schedule.cik,
                "multiplier": each.schedule.multiplier,
                "period_type": each.column.period_type,
                "period_end": each.column.period_end.isoformat() if each.column.period_end else None,
                "counts": {str(outcome): each.count(outcome) for outcome in Outcome},
                "values": [_value(comparison) for comparison in each.comparisons],
            }
            for each in results
        ],
        "messages": [message_object(message) for message in messages],
    }


def _value(comparison: Comparison) -> dict[str, Any]:
    fact = comparison.fact
    return {
        "tag": comparison.value.tag,
        "value": str(comparison.value.full),
        "at": str(comparison.value.span),
        "outcome": comparison.outcome.value,
        "cause": comparison.cause.value or None,
        "text": comparison.text,
        "fact": None
        if fact is None
        else {"concept": fact.concept, "value": str(fact.value), "period": str(fact.period), "at": str(fact.span)},
    }
