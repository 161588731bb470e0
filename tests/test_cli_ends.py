"""How a run ends, for those who have to tell: full disks, interrupts, several inputs, files that are there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from converter.review.memory import Memory
from tests import taxonomy_sample as sample
from tests.conftest import EXAMPLE, ROOT, tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

    Cli = Callable[..., Ran]

COMMAND = (sys.executable, "-c", "from converter.cli import main; main()")


def test_the_version_is_that_of_the_package(cli: Cli) -> None:
    ran = cli("--version")
    assert (ran.status, ran.out) == (0, f"legacy-xbrl {version('legacy-xbrl')}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is of Linux")
@pytest.mark.parametrize("arguments", [("inspect", EXAMPLE), ("reconcile", EXAMPLE, "--json"), ("--help",)])
def test_a_full_standard_output_is_one_line_and_status_3(arguments: tuple[object, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            (*COMMAND, *map(str, arguments)), cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert done.returncode == 3
    assert done.stderr.splitlines()[0] == "error: standard output: cannot be written (No space left on device)"
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="a signal of POSIX")
def test_an_interrupt_shows_no_traceback_however_early_it_comes() -> None:
    # A runner that was started in the background hands on that interrupts are ignored.
    caught = "signal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"import os, signal; {caught}; os.kill(os.getpid(), {int(signal.SIGINT)})"
    hook = (  # the first module that the command line loads interrupts it
        "import sys\n"
        "class Early:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == 'converter.cli.app':\n            {program}\n"
        "sys.meta_path.insert(0, Early())\n"
        "from converter.cli import main; main()"
    )
    done = subprocess.run((sys.executable, "-c", hook), cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_several_inputs_end_with_what_became_of_them(cli: Cli, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear shareholders,\nit was a good year.\n")
    ran = cli("convert", EXAMPLE, letter, "--output", tmp_path / "out", "--no-validate")
    assert ran.status == 3
    assert ran.out.splitlines()[-1] == "2 inputs: 1 without errors, 1 not converted"
    assert "inputs:" not in cli("convert", EXAMPLE, "--output", tmp_path / "one", "--no-validate").out


def test_facts_count_the_warnings_that_they_do_not_list(cli: Cli, tmp_path: Path) -> None:
    again = tmp_path / "again.txt"
    again.write_bytes(EXAMPLE.read_bytes())
    ran = cli("facts", EXAMPLE, again, "--output", tmp_path / "two")
    assert ran.err == "not listed (see --verbose): 2 warnings about 2 inputs\n"
    assert "[write.no-cik]" in cli("facts", EXAMPLE, again, "--output", tmp_path / "listed", "--verbose").err
    assert "[write.no-cik]" in cli("facts", EXAMPLE, "--output", tmp_path / "one").err, "of one input they are listed"


def test_a_baked_release_is_replaced_with_force_alone(cli: Cli, tmp_path: Path) -> None:
    package = sample.write_sample(tmp_path / "sample.zip")
    folder = tmp_path / "baked"
    assert cli("taxonomy", "bake", package, "--output", folder).status == 0
    (folder / "labels-own.tsv").write_text("of a table that was given with --labels\n")
    before = tree(folder)
    again = cli("taxonomy", "bake", package, "--output", folder)
    assert again.status == 3
    assert "--force" in again.err
    assert tree(folder) == before
    assert cli("taxonomy", "bake", package, "--output", folder, "--force").status == 0


def test_an_exported_memory_is_replaced_with_force_alone(cli: Cli, tmp_path: Path) -> None:
    memory, file = tmp_path / "memory.db", tmp_path / "decisions.csv"
    Memory(memory).close()
    file.write_text("my own notes")
    ran = cli("memory", "export", file, "--memory", memory)
    assert (ran.status, file.read_text()) == (3, "my own notes")
    assert cli("memory", "export", file, "--memory", memory, "--force").status == 0
    assert "my own notes" not in file.read_text()
