"""Lines that a mail program folded: joined where the blanks at the fold are still there and the figures line up."""

from __future__ import annotations

import pytest

from converter.read.statements import read_statements
from converter.read.submission import read_submission

TITLE = "LOACH WEIR PAPER COMPANY\nCONSOLIDATED BALANCE SHEETS\n(In thousands)\n"
ROWS = """                                                     December 31,
                                                   1996          1995
Cash and cash equivalents                       $ 5,310       $ 4,906
Receivables                                      19,120        18,806
Inventories                                      14,003        13,115
Prepaid expenses                                    807           904
Property, net                                    22,760        21,269
                                                -------       -------
Total assets                                     62,000        59,000
                                                =======       =======
Accounts payable                                  9,110         8,806
Accrued liabilities                               3,890         3,194
Long-term debt                                   18,000        19,000
Common stock                                     10,000        10,000
Retained earnings                                21,000        18,000
                                                -------       -------
Total liabilities and stockholders' equity      $62,000       $59,000
                                                =======       =======
"""


def folded(rows: str, width: int, *, dash: str = "") -> str:
    """The rows as a mail program folds them: behind the last blank before `width`."""
    lines = []
    for line in rows.splitlines():
        while len(line) > width:
            place = line.rfind(" ", 0, width) + 1
            lines.append(line[:place])
            line = line[place:]
            if dash and line.startswith("-"):
                line = dash + line
        lines.append(line)
    return "\n".join(lines) + "\n"


def figures(text: str) -> tuple[dict[str, list[str]], list[str]]:
    """The printed figures of each label, and the codes of the messages."""
    submission, _ = read_submission(text.encode())
    statements, messages = read_statements(submission)
    rows = {
        line.label: [cell.text.strip("$ ") if cell is not None else "" for cell in line.cells]
        for statement in statements
        for line in statement.lines
        if line.has_values
    }
    return rows, [message.code for message in messages]


WHOLE, _ = figures(TITLE + ROWS)


def test_the_text_as_it_was_has_every_figure_and_nothing_to_say() -> None:
    assert WHOLE["Prepaid expenses"] == ["807", "904"]
    assert len(WHOLE) == 12
    assert figures(TITLE + ROWS)[1] == []


@pytest.mark.parametrize("width", [56, 58, 60, 62])
def test_folded_before_the_last_column_every_figure_is_back_in_its_row(width: int) -> None:
    rows, said = figures(TITLE + folded(ROWS, width))
    assert rows == WHOLE
    assert said == ["tables.joined-lines"]


@pytest.mark.parametrize("width", [51, 53, 54, 60, 66, 67])
def test_cut_in_the_middle_of_figures_every_one_is_back_in_its_row(width: int) -> None:
    lines = ROWS.splitlines()
    cut = "".join(f"{line[:width]}\n{line[width:]}\n" if len(line) > width else f"{line}\n" for line in lines)
    rows, codes = figures(TITLE + cut)
    assert rows == figures(TITLE + ROWS)[0]
    assert codes == ["tables.joined-lines"]


@pytest.mark.parametrize("cuts", [1, 2])
def test_one_figure_that_a_line_end_cuts_is_a_typing_error(cuts: int) -> None:
    text = TITLE + ROWS
    for figure in ("18,806", "13,115")[:cuts]:
        text = text.replace(figure, f"{figure[:3]}\n{figure[3:]}")
    assert ("tables.broken-lines" in figures(text)[1]) is (cuts == 2)


def test_a_currency_sign_at_the_fold_belongs_to_the_figure_below() -> None:
    lines = []
    for line in folded(ROWS, 60).splitlines():
        sign = line.find("$")
        if line.lstrip().startswith("$") and lines:
            lines[-1] += line[: sign + 1]
            line = line[sign + 1 :].lstrip()
        lines.append(line)
    found, said = figures(TITLE + "\n".join(lines) + "\n")
    assert said == ["tables.joined-lines"]
    assert found["Receivables"] == ["19,120", "18,806"]
    assert found["Cash and cash equivalents"] == ["5,310", "4,906"]


def test_a_dash_that_was_escaped_at_the_fold_took_up_its_room() -> None:
    rows = ROWS.replace("     807           904", "      --           904").replace("13,115", "    --")
    found, said = figures(TITLE + folded(rows, 60, dash="- "))
    assert said == ["tables.joined-lines"]
    assert found["Inventories"] == ["14,003", "--"]


@pytest.mark.parametrize("step", [3, 5])
def test_where_joined_lines_make_no_columns_no_fact_is_made(step: int) -> None:
    lines = [
        " " * (number * step % 11) + line.lstrip() if line.startswith("  ") and "," in line else line
        for number, line in enumerate(folded(ROWS, 60).splitlines())
    ]
    found, said = figures(TITLE + "\n".join(lines) + "\n")
    assert found == {}
    assert said == ["tables.broken-lines"]


def test_two_rows_alone_are_typing_errors() -> None:
    rows = ROWS.splitlines()
    text = "\n".join([*rows[:3], *folded(rows[3] + "\n" + rows[4], 60).splitlines(), *rows[5:]])
    _, said = figures(TITLE + text + "\n")
    assert "tables.joined-lines" not in said
    assert "tables.broken-lines" not in said


def test_a_wide_statement_was_not_folded() -> None:
    label = "Property, net, of the mill and of the houses of its workers"
    text = folded(ROWS, 60).replace("Property, net", label + " " * 70)
    _, said = figures(TITLE + text)
    assert "tables.joined-lines" not in said


def test_totals_without_a_label_are_no_rests_of_lines() -> None:
    rows = ROWS.replace("Total assets   ", "               ")
    rows = rows.replace("Retained earnings  ", "Retained earnings\n" + " " * 19)
    assert "tables.joined-lines" not in figures(TITLE + rows)[1]
    assert "tables.broken-lines" not in figures(TITLE + rows)[1]


def test_two_figures_left_of_the_columns_do_not_make_a_short_statement_folded() -> None:
    rows = """                                                     December 31,
                                                   1996          1995
Cash and cash equivalents                       $ 5,310       $ 4,906
Receivables                                      19,120        18,806
              24,430        23,712
Property, net                                    22,760        21,269
Accounts payable                                  9,110         8,806
Long-term debt                                   18,000        19,000
              27,110        27,806
Stockholders' equity                             20,080        17,175
"""
    read, messages = figures(TITLE + rows)
    assert read["Cash and cash equivalents"] == ["5,310", "4,906"]
    assert read["Stockholders' equity"] == ["20,080", "17,175"]
    assert "tables.broken-lines" not in messages
