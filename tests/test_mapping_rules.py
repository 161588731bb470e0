"""The curated rules of a release: where they hold, and where the same words mean something else.

The cases stand in `corpus/rules.txt`: captions that filers of 2009 tagged in several ways, and that statements of
before can only mean in one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from converter.mapping.labels import normalise
from converter.mapping.rules import Surroundings, standard_rules
from converter.model import StatementKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_CORPUS = Path(__file__).parent / "corpus" / "rules.txt"


class Case(NamedTuple):
    """A caption with what stands around it, and the local name of its concept."""

    caption: str
    around: Surroundings
    concept: str


def read_cases() -> Iterator[tuple[str, Case]]:
    """Each case with the title that it stands under; how they are written, the beginning of the file says."""
    title = ""
    for line in _CORPUS.read_text(encoding="utf-8").splitlines():
        if line.startswith("==== "):
            title = line[5:]
        elif title and line and not line.startswith("#"):
            statement, caption, sections, beside, concept = (part.strip() for part in f"{line} ".split("|"))
            known = {key: value for key, _, value in (each.partition(" ") for each in beside.split("; ") if each)}
            assert known.keys() <= {"sic", "unit", "previous", "next"}, line
            around = Surroundings(
                statement=StatementKind(statement),
                sections=tuple(sections.split(" > ")) if sections else (),
                unit=known.get("unit", "money").replace("any", ""),
                industry=known.get("sic", ""),
                previous=normalise(known.get("previous", "")),
                next=normalise(known.get("next", "")),
            )
            yield f"{title}: {caption}", Case(caption, around, "" if concept == "-" else concept)


def concepts(caption: str, around: Surroundings) -> list[str]:
    """The local names of the concepts that rules give a caption, the first that fits first."""
    found = standard_rules("us-gaap-2011-01-31").all(normalise(caption), around)
    return [rule.concept.removeprefix("us-gaap:") for rule in found]


@pytest.mark.parametrize("case", [pytest.param(case, id=title) for title, case in read_cases()])
def test_a_caption_has_the_concept_that_it_can_only_mean(case: Case) -> None:
    found = concepts(case.caption, case.around)
    if case.concept.startswith("not "):
        assert case.concept.removeprefix("not ") not in found
    else:
        assert found[:1] == ([case.concept] if case.concept else [])


def test_minority_equity_in_earnings_is_the_share_of_the_minority() -> None:
    around = Surroundings(statement=StatementKind.INCOME_STATEMENT, unit="money")
    assert concepts("Minority equity in earnings", around) == ["NetIncomeLossAttributableToNoncontrollingInterest"]
