"""How quick the review page is: `python -m tests.bench.review`. Figures only; no test depends on them.

Serves an invented filing with five hundred lines and a text of ten thousand, and measures, from outside: opening the
page in headless Chromium, searching as one types, deciding. Then the page of all filings, of a folder with three
hundred copies of the example or of the folder that is named: `python -m tests.bench.review OUT`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.conftest import EXAMPLE
from tests.test_web_pages import long_filing
from tests.web_browser import browsing
from tests.web_server import serving

TYPED = ("deferred tax assets net current", "treasurystock", "income", "acc rec net", "us-gaap:Assets", "zq")
LINES = 500
OPENED = 7
FILINGS = 300


def main() -> None:
    """Writes what was measured, in milliseconds."""
    with tempfile.TemporaryDirectory() as name, serving(Path(name) / "out") as client, browsing() as browser:
        filing = client.convert(long_filing(LINES), validation="false")
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(client.url)
        opened = []
        for _ in range(OPENED):
            start = time.perf_counter()
            page.goto(f"{client.base_url}/filings/{filing}")
            page.wait_for_selector("body[data-ready]", state="attached")
            opened.append(time.perf_counter() - start)
        shown = page.evaluate("document.querySelectorAll('tr.line').length")
        typed = []
        for text in TYPED:
            for end in range(1, len(text) + 1):
                start = time.perf_counter()
                query = {"q": text[:end], "statement": "balance_sheet", "unit": "money"}
                client.get("/api/concepts", params=query).raise_for_status()
                typed.append(time.perf_counter() - start)
        lines = [line for each in client.get(f"/api/filings/{filing}").json()["statements"] for line in each["lines"]]
        decided = []
        for line in lines[:20]:
            start = time.perf_counter()
            client.decide(filing, "ann", line, "accept").raise_for_status()
            decided.append(time.perf_counter() - start)
    show(f"open a filing with {len(lines)} lines, first", opened[:1])
    show(f"open it again ({shown} lines shown)", opened[1:])
    show("search for what was typed so far", typed)
    show("save a decision", decided)
    with tempfile.TemporaryDirectory() as name:
        shelf(Path(sys.argv[1]) if len(sys.argv) > 1 else copies(Path(name)))


def copies(folder: Path) -> Path:
    """A folder with many copies of the example."""
    with serving(folder / "made") as client:
        made = client.convert(EXAMPLE.read_bytes())
    for number in range(FILINGS):
        shutil.copytree(folder / "made" / made, folder / "out" / f"filing-{number:03}")
    return folder / "out"


def shelf(folder: Path) -> None:
    """Writes how long the page of all filings takes: at the first look after the server started, and at the second."""
    with serving(folder) as client, browsing() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        for look in ("first look", "second look"):
            start = time.perf_counter()
            page.goto(client.url)
            page.wait_for_selector("#filings tbody tr")
            rows = time.perf_counter() - start
            page.wait_for_selector("body[data-ready]", state="attached")
            whole = time.perf_counter() - start
            count = page.evaluate("document.querySelectorAll('#filings tbody tr').length")
            show(f"{look} at a folder, until rows show", [rows])
            show(f"{look} at a folder, all {count} filings", [whole])


def show(what: str, seconds: list[float]) -> None:
    """Writes the median and the largest."""
    sys.stdout.write(f"{what:<48} median {1000 * median(seconds):7.1f} ms   largest {1000 * max(seconds):7.1f} ms\n")


if __name__ == "__main__":
    main()
