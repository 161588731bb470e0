"""What all lines of a filing say together for each concept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec import structs

from converter.mapping.captions import Spoken, captions_of
from converter.mapping.knowledge import load, load_knowledge, save
from converter.mapping.labels import Vocabulary
from converter.mapping.lines import MappingLine, Sheet
from converter.mapping.model import prepare
from converter.mapping.ratios import OWN
from converter.mapping.tables import TaggedFiling, TaggedSheet, compile_tables
from converter.mapping.tagger import (
    KINDS,
    LONGEST,
    MOST_TERMS,
    Tagged,
    blocks_of,
    compared,
    industry_number,
    tagger_terms,
    untagged,
)
from converter.mapping.wording import UNHEARD
from converter.taxonomy.release import DEFAULT_RELEASE

if TYPE_CHECKING:
    from pathlib import Path

    from converter.mapping.arrays import Floats

ASSETS = ("cash", "accounts receivable", "inventories", "other", "total current assets", "goodwill", "total assets")
DEBTS = ("accounts payable", "accrued liabilities", "other", "total current liabilities", "long term debt")


def sheet(*captions: str, pool: str = "BS", variant: str = "") -> Sheet:
    lines = [
        MappingLine(
            index=number, label=caption, normal=caption, variant=variant, headings=(), unit=None, gap=False, total=False
        )
        for number, caption in enumerate(captions)
    ]
    return Sheet(pool=pool, lines=tuple(lines))


def chances(sheets: list[Sheet], *names: str, industry: str = "") -> Floats:
    """A row for each line with the chance of each of some concepts."""
    knowledge = load_knowledge(DEFAULT_RELEASE)
    assert knowledge.tagger is not None
    count = sum(len(each.lines) for each in sheets)
    numbers = [knowledge.numbers[name] for name in names]
    starts = np.arange(count + 1) * len(numbers)
    tagged = knowledge.tagger.tagged(sheets, industry, knowledge.vocabulary)
    said = tagged.of(starts, np.array(numbers * count, dtype=np.int64))
    return np.exp(said).reshape(count, len(numbers))


def test_a_caption_means_what_the_lines_around_it_say() -> None:
    found = chances([sheet(*ASSETS, *DEBTS)], "OtherAssetsCurrent", "OtherLiabilitiesCurrent")
    assert found[3, 0] > 0.5 > found[3, 1]
    assert found[len(ASSETS) + 2, 1] > 0.3 > found[len(ASSETS) + 2, 0]


def test_the_same_caption_means_something_else_in_another_statement() -> None:
    sheets = [sheet(*ASSETS), sheet("net income", "depreciation", "inventories", pool="CF")]
    found = chances(sheets, "InventoryNet", "IncreaseDecreaseInInventories")
    assert found[2, 0] > 0.9
    assert found[len(ASSETS) + 2, 1] > 0.5
    assert found[len(ASSETS) + 2, 0] < 0.01


def test_the_chances_of_all_concepts_of_a_line_and_of_a_companys_own_add_up_to_one() -> None:
    knowledge = load_knowledge(DEFAULT_RELEASE)
    assert knowledge.tagger is not None
    known = knowledge.tagger.classes[knowledge.tagger.seen[0] & (knowledge.tagger.classes != OWN)]
    starts = np.array([0, len(known), 2 * len(known)])
    tagged = knowledge.tagger.tagged([sheet("cash", "xyzzy")], "2834", knowledge.vocabulary)
    sums = np.exp(tagged.of(starts, np.tile(known, 2))).reshape(2, -1).sum(axis=1) + np.exp(tagged.own)
    # What has less chance than can be heard is raised to that.
    assert sums == pytest.approx([1.0, 1.0], abs=len(known) * np.exp(UNHEARD))


def test_a_total_without_a_name_is_read_as_that_of_its_heading_and_other_captions_as_they_are() -> None:
    name = "AssetsCurrent"
    around = ASSETS[:4]
    alone = chances([sheet(*around, "total")], name)[-1, 0]
    plain = sheet(*around)
    total = sheet("total", variant="total current assets").lines[0]
    told = chances([Sheet(pool="BS", lines=(*plain.lines, structs.replace(total, index=4)))], name)[-1, 0]
    assert told > alone
    assert told > 0.9
    other = sheet("other", variant="total liabilities").lines[0]
    assert np.array_equal(
        chances([Sheet(pool="BS", lines=(*plain.lines, other))], name),
        chances([Sheet(pool="BS", lines=(*plain.lines, structs.replace(other, variant="")))], name),
    )


def test_a_statement_of_any_length_is_read_line_by_line_in_parts_of_bounded_size() -> None:
    sizes = (0, 1, LONGEST - 2, LONGEST - 1, 3 * LONGEST + 5)
    sheets = [sheet(*(["cash"] * size)) for size in sizes]
    blocks = blocks_of(sheets)
    assert all(sum(len(part.lines) + 1 for part in block) <= LONGEST for block in blocks)
    assert [line for block in blocks for part in block for line in part.lines] == [
        line for each in sheets for line in each.lines
    ]
    found = chances(sheets, "CashAndCashEquivalentsAtCarryingValue")
    assert found.shape == (sum(sizes), 1)
    assert np.all(found > 0.0)


def test_a_kind_of_statement_that_nothing_was_learned_of_is_read_without_harm() -> None:
    knowledge = load_knowledge(DEFAULT_RELEASE)
    assert knowledge.tagger is not None
    seen = knowledge.tagger.seen.copy()
    seen[KINDS.index("EQ")] = False
    tagged = replace(knowledge.tagger, seen=seen).tagged([sheet("balance", pool="EQ")], "", knowledge.vocabulary)
    assert tagged.own.shape == (1,)
    assert len(tagged.likely(3, 0.01)[0]) <= 3


def test_candidates_are_compared_line_by_line() -> None:
    said = np.log(np.array([0.5, 0.25, 0.1]))
    log_chance, lead, share = compared(said, np.array([0, 2, 2, 3]))
    assert np.array_equal(log_chance, said)
    assert lead == pytest.approx([0.0, np.log(0.5), 0.0])
    assert share == pytest.approx([2 / 3, 1 / 3, 1.0])
    assert compared(np.zeros(0), np.array([0, 0])).shape == (3, 0)


def test_the_likeliest_concepts_of_each_line_are_known_but_for_those_of_the_companys_own() -> None:
    scores = np.log(np.array([[0.6, 0.3, 0.06, 0.04], [0.01, 0.02, 0.9, 0.07], [0.02, 0.01, 0.02, 0.95]]))
    tagged = Tagged([(np.array([3, 5, 8, OWN]), scores.astype(np.float32))])
    assert tagged.likely(3, 0.05) == [[3, 5, 8], [8], []]
    assert tagged.likely(1, 0.05) == [[3], [8], []]
    assert tagged.own == pytest.approx(scores[:, -1], abs=1e-6)
    assert untagged(2).likely(3, 0.05) == [[], []]
    assert untagged(2).of(np.array([0, 1, 1]), np.array([3])).tolist() == [UNHEARD]


def test_a_concept_that_no_label_leads_to_is_a_candidate_where_the_lines_around_speak_for_it() -> None:
    knowledge = load_knowledge(DEFAULT_RELEASE)
    sheets = [sheet(*ASSETS[:4], "grand sum of whatever turns over soon", "goodwill", "total assets")]
    assert knowledge.tagger is not None
    likely = knowledge.tagger.tagged(sheets, "", knowledge.vocabulary).likely(3, 0.03)
    ready = prepare(sheets, knowledge, "")
    held = set(ready.pairs.concept[ready.pairs.line == 4].tolist())
    [plain] = captions_of([Spoken("BS", sheets[0].lines[4])], knowledge).captions
    assert not set(likely[4]) <= set(plain.candidates.concepts.tolist())
    assert set(likely[4]) <= held


def test_terms_are_words_stems_ends_the_whole_pairs_and_parts_and_never_too_many() -> None:
    vocabulary = Vocabulary(["total", "asset", "current"])
    assert tagger_terms("total acme current assets", vocabulary) == [
        "total", "current", "assets", "~total", "~curre", "~asset", "^total", "$assets", "=asset current total",
        "total_current", "current_assets", "#<tot", "#tota", "#otal", "#tal>", "#<cur", "#curr", "#urre", "#rren",
        "#rent", "#ent>", "#<ass", "#asse", "#sset", "#sets", "#ets>",
    ]  # fmt: skip
    assert tagger_terms("", vocabulary) == []
    many = " ".join(f"word{number}" for number in range(500))
    assert len(tagger_terms(many, Vocabulary([]))) == MOST_TERMS


def test_an_industry_is_the_beginning_of_its_code() -> None:
    assert [industry_number(code) for code in ("2834", "6021", "", "x", "7", "²3")] == [28, 60, 0, 0, 7, 0]


def test_a_written_tagger_says_the_same_when_it_is_read(tmp_path: Path) -> None:
    knowledge = load_knowledge(DEFAULT_RELEASE)
    save(knowledge, tmp_path / "again.zip")
    again = load(tmp_path / "again.zip")
    assert knowledge.tagger is not None
    assert again.tagger is not None
    wanted = np.array([knowledge.numbers["Goodwill"]] * len(ASSETS))
    starts = np.arange(len(ASSETS) + 1)
    first, second = (
        each.tagged([sheet(*ASSETS)], "", knowledge.vocabulary) for each in (knowledge.tagger, again.tagger)
    )
    assert np.array_equal(first.of(starts, wanted), second.of(starts, wanted))
    assert np.array_equal(first.own, second.own)


def test_what_is_learned_is_told_apart_by_the_lines_around() -> None:
    pytest.importorskip("jax", reason="the extra `train` is not installed")
    from converter.mapping.tagger_fitting import fit_tagger

    def filing(company: int) -> TaggedFiling:
        tagged = TaggedSheet(
            sheet=sheet("anchors", "sundry", "total anchors", "ropes", "sundry", "total ropes"),
            concepts=("Anchors", "AnchorsOther", "AnchorsTotal", "Ropes", "RopesOther", ""),
        )
        return TaggedFiling(
            name=f"f{company}", company=str(company), fold=0, industry="4400", sheets=(tagged,), source="sec"
        )

    filings = [filing(company) for company in range(16)]
    knowledge = compile_tables(filings)
    tagger = fit_tagger(filings, knowledge)
    assert "anchors" in tagger.terms
    wanted = np.array([knowledge.numbers[name] for name in ("AnchorsOther", "RopesOther")] * 2)
    lines = sheet("anchors", "sundry", "total anchors", "ropes", "sundry", "total ropes")
    starts = np.array([0, 0, 2, 2, 2, 4, 4])
    tagged = tagger.tagged([lines], "4400", knowledge.vocabulary)
    said, own = tagged.of(starts, wanted), tagged.own
    assert said[0] > said[1] + 1
    assert said[3] > said[2] + 1
    assert own[5] > own[2] + 1
