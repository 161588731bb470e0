"""The facsimile: the original page, character for character, with the tags laid over it.

Each document that holds a fact becomes one `pre` element. Taking all tags away and resolving the character references
gives back its text exactly; characters that XML cannot hold stand there as their pictures (see `environment.xml_text`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converter.write.ixbrl import page
from converter.write.parts import part_at
from converter.write.tags import Piece, Tag, tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.messages import Span
    from converter.model import Fact, Report, Submission
    from converter.write.parts import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A step in the markup of a page; `kind` is what the template writes for it."""

    kind: str
    """`text`, `page` (a form feed), `excluded`, `open`, `close`, `mark`, `unmark`, `refer` or `unrefer`."""
    text: str = ""
    tag: Tag | None = None


@dataclass(slots=True, kw_only=True)
class _Sheet:
    """A document of the source while it is being marked up."""

    id: str
    title: str
    first_line: int
    text: str
    groups: dict[tuple[int, int], list[Fact]] = field(default_factory=dict)
    inner: dict[tuple[int, int], dict[tuple[int, int], Fact]] = field(default_factory=dict)
    """Facts printed within the text of another one, by the place of that one: the year in the date of the report."""
    starts: list[int] = field(default_factory=list)

    def place(self, span: Span) -> tuple[int, int] | None:
        """The offsets of a span, or None where it is not on this sheet."""
        first, last = span.first_line - self.first_line, span.last_line - self.first_line
        if not 0 <= first <= last < len(self.starts) - 1:
            return None
        start = self.starts[first] + span.first_column - 1
        end = self.starts[last] + span.last_column
        return (start, end) if start < end < self.starts[last + 1] else None


def facsimile(report: Report, submission: Submission, parts: Sequence[Part]) -> tuple[bytes, ...]:
    """The inline XBRL documents in the look of the source, one for each part."""
    sheets = list(_sheets(submission))
    # The longer text first, so that what is printed within it finds it there.
    settled = {fact.id for fact in sorted(report.facts, key=_length, reverse=True) if _settle(fact, sheets)}
    homeless = [fact for fact in report.facts if fact.id not in settled]
    used = [sheet for sheet in sheets if sheet.groups] or sheets[-1:]
    host = _host(used, report)
    documents = []
    for part in parts:
        own = [sheet for sheet in used if part_at(parts, sheet.first_line) is part]
        if part.main and not own:
            own = sheets[:1]  # an inline document shows something
        # What is printed nowhere is hidden where the text that refers to it is.
        guests = homeless if host in own or (host is None and part.main) else []
        hidden = [*guests]
        pages = []
        for sheet in own:
            tokens, unreadable = _tokens(sheet, homeless if sheet is host else ())
            hidden.extend(unreadable)
            pages.append({"id": sheet.id, "title": sheet.title, "first_line": sheet.first_line, "tokens": tokens})
        documents.append(page("facsimile.htm.j2", report, hidden, part, pages=pages))
    return tuple(documents)


def _sheets(submission: Submission) -> Iterator[_Sheet]:
    lines = submission.text.split("\n")
    first = submission.documents[0].first_line if submission.documents else len(lines) + 1
    if first > 1:
        yield _sheet("header", "SGML header", 1, "\n".join(lines[: first - 1]))
    for number, document in enumerate(submission.documents, 1):
        title = document.type or "Source text"
        if document.description and document.description != document.type:
            title = f"{title}: {document.description}"
        yield _sheet(f"document-{number}", title, document.first_line, document.text)


def _sheet(name: str, title: str, first_line: int, text: str) -> _Sheet:
    sheet = _Sheet(id=name, title=title, first_line=first_line, text=text)
    sheet.starts.append(0)
    for line in text.split("\n"):
        sheet.starts.append(sheet.starts[-1] + len(line) + 1)
    return sheet


def _settle(fact: Fact, sheets: Sequence[_Sheet]) -> bool:
    """Whether the fact has a place of its own on a sheet, where it is put down."""
    if not fact.text:
        return False
    for sheet in sheets:
        place = sheet.place(fact.span)
        if place is None:
            continue
        touched = [spot for spot in sheet.groups if spot[0] < place[1] and place[0] < spot[1]]
        if not touched or touched == [place]:
            sheet.groups.setdefault(place, []).append(fact)
            return True
        outer = touched[0]
        if len(touched) > 1 or fact.unit or not outer[0] <= place[0] < place[1] <= outer[1]:
            return False
        inner = sheet.inner.setdefault(outer, {})
        if any(start < place[1] and place[0] < end for start, end in inner):
            return False
        inner[place] = fact
        return True
    return False


def _length(fact: Fact) -> tuple[int, int]:
    span = fact.span
    return span.last_line - span.first_line, span.last_column - span.first_column


