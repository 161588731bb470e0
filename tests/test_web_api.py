"""The HTTP API: what it does, whom it lets in, and what it refuses."""

from __future__ import annotations

import json
import socket
import tempfile
import time
from typing import TYPE_CHECKING, Any

import httpx
import jsonschema
import pytest

from converter.review.places import read_definitions
from converter.web.limits import Limits
from converter.write.ledger import ledger_schema
from tests.conftest import ROOT
from tests.web_server import TEXT, Client, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON = {"content-type": "application/json"}
LEAKS = (tempfile.gettempdir(), str(ROOT), "site-packages", "Traceback", "mapping.json:")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("api")
    limits = Limits(upload=2_000_000, body=1_000_000, idle=0.6, whole=3, head=1)
    (folder / "tag.txt").write_text("tag\tversion\tdoc\nInventoryNet\tus-gaap/2009\tGoods, held for sale.\n")
    definitions = read_definitions(folder / "tag.txt")
    with serving(folder / "out", folder / "memory.sqlite3", limits, definitions=definitions) as found:
        yield found


@pytest.fixture(scope="module")
def filing(client: Client, example: bytes) -> str:
    return client.convert(example, name="example", validation="false")


def is_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem that an answer is, after it was checked against RFC 9457 and for paths of the server."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["detail"]
    for leak in LEAKS:
        assert leak not in answer.text
    return problem


def test_without_the_token_nobody_gets_in(client: Client) -> None:
    with httpx.Client(base_url=client.base_url, trust_env=False) as stranger:
        for path in ("/", "/api/health", "/api/openapi.json", "/static/review.js", "/filings/x", "/nothing"):
            assert "bearer" in stranger.get(path).headers["www-authenticate"].lower()
            is_problem(stranger.get(path), 401)
            is_problem(stranger.get(path, headers={"authorization": "Bearer wrong"}), 403)
            is_problem(stranger.get(path, params={"token": "wrong"}), 403)
        assert stranger.get(client.url).status_code == 303
        cookie = stranger.get(client.url).headers["set-cookie"]
        assert "httponly" in cookie.lower()
        assert "samesite=strict" in cookie.lower()
        assert stranger.get("/api/health").status_code == 200, "the cookie of the address with the token lets in"


def test_other_names_and_other_sites_are_refused(client: Client, filing: str) -> None:
    is_problem(client.get("/api/health", headers={"host": "rebound.example"}), 403)
    port = client.base_url.port
    is_problem(client.get("/api/health", headers={"host": f"rebound.example:{port}"}), 403)
    forged = client.post(f"/api/filings/{filing}/rebuild", json={}, headers={"origin": "http://evil.example"})
    is_problem(forged, 403)
    assert client.get("/api/health", headers={"host": f"localhost:{port}"}).status_code == 200


def test_pages_and_answers_forbid_what_is_not_their_own(client: Client) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert client.get("/api/health").headers["x-content-type-options"] == "nosniff"


def test_a_conversion_leaves_a_filing_with_facts(client: Client, filing: str) -> None:
    assert filing in [each["name"] for each in client.get("/api/filings").json()["filings"]]
    facts = client.get(f"/api/filings/{filing}/facts").json()
    assert any(fact["value"] == "29589000" for fact in facts["facts"].values())
    page = client.get(f"/api/filings/{filing}/files/{filing}.htm")
    assert page.headers["content-security-policy"].startswith("sandbox")
    assert "29,589,000" in page.text
    text = client.get(f"/api/filings/{filing}/text").json()
    lines = text["text"].split("\n")
    marked = {
        lines[line - 1][first - 1 : last]
        for line, first, last, _, kind in text["marks"]
        if kind in {"figure", "caption"}
    }
    assert {"29,589,000", "Marketable securities", "2,006,000"} <= marked


