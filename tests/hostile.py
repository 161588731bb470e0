"""Lines and tables made to be costly: what no company filed, and what a reader must not choke on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TITLE = "TIN LANTERN WORKS\nCONSOLIDATED BALANCE SHEETS\n(in thousands)\n                       1995     1994\n"
ROWS = (
    "Cash                  1,204      987\n"
    "Receivables           5,310    4,876\n"
    "Inventories           3,422    3,650\n"
    "Total assets          9,936    9,513\n"
    "Liabilities           4,035    3,965\n"
    "Equity                5,901    5,548\n"
)
HEADER = "<SEC-DOCUMENT>\n<SEC-HEADER>\n{}\n</SEC-HEADER>\n<DOCUMENT>\n<TYPE>10-K\n<TEXT>\n" + TITLE + ROWS

SHAPES: dict[str, Callable[[str], str]] = {
    "alone": lambda line: line,
    "between a title and its rows": lambda line: TITLE + line + "\n" + ROWS,
    "as a label": lambda line: TITLE + ROWS + "x " + line + "  1,234\n" + ROWS,
    "inside a label": lambda line: TITLE + ROWS + "Balance " + line + "x sheets  1,234\n" + ROWS,
    "behind a title": lambda line: "Consolidated balance sheets " + line + "x\n" + ROWS,
    "before a title": lambda line: "x" + line + " balance sheets\n" + ROWS,
    "as a field of the header": HEADER.format,
    "as the type of a document": lambda line: "<DOCUMENT>\n<TYPE>" + line + "\n<TEXT>\n" + TITLE + ROWS,
}
UNITS = [
    *("1", "1,", "1,234 ", "1 ", " ", "\t", "\f", "(", "( ", ".", ". ", "$", "$ ", "- ", "-", "_", "=", "%", "*", "'"),
    *("<", "</", "<S>", "<table ", "<TYPE>", "(1)", "-0- ", "x  ", "1/", "a", "A ", "s t ", "\u00e9", "\u0085"),
    *("statement of ", "consolidated ", "balance ", "cash flow", "notes to ", "to the ", "item 1 ", "(continued"),
    *("year ended ", "December 31, ", "1995 ", "three and ", "inception ", "in ", "(in ", "in thousands ", "except "),
    *("per ", "total ", "and ", "shares "),
]

LONG_TABLES = {
    "rows": "Cash and other things        1,234,567   1,234,567\n",
    "rows with tabs": "Cash\tand other things\t1,234,567\t1,234,567\n",
    "rules": "   ------------------   ----------------\n",
    "rules that are none": "-" * 78 + "x\n",
    "digits": "1" * 79 + "\n",
    "labels that go on": "and the cost of\n",
    "titles": "CONSOLIDATED BALANCE SHEETS\n",
    "titles with rows": "CONSOLIDATED BALANCE SHEETS\nCash  1,234  4,555\nAssets  1,000  5,000\n",
    "titles and notes": "CONSOLIDATED BALANCE SHEETS\nNOTES TO FINANCIAL STATEMENTS\nCash   1,234  1,234\n",
    "whole statements": TITLE + ROWS,
    "page breaks": "<PAGE>\n",
    "tags": "<TABLE>\n<S>  <C>\n</TABLE>\n",
    "blank lines": "\n",
    "leaders of rules with a dash": "Cash " + "_" * 300 + "-   1,204   987\n",
    "blanks before what is no figure": "Loss of the mill" + " " * 300 + "<x\n",
    "wide rows above a page": "Cash" + " " * 300 + "1,234\n<PAGE>\n",
    "liabilities and nothing after them": "liabilities " * 30 + "  1,234   4,555\n",
    "dates": "December 31, 1995 and 1994\n",
}


def long_line(shape: str, unit: str, size: int) -> bytes:
    """A filing of the shape around a line of `size` characters that repeats the unit."""
    return SHAPES[shape](unit * (size // len(unit))).encode("utf-8")


def long_table(name: str, before: str, lines: int) -> bytes:
    """A filing of `lines` lines that repeats a unit of LONG_TABLES."""
    unit = LONG_TABLES[name]
    return (before + unit * (lines // unit.count("\n"))).encode("utf-8")
