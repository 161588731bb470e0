"""What the words of a caption say together for each concept, and what they share with the concept's name."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from converter.mapping.index import label_postings
from converter.mapping.labels import Vocabulary
from converter.mapping.naming import NAMING, NameWords
from converter.mapping.ratios import OWN
from converter.mapping.tables import compile_tables, wording_tables
from converter.mapping.wording import UNHEARD, wording_terms
from tests.test_mapping_table import filing

if TYPE_CHECKING:
    from converter.mapping.knowledge import Knowledge

CAPTIONS = {
    "vessels": "Ships",
    "vessels at cost": "Ships",
    "vessels under construction": "ShipsUnderConstruction",
    "harbor dues": "Dues",
    "dues payable": "DuesPayable",
}


def learned() -> Knowledge:
    filings = [filing(f"{name}{caption}", caption, CAPTIONS[caption]) for name in "abcd" for caption in CAPTIONS]
    filings += [filing("solitary", "dues of acme", "Ships")]
    knowledge = compile_tables(filings)
    knowledge.wording = wording_tables(filings, knowledge)
    return knowledge


def best(caption: str) -> str:
    knowledge = learned()
    table = knowledge.wording["BS"]
    (chances,) = table.log_chances([caption], knowledge.vocabulary)
    number = int(table.classes[chances.argmax()])
    return "own" if number == OWN else knowledge.concepts[number]


def test_a_caption_that_nobody_used_gets_the_concept_that_its_words_speak_for() -> None:
    assert best("all vessels") == "Ships"
    assert best("construction of vessels") == "ShipsUnderConstruction"
    assert best("payable harbor dues") in {"Dues", "DuesPayable"}


def test_the_chances_of_all_concepts_add_up_to_one_and_the_same_filings_give_the_same_weights() -> None:
    first, second = learned(), learned()
    said = [each.wording["BS"].log_chances(["vessels", "", "xyzzy"], each.vocabulary) for each in (first, second)]
    assert np.array_equal(*said)
    assert np.allclose(np.exp(said[0][0]).sum(), 1.0, atol=1e-4)


def test_a_caption_without_a_known_word_says_nothing() -> None:
    knowledge = learned()
    said = knowledge.wording["BS"].log_chances(["", "xyzzy"], knowledge.vocabulary)
    assert np.all(said == UNHEARD)


def test_what_one_company_alone_says_leaves_no_word_behind() -> None:
    terms = learned().wording["BS"].postings.terms
    assert "vessels" in terms
    assert not [term for term in terms if "acme" in term]


def test_a_concept_that_was_never_seen_has_next_to_no_chance() -> None:
    knowledge = learned()
    table = knowledge.wording["BS"]
    chances = table.log_chances(["vessels"], knowledge.vocabulary)
    row, unseen = np.zeros(1, dtype=np.int64), np.array([9999], dtype=np.int64)
    assert table.of(chances, row, unseen).tolist() == [UNHEARD]


def test_terms_are_words_pairs_first_last_parts_and_the_whole() -> None:
    terms = dict(wording_terms("accrued income tax", Vocabulary(["accrued", "income", "tax"])))
    assert {
        "accrued",
        "~accru",
        "accrued+income",
        "income+tax",
        "^accrued",
        "$tax",
        "#<tax",
        "=accrued income tax",
    } <= set(terms)
    assert terms["=accrued income tax"] == 1.0
    parts = [count for term, count in terms.items() if term[0] != "="]
    assert math.isclose(sum(count * count for count in parts), 1.5**2)


def test_a_name_is_compared_with_a_caption_word_by_word() -> None:
    names = NameWords(["AccountsPayableCurrent", "Goodwill"], [label_postings(["accounts payable", "goodwill"])])
    compared = names.compared(["accounts payable", ""], np.array([0, 0, 1]), np.array([0, 1, 1]))
    payable, goodwill, nothing = (dict(zip(NAMING, each, strict=True)) for each in compared.T.tolist())
    assert payable["named"] == 1.0
    assert 0.0 < payable["naming"] < 1.0
    assert (payable["unnamed"], payable["unsaid"]) == (0.0, 1.0)
    assert (goodwill["named"], goodwill["named_both"], goodwill["unnamed"], goodwill["unsaid"]) == (0.0, 0.0, 2.0, 1.0)
    assert (nothing["named"], nothing["naming"], nothing["named_both"], nothing["unsaid"]) == (0.0, 0.0, 0.0, 1.0)


def test_names_are_compared_the_same_in_whatever_company_they_come() -> None:
    names = ["AccountsPayableCurrent", "Goodwill", "IncreaseDecreaseInAccountsReceivable"]
    labels = [label_postings(["accounts payable", "goodwill"])]
    captions = ["accounts payable", "decrease in accounts receivable", "goodwill"]
    line, concept = np.repeat(np.arange(3), 3), np.tile(np.arange(3), 3)
    together = NameWords(names, labels).compared(captions, line, concept)
    one_by_one = NameWords(names, labels)
    for pair in range(9):
        alone = one_by_one.compared([captions[line[pair]]], np.array([0]), concept[[pair]])
        assert together[:, pair].tolist() == pytest.approx(alone[:, 0].tolist())
