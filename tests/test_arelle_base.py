"""A base taxonomy that is loaded once must not show: every filing gets the messages that it gets from a fresh Arelle.

Each broken filing is validated three times: with the base loaded beforehand, in a session of its own in the same mode,
and by a cold `arelleCmdLine`. The first two say the same, word for word; the third one the same errors.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, cast

import pytest

from converter.check.arelle import ArelleWorker, run_arelle
from converter.check.arelle.log import SEVERITIES, clean
from converter.messages import Severity
from tests.filings import BASE, INLINE, filing
from tests.filings.broken import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from converter.check.arelle import ArelleResult

NAMES = ("valid", *BROKEN)
CLOCK = re.compile(r"[0-9]+\.[0-9]+ secs(?: at \S+)?")
"""Entries of the log tell how long something took, and when."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The filings on disk, each in a folder of its own."""
    root = tmp_path_factory.mktemp("filings")
    found = {}
    for number, name in enumerate(NAMES):
        found[name] = root / f"{number:02}"
        found[name].mkdir()
        for file in filing(*BROKEN.get(name, ())):
            (found[name] / file.path).write_bytes(file.content)
    return found


@pytest.fixture(scope="module")
def cold(folders: Mapping[str, Path], package: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The entries of one cold run of Arelle's own command line over all filings, by filing."""
    home = tmp_path_factory.mktemp("arelle")
    entries = [{"file": str(folder / INLINE)} for folder in folders.values()]
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "arelle.CntlrCmdLine", "--file", json.dumps(entries),
         "--packages", str(package), "--validate", "--calc", "c11r", "--utr",
         "--validateDuplicateFacts", "inconsistent", "--internetConnectivity", "offline", "--xdgConfigHome", str(home),
         "--logFile", str(home / "log.json"), "--logFormat", "%(message)s"],
        env={**os.environ, "PYTHONHASHSEED": "0"}, check=True, capture_output=True,
    )  # fmt: skip
    names = {str(folder / INLINE): name for name, folder in folders.items()}
    found: dict[str, Any] = {}
    log: list[dict[str, Any]] = []
    for entry in json.loads((home / "log.json").read_text(encoding="utf-8"))["log"]:
        log.append(entry)
        if entry["message"]["text"].startswith("validated in "):
            found[names[entry["refs"][0]["href"]]], log = log, []
    return found


def words(text: str) -> str:
    """The text without the time, and with its lists sorted: Arelle keeps them in sets that have no order."""
    return " ".join(",".join(sorted(word.split(","))) for word in CLOCK.sub("", clean(text, ())).split())


def said(result: ArelleResult) -> Counter[tuple[str, ...]]:
    """Everything in the log but the time, with the places that it points to."""
    return Counter(
        (
            str(entry["level"]),
            str(entry["code"]),
            words(str(entry["text"])),
            *sorted(map(str, cast("list[object]", entry["refs"]))),
        )
        for entry in result.log
    )


def found(result: ArelleResult) -> Counter[tuple[str, str, str]]:
    """The messages of the report."""
    return Counter((message.severity.value, message.code, words(message.text)) for message in result.report.messages)


def errors(entries: Iterable[tuple[str, str, str]]) -> Counter[tuple[str, str]]:
    """Code and text of everything that is an error to us."""
    return Counter(
        (code, words(text)) for level, code, text in entries if SEVERITIES.get(level.upper()) is Severity.ERROR
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_loaded_base_does_not_show(
    name: str, folders: Mapping[str, Path], package: Path, worker: ArelleWorker, cold: Mapping[str, Any]
) -> None:
    loaded = run_arelle(folders[name], [package], worker=worker, base=BASE)
    fresh = run_arelle(folders[name], [package], worker=worker)
    assert said(loaded) == said(fresh)
    assert loaded.facts == fresh.facts
    assert found(loaded) == found(fresh)
    assert (loaded.report.ran, loaded.report.valid) == (fresh.report.ran, fresh.report.valid)
    assert errors(entries(loaded)) == errors(
        (entry["level"], entry["code"], entry["message"]["text"]) for entry in cold[name]
    )


def entries(result: ArelleResult) -> Iterator[tuple[str, str, str]]:
    return ((str(entry["level"]), str(entry["code"]), str(entry["text"])) for entry in result.log)


def test_nearly_every_broken_filing_is_broken(folders: Mapping[str, Path], package: Path, worker: ArelleWorker) -> None:
    """What a differential test compares must be something."""
    silent = {
        name for name in NAMES if not run_arelle(folders[name], [package], worker=worker, base=BASE).report.messages
    }
    assert silent == {"valid", *PERMITTED}


PERMITTED = {
    "consistent duplicate",
    "import under another namespace",
    "missing import",  # locators of linkbases lead there too
    "missing import of the base",
}
ALONE = {
    "missing import, and no locator that would lead there",
    "import from another place",
    "namespace of the base declared again",
}
"""Filings that look as if nothing were wrong where the base is loaded already: they must not be validated there."""


@pytest.mark.parametrize("name", sorted({"valid", "wrong total", *ALONE}))
def test_a_filing_that_the_loaded_base_could_mislead_is_validated_alone(
    name: str, folders: Mapping[str, Path], package: Path, worker: ArelleWorker
) -> None:
    assert run_arelle(folders[name], [package], worker=worker, base=BASE).shared == (name not in ALONE)