def test_a_line_is_explained(client: Client, filing: str) -> None:
    line = client.line(filing, "Inventories")
    detail = client.get(f"/api/filings/{filing}/lines/{line['id']}").json()
    (sum_,) = detail["equations"]
    assert sum_["total"]["label"] == "Total current assets"
    assert sum_["total"]["figures"] == ["45,229,000", "37,771,000"]
    assert [term["label"] for term in sum_["terms"] if term["here"]] == ["Inventories"]
    assert detail["candidates"][0]["concept"] == detail["concept"] == "us-gaap:InventoryNet"
    assert "us-gaap:AssetsCurrent" in [each["concept"] for each in detail["place"]["total"]]
    assert detail["reasons"]
    assert detail["about"]["definition"] == "Goods, held for sale."


def test_a_decision_is_in_the_ledger_and_the_next_filing_follows_it(
    client: Client, example: bytes, filing: str
) -> None:
    line = client.line(filing, "Marketable securities")
    wanted = "us-gaap:AvailableForSaleSecuritiesCurrent"
    saved = client.decide(filing, "ann", line, "choose", concept=wanted, comment="note 2")
    assert saved.status_code == 200, saved.text
    ledger = client.get(f"/api/filings/{filing}/ledger").json()
    assert list(jsonschema.Draft202012Validator(ledger_schema()).iter_errors(ledger)) == []
    entry = ledger["statements"][0]["lines"][1]
    assert (entry["concept"], entry["decided_by"], entry["comment"]) == (wanted, "ledger:ann", "note 2")
    assert entry["proposed"]["concept"] == line["concept"]
    following = client.convert(example.replace(b"29,589,000", b"29,589,001").replace(b"45,229,000", b"45,229,001")
                               .replace(b"51,660,000", b"51,660,001"), validation="false")  # fmt: skip
    assert following != filing
    next_line = client.line(following, "Marketable securities")
    assert (next_line["concept"], next_line["remembered"]) == (wanted, True)
    assert "ann decided this" in client.get(f"/api/filings/{following}/lines/{next_line['id']}").json()["reasons"][0]
    assert client.decide(filing, "ann", client.line(filing, "Marketable securities"), "undo").status_code == 200
    assert client.line(filing, "Marketable securities")["concept"] == line["concept"]


def test_who_is_second_is_told_and_overwrites_nothing(client: Client, filing: str) -> None:
    seen_by_both = client.line(filing, "Accounts receivable")
    assert client.decide(filing, "ann", seen_by_both, "accept").status_code == 200
    problem = is_problem(client.decide(filing, "bob", seen_by_both, "untag"), 409)
    assert problem["lines"] == [seen_by_both["id"]]
    assert client.line(filing, "Accounts receivable")["decided_by"] == "ledger:ann"
    assert client.decide(filing, "bob", client.line(filing, "Accounts receivable"), "untag").status_code == 200
    both = client.line(filing, "Accounts receivable")
    assert both["conflict"], "what two people want is kept side by side"
    detail = client.get(f"/api/filings/{filing}/lines/{both['id']}").json()
    assert [(each["by"], each["concept"]) for each in detail["outcomes"]] == [
        ("ann", "us-gaap:AccountsReceivableNetCurrent"),
        ("bob", None),
    ]
    captions = client.get("/api/memory").json()["captions"]
    assert [each["conflict"] for each in captions if each["label"] == "Accounts receivable"] == [True]


def test_decisions_that_cannot_be_made_say_why(client: Client, filing: str) -> None:
    line = client.line(filing, "Accounts payable")
    for concept, reason in (
        ("us-gaap:NoSuchConcept", "no concept"),
        ("us-gaap:AssetsAbstract", "heading"),
        ("us-gaap:SalesRevenueNet", "period type"),
        ("us-gaap:CommonStockSharesIssued", "type"),
    ):
        assert reason in is_problem(client.decide(filing, "ann", line, "choose", concept=concept), 422)["detail"]
    is_problem(client.decide(filing, "nobody before", line, "undo"), 422)
    is_problem(client.decide(filing, "ann", line, "choose", concept="no name"), 422)
    is_problem(client.decide(filing, " ", line, "accept"), 422)
    assert client.line(filing, "Accounts payable")["version"] == line["version"]


