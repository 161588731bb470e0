"""The OpenAPI document against the server: whatever is asked, there is an answer, and none is a server error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from converter.web.limits import Limits
from tests.web_server import Client, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

METHODS = {"get", "post", "put", "delete", "patch"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, example: bytes) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("contract")
    with serving(folder / "out", folder / "memory.sqlite3", Limits(job=30, waiting=4)) as found:
        found.convert(example, validation="false")
        yield found


@pytest.fixture(scope="module")
def api(client: Client) -> Any:
    document = client.get("/api/openapi.json").json()
    filing = client.get("/api/filings").json()["filings"][0]["name"]
    for item in document["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", []):
                # Half of the names are of a filing that is there, else nothing behind them is reached.
                if parameter["in"] == "path" and parameter["name"] in {"name", "file", "line"}:
                    there = {"name": filing, "file": f"{filing}.htm", "line": "0-1"}[parameter["name"]]
                    parameter["schema"] = {"anyOf": [{"const": there}, {**parameter["schema"]}]}
    return schemathesis.openapi.from_dict(document)


def test_every_operation_is_described(client: Client) -> None:
    document = client.get("/api/openapi.json").json()
    assert "/api/filings/{name}" in document["paths"]
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert operation.get("description"), f"{method} {path}"
            assert "application/problem+json" in operation["responses"]["401"]["content"]


def test_nothing_that_is_asked_brings_the_server_down(client: Client, api: Any) -> None:
    asked = 0
    token = {"authorization": client.headers["authorization"]}
    for result in api.get_all_operations():
        operation = result.ok()
        strategy = operation.as_strategy() | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

        @settings(
            max_examples=12,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            answer = case.call(base_url=str(client.base_url).rstrip("/"), headers=token)
            if answer.status_code == 503:
                assert "waiting" in answer.text
                return
            assert answer.status_code < 500, f"{case.as_curl_command()}\n{answer.text}"
            if answer.status_code >= 400:
                assert answer.headers["content-type"][0] == "application/problem+json"

        ask()
    assert asked > 100
    assert client.get("/api/health").status_code == 200
