"""Amounts in captions: what the balance sheet prints in its labels, as a parenthetical statement of its own.

::

    Accounts receivable, less allowances of $574 in 1995 and $432 in 1994        13,168      10,211
    Securities held to maturity (market value of $25,370 and $94,557)            24,838      92,010

An amount is read only where its year or its place among the columns says which column it belongs to, and its size or
the missing scale says what it counts. Two captions that state the same thing are left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from converter.messages import Message, Severity, Span
from converter.model import Cell, CellKind, Line, LineRole, Scope, StatementKind, UnitKind
from converter.model.statements import PARENTHETICAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.model import Statement, Submission

_SUBJECT = re.compile(
    r"""
    (?P<allowance> (?:allowances?|reserves?) (?:[ ]for[ ](?:(?!discounts|returns)[a-z]+,?[ ]){0,4}?
        (?:accounts|receivables?|loss(?:es)?|debts?|collection))? )
    | (?P<depreciation> (?:accumulated|allowances?[ ]for)[ ]depreciation
        (?:(?:,[ ]|[ ]and[ ]|[ ]&[ ]|,[ ]and[ ])(?:depletion|amorti[sz]ation)){0,2} )
    | (?P<amortization> accumulated[ ]amorti[sz]ation )
    | (?P<value> (?:(?:approximate|aggregate|estimated|quoted)[ ])? (?:market|fair)[ ]values? )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ITEM = re.compile(
    r"""
    (?P<amount> \$[ ]{0,2}\d{1,3}(?:,\d{3})+ | \$[ ]{0,2}\d{1,9} | (?<![\d,$.])\d{1,3}(?:,\d{3})+ )
      (?![\d,.]*\d|[ ]?%|[ ]shares)
    | (?:(?:at|on|in|for|as[ ]of)[ ])? (?:[a-z]{3,9}\.?[ ]\d{1,2}(?:,[ ]?|[ ]))? (?P<year> (?:19|20)\d\d )(?!\d|,\d)
    | (?P<filler> of|and|in|at|for|respectively|-{1,2}|[,;:()]|[ ] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HELD = re.compile(r"held[\s-]to[\s-]maturity", re.IGNORECASE)
_KINDS = (
    (
        "loans",
        "allowance",
        re.compile(r"\bloans?\b", re.I),
        re.compile(r"\baccounts\b|\btrade\b|held\s+for\s+sale", re.I),
    ),
    (
        "receivables",
        "allowance",
        re.compile(r"receivables?\b|\baccounts\b|\bcustomers\b", re.I),
        re.compile(
            r"\bloans?\b|financ|mortgage|premium|insur|lease|contracts|payable|liabilit|\btax|officer|holders", re.I
        ),
    ),
    (
        "property",
        "depreciation",
        re.compile(r"\bproperty\b|\bproperties\b|\bplant\b|\bequipment\b|\bpremises\b|\bfixed\s+assets\b", re.I),
        re.compile(r"\bleas|\brent|real\s+estate|investment|held\s+for", re.I),
    ),
    (
        "intangibles",
        "amortization",
        re.compile(r"intangible", re.I),
        re.compile(r"goodwill|excess|property|equipment", re.I),
    ),
    ("held to maturity", "value", _HELD, re.compile(r"mortgage\s+loans|\bloans\b", re.I)),
)
"""What an amount may be: the kind of subject, what the caption must speak of for it, and of what it must not."""
_SECURITIES = re.compile(r"\binvestment\s+securities\b|\bsecurities\s+held\s+for\s+investment\b", re.IGNORECASE)
_FIXED = re.compile(r"\bfixed\s+maturities\b|\bfixed\s+maturity\s+securities\b", re.IGNORECASE)
_AT_COST = re.compile(r"\bat\s+amortized\s+cost\b", re.IGNORECASE)
_FOR_SALE = re.compile(r"\bavailable[\s-]for[\s-]sale\b", re.IGNORECASE)
_OTHER_CLASS = re.compile(
    r"\bavailable[\s-]for[\s-]sale\b|\bheld\s+for\s+sale\b|\btrading\b|\bequit|\bpreferred\b|\bmortgage\s+loans\b",
    re.IGNORECASE,
)
_CURRENT = re.compile(r"\bcurrent\b", re.IGNORECASE)
_LONGEST = 600
"""Characters of a caption that are looked at."""
_QUICK = ("allowance", "reserve", "accumulated", "value")
_EDGES = re.compile(
    r"[\s,;:(-]*(?:\b(?:less|net\s+of|after|at\s+cost|at\s+amortized\s+cost)\b[\s,;:(-]*)?$", re.IGNORECASE
)
_NEAR = Decimal("0.5"), Decimal(2)
"""A market value as a share of the cost: what is outside is counted in other units."""
_MOST = {"loans": 2, "receivables": 2, "property": 50, "intangibles": 50}
"""How often the net figure beside it an amount may be: dollars written out under thousands are more."""
_OF_MORE = re.compile(r"(?:of|and|in|at|for|[ ])*", re.IGNORECASE)
"""What joins an amount to the words behind it: `$574 and $432 of unearned income`, `$2 and $1 million`."""


_KNOWN_REST = re.compile(
    r"\W*(?:(?:\d{1,2}\W*)?$|(?:see\s+)?notes?\b|(?:for\s+)?(?:doubtful\s+accounts|bad\s+debts|(?:loan|credit|possible)\s+losses)\W*$)",
    re.IGNORECASE,
)
"""What may stand behind the amounts without a doubt about them: `(Note 3)`, `for doubtful accounts`."""


class _Piece(NamedTuple):
    """The part of a caption on one line of the text: its offset in the caption, and where it stands."""

    offset: int
    line: int
    column: int


class _Printed(NamedTuple):
    """An amount in a caption, by its offsets in it."""

    start: int
    end: int
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a caption states: the kind of it, the line, and an amount or None for each column."""

    kind: str
    line: Line


def read_captions(
    submission: Submission, statements: Sequence[Statement]
) -> tuple[tuple[Statement, ...], tuple[Message, ...]]:
    """The parenthetical statements of the registrant's balance sheets: a line for each caption that states amounts."""
    found: list[Statement] = []
    messages: list[Message] = []
    for statement in statements:
        if statement.kind is not StatementKind.BALANCE_SHEET or statement.scope is not Scope.CONSOLIDATED:
            continue
        if not any(_may_state(line) for line in statement.lines):
            continue
        document = submission.documents[statement.document]
        raw = document.text.split("\n", statement.span.last_line - document.first_line + 1)
        lines = _unique([each for line in statement.lines for each in _read(statement, line, raw, document.first_line)])
        if not lines:
            continue
        span = lines[0].span
        for line in lines[1:]:
            span = span.join(line.span)
        lines = [replace(line, index=index) for index, line in enumerate(lines)]
        title = f"{statement.title} {PARENTHETICAL}"
        found.append(replace(statement, title=title, span=span, lines=tuple(lines)))
        messages.append(
            Message(
                code="statements.caption-amounts",
                severity=Severity.INFO,
                text=f"amounts in the captions of {statement.title!r} are read as lines of their own",
                span=span,
            )
        )
    return tuple(found), tuple(messages)


def _may_state(line: Line) -> bool:
    """Whether the caption of a line has a word of those that state amounts."""
    return any(map(line.label.lower().__contains__, _QUICK))


def _unique(found: Sequence[_Found]) -> list[Line]:
    kinds = Counter(each.kind for each in found)
    return [each.line for each in found if kinds[each.kind] == 1]


def _read(statement: Statement, line: Line, raw: Sequence[str], first_line: int) -> Iterator[_Found]:
    if line.unit is not UnitKind.MONEY or line.generated_label or not line.has_values or not _may_state(line):
        return
    caption, pieces = _caption(line, raw, first_line)
    if len(caption) > _LONGEST:
        return
    subjects = list(_SUBJECT.finditer(caption))
    ends = [*(subject.start() for subject in subjects[1:]), len(caption)]
    for subject, end in zip(subjects, ends, strict=False):
        heading = caption[: subject.start()]
        while (shorter := _EDGES.sub("", heading)) != heading:
            heading = shorter
        stated = str(subject.lastgroup)
        kind, unnamed = _kind(stated, heading or " ".join(line.section[-1:])), ""
        if not kind and stated == "value" and _is_held(statement, line, heading):
            kind, unnamed = "held to maturity", "the caption does not name the securities as held to maturity"
        if not kind or (kind == "held to maturity" and _is_part(statement, line)):
            continue
        filled = [position for position, cell in enumerate(line.cells) if cell is not None and cell.value]
        amounts, doubt = _by_column(
            caption, subject.end(), end, [column.period.end.year for column in statement.columns], filled
        )
        scale = _scale(kind, amounts, line)
        if scale is None:
            continue
        doubt = doubt or unnamed
        if scale != line.scale:
            doubt = "the amounts of the caption are counted in other units than those beside it"
        if not heading:
            doubt = doubt or "the caption says only under its heading what the amounts belong to"
        words = subject.group()
        start = 0 if heading else subject.start()
        cells = tuple(
            None if amount is None else _cell(caption, amount, column, pieces) for column, amount in enumerate(amounts)
        )
        label_span = span = _span(start, subject.end(), pieces)
        for cell in cells:
            span = span.join(cell.span) if cell is not None else span
        current = "current " if any(_CURRENT.search(each) for each in line.section) else ""
        yield _Found(
            kind=kind,
            line=replace(
                line,
                label=f"{heading}, {words.lower()}" if heading else f"{words[0].upper()}{words[1:]}",
                span=span,
                label_span=label_span,
                depth=0,
                parent=None,
                section=(*line.section, f"parenthetical {current}{kind}"),
                role=LineRole.ITEM,
                scale=scale,
                cells=cells,
                doubt=doubt,
            ),
        )


def _kind(subject: str, heading: str) -> str:
    """The kind of amount that a subject under a heading states; empty where it may be more than one."""
    return next(
        (
            kind
            for kind, stated, wanted, unwanted in _KINDS
            if stated == subject and wanted.search(heading) and not unwanted.search(heading)
        ),
        "",
    )


def _is_part(statement: Statement, line: Line) -> bool:
    """Whether mortgage-backed securities are but some of those held to maturity."""
    return "mortgage" in line.label.lower() and any(
        other.has_values and other is not line and _HELD.search(f"{' '.join(other.section)} {other.label}")
        for other in statement.lines
    )


def _is_held(statement: Statement, line: Line, heading: str) -> bool:
    """Whether securities with a market value in the caption are those held to maturity, as no others are left.

    Since 1994 debt securities are held to maturity, available for sale or for trading: what a bank calls investment
    securities beside those available for sale, and what an insurer shows at amortized cost.
    """
    words = f"{' '.join(line.section)} {line.label}"
    if _OTHER_CLASS.search(words):
        return False
    if _FIXED.search(words) and _AT_COST.search(line.label):
        return True
    return bool(_SECURITIES.search(heading)) and any(
        _FOR_SALE.search(f"{' '.join(other.section)} {other.label}") for other in statement.lines
    )


def _caption(line: Line, raw: Sequence[str], first_line: int) -> tuple[str, list[_Piece]]:
    """The caption as it stands in the text, its lines joined by blanks, and where each part of it stands."""
    starts: dict[int, int] = {}
    for cell in line.cells:
        if cell is not None:
            at = cell.span.first_line
            starts[at] = min(starts.get(at, cell.span.first_column), cell.span.first_column)
    text = ""
    pieces: list[_Piece] = []
    for number in range(line.label_span.first_line, line.label_span.last_line + 1):
        printed = raw[number - first_line][: starts.get(number, 10**6) - 1]
        if "\t" in printed:
            return "", []  # what stands where is not certain
        part = printed.strip()
        if part:
            text += " " if text else ""
            pieces.append(_Piece(len(text), number, len(printed) - len(printed.lstrip()) + 1))
            text += part
    return text, pieces


def _span(start: int, end: int, pieces: Sequence[_Piece]) -> Span:
    first = next(piece for piece in reversed(pieces) if piece.offset <= start)
    last = next(piece for piece in reversed(pieces) if piece.offset < end)
    return Span(
        first_line=first.line,
        first_column=first.column + start - first.offset,
        last_line=last.line,
        last_column=last.column + end - 1 - last.offset,
    )


def _by_column(
    caption: str, start: int, end: int, years: Sequence[int], filled: Sequence[int]
) -> tuple[list[_Printed | None], str]:
    """The amount of each column in a stretch of the caption, none where that is open, and what is not certain.

    `years` are those in which the columns end, `filled` the columns that have a figure beside the caption.
    """
    nothing: tuple[list[_Printed | None], str] = [None] * len(years), ""
    if len(set(years)) != len(years):
        return nothing
    items: list[_Printed | int] = []
    position, depth = start, 0
    while position < end and (match := _ITEM.match(caption, position, end)) is not None:
        if match["amount"]:
            digits = match["amount"].strip("$ ").replace(",", "")
            items.append(_Printed(*match.span("amount"), Decimal(digits)))
        elif match["year"]:
            items.append(int(match["year"]))
        elif match["filler"] == "(":
            depth += 1
        elif match["filler"] == ")":
            depth -= 1
            if depth < 0:
                break  # the parenthesis that the subject stands in
        position = match.end()
    if caption[position : position + 1].isdigit() or caption[position : position + 1] == "$":
        return nothing  # more figures follow that were not understood
    last = items[-1] if items else 0
    if (
        isinstance(last, _Printed)
        and caption[position:end][:1].isalpha()
        and not _KNOWN_REST.match(caption, position)
        and _OF_MORE.fullmatch(caption, last.end, position)
    ):
        return nothing  # the last amount is that of something else, or counted in other units
    amounts = [item for item in items if isinstance(item, _Printed)]
    named = [item for item in items if not isinstance(item, _Printed)]
    if not amounts or len(amounts) > len(years):
        return nothing
    doubt = "" if _KNOWN_REST.match(caption, position) else "the caption says more of its amounts than was understood"
    if not named:
        if len(amounts) not in (len(years), len(filled)):
            return nothing
        places = filled if len(amounts) == len(filled) else range(len(years))
        by_place = dict(zip(places, amounts, strict=True))
        return [by_place.get(place) for place in range(len(years))], doubt
    aside = len(years) == len(amounts) == 2 and caption[amounts[0].end : amounts[1].start].strip()
    if len(named) == 1 and aside and aside[0] == "(" and items[0] == amounts[0]:
        # "$90,080 (1994 - $45,546)", "$97 ($91 at September 30, 1994)": the first is that of the other column.
        named = [*(year for year in years if year not in named), *named]
    if len(named) != len(amounts) or len(set(named)) != len(named) or not set(named) <= set(years):
        return nothing
    found = dict(zip(named, amounts, strict=True))
    return [found.get(year) for year in years], doubt


def _scale(kind: str, amounts: Sequence[_Printed | None], line: Line) -> int | None:
    """The power of ten that the amounts of a caption are counted in; None where that is open."""
    values = [amount.value for amount in amounts if amount is not None]
    if not values:
        return None
    pairs = [
        (amount.value, cell.value.copy_abs())
        for amount, cell in zip(amounts, line.cells, strict=True)
        if amount is not None and cell is not None and cell.value
    ]
    if kind == "held to maturity":
        fitting = [
            scale
            for scale in sorted({0, line.scale})
            if pairs and all(_NEAR[0] <= value.scaleb(scale - line.scale) / cost <= _NEAR[1] for value, cost in pairs)
        ]
        return fitting[0] if len(fitting) == 1 else None
    if any(value > net * _MOST[kind] for value, net in pairs):
        return None
    # Thousands that are written out under a caption of thousands cannot be told from millions.
    return None if line.scale and all(value % 1000 == 0 for value in values) else line.scale


def _cell(caption: str, amount: _Printed, column: int, pieces: Sequence[_Piece]) -> Cell:
    text = caption[amount.start : amount.end]
    number = amount.start + len(text) - len(text.lstrip("$ "))
    return Cell(
        text=text,
        kind=CellKind.AMOUNT,
        value=amount.value,
        column=column,
        span=_span(amount.start, amount.end, pieces),
        number_span=_span(number, amount.end, pieces),
    )
