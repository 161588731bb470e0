"""What `inspect` shows at a terminal: doubt stands out, and the marks are explained."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from converter.cli.inspect import LEGENDS, style_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

SHEET = """\
                        TAMARACK LANTERN COMPANY
                             BALANCE SHEETS
                                             June 30,
                                     1998              1997
Cash                                 $  120            $  110
Receivables                             240               215
                                     ------            ------
    Total assets                     $  360            $  325
                                     ======            ======
Accounts payable                     $  190            $  160
Retained earnings                       170               167
                                     ------            ------
    Total liabilities and equity     $  360            $  325
                                     ======            ======
See accompanying notes.
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("line", "style"),
    [
        ("  2256 ! |  Total investments .58,210", "bold red"),
        ("  2258 ? |  Accrued income .864", "yellow"),
        ("  2259 = |  Total assets", ""),
        ("         |     000000   111111", ""),
        ("! 34     TOTAL CAPITALIZATION   1,533", "bold red"),
        ("=[1] 31   Total liabilities and equity   360 | 325", "bold red"),
        ("=~1  9 +14     Total current assets   45 | 37", ""),
        ("?  12     Accrued income   864", "yellow"),
        ("  2250 review    0.5294 + us-gaap:OtherInvestments  <- Other", "yellow"),
        ("  2250 accepted  0.9294 + us-gaap:OtherInvestments  <- Other", ""),
    ],
)
def test_what_does_not_foot_or_is_in_doubt_stands_out(line: str, style: str) -> None:
    assert style_of(line) == style


def test_a_terminal_shows_colour_and_a_legend_and_a_pipe_the_text_alone(
    cli: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sheet.txt"
    path.write_text(SHEET)
    plain = cli("inspect", path, "--stage", "footing")
    assert "\n! 6 " in plain.out, "the second side of 1997 is 327"
    assert "\x1b" not in plain.out
    assert not any(legend in plain.err for legend in LEGENDS.values())
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "300")
    out, err = Terminal(), Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    from converter.cli import main

    with pytest.raises(SystemExit):
        main(["inspect", str(path), "--stage", "footing"])
    assert "\x1b[1;31m! 6 " in out.getvalue()
    assert "! no sum gives it" in err.getvalue()
