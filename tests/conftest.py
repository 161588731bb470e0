"""What every test may ask for: the example, the real filings where at hand, and the flag that rewrites goldens."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from converter.check.arelle import ArelleWorker

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "performance-technologies-8-k-2004-02-05.txt"
SHARED = ROOT.parent / "shared"

# No example has a deadline, for a busy machine is no failure. On CI the examples are the same in every run: what fails
# there fails for everybody.
settings.register_profile("person", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "person")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        default=False,
        help="rewrite the expected files under tests/golden; read the difference before you commit it",
    )


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of its own for added and written taxonomy packages: no test depends on what a person has there."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEGACY_XBRL_HOME", str(folder))
        yield folder


class Ran(NamedTuple):
    """What a run of the command line left behind."""

    status: int
    out: str
    err: str


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs the command line in this process and returns exit status, standard output and standard error."""
    from converter.cli import main

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(int(end.value.code or 0), captured.out, captured.err)

    return run


def tree(folder: Path) -> dict[str, bytes]:
    """The content of every file in a folder, by its path in the folder, sorted."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


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


@pytest.fixture(scope="session")
def worker() -> Iterator[ArelleWorker]:
    """A worker of Arelle, which takes seconds to start; a test that breaks one starts its own."""
    from converter.check.arelle import ArelleWorker

    with ArelleWorker() as started:
        yield started


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The taxonomy package that the hand-written filings need."""
    from tests.filings import base_package

    return base_package(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium that reaches nothing but this machine; see `tests.web_browser`."""
    from tests.web_browser import browsing

    with browsing() as found:
        yield found
