"""Company names: whether two printed names are one, and whether a line above a title is a name at all."""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-z0-9]+")
_FILLER = frozenset(
    {"the", "inc", "co", "corp", "corporation", "company", "ltd", "and", "of", "new", "de", "incorporated"}
)
_FORM = (
    r"\b(?:inc|incorporated|corp|corporation|co|company|ltd|limited|l\.?p|llc|plc|s\.a|n\.v|partnership|partners"
    r"|associates|bancorp)\b"
)
_LEGAL_FORM = re.compile(_FORM, re.IGNORECASE)
_ENDS_IN_FORM = re.compile(
    _FORM + r"[.,]?(?:,? (?:and|&) (?:[a-z]+ ){0,2}subsidiar[a-z]+| \([^()]{1,40}\))?\.?$", re.IGNORECASE
)
_ACCOUNTANTS = re.compile(
    r"\b(?:arthur andersen|lybrand|deloitte|ernst & (?:young|whinney)|peat marwick|kpmg|price waterhouse|grant thornton"
    r"|bdo seidman|mcgladrey|accountants?|auditors?)\b",
    re.IGNORECASE,
)
"""Who signs a report, perhaps right above the title of the next statement."""
_INITIALS_OF = 3
"""Letters of an abbreviation that is taken for a company's: `IBM`, `AT&T`."""


def words_of(name: str) -> set[str]:
    """The words by which a company is told from others, in lower case, without its legal form."""
    return set(_WORD.findall(name.lower())) - _FILLER


def same_name(entity: str, company: str) -> bool:
    """Whether both are one name: conformed names put a person's first name last (`SMITH JOHN FUND II`)."""
    words, named = words_of(entity), words_of(company)
    return bool(words) and (words == named or (len(words) > 1 and words < named))


def is_company_name(line: str) -> bool:
    """Whether a line names a company, to the end, with its legal form: not `(A Limited Partnership)` or a day.

    Accountants are none: it is not their statements that stand below their name.
    """
    named = line[:1].isalpha() and _ENDS_IN_FORM.search(line) is not None and bool(words_of(line))
    return named and _ACCOUNTANTS.search(line) is None


def without_place(name: str) -> str:
    """A company's name without what stands behind its legal form: `Tern Island Corp.` of `Tern Island Corp. Maine`."""
    ends = [match.end() for match in _LEGAL_FORM.finditer(name)]
    return name[: ends[-1] + name.startswith(".", ends[-1])] if ends else name


def is_foreign(entity: str, known: str) -> bool:
    """Whether a company's name has nothing in common with the company name `known`, not even as an abbreviation."""
    if not is_company_name(entity):
        return False
    named, own = words_of(entity), words_of(known)
    if not own or named & own or _abbreviates(named, known) or _abbreviates(own, entity):
        return False
    letters = [_letters(name) for name in (entity, known)]
    return not (letters[0] in letters[1] or letters[1] in letters[0])


def _letters(name: str) -> str:
    """A name without its blanks and legal form: `K MART CORP` and `Kmart Corporation` are one."""
    return "".join(word for word in _WORD.findall(name.lower()) if word not in _FILLER)


def _abbreviates(words: set[str], name: str) -> bool:
    """Whether a word is made of the first letters of a name: `IBM` of `INTERNATIONAL BUSINESS MACHINES CORP`."""
    initials = "".join(word[0] for word in _WORD.findall(name.lower()))
    return any(len(word) >= _INITIALS_OF and word in initials for word in words)