def test_a_rebuild_writes_the_decisions_into_the_filing(client: Client, filing: str) -> None:
    declared = {"name": "TaxesOwed", "label": "Taxes owed", "balance": "credit", "period_type": "instant"}
    line = client.line(filing, "Income taxes payable")
    assert client.decide(filing, "ann", line, "extend", extension=declared).json()["pending"] > 0
    job = client.finished(client.post(f"/api/filings/{filing}/rebuild", json={"validation": True}).json())
    assert job["state"] == "done", job["problem"]
    view = client.get(f"/api/filings/{filing}").json()
    assert view["pending"] == 0
    assert "TaxesOwed" in client.get(f"/api/filings/{filing}/files/{filing}.htm").text
    assert "Taxes owed" in client.get(f"/api/filings/{filing}/files/{filing}_lab.xml").text
    summary = client.get(f"/api/filings/{filing}/summary").json()
    assert summary["validation"]["valid"]
    assert {"legacy-xbrl", "Arelle", "Round trip"} <= {each["engine"] for each in summary["validation"]["engines"]}
    assert sum(summary["statuses"].values()) == summary["lines"]


def test_what_is_decided_while_a_filing_is_made_anew_is_kept(client: Client, filing: str) -> None:
    wanted = "us-gaap:OtherReceivablesNetCurrent"
    job = client.post(f"/api/filings/{filing}/rebuild", json={"validation": False}).json()
    line = client.line(filing, "Prepaid expenses and other assets")
    assert client.decide(filing, "ann", line, "choose", concept=wanted, comment="in between").status_code == 200
    assert client.finished(job)["state"] == "done"
    after = client.line(filing, "Prepaid expenses and other assets")
    assert (after["concept"], after["comment"], after["yielded"]) == (wanted, "in between", False)
    again = client.finished(client.post(f"/api/filings/{filing}/rebuild", json={"validation": False}).json())
    assert again["state"] == "done"
    assert client.get(f"/api/filings/{filing}").json()["pending"] == 0
    assert wanted in client.get(f"/api/filings/{filing}/files/{filing}.htm").text


def test_a_decision_that_had_to_yield_is_shown_as_such(client: Client, filing: str) -> None:
    wanted = "us-gaap:RetainedEarningsAccumulatedDeficit"
    for label in ("Accrued expenses", "Accounts payable"):
        line = client.line(filing, label)
        assert (
            client.decide(filing, "ann", line, "choose", concept="us-gaap:OtherLiabilitiesCurrent").status_code == 200
        )
    job = client.finished(client.post(f"/api/filings/{filing}/rebuild", json={"validation": False}).json())
    assert job["state"] == "done", job["problem"]
    lines = [client.line(filing, label) for label in ("Accrued expenses", "Accounts payable")]
    assert sorted(line["yielded"] for line in lines) == [False, True], "one concept cannot have two values"
    (yielded,) = [line for line in lines if line["yielded"]]
    reasons = client.get(f"/api/filings/{filing}/lines/{yielded['id']}").json()["reasons"]
    assert reasons[0] == "us-gaap:OtherLiabilitiesCurrent is taken by another line"
    for line in lines:
        assert client.decide(filing, "ann", line, "undo").status_code == 200
    assert not client.line(filing, yielded["label"])["yielded"]
    assert client.line(filing, "Retained earnings")["concept"] == wanted


