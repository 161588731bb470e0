"""Registrant: which of several statements of one kind and period is the registrant's own.

Utilities file one report for a holding company and its subsidiaries, others append the statements of an investee or
repeat their own in a second document. One statement of each kind and period becomes facts; the others are set apart.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise, product
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.messages import Message, Severity
from converter.model import Scope, StatementKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Document, Statement

_MOST_COLUMNS = 4
"""Columns of one length of time: a release prints three quarters and two years; five and more years are a review."""
_MONTH = 30
"""Days by which the lengths of two columns of one kind may differ: quarters of 13 and 14 weeks."""
_LEAST_KINDS = 2
"""Kinds of statements that a registrant's own set has, where others come before it."""
_SHORT = 0.6
"""Share of the lines of the longest statement of the kind below which one is a summary."""
_REPORT = re.compile(r"$|10-|8-K|20-F|EX-?13", re.IGNORECASE)
_NEAR = 8
"""Lines from the end of a statement to the title of the next one that stands on its page, under the same name."""
_RELEASE = re.compile(r"EX-?99", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")
_FILLER = frozenset(
    {"the", "inc", "co", "corp", "corporation", "company", "ltd", "and", "of", "new", "de", "incorporated"}
)
_GROUP = frozenset({"subsidiary", "subsidiaries", "consolidated", "combined"})


def set_apart(
    statements: Sequence[Statement], parts: Sequence[int], company: str, documents: Sequence[Document]
) -> tuple[list[Statement], list[Message]]:
    """The statements, without the scope of the registrant's own for those that another one stands for, and messages.

    `parts` has for each statement the index of the first one under its title, whose lot it shares; `company` is the
    registrant's name in the header. Of statements that share a period, one of the report or the annual
    report wins over one of a press release or another exhibit (benefit plans file theirs there), then one of few
    columns, then one under the registrant's name, then one called consolidated, then a full one over a summary, then
    the first.
    """
    statements = _claimed(_named(statements), company)
    result = list(statements)
    messages = [
        _message(statement, f"is {statement.scope.replace('_', ' ')}")
        for statement in statements
        if statement.scope is not Scope.CONSOLIDATED
    ]
    for kind, supplement in product(StatementKind, (False, True)):
        own = [
            index
            for index, statement in enumerate(statements)
            if statement.kind is kind
            and statement.scope is Scope.CONSOLIDATED
            and _is_supplement(statement) is supplement
        ]
        longest = max((len(statements[index].lines) for index in own), default=0)
        order = sorted(own, key=lambda index: _rank(statements[index], company, documents, longest))
        taken: set[object] = set()
        for index in order:
            statement = statements[index]
            periods = {column.period for column in statement.columns}
            if not periods & taken:
                taken |= periods
                continue
            result[index] = replace(statement, scope=_scope_beside(statement, company or statements[order[0]].entity))
            messages.append(_message(statement, "covers periods of another statement of its kind"))
    for index, first in enumerate(parts):
        if result[index].scope is Scope.CONSOLIDATED and result[first].scope is not Scope.CONSOLIDATED:
            result[index] = replace(result[index], scope=result[first].scope)
            messages.append(_message(result[index], "goes on with a statement that was set apart"))
    return result, messages


def _scope_beside(statement: Statement, company: str) -> Scope:
    """The scope of a statement that another one stands for: another company's where its name stands above the title."""
    named, own = _words(statement.entity) - _GROUP, _words(company)
    return Scope.OTHER_ENTITY if named and own and not (named <= own or own <= named) else Scope.SUPERSEDED


def _named(statements: Sequence[Statement]) -> list[Statement]:
    """The statements, each without a name above its title under that of the statement right above it.

    Funds that share an annual report have their names once above each page of theirs.
    """
    result = list(statements)
    order = sorted(range(len(result)), key=lambda index: result[index].span)
    for first, second in pairwise(order):
        above, below = result[first], result[second]
        near = above.document == below.document and below.span.first_line - above.span.last_line <= _NEAR
        if near and not below.entity:
            result[second] = replace(below, entity=above.entity)
    return result


def _claimed(statements: Sequence[Statement], company: str) -> Sequence[Statement]:
    """The statements, with those under the registrant's own name as the registrant's where others come before them.

    A holding company and its subsidiaries file one text for all of them; each of them is the registrant of one copy.
    """
    named = [each for each in statements if each.scope is Scope.OTHER_ENTITY and _same_name(each.entity, company)]
    foreign = [
        each
        for each in statements
        if each.scope is Scope.CONSOLIDATED and each.entity and not _words(each.entity) & _words(company)
    ]
    own = any(each.scope is Scope.CONSOLIDATED and _same_name(each.entity, company) for each in statements)
    if own or len({each.kind for each in named}) < _LEAST_KINDS or not foreign:
        return statements
    return [
        replace(each, scope=Scope.CONSOLIDATED)
        if each in named
        else replace(each, scope=Scope.OTHER_ENTITY)
        if each in foreign
        else each
        for each in statements
    ]


def _message(statement: Statement, reason: str) -> Message:
    return Message(
        code="statements.set-apart",
        severity=Severity.INFO,
        text=f"{statement.title!r} {reason} and gives no facts",
        span=statement.span,
    )


def _is_supplement(statement: Statement) -> bool:
    """A statement of capitalization details lines of the balance sheet; both belong to the registrant."""
    return "capitalization" in statement.title.lower()


def _rank(
    statement: Statement, company: str, documents: Sequence[Document], longest: int
) -> tuple[int, bool, bool, bool, bool, int]:
    document = documents[statement.document].type
    return (
        0 if _REPORT.match(document) else 1 if _RELEASE.match(document) else 2,
        _is_review(statement),
        not _same_name(statement.entity, company),
        "consolidated" not in statement.title.lower(),
        len(statement.lines) < _SHORT * longest,
        statement.span.first_line,
    )


def _is_review(statement: Statement) -> bool:
    """Whether more columns of one length stand side by side than a statement of the period of report has."""
    lengths = Counter(
        0 if column.period.start is None else (column.period.end - column.period.start).days // _MONTH
        for column in statement.columns
    )
    return max(lengths.values()) > _MOST_COLUMNS


def _same_name(entity: str, company: str) -> bool:
    """Whether both are one name: conformed names put a person's first name last (`SMITH JOHN FUND II`)."""
    words, named = _words(entity), _words(company)
    return bool(words) and (words == named or (len(words) > 1 and words < named))


def _words(name: str) -> set[str]:
    return set(_WORD.findall(name.lower())) - _FILLER
