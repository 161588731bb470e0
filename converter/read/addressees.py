"""Addressees: the companies to which accountants address their reports, and the statements behind each report.

`To the Board of Directors of Tern Island Corp` says whose statements follow where nothing else does: the utilities of
one holding company share a report, and print their names on the covers of its parts only.
"""

from __future__ import annotations

import re
from bisect import bisect
from math import inf
from typing import TYPE_CHECKING

from converter.model import Scope, StatementKind
from converter.read.company_names import is_company_name, same_name, without_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Statement

_TO = re.compile(
    r"^[ \t]{0,40}To[ \t]+(?:the[ \t]+)?(?:Board|Share|Stock|Common|Partners|Owners|Directors|Members)", re.MULTILINE
)
_READERS = re.compile(
    r"(?:directors|shareholders?|shareowners?|stockholders?|partners|owners|members)[ ,:]*(?:of\b)?", re.IGNORECASE
)
_LINES = 3
_LONGEST = 300
_NEAR = 150
"""Lines from the address of a report, one or two pages long, to the first statement behind it."""
_MOST = 200
_MAIN = frozenset({StatementKind.BALANCE_SHEET, StatementKind.INCOME_STATEMENT})


def addressees(text: str, first_line: int) -> list[tuple[int, str]]:
    """Line and company of each report of accountants that is addressed to one, in the order of a document's text."""
    found: list[tuple[int, str]] = []
    line, counted = first_line, 0
    for match in _TO.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        name = _addressed(text[match.start() : match.start() + _LONGEST])
        if name:
            found.append((line, name))
            if len(found) == _MOST:
                break
    return found


def _addressed(text: str) -> str:
    """The company in an address of some lines; empty where there is none."""
    block = text.partition("\n\n")[0]
    address = " ".join(" ".join(block.split("\n")[:_LINES]).split())
    readers = list(_READERS.finditer(address))
    name = address[readers[-1].end() :].strip(" ,:") if readers else ""
    name = without_place(name)
    return name if is_company_name(name) else ""


def behind_reports(statements: Sequence[Statement], reports: Sequence[tuple[int, str]], company: str) -> list[str]:
    """For each statement of one document the company to which the report above it is addressed; empty for none.

    All are empty unless the reports of several companies, the registrant among them, each stand before its statements:
    others stand behind them, which would give each company the statements of the next, or all together.
    """
    main = sorted(
        each.span.first_line
        for each in statements
        if each.kind in _MAIN and each.scope in (Scope.CONSOLIDATED, Scope.OTHER_ENTITY)
    )
    ends = [*(line for line, _ in reports[1:]), inf]
    heads = [
        (line, name)
        for (line, name), end in zip(reports, ends, strict=False)
        if any(line < first <= min(end, line + _NEAR) for first in main)
    ]
    several = len({name.lower() for _, name in heads}) > 1
    if not several or not any(same_name(name, company) for _, name in heads) or main[0] < heads[0][0]:
        return [""] * len(statements)
    lines = [line for line, _ in heads]
    places = [bisect(lines, each.span.first_line) for each in statements]
    return [heads[place - 1][1] if place else "" for place in places]
