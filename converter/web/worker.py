"""The process that converts and validates for a server: one job after the other, each a line of JSON.

It can be killed at any time: what it makes lies in a folder of the job until the server takes it. `python -m
converter.web.worker` reads jobs from standard input and answers on standard output: `{"stage": NAME}` for progress,
then one line with `result` or `problem`.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from converter.check.arelle import ArelleWorker
from converter.check.validation import validate_path, validation_json
from converter.errors import ConverterError
from converter.mapping.rules import RuleSet, read_rules
from converter.messages import message_object
from converter.pipeline import Settings, convert
from converter.taxonomy.release import load_taxonomy
from converter.taxonomy.store import packages_for
from converter.write.ledger import company_of, read_ledger
from converter.write.package import write_files
from converter.write.schema import base_schemas
from converter.write.settings import ReportSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from converter.model import Conversion


def main(lines: TextIO, answers: TextIO) -> None:
    """Answers jobs until there are no more."""
    hidden = ""

    def say(answer: Mapping[str, object]) -> None:
        # Errors name files by their path, which is no business of a caller.
        text = json.dumps(answer, ensure_ascii=False).replace(hidden, "") if hidden else json.dumps(answer)
        answers.write(text + "\n")
        answers.flush()

    with ExitStack() as stack:
        arelle: ArelleWorker | None = None
        for line in lines:
            job: dict[str, Any] = json.loads(line)
            hidden = json.dumps(str(Path(job["source"]).parent), ensure_ascii=False)[1:-1] + os.sep
            if job["validate"] and arelle is None:
                arelle = stack.enter_context(ArelleWorker())
                if taxonomy := job.get("taxonomy"):
                    release = load_taxonomy(taxonomy)
                    arelle.prepare(packages_for(release), base_schemas(release))
            try:
                work = _validation if job["kind"] == "validation" else _conversion
                result = work(job, arelle, say)
            except ConverterError as error:
                say({"problem": _problem(error)})
            except Exception:  # noqa: BLE001  a bug must not end the server; its traceback goes to the server's log
                import traceback

                sys.stderr.write(traceback.format_exc())
                sys.stderr.flush()
                say({"problem": {"status": 500, "detail": "a bug in legacy-xbrl; see the log of the server"}})
            else:
                say({"result": result})


def _problem(error: ConverterError) -> dict[str, object]:
    from converter.web.problems import problem_of

    found = problem_of(error)
    return {"status": found.status_code, "detail": found.detail, **found.members}


def _conversion(
    job: Mapping[str, Any], arelle: ArelleWorker | None, say: Callable[[Mapping[str, object]], None]
) -> dict[str, object]:
    data = Path(job["source"]).read_bytes()
    rules = [rule for path in job["rules"] for rule in read_rules(Path(path)).rules]
    ledgers = [read_ledger(Path(path)) for path in job["ledgers"]]
    if job["memory"] and (recalled := _recalled(data, job)):
        ledgers.append(recalled)
    if job["own"]:
        ledgers.append(read_ledger(Path(job["own"])))
    settings = Settings(
        taxonomy=job["taxonomy"],
        look=job["look"],
        report=ReportSettings(cik=job["cik"]),
        ledgers=tuple(ledgers),
        rules=RuleSet(rules=tuple(rules)) if rules else None,
        validate=job["validate"],
        reports=tuple(job["reports"]),
        parquet=job["parquet"],
        viewer=job["viewer"],
    )
    conversion = convert(data, settings, worker=arelle, progress=lambda stage: say({"stage": stage}))
    write_files(conversion.files, Path(job["output"]))
    return {"base": conversion.report.base, "facts": len(conversion.report.facts), "messages": _messages(conversion)}


def _messages(conversion: Conversion) -> list[dict[str, Any]]:
    return [message_object(message) for message in conversion.messages[:500]]


def _recalled(data: bytes, job: Mapping[str, Any]) -> dict[str, Any] | None:
    """What people decided in earlier filings of the company that the text is of."""
    from converter.read.cover import read_cover
    from converter.read.submission import read_submission
    from converter.review.memory import Memory

    submission, _ = read_submission(data)
    cover, _ = read_cover(submission)
    memory = Memory(Path(job["memory"]))
    try:
        return memory.recall(company_of(submission, cover, job["cik"]))
    finally:
        memory.close()


def _validation(
    job: Mapping[str, Any], arelle: ArelleWorker | None, say: Callable[[Mapping[str, object]], None]
) -> dict[str, object]:
    say({"stage": "validation"})
    validation = validate_path(Path(job["source"]), worker=arelle)
    return {"validation": json.loads(validation_json(validation))}


if __name__ == "__main__":
    # What any library prints must not get between the answers.
    real = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="backslashreplace")
    os.dup2(2, 1)
    try:
        main(sys.stdin, real)
    except (BrokenPipeError, KeyboardInterrupt):
        sys.exit(0)
