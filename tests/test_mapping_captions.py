"""Captions: what a line says alone, and what the lines around it make likely beside that."""

from __future__ import annotations

import numpy as np
import pytest

from converter.mapping.captions import Caption, Heard, Spoken, captions_at, captions_of
from converter.mapping.knowledge import load_knowledge
from converter.mapping.lines import MappingLine
from converter.taxonomy.release import DEFAULT_RELEASE

KNOWLEDGE = load_knowledge(DEFAULT_RELEASE)
NUMBERS = KNOWLEDGE.numbers
UNHEARD_OF = NUMBERS["DefinedBenefitPlanNetPeriodicBenefitCost"]
"""No candidate for goodwill."""


def a_line(caption: str, index: int = 0) -> MappingLine:
    return MappingLine(
        index=index, label=caption, normal=caption, variant="", headings=(), unit=None, gap=False, total=False
    )


def goodwill(*likely: int) -> Spoken:
    return Spoken("BS", a_line("goodwill"), likely=likely)


def concepts(caption: Caption) -> list[int]:
    return [int(number) for number in caption.candidates.concepts]


def test_a_caption_is_looked_up_once_alone_and_once_with_what_is_likely() -> None:
    asked: list[tuple[int, ...]] = []

    def look_up(fresh: list[Spoken]) -> Heard:
        asked.extend(each.likely for each in fresh)
        return captions_of(fresh, KNOWLEDGE)

    at_hand: dict[object, Caption] = {}
    alone, with_it, again = captions_at([goodwill(), goodwill(UNHEARD_OF), goodwill(UNHEARD_OF)], at_hand, look_up)
    assert UNHEARD_OF not in concepts(alone)
    assert UNHEARD_OF in concepts(with_it)
    assert again is with_it
    assert asked == [(), (UNHEARD_OF,)]
    # Later filings find both at hand, and what is a candidate already needs no look-up of its own.
    usual = NUMBERS["Goodwill"]
    known, with_usual, later = captions_at([goodwill(), goodwill(usual), goodwill(usual, UNHEARD_OF)], at_hand, look_up)
    assert (known, with_usual, later) == (alone, alone, with_it)
    assert len(asked) == 2


def test_what_is_likely_stands_among_the_other_candidates_and_changes_none_of_them() -> None:
    heard = captions_of([goodwill(UNHEARD_OF), Spoken("CF", a_line("net income"))], KNOWLEDGE)
    alone, net_income, whole = heard.captions
    assert heard.whole == [2, 1]
    assert heard.pools == ["BS", "CF", "BS"]
    assert NUMBERS["NetIncomeLoss"] in concepts(net_income)
    assert [number for number in concepts(whole) if number != UNHEARD_OF] == concepts(alone)
    kept = whole.candidates.concepts != UNHEARD_OF
    for name in ("share", "similarity", "exact", "words", "wording"):
        assert getattr(whole.candidates, name)[kept].tolist() == getattr(alone.candidates, name).tolist()
    for name in ("companies", "own", "nearest", "keys", "extension", "wording_own"):
        assert getattr(whole.candidates, name) == getattr(alone.candidates, name)
    assert whole.candidates.share[~kept].tolist() == [0.0]
    assert whole.candidates.labels[kept.tolist().index(False)] == ""


def test_what_is_known_of_a_likely_concept_is_what_its_own_label_says() -> None:
    label = "net periodic pension benefit cost"
    [alone] = captions_of([Spoken("BS", a_line(label))], KNOWLEDGE).captions
    concept = concepts(alone)[-1]
    near = [each for each in range(len(KNOWLEDGE.concepts)) if each not in concepts(alone)]
    heard = captions_of([Spoken("BS", a_line(label), likely=(concept, near[0]))], KNOWLEDGE)
    table = KNOWLEDGE.wording["BS"]
    chances = table.log_chances([label], KNOWLEDGE.vocabulary)
    whole = heard.captions[1].candidates
    at = whole.concepts.tolist().index(near[0])
    expected = table.of(chances, np.array([0]), np.array([near[0]]))
    assert whole.wording[at] == pytest.approx(expected[0])
    assert len(whole.concepts) == len(concepts(alone)) + 1


def test_a_likely_concept_that_cannot_stand_on_the_line_is_no_candidate() -> None:
    spoken = goodwill(UNHEARD_OF)._replace(allowed=lambda numbers, _: numbers != UNHEARD_OF)
    heard = captions_of([spoken], KNOWLEDGE)
    assert UNHEARD_OF not in concepts(heard.captions[heard.whole[0]])
    assert concepts(heard.captions[heard.whole[0]]) == concepts(heard.captions[0])


def test_captions_of_a_hostile_number_are_looked_up_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    spoken = [Spoken("BS", a_line(caption)) for caption in ("goodwill", "cash", "inventories", "total assets", "cash")]
    sizes: list[int] = []

    def look_up(fresh: list[Spoken]) -> Heard:
        sizes.append(len(fresh))
        return captions_of(fresh, KNOWLEDGE)

    together = captions_at(spoken, {}, look_up)
    monkeypatch.setattr("converter.mapping.captions._TOGETHER", 3)
    apart = captions_at(spoken, {}, look_up)
    assert sizes == [4, 3, 1]
    assert [concepts(each) for each in apart] == [concepts(each) for each in together]
    assert apart[1] is apart[4]
