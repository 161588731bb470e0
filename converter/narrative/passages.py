"""The passages of a press release: its paragraphs and headings, one sentence after the other, with their places.

What belongs to a statement or stands in a table is no narrative.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from converter.messages import Span
from converter.model import BlockKind
from converter.read.blocks import read_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.model import Block, Submission

_LONGEST = 20_000
"""Characters of a paragraph that are looked at; prose is never so long."""
_LONGEST_SENTENCE = 4_000
_END = re.compile(r"[.!?][\"')]{0,2} (?=[\"'(]?[A-Z$])")
_ABBREVIATIONS = (
    "inc corp co ltd no vs mr mrs ms dr jr sr st u.s approx fig jan feb mar apr jun jul aug sep sept oct nov dec"
)
_ABBREVIATED: Final = frozenset(_ABBREVIATIONS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with single spaces between its words, and the place of each of its characters."""

    text: str
    places: tuple[tuple[int, int], ...]
    """Line and column of each character."""
    heading: str
    """The heading that it stands under, or empty."""
    paragraph: int
    """Sentences of one paragraph have one number."""

    def span(self, start: int, end: int) -> Span:
        """The place of a stretch of the text."""
        first, last = self.places[start], self.places[end - 1]
        return Span(first_line=first[0], first_column=first[1], last_line=last[0], last_column=last[1])


_KINDS = ("8-K", "EX-99", "EX-20", "EX-13")
"""Documents of an 8-K that are, or hold, a press release. An EX-99 of another form is a plan's report or a contract."""


def read_sentences(submission: Submission, form: str, statements: Sequence[Span]) -> tuple[Sentence, ...]:
    """The sentences of the press release that an 8-K is or carries, in order; none for any other form.

    `form` is the form type of the cover, `statements` are the places of the statements, which are no narrative.
    """
    found: list[Sentence] = []
    paragraph = 0
    if not (form or submission.header.form).upper().startswith("8-K"):
        return ()
    for index, document in enumerate(submission.documents):
        if document.type and not document.type.upper().startswith(_KINDS):
            continue
        heading = ""
        for block in read_blocks(submission, index):
            if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or _is_within(block.span, statements):
                continue
            if block.kind is BlockKind.HEADING:
                heading = " ".join(block.text.split())
            paragraph += 1
            found.extend(_sentences(block, heading, paragraph))
    return tuple(found)


def _is_within(span: Span, statements: Sequence[Span]) -> bool:
    return any(each.first_line <= span.last_line and span.first_line <= each.last_line for each in statements)


def _sentences(block: Block, heading: str, paragraph: int) -> Iterator[Sentence]:
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    for number, line in enumerate(block.text.split("\n"), block.span.first_line):
        for column, character in enumerate(line, 1):
            if not character.isspace():
                characters.append(character)
                places.append((number, column))
            elif characters and characters[-1] != " ":
                characters.append(" ")
                places.append((number, column))
        if characters and characters[-1] != " ":
            characters.append(" ")
            places.append((number, len(line) + 1))
        if len(characters) > _LONGEST:
            break
    text = "".join(characters)
    start = 0
    for end in (*_ends(text), len(text)):
        stop = min(end, start + _LONGEST_SENTENCE)
        if text[start:stop].strip():
            yield Sentence(
                text=text[start:stop], places=tuple(places[start:stop]), heading=heading, paragraph=paragraph
            )
        start = end


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        word = text[: match.start()].rpartition(" ")[2].lower().lstrip("(\"'")
        if match[0][0] != "." or not (word in _ABBREVIATED or (len(word) == 1 and word.isalpha())):
            yield match.end()