def test_the_ledger_is_replaced_only_by_who_knows_it(client: Client, filing: str) -> None:
    line = client.line(filing, "Retained earnings")
    assert client.decide(filing, "ann", line, "comment", comment="seen").status_code == 200
    answer = client.get(f"/api/filings/{filing}/ledger")
    path, tag = f"/api/filings/{filing}/ledger", answer.headers["etag"]
    changed = answer.json()
    is_problem(client.put(path, json=changed), 428)
    is_problem(client.put(path, json=changed, headers={"if-match": '"old"'}), 412)
    other = {**changed, "submission": {**changed["submission"], "sha256": "0" * 64}}
    is_problem(client.put(path, json=other, headers={"if-match": tag}), 422)
    without = json.loads(answer.text.replace('"decisions"', '"dropped"'))
    is_problem(client.put(path, json=without, headers={"if-match": tag}), 422)
    half = answer.content.replace(b'"comment": ""', b'"comment": "\\ud800"', 1)
    assert half != answer.content
    for wrong in (b"[]", half):
        is_problem(client.put(path, content=wrong, headers={"if-match": tag, "content-type": "application/json"}), 422)
    is_problem(client.put(path, content=b"x", headers={"if-match": tag, "content-type": "text/plain"}), 415)
    written = client.put(path, json=changed, headers={"if-match": tag})
    assert written.status_code == 200
    assert written.json()["tag"] == client.get(f"/api/filings/{filing}/tag").json()["tag"]


def test_concepts_are_found_while_one_types(client: Client) -> None:
    def found(text: str, **more: str) -> list[str]:
        return [each["concept"] for each in client.get("/api/concepts", params={"q": text, **more}).json()]

    assert "us-gaap:AccountsReceivableNetCurrent" in found("acc rec net cur")
    assert found("us-gaap:AssetsCurrent")[0] == "us-gaap:AssetsCurrent"
    assert found("AccountsReceivableNetC")[0] == "us-gaap:AccountsReceivableNetCurrent"
    assert found("") == found("zzzzqqqq") == []
    first = client.get("/api/concepts", params={"q": "income", "statement": "balance_sheet", "unit": "money"}).json()[0]
    assert first["fits"]
    assert first["period_type"] == "instant"


def test_captions_get_candidates_and_concepts_a_place(client: Client) -> None:
    asked = {"label": "Inventories", "statement": "balance_sheet"}
    assert client.post("/api/candidates", json=asked).json()[0]["concept"] == "us-gaap:InventoryNet"
    about = client.get("/api/concepts/us-gaap:InventoryNet", params={"statement": "balance_sheet"}).json()
    path = [each["concept"] for each in about["place"]["path"]]
    assert path[-3:] == ["us-gaap:AssetsCurrentAbstract", "us-gaap:InventoryNetAbstract", "us-gaap:InventoryNet"]
    is_problem(client.get("/api/concepts/us-gaap:Nothing"), 404)


def test_the_memory_goes_out_and_comes_back(client: Client, filing: str) -> None:
    client.decide(filing, "=cmd()", client.line(filing, "Retained earnings"), "accept")
    for form, kind in (("json", "application/json"), ("csv", "text/csv")):
        exported = client.get("/api/memory/export", params={"format": form})
        assert exported.headers["content-disposition"].startswith("attachment")
        if form == "csv":
            assert ",'=cmd()," in exported.text, "a spreadsheet must not run it"
        again = client.post("/api/memory/import", content=exported.content, headers={"content-type": kind})
        assert again.status_code == 200, again.text
        assert again.json()["new"] == 0
        assert again.json()["read"] > 0
    is_problem(client.post("/api/memory/import", content=b"{}", headers={"content-type": "application/json"}), 422)
    is_problem(client.post("/api/memory/import", content=b"\xff", headers={"content-type": "text/csv"}), 422)


def test_any_inline_filing_is_validated(client: Client, filing: str) -> None:
    package = client.get(f"/api/filings/{filing}/files/{filing}.xbri").content
    asked = client.post("/api/validations", content=package, headers={"content-type": "application/zip"})
    job = client.finished(asked.json())
    assert job["result"]["validation"]["valid"], [e["messages"] for e in job["result"]["validation"]["engines"]]
    nonsense = client.post(
        "/api/validations", content=b"PK\x03\x04 no zip", headers={"content-type": "application/zip"}
    )
    job = client.finished(nonsense.json())
    assert job["problem"]["status"] == 422
    assert not [leak for leak in LEAKS if leak in json.dumps(job)]


