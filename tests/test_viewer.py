"""The iXBRL viewer of a conversion, in a real browser."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from converter.pipeline import Settings, convert
from converter.write.package import write_files
from tests.conftest import EXAMPLE
from tests.test_document_set import BASE, in_two_documents
from tests.web_browser import LATE_PIPES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.conftest import Ran

pytestmark = LATE_PIPES
IN_VIEWER = "document.querySelector('#iframe-container iframe').contentDocument"


@pytest.fixture(scope="module")
def viewer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("iXBRLViewerPlugin", reason="the extra `viewer` is not installed")
    from converter.cli import main

    folder = tmp_path_factory.mktemp("viewer")
    with pytest.raises(SystemExit) as end:
        main(["convert", str(EXAMPLE), "--output", str(folder), "--viewer", "--no-validate"])
    assert end.value.code == 0
    return folder / "ptix-20040205" / "viewer"


def test_the_page_refers_to_nothing_but_the_script_beside_it(viewer: Path) -> None:
    assert sorted(path.name for path in viewer.iterdir()) == ["ixbrlviewer.js", "ptix-20040205.html"]
    text = (viewer / "ptix-20040205.html").read_text(encoding="utf-8")
    assert '<script src="ixbrlviewer.js"' in text
    assert "http-equiv" in text
    assert "charset=UTF-8" in text
    assert "filing-" not in text, "the temporary folder is no part of it"


def opened(browser: Browser, url: str, documents: int = 1) -> Page:
    """The page of a viewer once it shows its documents."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(60_000)
    page.goto(url)
    page.wait_for_function(f"document.querySelectorAll('#iframe-container iframe').length === {documents}")
    page.wait_for_function("!document.querySelector('#ixv .loader')")
    return page


def test_the_viewer_shows_every_fact(viewer: Path, browser: Browser) -> None:
    page = opened(browser, (viewer / "ptix-20040205.html").as_uri())
    assert page.evaluate(f"{IN_VIEWER}.querySelectorAll('.ixbrl-element').length") == 144
    assert page.evaluate(f"{IN_VIEWER}.body.innerText.includes('Consolidated Balance Sheets')")
    assert "0002 - Statement - Consolidated Balance" in " ".join(page.inner_text("#inspector").split())
    page.close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name of the method's own parameter
        pass


def test_a_document_set_has_a_page_for_each_document(tmp_path: Path, browser: Browser) -> None:
    """A page may read the next one only when both come from a server, so that one is started here."""
    pytest.importorskip("iXBRLViewerPlugin", reason="the extra `viewer` is not installed")
    conversion = convert(in_two_documents(), Settings(validate=False, viewer=True))
    write_files([file for file in conversion.files if file.path.startswith("viewer/")], tmp_path / "out")
    folder = tmp_path / "out" / "viewer"
    assert sorted(path.name for path in folder.iterdir()) == [f"{BASE}.html", f"{BASE}_d2.htm", "ixbrlviewer.js"]
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = opened(browser, f"http://127.0.0.1:{server.server_port}/{BASE}.html", documents=2)
        counted = "[...document.querySelectorAll('#iframe-container iframe')].map(each => "
        shown = page.evaluate(f"{counted}each.contentDocument.querySelectorAll('.ixbrl-element').length)")
        page.close()
        server.shutdown()
    assert sum(shown) == len(conversion.report.facts)
    assert min(shown) > 0


def test_a_viewer_that_is_not_installed_is_wrong_usage(
    cli: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib.util

    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "iXBRLViewerPlugin" else real(name))
    ran = cli("convert", EXAMPLE, "--output", tmp_path / "out", "--viewer")
    assert ran.status == 2
    assert "legacy-xbrl[viewer]" in ran.err
    assert not (tmp_path / "out").exists()
