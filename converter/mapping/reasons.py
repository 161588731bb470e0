"""Reasons: the argument for a candidate in plain words, the weightiest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.mapping.features import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.mapping.candidates import LineCandidates

_WORDS = {
    "before": "follows the totals that usually stand before it",
    "after": "stands above the total that usually follows it",
    "place": "stands between the totals where companies print it",
    "position": "stands where it usually does in the statement",
    "gap": "stands after a heading or not, as usual",
    "previous": "follows a line that usually comes before it",
    "next": "precedes a line that usually comes after it",
    "previous2": "the second line above fits",
    "next2": "the second line below fits",
    "filing": "goes with the other concepts of the filing",
    "label_industry": "this caption means this concept in this industry",
    "label_previous": "this caption means this concept after the line above",
    "label_next": "this caption means this concept before the line below",
    "words": "the words of the caption are typical",
    "industry": "is usual in this industry",
    "label_place": "this caption means this concept in this place",
}
_AGAINST = {
    "outdone": "another line of the statement has a better claim",
    "claimed_after": "a later line is tagged with it",
    "claimed_before": "an earlier line is tagged with it",
}
_LEAST = 0.15


def reasons_for(
    concept: int, name: str, evidence: LineCandidates, features: Sequence[float], weights: Mapping[str, float]
) -> tuple[str, ...]:
    """The reasons for and against a candidate: label evidence first, then at most three others by weight."""
    label = evidence.concepts[concept]
    out: list[str] = []
    if label.exact:
        filers = "filer" if label.exact == 1 else "filers"
        out.append(f"label used by {label.exact:,} {filers} for us-gaap:{name}")
    elif label.label:
        out.append(f"like '{label.label}' ({label.similarity:.2f}), which filers use for us-gaap:{name}")
    parts: list[tuple[float, str]] = []
    for feature, value in zip(COLUMNS, features, strict=True):
        if not value:
            continue
        if feature in _WORDS:
            part = value * weights.get(f"{feature}{'+' if value > 0 else '-'}", 0.0)
            if abs(part) > _LEAST and part * value > 0:
                parts.append((part, _WORDS[feature] if part > 0 else f"unusual: {feature.replace('_', ' ')}"))
        elif feature in _AGAINST:
            part = value * weights.get(feature, 0.0)
            if part < -_LEAST:
                parts.append((part, _AGAINST[feature]))
    parts.sort(key=lambda each: (-abs(each[0]), each[1]))
    out += [text for _, text in parts[:3]]
    return tuple(out)
