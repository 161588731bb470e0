"""The review page in a browser, as a person uses it."""

from __future__ import annotations

import json
import re
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from tests.web_browser import LATE_PIPES, Watched
from tests.web_server import Client, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = LATE_PIPES


@pytest.fixture(scope="module")
def client(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("pages")
    with serving(folder / "out", folder / "memory.sqlite3") as found:
        yield found


@pytest.fixture(scope="module")
def filing(client: Client, example: bytes) -> str:
    return client.convert(example)


def opened(browser: Browser, client: Client, path: str, **options: Any) -> Watched:
    """A page of the server, opened with the address that it printed, once it is ready."""
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(15_000)
    watched = Watched(page, str(client.base_url))
    page.goto(client.url.replace("/?", f"{path}?"))
    ready(page)
    assert "token" not in page.url
    return watched


def ready(page: Page) -> None:
    page.wait_for_selector("body[data-ready]", state="attached")


def chosen(page: Page) -> str:
    return page.locator("tr[aria-selected=true] td").first.inner_text()


def saved(page: Page, text: str) -> None:
    page.wait_for_function("text => document.getElementById('status').textContent.includes(text)", arg=text)


def pick(page: Page, label: str, which: int = 0) -> None:
    """Chooses a line of the table by its caption."""
    page.locator("[data-filter=all]").click()
    page.locator("tr.line", has=page.get_by_role("gridcell", name=label, exact=True)).nth(which).click()
    page.wait_for_function("text => document.querySelector('#detail h2').textContent.startsWith(text)", arg=label)


def test_a_person_corrects_a_filing_and_the_next_one_follows(
    browser: Browser, client: Client, filing: str, example: bytes, tmp_path: Path
) -> None:
    watched = opened(browser, client, f"/filings/{filing}")
    page = watched.page
    assert "PERFORMANCE TECHNOLOGIES" in page.locator("#title").inner_text()
    assert page.locator("mark", has_text="29,589,000").is_visible()

    # Correct one line through the search.
    pick(page, "Marketable securities")
    assert "ASSETS" in page.locator("#detail .where").inner_text()
    assert "Total current assets" in page.locator(".equation").first.inner_text()
    page.locator("[data-act=search]").click()
    page.keyboard.type("availableforsalesecuritiescurrent")
    page.get_by_label("Why (optional)").fill("note 2")
    page.get_by_role("button", name="Choose").click()
    saved(page, "Saved: chosen")
    assert page.locator("tr[aria-selected=true] .concept").inner_text() == "AvailableForSaleSecuritiesCurrent"

    # A concept of the company's own.
    pick(page, "Income taxes payable")
    page.locator("[data-act=extend]").click()
    page.get_by_label("Name").fill("TaxesOwed")
    page.get_by_label("Label").fill("Taxes owed to authorities")
    page.get_by_role("button", name="Declare").click()
    saved(page, "extension concept")

    # A comment, and a decision that is taken back.
    pick(page, "Accrued expenses")
    page.locator("[data-act=comment]").click()
    page.get_by_role("textbox", name="Accrued expenses").fill("ask the company <b>&amp;</b>")
    page.get_by_role("button", name="Save").click()
    saved(page, "Saved: comment")
    page.locator("#detail .history", has_text="ask the company <b>&amp;</b>").wait_for()
    before = client.line(filing, "Inventories")["concept"]
    pick(page, "Inventories")
    page.locator("[data-act=untag]").click()
    saved(page, "Saved: no tag")
    assert client.line(filing, "Inventories")["status"] == "untagged"
    page.locator("[data-act=undo]").click()
    saved(page, "Saved: undone")
    assert client.line(filing, "Inventories")["concept"] == before

    # The filing is made anew, and has the new facts.
    page.get_by_role("button", name="Rebuild").click()
    saved(page, "Rebuilt and valid")
    assert "Arelle: 0 errors" in page.locator("#result").inner_text()
    assert page.locator("#pending").count() == 0
    inline = client.get(f"/api/filings/{filing}/files/{filing}.htm").text
    assert re.search(r'name="us-gaap:AvailableForSaleSecuritiesCurrent"[^>]*>2,006,000<', inline)
    assert re.search(r'name="[a-z]+:TaxesOwed"[^>]*>1,760,000<', inline)
    assert "Taxes owed to authorities" in client.get(f"/api/filings/{filing}/files/{filing}_lab.xml").text

    # The company's next filing, converted on the page.
    following = tmp_path / "next.txt"
    following.write_bytes(example.replace(b"December 31,", b"December 31, "))
    page.goto(f"{client.base_url}/")
    ready(page)
    page.get_by_label("Convert a filing").set_input_files(following)
    page.get_by_role("button", name="Convert", exact=True).click()
    page.wait_for_url("**/filings/*-2", timeout=60_000)
    ready(page)
    pick(page, "Marketable securities")
    row = page.locator("tr[aria-selected=true]")
    assert "AvailableForSaleSecuritiesCurrent" in row.inner_text()
    assert "remembered" in row.inner_text()
    page.locator("#detail li", has_text="ann decided this").wait_for()
    shown = client.get(str(page.locator("#open").get_attribute("href")))
    assert "ix:nonFraction" in shown.text
    watched.is_clean()
    page.context.close()


def test_everything_is_done_with_the_keyboard(browser: Browser, client: Client, example: bytes) -> None:
    filing = client.convert(example.replace(b"6,622,000", b"6,622,000 ", 1), validation="false")
    watched = opened(browser, client, f"/filings/{filing}")
    page, key = watched.page, watched.page.keyboard
    first = chosen(page)
    key.press("n")
    page.wait_for_function(
        "label => document.querySelector('tr[aria-selected=true] td').innerText !== label", arg=first
    )
    label = chosen(page)
    page.wait_for_function("text => document.querySelector('#detail h2').textContent.startsWith(text)", arg=label)
    key.press("a")
    saved(page, "Saved: accepted")
    assert client.line(filing, label)["decided_by"] == "ledger:ann"
    key.press("z")
    saved(page, "Saved: undone")
    assert client.line(filing, label)["decided_by"] == "model"
    key.press("2")
    saved(page, "Saved: chosen")
    detail = client.get(f"/api/filings/{filing}/lines/{client.line(filing, label)['id']}").json()
    assert detail["concept"] == detail["candidates"][1]["concept"]
    key.press("/")
    key.type("assetscurrent")
    page.locator("#hit-0 .concept", has_text=re.compile("^AssetsCurrent$")).wait_for()
    key.press("Escape")
    key.press("c")
    key.type("seen")
    key.press("Tab")
    key.press("Tab")
    key.press("Enter")
    saved(page, "Saved: comment")
    key.press("u")
    saved(page, "Saved: no tag")
    key.press("e")
    key.press("Enter")
    saved(page, "extension concept")
    key.press("f")
    assert page.locator("[data-filter=all]").get_attribute("aria-pressed") == "true"
    key.press("j")
    assert chosen(page) != label
    key.press("k")
    assert chosen(page) == label
    key.press("b")
    key.press("Control+a")
    key.type("30")
    wanted = int(page.locator("output").inner_text().split()[0])
    assert wanted > 1
    key.press("Enter")
    saved(page, f"Saved: {wanted} lines accepted")
    key.press("z")
    saved(page, f"Saved: {wanted} decisions undone")
    key.press("?")
    assert "next line to review" in page.locator("dialog").inner_text()
    key.press("Escape")
    key.press("r")
    saved(page, "Rebuilt")
    for target in ("detail", "text"):
        key.press(target[0])
        assert page.evaluate("document.activeElement.id") == target
    watched.is_clean()
    page.context.close()


def test_two_people_at_once_lose_nothing(browser: Browser, client: Client, example: bytes) -> None:
    filing = client.convert(example.replace(b"4,550,000", b"4,550,000 ", 1), validation="false")
    ann, bob = (opened(browser, client, f"/filings/{filing}") for _ in range(2))
    for who, watched in (("ann", ann), ("bob", bob)):
        watched.page.get_by_label("Reviewer").fill(who)
        watched.page.keyboard.press("Tab")
        pick(watched.page, "Inventories")
    ann.page.keyboard.press("a")
    saved(ann.page, "Saved: accepted")
    bob.page.keyboard.press("u")
    saved(bob.page, "Somebody else decided")
    assert client.line(filing, "Inventories")["decided_by"] == "ledger:ann"
    bob.page.keyboard.press("u")
    saved(bob.page, "Saved: no tag")
    assert client.line(filing, "Inventories")["conflict"]
    ann.page.wait_for_function("() => document.querySelector('tr[aria-selected=true]').innerText.includes('conflict')")
    ann.page.locator("#detail .warn", has_text="bob wants no tag").wait_for()
    ann.strangers += bob.strangers
    assert ann.strangers == []
    assert ann.errors == []
    for watched in (ann, bob):
        watched.page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 800])
