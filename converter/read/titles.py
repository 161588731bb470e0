"""Titles: the lines of a document that announce a primary statement.

A title is only a claim. Tables of contents, auditors' reports and cross references name the same statements, so
`converter.read.regions` looks at what follows a title before it believes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

from converter.model import Scope, StatementKind
from converter.read.bare_titles import bare_kind
from converter.read.prose import begins_anew, goes_on, goes_on_in_capitals, is_paragraph, opens_sentence
from converter.read.summaries import is_in_summary, is_primary, is_summary
from converter.read.text import line_indexes, places_of

_KINDS: tuple[tuple[StatementKind, str], ...] = (
    # Order matters: the first that matches wins, so the narrow kinds stand before the broad ones.
    (
        StatementKind.COMPREHENSIVE_INCOME,
        r"statements?\s+of\s+(?:\w+\s+)?comprehensive\s+(?:income|loss|earnings)",
    ),
    (
        StatementKind.CASH_FLOW,
        r"statements?\s+of\s+(?:\w+\s+){0,3}cash\s*flows?|cash\s*flows?\s+statements?|consolidated\s+cash\s*flows?"
        r"|statements?\s+of\s+(?:\w+\s+)?changes\s+in\s+financial\s+position"
        r"|statements?\s+of\s+sources?\s+and\s+(?:uses?|applications?)"
        r"|statements?\s+of\s+(?:\w+\s+)?(?:changes?|increases?)\s+in\s+cash\b"
        r"|cash\s+receipts\s+and\s+(?:cash\s+)?(?:disbursements|payments)",
    ),
    (
        StatementKind.BALANCE_SHEET,
        r"balance\s+sheets?|statements?\s+of\s+(?:\w+\s+)?(?:financial\s+)?(?:condition|position)"
        r"|statements?\s+of\s+(?:\w+\s+)?assets(?:,|\s+and)\s+liabilities|statements?\s+of\s+net\s+assets"
        r"|statements?\s+of\s+(?:\w+\s+)?capitalization|capitalization\s+statements?"
        r"|consolidated\s+(?:statements?\s+of\s+)?financial\s+(?:condition|position)",
    ),
    (
        StatementKind.INCOME_STATEMENT,
        r"statements?\s+of\s+(?:(?!retained\b)\(?\w+\)?\s+)?(?:net\s+)?(?:income|operations?|operating\s+results|earnings|loss(?:es)?|profits?|revenues?"
        r"|results\s+of\s+operations)\b|statements?\s+of\s+consolidated\s+(?:net\s+)?(?:income|earnings|operations)"
        r"|(?:income|earnings|operating|operations)\s+statements?|profit\s+and\s+loss\s+(?:statements?|accounts?)"
        r"|statements?\s+of\s+gains?\s+(?:and|or)\s+loss(?:es)?|gains?\s+and\s+loss(?:es)?\s+statements?"
        r"|revenues?\s+and\s+expenses?\s+statements?"
        r"|consolidated\s+(?:income|earnings|operations|results\s+of\s+operations)\b(?!\s+(?:before|from|after|per|tax))|consolidated\s+statements?\s+of\s+the\s+operations",
    ),
    (
        StatementKind.EQUITY,
        r"statements?\s+of\s+(?:\w+\s+)?(?:changes?\s+in\s+)?(?:\w+\s+)?(?:(?:(?:common|preferred|preference)\s+)?"
        r"(?:stock|share|unit|member)[\s-]*(?:holders?|owners?)?'?s?'?\s*(?:equity|investment|deficit)"
        r"|equity|capital\s+accounts?|partners'?\s+(?:capital|equity|deficit)|members'?\s+equity|retained\s+earnings"
        r"|common\s+equity|net\s+worth)"
        r"|(?:consolidated|changes\s+in)\s+(?:\w+\s+)?(?:stock|share)\s?holders?'?s?'?\s+(?:equity|investment)"
        r"|(?:stock|share)\s?holders?'?s?'?\s+(?:equity|investment)\s+statements?",
    ),
)
_WORDS_OF_TITLES = ("statement", "consolidated")
_KEYS = tuple(
    # Each begins with letters that stand fast, which a search finds many times faster than one of several beginnings.
    re.compile(pattern)
    for pattern in (
        r"balance\s+sheet",
        r"cash(?:\s*flow|\s+receipts)",
        r"financial\s+(?:condition|position)",
        r"profit\s+and\s+loss",
        r"changes\s+in\s+cash",
        r"uses\s+of\s+cash",
    )
)
_SPACED_WORDS = ("s t a t e m e n t", "s h e e t")
_SPACED_LETTER = " e "
"""What both of these have, and few documents."""
_SPACED = re.compile(r"(?<=\b\w) (?=\w\b)")
_NAMING = re.compile(
    r"consolidated|condensed|combined|interim|statements?|sheets?|balance|subsidiar(?:y|ies)|compan(?:y|ies)|company's|parent|only|"
    r"january|february|march|april|june|july|august|september|october|november|december|thirteen|fourteen|twenty|thirty|thousand|"
    r"dollars|weeks?|days?|consolidating|affiliates?|corporation|supplementary|primary|financial|inception|through|development|stage"
)
_KIND_HINTS = ("statement", "consolidated", "cash", "balance", "changes", "profit")
"""Each kind is announced by one of these."""
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_TOC = re.compile(r"(?:[. ]{4}|\s{3}|---)(?:f-|page\s*+)?\d{1,3}+(?:\s*+-\s*+\d{1,3})?\s*+$")
_PROSE_PHRASES = re.compile(r"\b(?:set forth|as follows)\b")
_WORDS = re.compile(r"\w+")
_PROSE_WORDS = frozenset(
    {
        *("were", "was", "is", "are", "see", "refer", "which", "that", "this", "these", "has", "have", "been"),
        *("include", "included", "includes", "including", "accompanying", "appearing", "appear", "appears"),
        *("presented", "incorporated", "page", "pages", "item", "exhibit", "report", "reports", "our", "we"),
        *("audited", "examined", "schedule", "schedules", "note", "notes", "herein", "shown", "prepared"),
        *("caption", "reference", "filed", "auditor", "auditors"),
    }
)
_PARENT = re.compile(
    r"parent\s+(?:company|only|corporation)|\(parent\)|registrant\s+only|\bunconsolidated\b|of\s+(?:the\s+)?registrant|company\s+only"
)
_PRO_FORMA = re.compile(r"pro[\s-]*forma|\bnon[\s-]?gaap\b")
_NOT_GAAP = re.compile(
    r"^\W*adjusted\b|\bexcluding\b|\bbefore\s+(?:restructuring|special|merger|unusual|non-?recurring|one-?time)\b|\bcash\s+earnings\b"
    r"|\btax(?:able)?[\s-]equivalent\b|\bconstant\s+currency\b|\b(?:forecast(?:ed)?|project(?:ed|ions?)|budget(?:ed)?|guidance|outlook)\b"
)
"""Titles of figures that the accounts do not have: they give no facts of the period, as pro forma figures do not."""
_OTHER_BOOKS = re.compile(r"\bconsolidating\b|\bcombining\b|\bsegments?\b|\bstatutory\b|\bdiscontinued\s+operations\b")
"""A column for each company, and books of a part of it or for its regulator."""
_CONTINUED = re.compile(r"\(?\bcont(?:inued|'d|d|\.)")
_CAPTION = re.compile(r"\([^()]{0,60}(?:thousands?|millions?|dollars|000)\b[^()]{0,80}\)", re.IGNORECASE)
_TAIL = re.compile(r"\s\([^()]{1,60}\)$")
"""`(as adjusted for the stock split)`"""
_MOST_BEFORE = 2
"""Parts of a line up to its title: a name or a date may stand before it."""
_GAP = re.compile(r"\s\s")
_APART = re.compile(r"\s{3,}|\s{2,}(?=(?:for|as\s+of|at|years?|three|six|nine|twelve)\b)", re.IGNORECASE)
_OPEN = re.compile(
    r"(?:\b(?:of|and|in|consolidated|statements?|changes|cash|comprehensive|retained|(?:stock|share)holders)|')$"
)
"""How a title ends that the next line goes on with."""
_OPEN_ENDS = (
    *("of", "and", "in", "consolidated", "statement", "statements", "changes", "cash", "comprehensive", "retained"),
    *("stockholders", "shareholders", "'"),
)
_OPEN_LENGTH = 16
"""More characters than the longest of these has."""
_EDGES = re.compile(r"[\s*_=|.\[\]#]*")
_EDGE = "*_=|.[]#"
_ITEM = re.compile(
    r"(?:part\s+i{1,3}v?\W{1,6})?item\s+\d{1,2}[a-c]?\W{1,6}(?:financial\s+statements?\W{1,6})?(?=\w)", re.IGNORECASE
)
"""`Item 1. Financial Statements - ` before the title of the first of them."""
_LISTED = re.compile(r"(?:\([a-z]\)|\(\d{1,2}\)|exhibit\s+[a-z0-9]{1,3}\s*[-:.])\s*(?=[a-z])", re.IGNORECASE)
"""`(a) Balance Sheets`, `EXHIBIT A - BALANCE SHEET`"""
_FIGURE = re.compile(r"\$\s*\d|\d,\d{3}")
_LOWER_START = re.compile(r"consolidated|condensed|combined|statements?|balance|cash|income")
_LOWER_LINE = re.compile(rf"{_LOWER_START.pattern}|item|part|exhibit|. ")
"""How a line in lower case begins that may have a title: with one, with what stands before it, or letter by letter."""
_LOWER_WORD = re.compile(r"\b[a-z]{4,}\b")
_SMALL_WORDS = frozenset(
    {
        *("with", "from", "ended", "ending", "year", "years", "month", "months", "week", "weeks", "period", "periods"),
        *("quarter", "quarters", "three", "twelve", "nine", "data", "except", "share", "shares", "amounts"),
        *("thousands", "millions", "dollars", "continued", "unaudited", "audited", "fiscal", "each", "omitted"),
        *("deleted", "hundreds", "otherwise", "noted", "indicated", "stated", "expressed", "unless", "where"),
        *("rounded", "nearest", "thousand", "million", "common"),
    }
)

_MOST_TITLES = 1_000
"""Titles of one document: real ones name a statement some dozen times, hostile ones without end."""
_MOST_MENTIONS = 200_000
"""Places where a key word of a title is looked at; the longest real documents have some thousand."""
_MARGIN = 4
_MIDDLE = 12
"""Positions by which the middles of two centred lines of one title may differ."""
MAX_TITLE = 180
"""Characters; longer lines are prose or hostile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A line that announces a statement: its line index in the document and what it says."""

    line: int
    last_line: int
    """The index of the last line of the title itself (titles wrap)."""
    kind: StatementKind
    text: str
    scope: Scope
    continued: bool
    primary: bool = True
    """Whether it announces the statement itself: `BALANCE SHEET DATA` only ends the statement above it."""
    summary: bool = False
    """Whether it announces a summary of the statement, `SUMMARY STATEMENTS OF INCOME`, and no part of another table."""
    bare: bool = False
    """Whether it names what the statement shows, `CASH FLOWS`, and no statement."""

    @property
    def counts_last(self) -> bool:
        """Whether what it announces is read only where the filing has no other statement of its kind."""
        return self.summary or self.bare


@lru_cache(maxsize=8192)
def classify(text: str) -> StatementKind | None:
    """The kind of statement that a folded, lower-case line announces, or None."""
    if not any(map(text.__contains__, _KIND_HINTS)):
        return None
    for kind, pattern in _PATTERNS:
        if pattern.search(text):
            return kind
    return None


@lru_cache(maxsize=1024)
def _is_strict(line: str) -> bool:
    """Whether the line says nothing but a title: no word of prose is left when the words of titles are taken away.

    "reflected in the Company's consolidated statements of operations beginning with" names a statement, too.
    """
    words = _LOWER_WORD.findall(line)
    if not words:
        lowered = line.lower()
        first = min((match.start() for _, pattern in _PATTERNS if (match := pattern.search(lowered))), default=0)
        return not opens_sentence(line[:first])
    rest = line
    for _, pattern in _PATTERNS:
        match = pattern.search(rest.lower())
        if match:
            rest = rest[: match.start()] + rest[match.end() :]
    return all(word in _SMALL_WORDS or _NAMING.fullmatch(word) for word in _LOWER_WORD.findall(rest))


def _is_spaced(text: str) -> bool:
    """Whether the letters are spaced out: `B A L A N C E   S H E E T S`."""
    return len(text) > 12 and text[1:12:2] == " " * 6


def _without_edges(stripped: str) -> str:
    """The line without the rules and marks that frame a title; a point belongs to the word before it."""
    text = _EDGES.sub("", stripped, count=1)
    end = len(text)
    while end and (text[end - 1].isspace() or (text[end - 1] in _EDGE and not _ends_word(text[:end]))):
        end -= 1
    return text[:end]


def _ends_word(text: str) -> bool:
    return text[-1] == "." and not text[-2:-1].isspace()


def _without_caption(text: str) -> str:
    """The title without the scale that stands in parentheses beside it: `(amounts are in thousands)`."""
    return _CAPTION.sub("", text) if "(" in text else text


def _has_words_of_prose(folded: str) -> bool:
    """Whether a title has words that only a sentence about a statement has."""
    return not _PROSE_WORDS.isdisjoint(_WORDS.findall(folded)) or _PROSE_PHRASES.search(folded) is not None


def _chunks(stripped: str) -> list[str]:
    """The parts of a line that stand apart: the title, and the column heads that some filers print beside it."""
    if not _GAP.search(stripped):
        return [stripped]
    return [part for part in _APART.split(stripped) if part]


def _title_text(stripped: str) -> str:
    """The title without the column heads that some filers print on its line."""
    parts = _chunks(stripped)
    named = next((part for part in parts if classify(_folded(part))), stripped)
    return " ".join(named.split())


def _is_column_head(stripped: str) -> bool:
    """Whether other heads stand before the words of a title: `COST    VALUE    BALANCE SHEET` over a schedule."""
    parts = _chunks(stripped)
    return len(parts) > _MOST_BEFORE and not any(classify(_folded(part)) for part in parts[:_MOST_BEFORE])


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


def _is_open(folded: str) -> bool:
    return folded.endswith(_OPEN_ENDS) and _OPEN.search(folded, max(0, len(folded) - _OPEN_LENGTH)) is not None


def _wrapped(stripped: str, following: str) -> str | None:
    """The title of a line that the next one goes on with, or None; both without what stands apart beside them.

    ::

                   CONSOLIDATED STATEMENTS OF            CONSOLIDATED STATEMENTS OF    Quarter    Quarter
                      FINANCIAL CONDITION                INCOME (unaudited)             Ended      Ended
    """
    if "  " not in stripped and "\t" not in stripped and not _folded(stripped).endswith(_OPEN_ENDS):
        return None  # by far most lines that name a statement are of prose
    parts = _chunks(stripped)
    head = next((part for part in parts if _is_open(_folded(part))), "")
    if not head or not following or (len(parts) > 1 and head is not parts[0]):
        return None
    joined = f"{head} {_chunks(following)[0]}"
    return joined if classify(_folded(joined)) is not None else None


def read_title(lines: list[str], index: int) -> Title | None:
    """The title that starts in `lines[index]`, or None. Titles may wrap, and column heads may stand beside them."""
    line = lines[index]
    stripped = line.strip()
    if len(stripped) > 2 * MAX_TITLE or (stripped[:1].islower() and not _LOWER_LINE.match(stripped)):
        return None
    if stripped and (stripped[0] in _EDGE or stripped[-1] in _EDGE):
        stripped = _without_edges(stripped)
    if stripped[:4].lower() in ("item", "part"):
        stripped = _ITEM.sub("", stripped, count=1)
    elif stripped[:1] == "(" or stripped[:7].lower() == "exhibit":
        stripped = _LISTED.sub("", stripped, count=1)
    elif stripped[:1] == stripped[-1:] == "-":
        stripped = stripped.strip("- ")
    if _is_spaced(stripped):
        stripped = " ".join(_SPACED.sub("", stripped).split())
    if not 8 <= len(stripped) <= MAX_TITLE or stripped[0] in "-(\"'" or stripped.startswith("<"):
        return None
    if stripped[0].islower() and not _LOWER_START.match(stripped):
        return None
    # Most lines that name a statement are of prose. Whatever title this one may be, it begins with its first words.
    if not _PROSE_WORDS.isdisjoint(_GAP.split(_without_caption(stripped.lower()), maxsplit=1)[0].split()):
        return None
    last = index
    folded = _folded(stripped)
    kind = classify(folded)
    following = lines[index + 1].strip() if index + 1 < len(lines) else ""
    if kind is None and not any(map(f"{folded} {following.lower()}".__contains__, _KIND_HINTS)):
        return None
    bare = bare_kind(folded, lines, index) if kind is None else None
    if bare is not None:
        kind = bare
    elif kind is None or folded.endswith((" of", " and", " in", " of consolidated", " of changes")):
        joined = _wrapped(stripped, following)
        if joined is None:
            return None
        kind, folded, last, stripped = classify(_folded(joined)), _folded(joined), index + 1, joined
    if kind is None or (_TOC.search(stripped.lower()) and not re.search(r"(?:19|20)\d\d\s*$", stripped)):
        return None
    if _is_column_head(stripped):
        return None
    tail = _title_text(stripped).lower().rstrip(" :")
    ends = (";", ",", " of", " the", " and") if begins_anew(lines, index) else (".", ";", ",", " of", " the", " and")
    if tail.endswith(ends) and not tail.endswith(("inc.", "co.", "corp.", "ltd.", "cont.", "and")):
        return None
    if _FIGURE.search(stripped):
        return None
    if bare is None and (
        _has_words_of_prose(_without_caption(folded)) or not _is_strict(_TAIL.sub("", _without_caption(stripped)))
    ):
        return None
    if index and (is_paragraph(lines[index - 1]) or goes_on_in_capitals(lines[index - 1], line)):
        return None
    before = " ".join(text.strip().lower() for text in lines[max(0, index - 4) : index])
    around = f"{before} {folded} {following.lower()}"
    scope = Scope.CONSOLIDATED
    if (
        _PRO_FORMA.search(folded)
        or _NOT_GAAP.search(folded)
        or (_PRO_FORMA.search(following.lower()) and _is_below(line, lines[index + 1]))
    ):
        scope = Scope.PRO_FORMA
    elif _PARENT.search(around):
        scope = Scope.PARENT_ONLY
    elif _OTHER_BOOKS.search(folded):
        scope = Scope.OTHER_ENTITY
    if goes_on(folded):
        return None
    continued = bool(_CONTINUED.search(f"{folded} {following.lower()[:40]}"))
    inside = is_in_summary(lines, index, last)
    return Title(
        line=index,
        last_line=last,
        kind=kind,
        text=_title_text(stripped),
        scope=scope,
        continued=continued,
        primary=is_primary(folded) and not inside and bare is None,
        summary=is_summary(folded) and not inside,
        bare=bare is not None and not inside,
    )


def _is_below(title: str, line: str) -> bool:
    """Whether a line goes on with a title: "(Pro forma)" may also head one of the columns far to its right."""
    first, second = len(title) - len(title.lstrip()), len(line) - len(line.lstrip())
    middle = (first + len(title.rstrip()) - second - len(line.rstrip())) / 2
    return abs(first - second) <= _MARGIN or abs(middle) <= _MIDDLE


def find_titles(lowered: str, lines: list[str]) -> tuple[Title, ...]:
    """All titles of a document, in order of lines.

    `lowered` is its text in lower case. Only lines in which one of the key words of a title occurs are looked at
    closer, so that the megabytes of prose around the statements cost one pass of a plain search.
    """
    titles: list[Title] = []
    seen = -1
    words = (*_WORDS_OF_TITLES, *_SPACED_WORDS) if _SPACED_LETTER in lowered else _WORDS_OF_TITLES
    mentions = [places_of(word, lowered) for word in words]
    mentions.extend(map(re.Match.start, key.finditer(lowered)) for key in _KEYS)
    offsets = sorted(chain.from_iterable(islice(each, _MOST_MENTIONS) for each in mentions))
    for _, index in line_indexes(lowered, offsets):
        if index <= seen:
            continue
        seen = index
        title = read_title(lines, index)
        if title is not None:
            titles.append(title)
            seen = title.last_line
            if len(titles) >= _MOST_TITLES:
                break
    return tuple(titles)
