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
INCOME = (
    "                    Years ended December 31,\n"
    "                       1995     1994\n"
    "Net sales            11,204   10,987\n"
    "Cost of sales         6,310    5,876\n"
    "Net income            4,894    5,111\n"
)
HEADER = "<SEC-DOCUMENT>\n<SEC-HEADER>\n{}\n</SEC-HEADER>\n<DOCUMENT>\n<TYPE>10-K\n<TEXT>\n" + TITLE + ROWS

SHAPES: dict[str, Callable[[str], str]] = {
    "alone": lambda line: line,
    "between a title and its rows": lambda line: TITLE + line + "\n" + ROWS,
    "below a title": lambda line: "CONSOLIDATED STATEMENTS OF INCOME\n" + line + "\n" + INCOME,
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
    *("per ", "total ", "and ", "shares ", "000 1 ", "thousand x "),
]

WIDE = "".join(name + "   1,234" * 24 + "\n" for name in ("Cash", "Total assets", "Liabilities", "Total equity"))

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
    "more figures than a statement has columns": TITLE + WIDE.replace("\n", "   1,234\n") * 6,
    "figures of all columns that touch": WIDE + f"Deposits {'111111111111,' * 3:>60}111111111111\n",
    "figures that touch": ROWS + "Deposits ." + "1" * 100 + "\n",
    "what looks like figures, again and again": ROWS + ("Cash" + "    $5S" * 50 + "\n") * 6,
    "points up to a rule": ROWS + "Cash " + ". " * 180 + "_   1,204   987\n",
    "rates of many digits": ROWS + "Dividends per share ($" + "15" * 150 + ")   1.05   1.04\n",
    "heads with nothing but blanks": ROWS + "Receivables (" + " " * 300 + "note" + " " * 60 + "x\n",
}


def long_line(shape: str, unit: str, size: int) -> bytes:
    """A filing of the shape around a line of `size` characters that repeats the unit."""
    return SHAPES[shape](unit * (size // len(unit))).encode("utf-8")


def long_table(name: str, before: str, lines: int) -> bytes:
    """A filing of `lines` lines that repeats a unit of LONG_TABLES."""
    unit = LONG_TABLES[name]
    return (before + unit * (lines // unit.count("\n"))).encode("utf-8")
