"""Concepts under the prefixes that their taxonomies recommend, whatever prefix a document uses for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE_NAMESPACE: Final = re.compile(
    r"https?://(?:www\.)?(?:fasb\.org|xbrl\.us|xbrl\.sec\.gov)/([a-z][a-z-]{0,20})/(\d{4}[0-9q-]{0,8})"
)
"""A base taxonomy that the SEC accepts or accepted: its prefix and its date."""

STANDARD_PREFIXES: Final = {
    "http://www.xbrl.org/2003/instance": "xbrli",
    "http://xbrl.org/2005/xbrldt": "xbrldt",
    "http://www.xbrl.org/2003/linkbase": "link",
    "http://www.w3.org/2001/XMLSchema": "xs",
}


def base_of(namespace: str) -> tuple[str, str] | None:
    """The prefix and date of a base taxonomy's namespace, or None for any other."""
    match = BASE_NAMESPACE.fullmatch(namespace)
    return (match[1], match[2]) if match else None


def prefixed(namespace: str, local: str, prefixes: Mapping[str, str], written: str = "") -> str:
    """`prefix:local`; `prefixes` lead from the namespaces of the filing's own schemas to their prefix."""
    own = prefixes.get(namespace) or STANDARD_PREFIXES.get(namespace)
    if own is not None:
        return f"{own}:{local}"
    base = base_of(namespace)
    if base is not None:
        return f"{base[0]}:{local}"
    return f"{written}:{local}" if written else local


def split(name: str) -> tuple[str, str]:
    """Prefix and local name of `prefix:local`; the prefix may be empty."""
    prefix, _, local = name.strip().rpartition(":")
    return prefix, local
