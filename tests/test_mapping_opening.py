"""The opening: candidates judged by the caption alone."""

from __future__ import annotations

import math

import numpy as np

from converter.mapping.captions import LABEL, Caption
from converter.mapping.evidence import CAPTION_EVIDENCE
from converter.mapping.gathered import LineCandidates
from converter.mapping.opening import OPENING_NAMES, caption_weighed, opened
from converter.mapping.regimes import numbers_of, regime_of

_SHARE, _WORDS = LABEL.index("share"), len(LABEL)


def a_caption(shares: list[float], words: list[float] | None = None, companies: int = 0) -> Caption:
    """A caption whose candidates are the concepts 0, 1, 2 ... with these shares, and what their words say."""
    count = len(shares)
    nothing = np.zeros(count)
    candidates = LineCandidates(
        concepts=np.arange(count),
        share=np.array(shares),
        similarity=nothing,
        labels=[f"label {number}" for number in range(count)],
        exact=np.zeros(count, dtype=np.int64),
        words=nothing,
        wording=nothing,
        companies=companies,
    )
    values = np.zeros((len(LABEL) + len(CAPTION_EVIDENCE), count))
    values[_SHARE] = shares
    values[_WORDS] = words or nothing
    return Caption(candidates, values, np.zeros(len(CAPTION_EVIDENCE)), np.array(shares))


def weights(**named: float) -> np.ndarray:
    return np.array([named.get(name.replace("+", "_for").replace("-", "_against"), 0.0) for name in OPENING_NAMES])


def test_the_candidates_stay_as_they_are_and_in_their_order() -> None:
    caption = a_caption([float(number) for number in range(30)])
    (one,) = opened([caption], ["BS"], {"BS 0": weights(share=-1.0)})
    assert one.candidates is caption.candidates
    assert one.chances.tolist() == sorted(one.chances.tolist(), reverse=True)
    assert caption.values[LABEL.index("opening")].tolist() == [0.0] * 30


def test_chances_are_a_softmax_over_all_candidates_and_their_logarithm_is_a_feature() -> None:
    first, second = opened([a_caption([0.0, 1.0]), a_caption([2.0])], ["IS", "IS"], {"IS 0": weights(share=1.0)})
    likely = math.e / (1.0 + math.e)
    assert np.allclose(first.chances, [1.0 - likely, likely])
    assert np.allclose(first.values[LABEL.index("opening")], np.log([1.0 - likely, likely]))
    assert second.chances.tolist() == [1.0]


def test_evidence_for_and_against_has_weights_of_its_own() -> None:
    caption = a_caption([0.0, 0.0], [2.0, -3.0])
    weighed = dict(zip(OPENING_NAMES, caption_weighed(caption.values).tolist(), strict=True))
    assert (weighed["words+"], weighed["words-"]) == ([2.0, 0.0], [0.0, -3.0])
    (one,) = opened([caption], ["BS"], {"BS 0": weights(words_against=1.0)})
    assert np.allclose(one.chances[1] / one.chances[0], math.exp(-3.0))


def test_captions_without_candidates_are_left_as_they_are() -> None:
    nothing, something = a_caption([]), a_caption([0.5])
    assert [len(each.chances) for each in opened([nothing, something], ["BS", "BS"], {"BS 0": weights()})] == [0, 1]
    assert opened([nothing], ["BS"], {"BS 0": weights()}) == [nothing]


def test_a_regime_without_weights_borrows_those_of_its_kind_of_statement() -> None:
    assert [regime_of("BS", companies) for companies in (0, 1, 2, 3, 14, 15, 79, 80)] == [
        f"BS {level}" for level in (0, 1, 1, 2, 2, 3, 3, 4)
    ]
    known = {"BS 0": weights(), "BS 4": weights(), "IS 1": weights()}
    assert numbers_of(["BS 4", "BS 2", "IS 0", "CF 3"], known) == [1, 1, 2, 0]
