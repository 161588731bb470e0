"""Rules that people write: a caption in a statement and section has this concept, for this reason."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from converter.errors import RuleFileError
from converter.mapping.labels import normalise, vocabulary
from converter.model import StatementKind
from converter.resources import taxonomies

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_KEYS = vocabulary("id pattern statement section outside concept reason unit unless industry previous next")
_LONGEST = 40
_REMEMBERED = 20_000
"""Captions whose rules are kept at hand."""


class Surroundings(Struct, frozen=True, kw_only=True):
    """What stands around a caption."""

    statement: StatementKind
    sections: Sequence[str] = ()
    """The headings above it, normalised, and the section that its place tells."""
    unit: str = ""
    industry: str = ""
    """The SIC code of the company; empty where it is not known."""
    previous: str = ""
    """The normalised caption of the line before; empty at the beginning of the statement."""
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. A rule without statement or section holds in all of them."""

    id: str
    pattern: tuple[tuple[str, ...], ...]
    """For each place the words that may stand there; `*` for any run of words."""
    statement: StatementKind | None
    section: tuple[str, ...]
    """Phrases of normalised words: the section of the line must contain one of them; none where any will do."""
    concept: str
    reason: str
    outside: tuple[str, ...] = ()
    """Phrases of normalised words: the section of the line must contain none of them."""
    unit: str = ""
    unless: frozenset[str] = frozenset()
    """Words that must not stand in the caption."""
    industry: tuple[str, ...] = ()
    """Beginnings of SIC codes: the company must be of one of these industries; any where empty."""
    previous: tuple[tuple[str, ...], ...] = ()
    """A pattern for the caption of the line before; any where empty."""
    next: tuple[tuple[str, ...], ...] = ()

    @property
    def opening(self) -> tuple[str, ...]:
        """The words of which a caption that the rule speaks of has one."""
        return next(place for place in self.pattern if place != ("*",))

    @property
    def needed(self) -> frozenset[str]:
        """Words that every caption has that the rule speaks of."""
        return frozenset(place[0] for place in self.pattern if len(place) == 1 and place != ("*",))

    def names(self, words: Sequence[str]) -> bool:
        """Whether a caption of these words is one that the rule speaks of."""
        return self.unless.isdisjoint(words) and _matches(self.pattern, words)

    def fits(self, normal: str, around: Surroundings) -> bool:
        """Whether the rule applies to a normalised label in its surroundings."""
        return self.names(normal.split()[:_LONGEST]) and self.holds(around)

    def holds(self, around: Surroundings) -> bool:
        """Whether the rule applies in these surroundings to a caption that it speaks of.

        `missing` says the same in words.
        """
        if self.statement is not None and self.statement is not around.statement:
            return False
        if self.unit and around.unit and self.unit != around.unit:
            return False
        if self.industry and not around.industry.startswith(self.industry):
            return False
        if self.section and not _within(self.section, around.sections):
            return False
        if self.outside and _within(self.outside, around.sections):
            return False
        return _beside(self.previous, around.previous) and _beside(self.next, around.next)


def missing(rule: Rule, around: Surroundings) -> tuple[str, ...]:
    """What would have to be otherwise in these surroundings for the rule to hold, in words; empty where it holds."""
    out: list[str] = []
    if rule.statement is not None and rule.statement is not around.statement:
        out.append(f"in the {str(rule.statement).replace('_', ' ')}")
    if rule.unit and around.unit and rule.unit != around.unit:
        out.append(f"where the amount is of unit {rule.unit}")
    if rule.industry and not around.industry.startswith(rule.industry):
        out.append(f"in an industry whose code begins with {' or '.join(rule.industry)}")
    if rule.section and not _within(rule.section, around.sections):
        out.append(f"in the section {' or '.join(rule.section)}")
    if rule.outside and _within(rule.outside, around.sections):
        out.append(f"outside of the section {' or '.join(rule.outside)}")
    if not _beside(rule.previous, around.previous):
        out.append(f"after a line '{_words(rule.previous)}'")
    if not _beside(rule.next, around.next):
        out.append(f"before a line '{_words(rule.next)}'")
    return tuple(out)


