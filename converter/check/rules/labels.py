"""Rules 35 and 36: labels of the concepts that a filing uses (EFM 6.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from converter.check.rules.rule import ERROR, Finding, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converter.check.filing.view import Filing, Label

STANDARD: Final = "http://www.xbrl.org/2003/role/label"
DOCUMENTATION: Final = "http://www.xbrl.org/2003/role/documentation"
MAX_LABEL: Final = 511


def has_labels(filing: Filing) -> str:
    """Why rules on labels do not apply."""
    return "" if any(linkbase.labels for linkbase in filing.linkbases) else "the filing has no labels"


def all_labels(filing: Filing) -> Iterator[Label]:
    """Every label of every label linkbase."""
    for linkbase in filing.linkbases:
        yield from linkbase.labels


def _is_english(label: Label) -> bool:
    return label.lang.lower().startswith("en-us")


def labelled(filing: Filing) -> Iterator[Finding]:
    """Every concept that a fact or a presentation uses has an en-US standard label in the filing."""
    known = {label.concept for label in all_labels(filing) if label.role == STANDARD and _is_english(label)}
    missing: set[str] = set()
    for fact in filing.facts:
        if fact.concept not in known and fact.concept not in missing:
            missing.add(fact.concept)
            yield Finding(text=f"{fact.concept} has no en-US standard label", place=fact.place, fact=fact)
    for arc in filing.arcs("parent-child"):
        for concept in (arc.parent, arc.child):
            if concept not in known and concept not in missing:
                missing.add(concept)
                yield Finding(text=f"{concept} has no en-US standard label", place=arc.place, concept=concept)


def preferred_labels(filing: Filing) -> Iterator[Finding]:
    """Every preferred label of a presentation exists."""
    known = {(label.concept, label.role) for label in all_labels(filing)}
    for arc in filing.arcs("parent-child"):
        if arc.preferred_label and (arc.child, arc.preferred_label) not in known:
            text = f"{arc.child} has no label of the role {arc.preferred_label.rpartition('/')[2][:40]}"
            yield Finding(text=text, place=arc.place, concept=arc.child)


def one_label(filing: Filing) -> Iterator[Finding]:
    """A concept has one label of each role and language."""
    seen: set[tuple[str, str, str]] = set()
    for label in all_labels(filing):
        key = (label.concept, label.role, label.lang.lower())
        if key in seen:
            text = f"{label.concept} has more than one label of the role {label.role.rpartition('/')[2][:40]}"
            yield Finding(text=text, place=label.place, concept=label.concept)
        seen.add(key)


def distinct_labels(filing: Filing) -> Iterator[Finding]:
    """No two concepts have the same en-US standard label."""
    seen: dict[str, str] = {}
    for label in all_labels(filing):
        if label.role != STANDARD or not _is_english(label):
            continue
        first = seen.setdefault(label.text, label.concept)
        if first != label.concept:
            text = f"{label.concept} and {first} have the same standard label {label.text[:60]!r}"
            yield Finding(text=text, place=label.place, concept=label.concept)


def label_text(filing: Filing) -> Iterator[Finding]:
    """A label has at most 511 characters, no < and no white space at its ends."""
    for label in all_labels(filing):
        if label.role == DOCUMENTATION:
            continue
        if not label.text.strip():
            yield Finding(text=f"{label.concept} has an empty label", place=label.place, concept=label.concept)
        elif len(label.text) > MAX_LABEL or "<" in label.text:
            text = f"{label.concept} has a label of {len(label.text)} characters{', with <' * ('<' in label.text)}"
            yield Finding(text=text, place=label.place, concept=label.concept)
        elif label.text != label.text.strip():
            text = f"the label {label.text[:60]!r} of {label.concept} is not trimmed"
            yield Finding(text=text, place=label.place, concept=label.concept)


def own_documentation(filing: Filing) -> Iterator[Finding]:
    """Only extension concepts are documented by the filing."""
    for label in all_labels(filing):
        if label.role == DOCUMENTATION and label.concept not in filing.declared:
            text = f"{label.concept} is a standard concept and has a definition in this filing"
            yield Finding(text=text, place=label.place, concept=label.concept)


RULES: Final = (
    row(35, "EFM 6.10.01", "no-label", ERROR, labelled),
    row(35, "EFM 6.10.02", "no-preferred-label", ERROR, preferred_labels),
    row(35, "EFM 6.10.03", "label-twice", ERROR, one_label, has_labels),
    row(35, "EFM 6.10.04", "same-label", ERROR, distinct_labels, has_labels),
    row(36, "EFM 6.10.06", "label-text", ERROR, label_text, has_labels),
    row(36, "EFM 6.10.05", "definition", ERROR, own_documentation, has_labels),
)