def _host(sheets: Sequence[_Sheet], report: Report) -> _Sheet | None:
    """The sheet whose first tag refers to the facts that are printed nowhere: that with the registrant's name."""
    names = {fact.id for fact in report.facts if fact.concept == "dei:EntityRegistrantName"}
    for sheet in sheets:
        if any(fact.id in names for group in sheet.groups.values() for fact in group):
            return sheet
    return next((sheet for sheet in sheets if sheet.groups), None)


def _tokens(sheet: _Sheet, homeless: Sequence[Fact]) -> tuple[list[Token], list[Fact]]:
    """The marked up text of a sheet, and the facts on it that must be hidden."""
    tokens: list[Token] = []
    hidden: list[Fact] = []
    position = 0
    spots = sorted(sheet.groups)
    named = [spot for spot in spots if any(fact.concept == "dei:EntityRegistrantName" for fact in sheet.groups[spot])]
    anchor = next(iter(named or spots), None)
    for spot in spots:
        start, end = spot
        tokens.extend(_plain(sheet.text[position:start]))
        within = sheet.inner.get(spot, {})
        inner = [(first - start, last - start, within[first, last]) for first, last in sorted(within)]
        guests = homeless if spot == anchor else ()
        marked, unreadable = _marked(sheet.groups[spot], sheet.text[start:end], inner, guests)
        tokens.extend(marked)
        hidden.extend(unreadable)
        position = end
    tokens.extend(_plain(sheet.text[position:]))
    return tokens, hidden


def _plain(text: str) -> Iterator[Token]:
    """Text between the tags; a form feed is shown as the edge of a page, not as a picture of itself."""
    first, *rest = text.split("\f")
    yield Token(kind="text", text=first)
    for part in rest:
        yield Token(kind="page", text="\f")
        yield Token(kind="text", text=part)


def _marked(
    facts: Sequence[Fact], printed: str, inner: Sequence[tuple[int, int, Fact]], guests: Sequence[Fact]
) -> tuple[list[Token], list[Fact]]:
    """The tags of all facts that one stretch of text prints, nested, and the facts that it cannot give."""
    wraps: list[Tag] = []
    core: Tag | None = None
    hidden: list[Fact] = []
    for fact in facts:
        found = tag(fact, printed)
        if found is None or (core is not None and not found.wraps):
            hidden.append(fact)
        elif found.wraps:
            wraps.append(found)
        else:
            core = found
    content, unreadable = _content(core, printed, inner)
    hidden.extend(unreadable)
    tokens = [Token(kind="refer", text=fact.id) for fact in (*hidden, *guests)]
    if core is not None or wraps:
        tokens.append(Token(kind="mark"))
    tokens.extend(Token(kind="open", tag=each) for each in wraps)
    tokens.extend(content)
    tokens.extend(Token(kind="close", tag=each) for each in reversed(wraps))
    if core is not None or wraps:
        tokens.append(Token(kind="unmark"))
    tokens.extend(Token(kind="unrefer") for _ in (*hidden, *guests))
    return tokens, hidden


def _content(core: Tag | None, printed: str, inner: Sequence[tuple[int, int, Fact]]) -> tuple[list[Token], list[Fact]]:
    """The printed text with the tag that reads it, the tags of what is printed within, and what cannot be tagged."""
    pieces = (Piece(text=printed),) if core is None else core.pieces
    position = 0 if core is None else len(core.before)
    tokens = [] if core is None else [Token(kind="text", text=core.before), Token(kind="open", tag=core)]
    waiting = {} if core is not None and core.fact.unit else {(start, end): fact for start, end, fact in inner}
    hidden = [] if waiting else [fact for _, _, fact in inner]
    for piece in pieces:
        end = position + len(piece.text)
        for place in [] if piece.excluded else sorted(waiting):
            found = tag(waiting[place], printed[slice(*place)])
            if position <= place[0] and place[1] <= end and found is not None and not found.before and not found.after:
                tokens.append(Token(kind="text", text=printed[position : place[0]]))
                tokens.append(Token(kind="open", tag=found))
                tokens.extend(_pieces(found))
                tokens.append(Token(kind="close", tag=found))
                position = place[1]
                del waiting[place]
        tokens.append(Token(kind="excluded" if piece.excluded else "text", text=printed[position:end]))
        position = end
    if core is not None:
        tokens.extend((Token(kind="close", tag=core), Token(kind="text", text=core.after)))
    return tokens, [*hidden, *waiting.values()]


def _pieces(found: Tag) -> Iterator[Token]:
    for piece in found.pieces:
        yield Token(kind="excluded" if piece.excluded else "text", text=piece.text)
