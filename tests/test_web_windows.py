"""The review page in windows of other sizes and on paper, and the marks in the text beside it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.test_web_pages import chosen, opened, pick
from tests.web_browser import LATE_PIPES
from tests.web_server import Client, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = LATE_PIPES

SHEET = """\
                        TAMARACK LANTERN COMPANY
                             BALANCE SHEETS
                        (Dollars in thousands)

                                             June 30,
                                     1998              1997
Cash                                 $  120            $  110
Receivables, less allowance of $15 in 1998
  and doubtful accounts                 240               215
Notes due 2001                          140               100
                                     ------            ------
    Total assets                     $  500            $  425
                                     ======            ======

Accounts payable                     $  190            $  160
Retained earnings                       310               265
                                     ------            ------
    Total liabilities and equity     $  500            $  425
                                     ======            ======
See accompanying notes.
"""


@pytest.fixture(scope="module")
def client(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("windows")
    with serving(folder / "out", folder / "memory.sqlite3") as found:
        yield found


@pytest.fixture(scope="module")
def filing(client: Client) -> str:
    return client.convert(SHEET.encode())


def test_a_caption_with_numbers_is_marked_as_a_caption_on_each_of_its_lines(client: Client, filing: str) -> None:
    text = client.get(f"/api/filings/{filing}/text").json()
    lines = text["text"].split("\n")
    kinds: dict[str, list[str]] = {"figure": [], "caption": []}
    for line, first, last, _, kind in text["marks"]:
        kinds[kind].append(lines[line - 1][first - 1 : last])
    assert kinds["caption"][:5] == [
        "Cash",
        "Receivables, less allowance of",
        "in 1998",
        "and doubtful accounts",
        "Notes due 2001",
    ]
    assert kinds["figure"][:7] == ["120", "110", "15", "240", "215", "140", "100"], (
        "those in captions have their own mark"
    )


def test_a_caption_with_numbers_has_no_colour_of_a_status(browser: Browser, client: Client, filing: str) -> None:
    page = opened(browser, client, f"/filings/{filing}").page
    assert page.locator("mark", has_text="Notes due 2001").get_attribute("class") in {"label", "label chosen"}
    page.context.close()


@pytest.mark.parametrize(("width", "height"), [(420, 900), (700, 450)], ids=["narrow", "zoomed"])
def test_a_small_window_shows_whole_lines(
    browser: Browser, client: Client, filing: str, width: int, height: int
) -> None:
    page = opened(browser, client, f"/filings/{filing}", viewport={"width": width, "height": height}).page
    pick(page, "Retained earnings")
    assert chosen(page) == "Retained earnings"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is cut at the right"
    pane = page.locator("#scroll").evaluate("pane => pane.clientHeight")
    assert pane > page.locator("tr[aria-selected=true]").evaluate("row => row.clientHeight")
    links = [box for link in page.locator(".top a").all() if link.is_visible() and (box := link.bounding_box())]
    for first, second in pairwise(links):
        assert first["x"] + first["width"] <= second["x"] or first["y"] + first["height"] <= second["y"]
    page.context.close()


def test_every_line_is_on_the_printed_page_and_no_button(browser: Browser, client: Client, filing: str) -> None:
    page = opened(browser, client, f"/filings/{filing}", viewport={"width": 800, "height": 300}).page
    page.locator("[data-filter=all]").click()
    page.emulate_media(media="print")
    last = page.locator("tr.line", has_text="Total liabilities and equity").last
    box = last.bounding_box()
    assert box
    assert page.evaluate("document.documentElement.scrollHeight") >= box["y"] + box["height"]
    assert not page.locator("#rebuild").is_visible()
    page.context.close()
