"""What was answered as saved is saved: however the server ends, and however many people decide at once."""

from __future__ import annotations

import json
import signal
import sqlite3
import threading
from typing import TYPE_CHECKING, Any

import httpx
import jsonschema
import pytest

from converter.model import RenderedFile
from converter.review.memory import Memory
from converter.write.ledger import ledger_schema
from converter.write.package import replace_files
from tests.web_server import Client, process, serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Ran

BASE = "ptix-20040205"
KILLS = 3


@pytest.fixture
def out(cli: Any, example_path: Path, tmp_path: Path) -> Path:
    ran: Ran = cli("convert", example_path, "--output", tmp_path / "out", "--no-validate")
    assert ran.status == 0
    return tmp_path / "out"


def client_of(address: str) -> Client:
    base, _, token = address.partition("/?token=")
    base = base.split("/filings/")[0]
    return Client(
        base_url=base,
        headers={"authorization": f"Bearer {token or address.partition('token=')[2]}"},
        timeout=30,
        trust_env=False,
    )


def decisions_in(out: Path) -> list[tuple[str, str, str]]:
    """Place, person and comment of every decision in the ledger on the disk, which must be whole and valid."""
    ledger = json.loads((out / BASE / "mapping.json").read_bytes())
    assert list(jsonschema.Draft202012Validator(ledger_schema()).iter_errors(ledger)) == []
    return [
        (f"{number}-{index}", entry["by"], entry.get("comment", ""))
        for number, statement in enumerate(ledger["statements"])
        for index, line in enumerate(statement["lines"])
        for entry in line.get("decisions", [])
    ]


def test_killing_the_server_at_any_moment_loses_nothing_that_was_saved(out: Path, tmp_path: Path) -> None:
    answered: list[tuple[str, str, str]] = []
    for kill in range(KILLS):
        with (
            process("review", out, "--no-browser", home=tmp_path / "home") as (server, address),
            client_of(address) as client,
        ):
            lines = [line for each in client.get(f"/api/filings/{BASE}").json()["statements"] for line in each["lines"]]

            def work(mine: list[dict[str, Any]], name: str, client: Client = client) -> None:
                for number, line in enumerate(mine):
                    said = f"{name} {number}"
                    try:
                        answer = client.decide(BASE, name, line, "accept", comment=said)
                    except httpx.TransportError:
                        return  # the server is gone, and nothing was shown as saved
                    if answer.status_code == 200:
                        answered.append((line["id"], name, said))

            threads = [threading.Thread(target=work, args=(lines[at::2], f"p{kill}{at}")) for at in range(2)]
            for thread in threads:
                thread.start()
            wanted = len(answered) + 3 + 3 * kill
            while len(answered) < wanted and any(thread.is_alive() for thread in threads):
                pass
            server.send_signal(signal.SIGKILL)
            for thread in threads:
                thread.join(30)
        assert set(answered) <= set(decisions_in(out))
    assert len(answered) >= 3 * KILLS
    # What the killed servers had not remembered yet is remembered when the filing is opened again.
    with process("review", out, "--no-browser", home=tmp_path / "home") as (_, address), client_of(address) as client:
        assert client.get(f"/api/filings/{BASE}").status_code == 200
    memory = Memory(tmp_path / "home" / "memory.sqlite3")
    assert {(each.reviewer, each.comment) for each in memory.all()} >= {(by, comment) for _, by, comment in answered}
    memory.close()