def test_no_page_keeps_people_out(browser: Browser, client: Client, filing: str, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # axe-core is put into the page by the test; the policy of the page would not let it in.
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}, "bypass_csp": True}
    watched = opened(browser, client, f"/filings/{filing}", **options)
    page = watched.page

    def check(what: str) -> None:
        found = Axe().run(page).response["violations"]
        grave = [
            (each["id"], [node["html"][:160] for node in each["nodes"][:3]])
            for each in found
            if each["impact"] in {"serious", "critical"}
        ]
        assert grave == [], f"{what}: {json.dumps(grave, indent=1)}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{what} is wider than the screen"

    check("filing")
    page.keyboard.press("s")
    page.keyboard.type("deferred")
    page.wait_for_selector("#hit-0")
    check("search")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    check("extension")
    for path in ("/", f"/filings/{filing}/summary", "/memory"):
        page.goto(f"{client.base_url}{path}")
        ready(page)
        check(path)
    watched.is_clean()
    page.context.close()


def test_hostile_text_stays_text(browser: Browser, client: Client, example: bytes) -> None:
    attack = b"<img src=x onerror=alert(1)><script>alert(2)</script>"
    filing = client.convert(example.replace(b"  Inventories", b"  Inventories " + attack), validation="false")
    watched = opened(browser, client, f"/filings/{filing}")
    assert "onerror=alert(1)" in watched.page.locator("#text").inner_text()
    assert watched.page.locator("img").count() == 0
    watched.is_clean()
    watched.page.context.close()


