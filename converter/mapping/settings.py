"""The thresholds by which a choice is accepted, sent to review or replaced by an extension concept."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from converter.errors import RuleFileError
from converter.resources import taxonomies


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Chances between 0 and 1."""

    accept: float = 0.90
    """At least this confidence: accepted."""
    extension: float = 0.60
    """At least this chance of a company's own concept (and not accepted): an extension concept."""
    guess: float = 0.10
    """Below this confidence no standard concept is proposed: the line becomes an extension concept."""


@lru_cache(maxsize=4)
def thresholds_of(release: str) -> Thresholds:
    """The thresholds in `mapping.toml` of a taxonomy release; the defaults where it has none.

    Raises `RuleFileError` for an unknown key or a value that is no chance.
    """
    path = taxonomies() / release / "mapping.toml"
    if not path.exists():
        return Thresholds()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("thresholds", {})
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleFileError(f"not a readable TOML file: {error}", path) from error
    values: dict[str, float] = {}
    for key, value in table.items():
        if key not in {"accept", "extension", "guess"}:
            raise RuleFileError("is no threshold", path, f"thresholds.{key}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise RuleFileError("must be a number from 0 to 1", path, f"thresholds.{key}")
        values[key] = float(value)
    return Thresholds(**values)
