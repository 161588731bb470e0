"""The place of a concept in its taxonomy: what it is part of, what stands beside it, what it adds up to."""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from converter.errors import InputError
from converter.model import StatementKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from converter.taxonomy.release import Taxonomy

_DEEPEST = 12
_BESIDE = 12


@lru_cache(maxsize=4096)
def place_of(taxonomy: Taxonomy, concept: str, kind: str) -> dict[str, Any]:
    """Where a concept stands in statements of a kind: `path` from the root, `beside` it, `total` and `parts` of sums.

    Where it stands in no statement of this kind, the first other one that has it is taken; empty where none has.
    """
    wanted = StatementKind(kind)
    roles = sorted(taxonomy.roles.values(), key=lambda role: (role.kind is not wanted, role.uri))
    found: dict[str, Any] = {}
    for role in roles:
        arcs = taxonomy.presentation(role.uri) if "presentation" in role.used_on else None
        if arcs and arcs.parents(concept):
            path = [concept]
            while len(path) < _DEEPEST and (above := arcs.parents(path[0])) and above[0].parent not in path:
                path.insert(0, above[0].parent)
            beside = [arc.child for arc in arcs.children(path[-2]) if arc.child != concept] if len(path) > 1 else []
            found = {
                "role": role.definition,
                "path": [_named(taxonomy, name) for name in path],
                "beside": [_named(taxonomy, name) for name in beside[:_BESIDE]],
            }
            break
    for role in roles:
        sums = taxonomy.calculation(role.uri) if "calculation" in role.used_on else None
        if sums and (sums.parents(concept) or sums.children(concept)):
            above = sums.parents(concept)[:1]
            found["total"] = [{**_named(taxonomy, arc.parent), "weight": arc.weight} for arc in above]
            parts = sums.children(concept)[:_BESIDE]
            found["parts"] = [{**_named(taxonomy, arc.child), "weight": arc.weight} for arc in parts]
            break
    return found


def _named(taxonomy: Taxonomy, name: str) -> dict[str, str]:
    concept = taxonomy.concept(name)
    return {"concept": name, "label": concept.label if concept else name}


def describe(taxonomy: Taxonomy, name: str, definitions: Mapping[str, str]) -> dict[str, Any] | None:
    """What is known of a concept; `definition` where there is one. None where the taxonomy has no such concept."""
    concept = taxonomy.concept(name)
    if concept is None:
        return None
    return {
        "concept": name,
        "label": concept.label,
        "type": concept.type.rpartition(":")[2],
        "period_type": concept.period_type,
        "balance": concept.balance,
        "deprecated": concept.deprecated,
        "replacements": [each.concept for each in taxonomy.replacements(name)],
        "definition": definitions.get(name.rpartition(":")[2], ""),
    }


def read_definitions(path: Path) -> dict[str, str]:
    """Local name to definition, from a CSV or tab-separated table with the columns `tag` and `doc`.

    That is the form of the tables `tag` in the SEC's Financial Statement Data Sets. Definitions belong to the publisher
    of the taxonomy and are not part of this program. Raises InputError where the table cannot be read.
    """
    try:
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            head = file.readline()
            file.seek(0)
            rows = csv.DictReader(file, delimiter="\t" if "\t" in head else ",")
            if not {"tag", "doc"} <= set(rows.fieldnames or ()):
                raise InputError(f"{path.name} has no columns 'tag' and 'doc'")
            return {row["tag"]: row["doc"].strip() for row in rows if row.get("tag") and row.get("doc")}
    except (OSError, csv.Error) as error:
        raise InputError(f"{path.name} cannot be read as a table: {error}") from None
