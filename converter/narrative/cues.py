"""Words that say what an amount is not: measures outside of GAAP, expectations, parts of a figure, bounds."""

from __future__ import annotations

import re
from typing import Final

NON_GAAP: Final = re.compile(
    r"\b(?:excluding|exclude[sd]?|exclusive of|pro[- ]?forma|non-?\s?gaap|adjusted|ebitda|cash earnings|core earnings"
    r"|without (?:the|these|those|this)"
    r"|before (?:special|one-time|non-?recurring|unusual|amortization|the (?:effect|charge)s?))\b",
    re.IGNORECASE,
)
"""An amount in such a sentence leaves something out."""

NON_GAAP_HEADING: Final = re.compile(r"non-?\s?gaap|pro[- ]?forma|adjusted", re.IGNORECASE)

MEASURE: Final = re.compile(
    r"\b(?:income|loss|earnings|per share|charges?|expenses?|costs?|non-?recurring|gains?|margins?|profits?)\b",
    re.IGNORECASE,
)
"""What an amount under such a heading must speak of."""

GUIDANCE: Final = re.compile(
    r"\b(?:expects?|expected|expecting|anticipat\w{1,6}|forecasts?|guidance|outlook|projects|projected|plans?|planned|estimates"
    r"|targets?|targeted|will|should|assumed|assumes|believes?|intends?|going forward)\b",
    re.IGNORECASE,
)
"""An amount in such a sentence is not yet a fact."""

GUIDANCE_HEADING: Final = re.compile(r"guidance|outlook|forecast|expectations", re.IGNORECASE)

QUALIFIED: Final = re.compile(
    r"\b(?:before|after|prior to|net of|adjusted|exclusive|without|less|plus"
    r"|on (?:a|an) \w+ basis|from continuing|restated)\b",
    re.IGNORECASE,
)
"""Behind an amount: it may be another figure than the one of the statement."""

PART: Final = re.compile(
    r"\b(?:contribut\w{1,5}|account(?:ed|ing|s) for|represent(?:s|ed|ing)?|attributable to|segment|division"
    r"|of which|related to|acquired"
    r"|customers?|geographic)\b",
    re.IGNORECASE,
)
"""An amount in such words is a part of a figure, or another matter altogether."""

BOUND: Final = re.compile(
    r"\b(?:approximately|about|nearly|almost|over|more than|greater than|less than|at least"
    r"|up to|exceed\w{0,3}|around|roughly|as much as"
    r"|in excess of|some|below|above|under)\s*$",
    re.IGNORECASE,
)
"""Right before an amount: it is a bound or an estimate and contradicts nothing."""

CHANGE: Final = re.compile(
    r"\b(?:increas\w{1,4}|decreas\w{1,4}|grew|grow\w{0,4}|rose|rise|rising|up|down|declin\w{1,4}|higher|lower|fell|gain\w{0,3}|improv\w{1,6}|drop\w{0,4}"
    r"|reduc\w{1,5})\b",
    re.IGNORECASE,
)
"""A percentage or difference beside such a word is a change."""

TAX_RATE: Final = re.compile(r"\btax rate\b", re.IGNORECASE)
MARGIN: Final = re.compile(
    r"\b(?:margins?|percent of (?:net |total )?(?:sales|revenues?)"
    r"|% of (?:net |total )?(?:sales|revenues?)|as a percent\w{0,4})\b",
    re.IGNORECASE,
)
EARNINGS: Final = re.compile(r"\b(?:net|income|loss|earnings|profits?|eps|earned)\b", re.IGNORECASE)
"""Measures of earnings: what non-GAAP figures are mostly about."""
DISTRIBUTION: Final = re.compile(r"\b(?:dividends?|book value|price|purchase|repurchase\w*|closing)\b", re.IGNORECASE)
"""An amount per share beside such a word is none of earnings."""
PER_SHARE: Final = re.compile(r"\bper (?:[a-z-]{1,12} ){0,3}share\b|\beps\b", re.IGNORECASE)
OUTSTANDING: Final = re.compile(
    r"\b(?:outstanding|weighted|average|based on|diluted|basic|equivalent)\b", re.IGNORECASE
)
"""A share count beside such words may be the one of the income statement."""
COMPARISON: Final = re.compile(
    r",? ?\b(?:(?:as )?compared (?:to|with)|compares? (?:to|with)|versus|vs\.?"
    r"|(?:up|down|increased|decreased) from|from|against|in contrast to)\b",
    re.IGNORECASE,
)
"""Opens the part of a sentence that names the figure of another period."""
RESUMPTION: Final = re.compile(r"; |, (?:with|while|and|whereas) (?!(?:for )?(?:the )?(?:19|20)\d\d)", re.IGNORECASE)
"""Opens a part of a sentence that speaks of the first period again."""
