"""The wheel holds all that it needs: built, installed in an environment of its own, and run on the example."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.conftest import EXAMPLE, ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.wheel


def run(*command: str | Path, cwd: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("legacy_xbrl-*.whl")
    return built


def test_wheel_holds_data_and_type_marker(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "converter/py.typed" in names
    tracked = [path for folder in ("templates", "taxonomies") for path in (ROOT / folder).rglob("*") if path.is_file()]
    assert tracked
    missing = [path for path in tracked if f"converter/_data/{path.relative_to(ROOT).as_posix()}" not in names]
    assert not missing
    schemas = [path.relative_to(ROOT).as_posix() for path in (ROOT / "converter").rglob("*.schema.json")]
    assert schemas
    assert not set(schemas) - set(names)
    assert not [name for name in names if name.startswith(("tests/", "examples/", "bench/"))]


def test_wheel_converts_the_example_in_an_environment_of_its_own(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "environment"
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    pip = (scripts / "python", "-m", "pip", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", wheel, cwd=tmp_path)
    out = run(scripts / "legacy-xbrl", "convert", EXAMPLE, "--output", tmp_path / "out", "--json", cwd=tmp_path)
    result = json.loads(out)
    assert result["status"] == 0
    assert sum(statement["facts"] for statement in result["statements"]) == 129  # 49 and 80, counted in the text
    assert (tmp_path / "out").is_dir()


def test_source_distribution_can_be_tested(tmp_path: Path) -> None:
    builder = "import hatchling.build, sys; print(hatchling.build.build_sdist(sys.argv[1]))"
    name = run(sys.executable, "-c", builder, tmp_path, cwd=ROOT).split()[-1]
    with tarfile.open(tmp_path / name) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers()}
    wanted = {"README.md", "CHANGELOG.md", "LICENSE", "Makefile", "pyproject.toml", "tests/test_wheel.py"}
    assert not wanted - names
    assert any(each.startswith("examples/") for each in names)
    assert not any(each.startswith(("out/", ".venv/")) for each in names)
