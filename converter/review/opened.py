"""A filing that is open for review: its text read anew, its ledger, and the way from one to the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from converter.mapping.choose import label_role, possible
from converter.mapping.signs import is_guess, signs
from converter.model import Concept, UnitKind
from converter.pipeline import Track, read
from converter.review.decisions import NotPossible
from converter.write.facts import scaled
from converter.write.ledger import text_digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.model import FootingTree, Line, Statement, Submission
    from converter.taxonomy.release import Taxonomy


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The text of a filing as it is read: what every span of its ledger points into."""

    submission: Submission
    footed: tuple[tuple[Statement, FootingTree], ...]
    digest: str
    """SHA-256 of the decoded text."""

    places: Mapping[tuple[int, ...], tuple[int, Line]]
    """The position of the statement, and the line, by the span of the line."""

    def find(self, span: Sequence[int]) -> tuple[int, Line] | None:
        """The position of the statement, and its line, that a span of the ledger stands for."""
        return self.places.get(tuple(span))


def read_text(data: bytes) -> Text:
    """The text of a filing. Raises InputError where it cannot be read."""
    reading = read(data, Track())
    places: dict[tuple[int, ...], tuple[int, Line]] = {
        (line.span.first_line, line.span.first_column, line.span.last_line, line.span.last_column): (number, line)
        for number, (statement, _) in enumerate(reading.footed)
        for line in statement.lines
    }
    return Text(
        submission=reading.submission,
        footed=reading.footed,
        digest=text_digest(reading.submission),
        places=places,
    )


def concept_of(line: Mapping[str, Any], taxonomy: Taxonomy) -> Concept | None:
    """The concept that a line of a ledger has: one of the taxonomy, or what its extension is declared as."""
    name = line.get("concept")
    if not name:
        return None
    declared = line.get("extension")
    if declared:
        return Concept(
            name=name,
            type=declared["type"],
            period_type=declared["period_type"],
            balance=declared["balance"],
            abstract=False,
            substitution_group="xbrli:item",
            label=declared["label"],
        )
    return taxonomy.concept(name)


def check(line: Mapping[str, Any], kind: str, concept: str, taxonomy: Taxonomy) -> None:
    """Nothing, where a concept of the taxonomy can stand on a line in a statement of this kind.

    Raises NotPossible with the reason where it cannot.
    """
    from converter.model import StatementKind

    found = taxonomy.concept(concept)
    if found is None:
        raise NotPossible(f"{concept} is no concept of {taxonomy.release}")
    if found.abstract:
        raise NotPossible(f"{concept} is a heading: it cannot have a value")
    unit = UnitKind(line.get("unit", "money"))
    if not possible(found, StatementKind(kind), None):
        raise NotPossible(f"{concept} has the period type {found.period_type}, which this statement does not state")
    if not possible(found, StatementKind(kind), unit):
        raise NotPossible(f"{concept} is of type {found.type.partition(':')[2]}, which a line of {unit} is not")


def signed(statement: Mapping[str, Any], text: Text, taxonomy: Taxonomy) -> dict[str, Any]:
    """The statement of a ledger with sign, label role and values as its concepts now have them.

    A sign follows from all concepts of the statement and what it adds up to, not from one line alone.
    """
    places = [text.find(line["span"]) if "span" in line else None for line in statement["lines"]]
    numbers = {place[0] for place in places if place is not None}
    if len(numbers) != 1 or None in places:
        return dict(statement)  # the text is read otherwise than when the ledger was written: a rebuild says the rest
    printed, tree = text.footed[numbers.pop()]
    found = [place[1] for place in places if place is not None]
    concepts = {line.index: concept_of(entry, taxonomy) for line, entry in zip(found, statement["lines"], strict=True)}
    guessed = {
        line.index
        for line, entry in zip(found, statement["lines"], strict=True)
        if is_guess(entry["status"], entry["confidence"])
    }
    sign = signs(printed, tree, concepts, guessed)
    totals = {footing.total for footing in tree.footings}
    lines = []
    for line, entry in zip(found, statement["lines"], strict=True):
        values: list[str | None] = [None] * len(printed.columns)
        for cell in line.cells:
            if cell is not None and cell.value is not None:
                values[cell.column] = f"{scaled(cell.value, line.scale, sign[line.index]):f}"
        role = label_role(printed, line, concepts[line.index], sign[line.index], total=line.index in totals)
        lines.append({**entry, "sign": sign[line.index], "label_role": role, "values": values})
    return {**statement, "lines": lines}
