"""Endings: what the end of a concept's name says about where it belongs."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

ACTIVITIES: Final = ("Operating", "Investing", "Financing")
_ENDINGS: Final = ("CurrentAndNoncurrent", "Noncurrent", "Current", *(f"{name}Activities" for name in ACTIVITIES))


@lru_cache(maxsize=16384)
def ending_of(name: str) -> str:
    """The end of a name that says a term or an activity, empty where it says neither."""
    return next((ending for ending in _ENDINGS if name.endswith(ending)), "")
