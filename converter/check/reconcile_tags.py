"""What the tags of Financial Data Schedules mean: `ex27.toml` of a taxonomy release as typed values."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from converter.errors import RuleFileError
from converter.resources import taxonomies

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_KEYS = {"id", "tag", "articles", "concepts", "lines", "less", "less-tag", "period", "unit", "sign", "reason"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleTag:
    """What one tag of a schedule means; concepts are named without their prefix, which is `us-gaap`."""

    id: str
    tag: str
    articles: tuple[str, ...]
    concepts: tuple[str, ...]
    """They mean what the tag asks for."""
    lines: tuple[str, ...]
    """Concepts of lines that filers also copy into the tag."""
    less: tuple[str, ...]
    """What the tag can be gross of while the concepts are net of it, or the other way round."""
    less_tag: str
    """The tag of the same schedule that states it, or empty."""
    instant: bool
    per_share: bool
    either_sign: bool
    """Schedules show it with both signs."""
    reason: str


@lru_cache(maxsize=4)
def tags_of(release: str) -> Mapping[tuple[str, str], ScheduleTag]:
    """The tags of a taxonomy release by article and name; none where the release has no table.

    Raises `RuleFileError` for a table that is not of the form described at its head.
    """
    path = taxonomies() / release / "ex27.toml"
    if not path.exists():
        return {}
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("tag", [])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleFileError(f"not a readable TOML file: {error}", path) from error
    found: dict[tuple[str, str], ScheduleTag] = {}
    for row in rows:
        tag = _tag(row, path)
        for article in tag.articles:
            if (article, tag.tag) in found:
                raise RuleFileError(f"article {article} has {tag.tag} twice", path, tag.id)
            found[article, tag.tag] = tag
    return found


def _tag(row: Mapping[str, Any], path: Path) -> ScheduleTag:
    name = str(row.get("id", ""))
    if unknown := row.keys() - _KEYS:
        raise RuleFileError(f"unknown key {sorted(unknown)[0]}", path, name)
    if not name or row.get("period") not in ("instant", "duration") or not row.get("articles"):
        raise RuleFileError("needs id, articles and a period", path, name)
    return ScheduleTag(
        id=name,
        tag=str(row["tag"]),
        articles=tuple(row["articles"]),
        concepts=tuple(row.get("concepts", ())),
        lines=tuple(row.get("lines", ())),
        less=tuple(row.get("less", ())),
        less_tag=str(row.get("less-tag", "")),
        instant=row["period"] == "instant",
        per_share=row.get("unit") == "per-share",
        either_sign=row.get("sign") == "either",
        reason=str(row.get("reason", "")),
    )
