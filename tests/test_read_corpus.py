"""Every layout of statements that filings of the time show: what is read from each, figure by figure.

The expected text is the dump of `legacy-xbrl inspect --stage statements`, and below it each message with its severity,
its code and the line that it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converter.read.dump import dump_statements
from converter.read.statements import read_statements
from converter.read.submission import read_submission
from tests.corpus_reader import read_cases

if TYPE_CHECKING:
    from tests.corpus_reader import Case

CASES = [
    pytest.param(case, id=f"{stage}: {case.title}")
    for stage in ("tables", "heads", "statements")
    for case in read_cases(stage)
]


def read_text(text: str) -> str:
    """What is read from the text of a filing, as text."""
    submission, said = read_submission(text.encode("utf-8"))
    statements, found = read_statements(submission)
    parts = [dump_statements(statements)] if statements else []
    parts.extend(
        f"{message.severity} {message.code}{f' {message.span.first_line}' if message.span else ''}"
        for message in (*said, *found)
    )
    return "\n".join(parts)


@pytest.mark.parametrize("case", CASES)
def test_corpus(case: Case) -> None:
    assert read_text(case.given) == case.expected


def test_a_statement_that_goes_on_without_end_is_cut_with_a_message() -> None:
    heads = "BALANCE SHEETS\nDecember 31,                      1996          1995\n"
    rows = [f"Cash and other assets of a vault  {row:>8,}      {row:>8,}\n" for row in range(1000, 2400)]
    *_, last, message = read_text(heads + "".join(rows)).splitlines()
    assert last.split() == ["1201", "Cash", "and", "other", "assets", "of", "a", "vault", "2,198", "2,198"]
    assert message == "warning statements.cut 1"