def test_what_is_no_filing_is_refused_with_a_reason(client: Client) -> None:
    for data in (b"", b"hello", b"\x00\x01\x02" * 1000, b"<html><body>x</body></html>"):
        asked = client.post("/api/conversions", content=data, headers=TEXT)
        if asked.status_code != 202:
            is_problem(asked, 422)
            continue
        job = client.finished(asked.json())
        assert job["problem"]["status"] == 422, job
        assert not [leak for leak in LEAKS if leak in json.dumps(job)]
    is_problem(client.post("/api/conversions", content=b"x", headers={"content-type": "image/png"}), 415)
    is_problem(client.post("/api/conversions?look=round", content=b"x", headers=TEXT), 422)
    is_problem(client.post("/api/conversions?taxonomy=../../x", content=b"x", headers=TEXT), 422)


@pytest.mark.parametrize(
    "path",
    [
        "/api/filings/..%2f..",
        "/api/filings/%2e%2e",
        "/api/filings/.%00",
        "/api/filings/{filing}/files/..%2fmemory.sqlite3",
        "/api/filings/{filing}/files/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/api/filings/{filing}/lines/0-99999",
        "/api/filings/{filing}/lines/x",
        "/static/..%2fshelf.html.j2",
        "/api/jobs/j9999",
    ],
)
def test_names_that_lead_elsewhere_lead_nowhere(client: Client, filing: str, path: str) -> None:
    is_problem(client.get(path.replace("{filing}", filing)), 404)


def test_what_is_too_large_is_refused_before_it_is_kept(client: Client) -> None:
    announced = client.post("/api/conversions", content=b"x" * 200_000_000, headers=TEXT)
    is_problem(announced, 413)

    def parts() -> Iterator[bytes]:
        for _ in range(200):
            yield b"x" * 1_000_000

    is_problem(client.post("/api/conversions", content=parts(), headers=TEXT), 413)
    is_problem(client.put("/api/filings/x/ledger", content=b"x" * 1_500_000, headers={"if-match": "x", **JSON}), 413)


def test_a_body_that_never_ends_is_not_waited_for(client: Client) -> None:
    token = client.headers["authorization"]
    for path in ("/api/conversions", "/api/candidates"):
        with socket.create_connection((client.base_url.host, client.base_url.port or 0), timeout=10) as slow:
            head = (
                f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{client.base_url.port}\r\nAuthorization: {token}\r\n"
                "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
            )
            slow.sendall(
                head.replace("application/json", "text/plain" if "conv" in path else "application/json").encode()
            )
            assert b" 408 " in slow.recv(4096).split(b"\r\n")[0]


def test_a_head_that_never_ends_is_not_waited_for(client: Client) -> None:
    with socket.create_connection((client.base_url.host, client.base_url.port or 0), timeout=10) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost:")
        assert slow.recv(10) == b""


def test_a_job_that_takes_too_long_is_ended(tmp_path_factory: pytest.TempPathFactory, example: bytes) -> None:
    folder = tmp_path_factory.mktemp("slow")
    with serving(folder / "out", limits=Limits(job=0.05, waiting=2)) as client:
        asked = [client.post("/api/conversions", content=example, headers=TEXT) for _ in range(12)]
        jobs = [client.finished(each.json()) for each in asked if each.status_code == 202]
        assert {job["problem"]["status"] for job in jobs} == {504}
        assert {each.status_code for each in asked} <= {202, 503}
        deadline = time.monotonic() + 20
        while client.get("/api/health").json()["jobs"]["waiting"] and time.monotonic() < deadline:
            time.sleep(0.05)
        assert client.get("/api/health").status_code == 200
