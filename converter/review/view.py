"""What a page shows of a filing: statements with their lines, and one line in detail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from converter.review.decisions import in_conflict, outcomes, standing
from converter.review.folder import version_of
from converter.review.places import describe, place_of
from converter.review.rebuild import pending

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converter.model import Footing, Statement
    from converter.review.folder import Stored
    from converter.review.opened import Text
    from converter.taxonomy.release import Taxonomy


def filing_view(name: str, stored: Stored, text: Text, taxonomy: Taxonomy) -> dict[str, Any]:
    """The filing with all of its statements and lines, as the table of the review page shows them."""
    ledger = stored.content
    return {
        "name": name,
        "tag": stored.tag,
        "company": ledger.get("company", {}).get("name", ""),
        "form": ledger.get("submission", {}).get("form", ""),
        "period": ledger.get("submission", {}).get("period"),
        "taxonomy": ledger.get("taxonomy", ""),
        "pending": pending(ledger),
        "statements": [
            {
                "kind": statement["kind"],
                "title": statement.get("title", ""),
                "scope": statement.get("scope", "consolidated"),
                "columns": statement.get("columns", []),
                "lines": [
                    line_view(f"{number}-{index}", line, text, taxonomy)
                    for index, line in enumerate(statement["lines"])
                ],
            }
            for number, statement in enumerate(ledger["statements"])
        ],
    }


def line_view(name: str, line: Mapping[str, Any], text: Text, taxonomy: Taxonomy) -> dict[str, Any]:
    """A line as the table shows it."""
    concept = line.get("concept")
    declared = line.get("extension")
    found = taxonomy.concept(concept) if concept and not declared else None
    place = text.find(line["span"]) if "span" in line else None
    by = str(line.get("decided_by", ""))
    person = by.startswith("ledger")
    standing_here = bool(line.get("decided_at"))
    wanted = outcomes(line)
    return {
        "id": name,
        "version": version_of(line),
        "label": line["label"],
        "section": line.get("section", []),
        "depth": place[1].depth if place else 0,
        "role": line.get("role", "item"),
        "unit": line.get("unit", "money"),
        "first_line": line["span"][0] if "span" in line else 0,
        "printed": line.get("printed", []),
        "values": line.get("values", []),
        "concept": concept,
        "concept_label": declared["label"] if declared else found.label if found else "",
        "extension": declared,
        "status": line["status"],
        "confidence": line.get("confidence", 0.0),
        "decided_by": by,
        "decided_at": line.get("decided_at"),
        "remembered": person and not standing_here,
        "comment": line.get("comment", ""),
        "conflict": in_conflict(line),
        "yielded": bool(standing_here and wanted and wanted[-1].concept != concept),
        "footed": _footed(place, text),
    }


def _footed(place: tuple[int, Any] | None, text: Text) -> str:
    """`total` where a sum proves the line, `part` where it is part of one, `open` where it should foot and does not."""
    if place is None:
        return ""
    number, line = place
    tree = text.footed[number][1]
    if line.index in tree.unfooted or line.index in tree.broken:
        return "open"
    if any(footing.total == line.index for footing in tree.footings):
        return "total"
    if any(term.line == line.index for footing in tree.footings for term in footing.terms):
        return "part"
    return "loose" if line.index in tree.loose else ""


def line_detail(
    ledger: Mapping[str, Any],
    place: tuple[int, int],
    text: Text,
    taxonomy: Taxonomy,
    definitions: Mapping[str, str],
) -> dict[str, Any]:
    """Everything that is known of one line: candidates, reasons, equations, place in the taxonomy, other uses."""
    statement = ledger["statements"][place[0]]
    line = statement["lines"][place[1]]
    concept = line.get("concept")
    known = describe(taxonomy, concept, definitions) if concept and not line.get("extension") else None
    found = text.find(line["span"]) if "span" in line else None
    stands = set(standing(line.get("decisions", ())))
    return {
        **line_view(f"{place[0]}-{place[1]}", line, text, taxonomy),
        "reasons": line.get("reasons", []),
        "sign": line.get("sign", 1),
        "label_role": line.get("label_role", ""),
        "about": known,
        "place": place_of(taxonomy, concept, statement["kind"]) if known else {},
        "candidates": [
            {**each, **(describe(taxonomy, each["concept"], definitions) or {"label": ""})}
            for each in line.get("candidates", [])
        ],
        "equations": equations(text, found[0], found[1].index) if found else [],
        "elsewhere": _elsewhere(ledger, concept, place),
        "proposed": line.get("proposed"),
        "history": [
            {**entry, "stands": index in stands or entry["action"] == "undo"}
            for index, entry in enumerate(line.get("decisions", ()))
        ],
        "outcomes": [{"by": each.by, "at": each.at, "concept": each.concept} for each in outcomes(line)],
    }


def equations(text: Text, number: int, index: int) -> list[dict[str, Any]]:
    """The sums that a line is the total of or part of, each with its terms and the printed figures of its columns."""
    statement, tree = text.footed[number]
    ordered = sorted(tree.footings, key=lambda footing: footing.total != index)
    return [
        _equation(statement, footing, index)
        for footing in ordered
        if footing.total == index or any(term.line == index for term in footing.terms)
    ]


def _equation(statement: Statement, footing: Footing, index: int) -> dict[str, Any]:
    def figures(line: int) -> list[str]:
        cells = statement.lines[line].cells
        return [cell.text if (cell := cells[column]) is not None else "" for column in footing.columns]

    def entry(line: int, weight: int) -> dict[str, Any]:
        return {
            "label": statement.lines[line].label,
            "first_line": statement.lines[line].span.first_line,
            "weight": weight,
            "figures": figures(line),
            "here": line == index,
        }

    return {
        "total": entry(footing.total, 1),
        "terms": [entry(term.line, term.weight) for term in footing.terms],
        "columns": [
            statement.columns[column].head or str(statement.columns[column].period) for column in footing.columns
        ],
        "of": len(statement.columns),
        "difference": f"{footing.difference:f}",
    }


def _elsewhere(ledger: Mapping[str, Any], concept: str | None, place: tuple[int, int]) -> list[dict[str, Any]]:
    """The other lines of the filing that have the concept."""
    if concept is None:
        return []
    return [
        {
            "id": f"{number}-{index}",
            "label": line["label"],
            "statement": statement["kind"],
            "values": line.get("values", []),
        }
        for number, statement in enumerate(ledger["statements"])
        for index, line in enumerate(statement["lines"])
        if line.get("concept") == concept and (number, index) != place
    ]
