"""What all arrays of the mapping are taken apart with."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from converter.mapping.arrays import among, distinct


@pytest.mark.parametrize(
    ("values", "expected"), [([], []), ([7], [7]), ([3, 1, 3, 2, 1], [1, 2, 3]), ([0, 0], [0]), ([-1, 5, -1], [-1, 5])]
)
def test_different_values_are_found_once_and_in_order(values: list[int], expected: list[int]) -> None:
    assert distinct(np.array(values, dtype=np.int64)).tolist() == expected


@pytest.mark.parametrize(
    ("values", "known", "expected"),
    [
        ([], [1], []),
        ([1, 2], [], [False, False]),
        ([5, 1, 9, 0], [9, 1, 1], [False, True, True, False]),
    ],
)
def test_values_are_told_from_others(values: list[int], known: list[int], expected: list[bool]) -> None:
    assert among(np.array(values, dtype=np.int64), np.array(known, dtype=np.int64)).tolist() == expected


def test_mapping_loads_no_masked_arrays() -> None:
    """They would take a fifth of the time that the first filing of a process may take."""
    code = """
import sys
from converter.mapping.explain import explain
from converter.taxonomy.release import DEFAULT_RELEASE, load_taxonomy
from converter.model import StatementKind
explain("Cash and cash equivalents", StatementKind.BALANCE_SHEET, load_taxonomy(DEFAULT_RELEASE))
print("numpy.ma" in sys.modules, "numpy" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
