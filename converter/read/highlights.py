"""Highlights: the few rows of a release that prints no statement, from sales to earnings per share.

::

                       FINANCIAL HIGHLIGHTS
                                        Three months ended June 30,
                                             1997          1996
    Net sales                            $ 41,204      $ 38,331
    Net income                           $  2,082      $  1,671

They are read only where a submission has no statement at all, and only as far as they are rows of income.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from converter.model import Scope, StatementKind
from converter.read.candidates import MIN_VALUE_LINES, Candidate
from converter.read.regions import read_region
from converter.read.titles import Title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TITLE = re.compile(
    r"\W{0,40}(?:(?:consolidated|condensed|selected|unaudited|summary|comparative)\s+){0,3}(?:(?:financial|operating|earnings)\s+"
    r"(?:highlights|results|summary)|results\s+of\s+operations|summary\s+of\s+(?:operations|earnings))\b[^.;$]{0,60}$",
    re.IGNORECASE,
)
_HINTS = ("highlights", "results", "summary")
_PERIOD = re.compile(r"\b(?:years?|months|quarters?|weeks|periods?)\s+ended\b", re.IGNORECASE)
_ROWS = (
    re.compile(r"sales|revenues?|income|premiums", re.IGNORECASE),
    re.compile(r"net\s+(?:\(?loss\)?|income|earnings)", re.IGNORECASE),
    re.compile(r"per\s+(?:common\s+)?share", re.IGNORECASE),
)
_NO_INCOME = re.compile(
    r"assets|liabilit|equity|deposits|\bcash\b|debt|backlog|orders|employees|stores|book\s+value|working\s+capital|inventor"
    r"|receivable|loans|capital\s+expenditures|selected|balance\s+sheet|margin|ratio|ebitda|pro\s*forma",
    re.IGNORECASE,
)
"""Rows of something else: what stands from the first of them on is not read."""


def find_highlights(document: int, lines: list[str]) -> Iterator[Candidate]:
    """The first table of highlights of a document, as an income statement."""
    for index, text in enumerate(lines):
        lowered = text.lower()
        if not any(map(lowered.__contains__, _HINTS)) or not _TITLE.fullmatch(text):
            continue
        title = Title(
            line=index,
            last_line=index,
            kind=StatementKind.INCOME_STATEMENT,
            text=" ".join(text.split()),
            scope=Scope.CONSOLIDATED,
            continued=False,
            primary=False,
            summary=True,
        )
        region = read_region(lines, title, _end(lines, index + 1))
        body = "\n".join(line.text for page in region.pages for line in page)
        if region.value_lines < MIN_VALUE_LINES or not _PERIOD.search(body):
            continue
        if all(pattern.search(body) for pattern in _ROWS):
            yield Candidate(document=document, title=title, regions=(replace(region, cut=False),), scope=title.scope)
            return


def _end(lines: Sequence[str], start: int) -> int:
    """The line of the first row that is none of income."""
    return next((index for index in range(start, len(lines)) if _NO_INCOME.search(lines[index])), len(lines))
