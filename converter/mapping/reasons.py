"""Reasons: the argument for a candidate in plain words, the weightiest first."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from converter.mapping.features import COLUMNS
from converter.mapping.labels import loose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.mapping.gathered import LineCandidates
    from converter.mapping.lines import MappingLine

_WORDS = {
    "before": ("follows the totals that usually stand before it", "other totals usually stand before it"),
    "after": ("stands above the total that usually follows it", "other totals usually follow it"),
    "place": ("stands between the totals where companies print it", "companies print it between other totals"),
    "position": ("stands where it usually does in the statement", "usually stands elsewhere in the statement"),
    "gap": ("stands after a heading or not, as usual", "stands after a heading or not, against what is usual"),
    "previous": ("follows a line that usually comes before it", "other lines usually come before it"),
    "next": ("precedes a line that usually comes after it", "other lines usually come after it"),
    "previous2": ("the second line above fits", "the second line above does not fit"),
    "next2": ("the second line below fits", "the second line below does not fit"),
    "filing": ("goes with the other concepts of the filing", "does not go with the other concepts of the filing"),
    "marks": ("goes with what the filing speaks of", "does not go with what the filing speaks of"),
    "label_industry": (
        "this caption means this concept in this industry",
        "this caption mostly means something else in this industry",
    ),
    "label_previous": (
        "this caption means this concept after the line above",
        "this caption mostly means something else after the line above",
    ),
    "label_next": (
        "this caption means this concept before the line below",
        "this caption mostly means something else before the line below",
    ),
    "words": ("the words of the caption are typical", "the words of the caption are not typical"),
    "industry": ("is usual in this industry", "is unusual in this industry"),
    "label_place": (
        "this caption means this concept in this place",
        "this caption mostly means something else in this place",
    ),
}
"""What each kind of evidence says where it speaks for a candidate, and where against."""
_AGAINST = {
    "outdone": "another line of the statement has a better claim",
    "claimed_after": "a later line is tagged with it",
    "claimed_before": "an earlier line is tagged with it",
}
_LEAST = 0.15
_WORDED = math.log(0.05)
_TOGETHER = 0.5
"""What all lines together say is worth telling from this chance on."""


def reasons_for(
    concept: int,
    name: str,
    line: MappingLine,
    evidence: LineCandidates,
    features: Sequence[float],
    weights: Mapping[str, float],
) -> tuple[str, ...]:
    """The reasons for and against a candidate: label evidence first, then all lines together, then three others.

    A caption that says too little was looked up together with the heading above it: the reason says so.
    """
    at = evidence.concepts.tolist().index(concept)
    exact, label = int(evidence.exact[at]), evidence.labels[at]
    out: list[str] = []
    if exact:
        filers = "filer" if exact == 1 else "filers"
        headed = line.variant and loose(label) == loose(line.variant) != loose(line.normal)
        what = f"together with the heading above, '{label}': used" if headed else "label used"
        out.append(f"{what} by {exact:,} {filers} for us-gaap:{name}")
    elif label:
        out.append(f"like '{label}' ({evidence.similarity[at]:.2f}), which filers use for us-gaap:{name}")
    elif evidence.wording[at] > _WORDED:
        out.append(f"the words of the caption speak for us-gaap:{name} ({math.exp(evidence.wording[at]):.0%})")
    together = features[COLUMNS.index("tagger_share")]
    if together >= _TOGETHER:
        out.append(f"read with the lines around it, it is us-gaap:{name} ({together:.0%})")
    parts: list[tuple[float, str]] = []
    for feature, value in zip(COLUMNS, features, strict=True):
        if not value:
            continue
        if feature in _WORDS:
            part = value * weights.get(f"{feature}{'+' if value > 0 else '-'}", 0.0)
            if abs(part) > _LEAST and part * value > 0:
                parts.append((part, _WORDS[feature][part < 0]))
        elif feature in _AGAINST:
            part = value * weights.get(feature, 0.0)
            if part < -_LEAST:
                parts.append((part, _AGAINST[feature]))
    parts.sort(key=lambda each: (-abs(each[0]), each[1]))
    out += [text for _, text in parts[:3]]
    return tuple(out)
