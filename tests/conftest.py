"""What every test may ask for: the example, the real filings where they are at hand, and the flag that rewrites goldens."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "performance-technologies-8-k-2004-02-05.txt"
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        default=False,
        help="rewrite the expected files under tests/golden; read the difference before you commit it",
    )


@pytest.fixture(scope="session")
def example() -> bytes:
    """The bytes of the 8-K that the README is about."""
    return EXAMPLE.read_bytes()


@pytest.fixture(scope="session")
def example_path() -> Path:
    """Where the 8-K that the README is about lies."""
    return EXAMPLE


@pytest.fixture(scope="session")
def real_filings() -> Path:
    """The folder of real filings; the test that asks for it is skipped by name where there is none."""
    folder = SHARED / "filings"
    if not folder.is_dir():
        pytest.skip("the real filings (../shared/filings) are not at hand")
    return folder
