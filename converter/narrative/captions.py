"""Which lines of the statements the words of a sentence speak of."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from converter.model import Fact, Report, Unit

_WORD = re.compile(r"[a-z][a-z'&-]*", re.IGNORECASE)
_COST = re.compile(r"\bcosts? of (?:goods|products?|sales|revenues?|services?)(?: sold)?\b", re.IGNORECASE)
_SMALL_WORDS = "a an and at by for from in of on or the to its our with per before after total see note notes up down"
_SMALL: Final = frozenset(_SMALL_WORDS.split())
_SYNONYMS: Final = {
    "sale": "revenue", "profit": "income", "loss": "income", "losse": "income",
    "shareholder": "stockholder", "shareowner": "stockholder", "owner": "stockholder", "stockholder'": "stockholder",
    "shareholder'": "stockholder", "cost": "expense", "charge": "expense", "eps": "income", "goods": "product",
    "inventorie": "inventory", "facilitie": "facility", "securitie": "security", "liabilitie": "liability",
    "taxe": "tax", "purchased": "in-process", "borrowing": "debt", "interest": "interest",
}  # fmt: skip
_NET_INCOME: Final = frozenset({"NetIncomeLoss", "ProfitLoss", "NetIncomeLossAvailableToCommonStockholdersBasic"})
_REVENUE: Final = frozenset(
    {"Revenues", "SalesRevenueNet", "SalesRevenueGoodsNet", "SalesRevenueServicesNet", "RevenuesNetOfInterestExpense"}
)
_NAMES: Final = (
    (_NET_INCOME, ("net income", "net loss", "net earnings", "net profit", "earnings")),
    (_REVENUE, ("revenue", "net revenue", "sales", "net sales", "total revenue")),
    (frozenset({"Assets"}), ("total assets",)),
    (frozenset({"GrossProfit"}), ("gross profit", "gross margin")),
    (frozenset({"OperatingIncomeLoss"}), ("operating income", "operating loss", "operating profit")),
)
"""What press releases call the measures that have one name to everybody."""
_DISTINCT = 4
"""Letters of a word that alone can point at a line."""
_PART = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """A line of a statement by its words, with its facts."""

    key: tuple[str, int]
    words: frozenset[str]
    names: tuple[tuple[str, ...], ...]
    """Names that mean this line and nothing else, each as its words."""
    label: str
    unit: str
    """`money`, `per_share`, `shares` or `pure`."""
    facts: tuple[Fact, ...]
    concept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A caption that words speak of."""

    caption: Caption
    full: bool
    """All of its words are there, or a name that means it."""
    weight: float
    """How much of the line is named: common words weigh little."""


def _plain(text: str) -> str:
    """The text with `cost of sales` as one word, so that it speaks of no sales; offsets stay."""
    return _COST.sub(lambda match: "cogs".ljust(len(match[0])), text)


def _words_of(text: str) -> frozenset[str]:
    """The words that matter, in their basic form."""
    return frozenset(_basic(match[0]) for match in _WORD.finditer(_plain(text)) if match[0].lower() not in _SMALL)


def all_words(text: str) -> tuple[str, ...]:
    """Every word in its basic form."""
    return tuple(_basic(match[0]) for match in _WORD.finditer(_plain(text)))


def _basic(word: str) -> str:
    word = word.lower().removesuffix("'s")
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return _SYNONYMS.get(word, word)


class Captions:
    """The lines of a report that have figures, ready to be looked for in sentences."""

    def __init__(self, report: Report) -> None:
        facts = {fact.id: fact for fact in report.facts}
        units = {unit.id: unit for unit in report.units}
        self.lines = tuple(_captions(report, facts, units))
        counts = Counter(word for line in self.lines for word in line.words)
        self._weights = {word: math.log(1 + len(self.lines) / count) for word, count in counts.items()}
        self._wholes = {line.words: self._weight(line.words) or 1.0 for line in self.lines}
        kinds: dict[str, set[frozenset[str]]] = {}
        for words in self._wholes:
            for word in words:
                kinds.setdefault(word, set()).add(words)
        self._telling = frozenset(word for word, each in kinds.items() if len(word) >= _DISTINCT and len(each) == 1)

    def hits(self, text: str, unit: str) -> tuple[Hit, ...]:
        """The captions of a unit that a stretch of text speaks of."""
        every = all_words(text)
        said = frozenset(every) & self._weights.keys()
        row = f" {' '.join(every)} "
        found = []
        for line in self.lines:
            if line.unit != unit:
                continue
            there = line.words & said
            named = any(f" {' '.join(name)} " in row for name in line.names)
            if not there and not named:
                continue
            weight = self._weight(there)
            if named or weight / self._wholes[line.words] >= _PART or there & self._telling:
                found.append(Hit(caption=line, full=named or there == line.words, weight=weight))
        return tuple(found)

    def _weight(self, words: Iterable[str]) -> float:
        """The sum of the weights, the same in whatever order a set gives its words."""
        return math.fsum(self._weights[word] for word in words)


def _captions(report: Report, facts: Mapping[str, Fact], units: Mapping[str, Unit]) -> Iterator[Caption]:
    for section in report.sections:
        if section.statement is None:
            continue
        for number, line in enumerate(section.lines):
            own = tuple(facts[name] for name in line.facts if facts[name].unit)
            if not own or line.line is None:
                continue
            printed = section.statement.lines[line.line]
            kind = _kind(units[own[0].unit])
            above = " ".join(printed.section[-1:]) if kind in ("per_share", "shares") else ""
            local = line.concept.rpartition(":")[2]
            names = dict.fromkeys(all_words(name) for concepts, each in _NAMES if local in concepts for name in each)
            yield Caption(
                key=(section.role, number),
                words=_words_of(f"{printed.label} {above}"),
                names=tuple(names),
                label=printed.label,
                unit=kind,
                facts=own,
                concept=line.concept,
            )


def _kind(unit: Unit) -> str:
    if unit.denominator:
        return "per_share"
    return {"xbrli:shares": "shares", "xbrli:pure": "pure"}.get(unit.numerator, "money")
