"""The presentation of a statement: its headings as abstracts, its lines in printed order under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.model import LineRole, SectionLine
from converter.write.abstracts import heading_concept
from converter.write.labels import label_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.model import Concept, Line, Statement
    from converter.taxonomy.release import Taxonomy
    from converter.write.concepts import ExtensionNames, TaggedLine
    from converter.write.labels import Labels


def present(
    statement: Statement,
    root: Concept,
    tagged: Mapping[int, TaggedLine],
    facts: Mapping[int, Sequence[str]],
    taxonomy: Taxonomy,
    names: ExtensionNames,
    labels: Labels,
) -> tuple[tuple[SectionLine, ...], tuple[Concept, ...]]:
    """The lines of a presentation, and the abstract concepts of its headings.

    `tagged` and `facts` are by line index: only lines that have facts are presented, and only headings with such a
    line below them. Each (concept, label role) stands once (EFM 6.12.05), so that a repeated concept gets another role.
    """
    shown = {index for index in tagged if facts.get(index)}
    above = [_headings_above(statement, line) for line in statement.lines]
    headings = {index for line in shown for index in above[line]}
    lines: list[SectionLine] = []
    position: dict[int, int] = {}
    abstracts: dict[str, Concept] = {}
    used: set[tuple[str, str]] = set()
    for line, over in zip(statement.lines, above, strict=True):
        parent = next((position[index] for index in over if index in position), None)
        if line.index in headings:
            concept = heading_concept(line.label, taxonomy, names, {root.name, *abstracts})
            abstracts[concept.name] = concept
            text = f"{label_text(line.label) or 'Heading'} [Abstract]"
            role = labels.place(concept.name, "", text, used)
            if role is None:
                continue
            labels.hint(concept.name, *reversed(line.section))
            entry = SectionLine(concept=concept.name, parent=parent, label=text, label_role=role, line=line.index)
        elif line.index in shown:
            tag = tagged[line.index]
            # Many totals are printed without a label.
            text = label_text(line.label) or label_text(tag.concept.label)
            wanted, own = tag.label_role, label_text(tag.concept.label)
            if own and own.casefold() != text.casefold() and taxonomy.concept(tag.concept.name) is None:
                # A person named the company's own concept otherwise than its caption; the caption is still shown.
                labels.place(tag.concept.name, "", own, ())
                wanted = wanted or "terseLabel"
            role = labels.place(tag.concept.name, wanted, text, used)
            if role is None:
                continue
            labels.hint(tag.concept.name, *reversed(line.section))
            entry = SectionLine(
                concept=tag.concept.name,
                parent=parent,
                label=text,
                label_role=role,
                line=line.index,
                facts=tuple(facts[line.index]),
            )
        else:
            continue
        used.add((entry.concept, entry.label_role))
        position[line.index] = len(lines)
        lines.append(entry)
    return tuple(lines), tuple(abstracts.values())


def _headings_above(statement: Statement, line: Line) -> list[int]:
    """The indexes of the heading lines above a line, the nearest first."""
    found = []
    parent = line.parent
    steps = len(statement.lines)
    while parent is not None and steps:
        above = statement.lines[parent]
        if above.role is LineRole.HEADING:
            found.append(parent)
        parent = above.parent
        steps -= 1
    return found