def _words(pattern: Sequence[tuple[str, ...]]) -> str:
    return " ".join("|".join(place) for place in pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Rules in the order in which they are asked."""

    rules: tuple[Rule, ...]
    _captions: dict[str, tuple[Rule, ...]] = field(default_factory=dict, compare=False, repr=False)
    _by_word: dict[str, list[int]] = field(default_factory=dict, compare=False, repr=False)
    """The numbers of the rules that begin with a word; a caption without it is none of theirs."""
    _needed: list[frozenset[str]] = field(default_factory=list, compare=False, repr=False)

    def __post_init__(self) -> None:
        for number, rule in enumerate(self.rules):
            self._needed.append(rule.needed)
            for word in rule.opening:
                self._by_word.setdefault(word, []).append(number)

    def all(self, normal: str, around: Surroundings) -> tuple[Rule, ...]:
        """Every rule that fits: more than one concept among them is a conflict."""
        return tuple([rule for rule in self.naming(normal) if rule.holds(around)])

    def naming(self, normal: str) -> tuple[Rule, ...]:
        """Every rule that speaks of a caption (normalised), wherever it stands."""
        named = self._captions.get(normal)
        if named is None:
            if len(self._captions) >= _REMEMBERED:
                self._captions.clear()
            words = normal.split()[:_LONGEST]
            numbers = sorted({number for word in words for number in self._by_word.get(word, ())})
            said = frozenset(words)
            named = tuple(
                [
                    self.rules[number]
                    for number in numbers
                    if self._needed[number] <= said and self.rules[number].names(words)
                ]
            )
            self._captions[normal] = named
        return named


def parse_pattern(text: str) -> tuple[tuple[str, ...], ...]:
    """The places of a pattern: `deferred income|federal taxes *` has four."""
    places: list[tuple[str, ...]] = []
    for part in text.lower().split():
        if part == "*":
            places.append(("*",))
            continue
        alternatives = [normalise(word) for word in part.split("|")]
        places.append(tuple(word for word in alternatives if word))
    return tuple(place for place in places if place)


def _within(phrases: Sequence[str], sections: Sequence[str]) -> bool:
    """Whether one of the phrases stands in one of the sections, in whole words."""
    padded = [f" {section} " for section in sections]
    return any(f" {phrase} " in section for phrase in phrases for section in padded)


def _beside(pattern: Sequence[tuple[str, ...]], normal: str) -> bool:
    return not pattern or _matches(pattern, normal.split()[:_LONGEST])


def _matches(pattern: Sequence[tuple[str, ...]], words: Sequence[str]) -> bool:
    # The set of positions in the pattern that the words read so far can have reached: linear, whatever the pattern.
    reached = _after_stars(pattern, {0})
    for word in words:
        forward: set[int] = set()
        for position in reached:
            if position < len(pattern):
                if pattern[position] == ("*",):
                    forward.add(position)
                elif word in pattern[position]:
                    forward.add(position + 1)
        reached = _after_stars(pattern, forward)
        if not reached:
            return False
    return len(pattern) in reached


def _after_stars(pattern: Sequence[tuple[str, ...]], positions: set[int]) -> set[int]:
    out = set(positions)
    for position in positions:
        following = position
        while following < len(pattern) and pattern[following] == ("*",):
            following += 1
            out.add(following)
    return out


def read_rules(path: Path) -> RuleSet:
    """The rules of a TOML file with tables `[[rule]]`.

    Keys: `id`, `pattern` (words of the caption; `*` is any run of words, `a|b` either word), `concept`, `reason`, and
    optionally `statement`, `section` (phrases, `|` between them), `outside` (phrases that must not stand in the
    section), `unit`, `unless` (words that must not stand in the caption), `industry` (beginnings of SIC codes, `|`
    between them), `previous` and `next` (patterns for the lines before and after). Raises `RuleFileError` naming the
    rule and key at fault.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RuleFileError(f"cannot be read: {error.strerror or error}", path) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleFileError(f"not a readable TOML file: {error}", path) from error
    tables = content.get("rule", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise RuleFileError("rules are written as tables [[rule]]", path, "rule")
    rules: list[Rule] = []
    seen: set[str] = set()
    for number, table in enumerate(tables, 1):
        rule = _rule(table, path, f"rule {number}")
        if rule.id in seen:
            raise RuleFileError("two rules have this id", path, rule.id)
        seen.add(rule.id)
        rules.append(rule)
    return RuleSet(rules=tuple(rules))


def _rule(table: dict[str, Any], path: Path, where: str) -> Rule:
    where = str(table.get("id") or where)
    for key in ("id", "pattern", "concept", "reason"):
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise RuleFileError("must be a text that is not empty", path, f"{where}.{key}")
    for key in table:
        if key not in _KEYS:
            raise RuleFileError("is no key of a rule", path, f"{where}.{key}")
        if not isinstance(table[key], str):
            raise RuleFileError("must be a text", path, f"{where}.{key}")
    pattern = parse_pattern(table["pattern"])
    if not any(place != ("*",) for place in pattern):
        raise RuleFileError("needs at least one word", path, f"{where}.pattern")
    statement = table.get("statement", "")
    if statement and statement not in set(StatementKind):
        raise RuleFileError(f"must be one of {', '.join(StatementKind)}", path, f"{where}.statement")
    return Rule(
        id=table["id"],
        pattern=pattern,
        statement=StatementKind(statement) if statement else None,
        section=_phrases(table.get("section", "")),
        outside=_phrases(table.get("outside", "")),
        concept=table["concept"],
        reason=table["reason"],
        unit=table.get("unit", ""),
        unless=frozenset(table.get("unless", "").lower().split()),
        industry=tuple(code.strip() for code in table.get("industry", "").split("|") if code.strip()),
        previous=parse_pattern(table.get("previous", "")),
        next=parse_pattern(table.get("next", "")),
    )


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(normalise(phrase) for phrase in text.split("|") if phrase.strip())


@lru_cache(maxsize=4)
def standard_rules(release: str) -> RuleSet:
    """The curated rules that come with a taxonomy release; empty where it has none."""
    path = taxonomies() / release / "rules.toml"
    return read_rules(path) if path.exists() else RuleSet(rules=())