def long_filing(lines: int) -> bytes:
    """An invented balance sheet and income statement with very many lines, and long notes."""

    def block(what: str, total: str, heads: list[str]) -> list[str]:
        figures = [(number + 1000, number + 2000) for number in range(lines // 2)]
        rows = [
            f"  {what} of branch number {number:<10}{one:>24,}{two:>16,}" for number, (one, two) in enumerate(figures)
        ]
        sums = [sum(column) for column in zip(*figures, strict=True)]
        return [
            *heads,
            "",
            *rows,
            f"{'':>40}{'-' * 12:>18}{'-' * 12:>16}",
            f"  {total:<40}{sums[0]:>16,}{sums[1]:>16,}",
            "",
        ]

    years = [f"{'December 31,':>58}{'December 31,':>16}", f"{'1996':>58}{'1995':>16}"]
    return "\n".join(
        [
            "TALLOWMERE HOLDINGS, INC.",
            *block("Receivables", "Total assets", ["CONSOLIDATED BALANCE SHEETS", "(in thousands)", *years]),
            *["A paragraph of the notes that says little."] * 9000,
            *block(
                "Costs",
                "Net income",
                ["CONSOLIDATED STATEMENTS OF INCOME", "(in thousands)", "Years ended", *years],
            ),
        ]
    ).encode()


def test_a_filing_with_five_hundred_lines_is_shown_whole(browser: Browser, client: Client) -> None:
    filing = client.convert(long_filing(500), validation="false")
    watched = opened(browser, client, f"/filings/{filing}")
    watched.page.locator("[data-filter=all]").click()
    assert watched.page.locator("tr.line").count() >= 500
    pick(watched.page, "Costs of branch number 249")
    assert watched.page.locator("mark.chosen", has_text="1,249").is_visible()
    watched.is_clean()
    watched.page.context.close()


def test_a_person_is_told_what_the_memory_did_not_take(
    browser: Browser, client: Client, filing: str, tmp_path: Path
) -> None:
    folder = tmp_path / "out" / filing
    folder.mkdir(parents=True)
    for name in ("mapping.json", "source.txt", "validation.json"):
        (folder / name).write_bytes(client.get(f"/api/filings/{filing}/files/{name}").content)
    with serving(tmp_path / "out", tmp_path / "memory.sqlite3") as own:
        watched = opened(browser, own, f"/filings/{filing}")
        page = watched.page
        other = sqlite3.connect(tmp_path / "memory.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        own.running.server.desk.memory._connection.execute("PRAGMA busy_timeout = 1")
        pick(page, "Inventories")
        page.locator("[data-act=untag]").click()
        saved(page, "Saved: no tag")
        assert "another program holds it" in page.locator("#unremembered").inner_text()
        other.execute("ROLLBACK")
        other.close()
        page.locator("[data-act=undo]").click()
        saved(page, "Saved: undone")
        page.wait_for_function("!document.getElementById('unremembered')")
        watched.is_clean()
        page.context.close()


def test_a_folder_of_many_filings_is_shown_to_its_last(
    browser: Browser, client: Client, filing: str, tmp_path: Path
) -> None:
    files = {name: client.get(f"/api/filings/{filing}/files/{name}").content for name in ("mapping.json", "source.txt")}
    for number in range(130):
        folder = tmp_path / f"filing-{number:03}"
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(b"{}" if number == 125 and name == "mapping.json" else content)
    with serving(tmp_path) as many:
        watched = opened(browser, many, "/")
        assert watched.page.locator("#filings tbody tr").count() == 129
        assert watched.page.locator("#filings tbody tr").last.inner_text().count("filing-129") == 1
        assert watched.page.locator("#together .big").first.inner_text() == "129"
        assert watched.page.locator("#damaged").inner_text() == "Without a readable ledger: filing-125"
        assert watched.page.locator("#counting").inner_text() == ""
        watched.is_clean()
        watched.page.context.close()
