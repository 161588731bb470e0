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
from converter.read.addressees import addressees, behind_reports
from converter.read.company_names import is_company_name, is_foreign, same_name, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Document, Statement, Submission

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
_FORMER = re.compile(r"FORMER CONFORMED NAME:[ \t]*(.{1,150})")
_BOUGHT = re.compile(
    r"financial\s+statements\s+of\s+(?:the\s+)?business(?:es)?\s+(?:to\s+be\s+)?acquired\b[\s.:;,()-]{0,60}+"
    r"(?!not\b|none\b|n/a\b|inapplicable\b)",
    re.IGNORECASE,
)
"""Item 7 (a) of a current report with statements, and not with `Not applicable`."""
_GROUP = frozenset({"subsidiary", "subsidiaries", "consolidated", "combined"})


def set_apart(
    statements: Sequence[Statement], parts: Sequence[int], submission: Submission
) -> tuple[list[Statement], list[Message]]:
    """The statements, without the scope of the registrant's own for those that another one stands for, and messages.

    `parts` has for each statement the index of the first one under its title, whose lot it shares. Of statements that
    share a period, one of the report or the annual report wins over one of a press release or another exhibit (benefit
    plans file theirs there), then one of few columns, then one under the registrant's name, then one called
    consolidated, then a full one over a summary, then the first.
    """
    company, documents = submission.header.company, submission.documents
    statements = _without_others(_claimed(_addressed(_named(statements), submission), company), submission)
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
    named, own = words_of(statement.entity) - _GROUP, words_of(company)
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


def _addressed(statements: Sequence[Statement], submission: Submission) -> Sequence[Statement]:
    """The statements, under the name of the company whose accountants' report stands above them.

    Looked for only where a set of statements was taken for another company's and none says whose it is.
    """
    unsure = {
        each.document for each in statements if each.scope is Scope.OTHER_ENTITY and not is_company_name(each.entity)
    }
    result = list(statements)
    for number in unsure:
        document = submission.documents[number]
        mine = [index for index, each in enumerate(statements) if each.document == number]
        reports = addressees(document.text, document.first_line)
        names = behind_reports([statements[index] for index in mine], reports, submission.header.company)
        for index, name in zip(mine, names, strict=True):
            if name and not is_company_name(result[index].entity):
                result[index] = replace(result[index], entity=name)
    return result


def _claimed(statements: Sequence[Statement], company: str) -> Sequence[Statement]:
    """The statements, with those under the registrant's own name as the registrant's where others come before them.

    A holding company and its subsidiaries file one text for all of them; each of them is the registrant of one copy.
    """
    named = [each for each in statements if each.scope is Scope.OTHER_ENTITY and same_name(each.entity, company)]
    foreign = [
        each
        for each in statements
        if each.scope is Scope.CONSOLIDATED and each.entity and _is_another(each.entity, company)
    ]
    own = any(each.scope is Scope.CONSOLIDATED and same_name(each.entity, company) for each in statements)
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


def _is_another(entity: str, company: str) -> bool:
    """Whether a name is not the registrant's, where the registrant's own stands above other statements."""
    named, own = words_of(entity) - _GROUP, words_of(company)
    return not named & own or (is_company_name(entity) and not (named <= own or own <= named))


def _without_others(statements: Sequence[Statement], submission: Submission) -> Sequence[Statement]:
    """The statements, with those under the name of another company, which is no former name of the registrant's, apart.

    An investee whose statements are an exhibit has its own year, so that no statement of the registrant stands beside
    them; the business that was bought is the only one with statements in a current report about it (Form 8-K, Item 7).
    """
    company = submission.header.company
    own = [each for each in statements if each.scope is Scope.CONSOLIDATED]
    named = len({each.kind for each in own if each.entity and not _is_another(each.entity, company)}) >= _LEAST_KINDS
    header = submission.text.partition("<DOCUMENT>")[0] if company else ""
    former = [words_of(name) for name in _FORMER.findall(header)]
    others = {
        each.span
        for each in own
        if is_foreign(each.entity, company)
        or (named and is_company_name(each.entity) and _is_another(each.entity, company))
        if words_of(each.entity) - _GROUP not in former
    }
    left = {each.kind for each in own if each.span not in others}
    bought = not left and submission.header.form.startswith("8-K") and _BOUGHT.search(submission.text) is not None
    if not others or not (bought or len(left) >= _LEAST_KINDS):
        return statements
    return [replace(each, scope=Scope.OTHER_ENTITY) if each.span in others else each for each in statements]


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
        not same_name(statement.entity, company),
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