def test_two_servers_on_one_folder_lose_no_update(out: Path, tmp_path: Path) -> None:
    done: list[tuple[str, str, str]] = []
    failed: list[str] = []
    with (
        process("review", out, "--no-browser", home=tmp_path / "one") as (_, one),
        process("review", out / BASE, "--no-browser", home=tmp_path / "two") as (_, two),
    ):

        def work(address: str, name: str) -> None:
            with client_of(address) as client:
                view = client.get(f"/api/filings/{BASE}").json()
                for line in [line for each in view["statements"] for line in each["lines"]][:6]:
                    for attempt in range(8):
                        answer = client.decide(BASE, name, line, "accept", comment=f"{attempt}")
                        if answer.status_code == 200:
                            done.append((line["id"], name, f"{attempt}"))
                            break
                        if answer.status_code != 409:
                            failed.append(answer.text)
                        line = client.get(f"/api/filings/{BASE}/lines/{line['id']}").json()

        threads = [
            threading.Thread(target=work, args=(address, name)) for address, name in ((one, "ann"), (two, "bob"))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert failed == []
    assert len(done) == 12
    assert sorted(decisions_in(out)) == sorted(done)


def test_a_file_is_whole_at_every_moment(tmp_path: Path) -> None:
    contents = [bytes([65 + number]) * 200_000 for number in range(2)]
    replace_files((RenderedFile(path="a", media_type="", content=contents[0]),), tmp_path)
    over = threading.Event()
    seen: set[bytes] = set()

    def watch() -> None:
        while not over.is_set():
            seen.add((tmp_path / "a").read_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    for number in range(40):
        replace_files((RenderedFile(path="a", media_type="", content=contents[number % 2]),), tmp_path)
    over.set()
    watcher.join()
    assert seen <= set(contents)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_decision_is_saved_where_the_memory_is_held_by_another_program(out: Path, tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite3"
    with serving(out, path) as client:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        client.running.server.desk.memory._connection.execute("PRAGMA busy_timeout = 1")
        answer = client.decide(BASE, "ann", client.line(BASE, "Inventories"), "accept").json()
        assert "another program holds it" in answer["unremembered"]
        assert client.get(f"/api/filings/{BASE}").json()["unremembered"] == answer["unremembered"]
        assert [by for _, by, _ in decisions_in(out)] == ["ann"]
        assert client.get("/api/filings").json()["damaged"] == []
        other.execute("ROLLBACK")
        other.close()
        assert client.get("/api/memory").json()["captions"] == []
        assert client.get(f"/api/filings/{BASE}").json()["unremembered"] == ""
        assert [each["label"] for each in client.get("/api/memory").json()["captions"]] == ["Inventories"]


def test_a_memory_that_broke_is_a_problem_that_says_what_helps(out: Path, tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite3"
    with serving(out, path) as client:
        assert client.decide(BASE, "ann", client.line(BASE, "Inventories"), "accept").status_code == 200
        client.running.server.desk.memory._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        client.running.server.desk.memory._connection.execute("PRAGMA shrink_memory")
        path.write_bytes(b"\0" * path.stat().st_size)
        problem = client.get("/api/memory")
        assert problem.status_code == 503
        assert "memory import" in problem.json()["detail"]
        assert str(tmp_path) not in problem.text
        assert client.get(f"/api/filings/{BASE}").status_code == 200


def test_review_converts_a_filing_once(example_path: Path, tmp_path: Path) -> None:
    for _ in range(2):
        arguments = ("review", example_path, "--output", tmp_path / "out", "--no-browser", "--reviewer", "eve")
        with process(*arguments, home=tmp_path / "home") as (_, address):
            assert f"/filings/{BASE}?token=" in address
            with client_of(address) as client:
                line = client.line(BASE, "Inventories")
                assert client.decide(BASE, "eve", line, "accept").status_code == 200
    assert len(client_decisions(tmp_path / "out")) == 2, "the second time it is opened, not converted anew"
    assert [path.name for path in (tmp_path / "out").iterdir()] == [BASE]


def client_decisions(out: Path) -> list[dict[str, Any]]:
    ledger = json.loads((out / BASE / "mapping.json").read_bytes())
    return [entry for each in ledger["statements"] for line in each["lines"] for entry in line.get("decisions", [])]


def test_a_conversion_by_force_keeps_what_people_decided(
    cli: Any, out: Path, example_path: Path, tmp_path: Path
) -> None:
    from converter.review.decisions import Decision
    from converter.review.desk import Desk
    from converter.review.folder import Request
    from converter.review.shelf import open_shelf

    desk = Desk(shelf=open_shelf(out), memory=Memory(":memory:"))
    at, wanted = "2024-01-02T03:04:05Z", "us-gaap:AvailableForSaleSecuritiesCurrent"
    decision = Decision(action="choose", by="ann", at=at, concept=wanted)
    desk.decide(BASE, [Request(line="0-1", version=0, decision=decision)])
    again = ("convert", example_path, "--output", out, "--force", "--no-validate")
    assert cli(*again).status == 0
    assert (desk.line(BASE, "0-1")["concept"], desk.view(BASE)["pending"]) == (wanted, 1)
    assert wanted not in (out / BASE / f"{BASE}.htm").read_text()
    assert cli(*again, "--mapping", out / BASE / "mapping.json").status == 0
    assert (desk.line(BASE, "0-1")["concept"], desk.view(BASE)["pending"]) == (wanted, 0)
    assert wanted in (out / BASE / f"{BASE}.htm").read_text()
    other = tmp_path / "other.txt"
    other.write_bytes(example_path.read_bytes().replace(b"29,589,000", b"29,589,000 "))
    ran: Ran = cli("convert", other, "--output", out, "--force", "--no-validate")
    assert ran.status == 3
    assert "decisions of people" in ran.err
    assert desk.line(BASE, "0-1")["concept"] == wanted


def test_a_conversion_by_force_keeps_a_ledger_that_cannot_be_read(cli: Any, out: Path, example_path: Path) -> None:
    path = out / BASE / "mapping.json"
    again = ("convert", example_path, "--output", out, "--force", "--no-validate")
    names = ("mapping.unreadable.json", "mapping.unreadable.json", "mapping-2.unreadable.json")
    for content, name in zip((b'{"decisions": [', b'{"decisions": [', b'{"version": 9}'), names, strict=True):
        path.write_bytes(content)
        ran: Ran = cli(*again)
        assert ran.status == 0
        assert f"is kept as {name}" in " ".join(ran.err.split())
        assert (out / BASE / name).read_bytes() == content
        assert json.loads(path.read_bytes())["version"] == 1
    assert cli(*again).err.count("unreadable") == 0
    path.unlink()
    assert cli(*again).err.count("unreadable") == 0
    path.unlink()
    path.mkdir()
    ran = cli(*again)
    assert ran.status == 3
    assert "move it away first" in " ".join(ran.err.split())


def test_review_of_a_folder_without_filings_says_so(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "filing.txt").write_text("a filing that is not converted yet")
    with process("review", tmp_path / "texts", "--no-browser", home=tmp_path / "home", errors=True) as (ran, address):
        assert "?token=" in address
        assert ran.stderr is not None
        assert "is converted yet" in ran.stderr.readline()


def test_review_says_what_it_cannot_convert(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"hello\n")
    ran: Ran = cli("review", tmp_path / "bad.txt", "--output", tmp_path / "out", "--no-browser")
    assert ran.status == 3
    assert "no financial statement" in ran.err
    assert not (tmp_path / "out").exists()


def test_without_a_token_only_this_machine_is_served(cli: Any, tmp_path: Path) -> None:
    ran: Ran = cli("serve", "--output", tmp_path, "--host", "192.0.2.1", "--no-token")
    assert ran.status != 0
    assert "loopback" in ran.err


def test_without_the_extra_one_is_told_how_to_get_it(cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("converter.cli.serve.find_spec", lambda _name: None)
    for verb in (("review", tmp_path), ("serve", "--output", tmp_path)):
        ran: Ran = cli(*verb)
        assert ran.status == 2
        assert "legacy-xbrl[web]" in " ".join(ran.err.split())
