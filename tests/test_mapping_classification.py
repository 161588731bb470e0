"""Balance sheets without classes, and figures without captions. All companies are invented."""

from __future__ import annotations

import pytest

from converter.mapping.settings import Thresholds
from converter.model import Status
from tests.test_mapping import line_of, map_text

_HOLDER = (
    "balance_sheet\nASSETS\nProperty:\n  Land | 110,704 | 93,104\n  Buildings and improvements | 466,938 | 386,226\n"
    "    Total property | 577,642 | 479,330\nCash and cash equivalents | 3,226 | 1,152\nOther | 7,538 | 5,933\n"
    "    Total assets | 588,406 | 486,415\nLIABILITIES AND SHAREHOLDERS' EQUITY\nMortgage notes | 141,533 | 114,397\n"
    "{caption} | 6,119 | 6,182\nAccounts payable and accrued expenses | 22,975 | 20,672\n"
    "    Total liabilities | 170,627 | 141,251\nShareholders' equity:\n  Common stock | 779 | 577\n"
    "  Capital surplus | 417,000 | 344,587\n    Total shareholders' equity | 417,779 | 345,164\n"
    "    Total liabilities and shareholders' equity | 588,406 | 486,415\n"
)
_MAKER = (
    "balance_sheet\nASSETS\nCurrent assets:\n  Cash and cash equivalents | 3,226 | 1,152\n"
    "  Inventories | 7,538 | 5,933\n    Total current assets | 10,764 | 7,085\nProperty, plant and equipment, net"
    " | 20,000 | 19,000\n"
    "    Total assets | 30,764 | 26,085\nLIABILITIES AND SHAREHOLDERS' EQUITY\nCurrent liabilities:\n"
    "  Accounts payable | 4,200 | 4,100\n    Total current liabilities | 4,200 | 4,100\n{caption} | 6,119 | 6,182\n"
    "Shareholders' equity:\n  Common stock | 779 | 577\n  Retained earnings | 19,666 | 15,226\n"
    "    Total shareholders' equity | 20,445 | 15,803\n"
    "    Total liabilities and shareholders' equity | 30,764 | 26,085\n"
)


@pytest.mark.parametrize(
    ("sheet", "caption", "expected"),
    [
        (_HOLDER, "Obligations under capital leases", "CapitalLeaseObligations"),
        (_HOLDER, "Long-term obligations under capital leases", "CapitalLeaseObligationsNoncurrent"),
        (_MAKER, "Obligations under capital leases", "CapitalLeaseObligationsNoncurrent"),
    ],
)
def test_nothing_is_noncurrent_where_nothing_is_current(sheet: str, caption: str, expected: str) -> None:
    [mapped], _ = map_text(sheet.format(caption=caption))
    line = line_of(mapped, caption)
    assert (line.concept, line.status) == (f"us-gaap:{expected}", Status.ACCEPTED)


def test_figures_without_a_caption_get_no_concept_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be called after the heading above: `Assets`, for real estate less its allowance."""
    own = Thresholds(accept=2.0, extension=0.0, guess=0.0)
    monkeypatch.setattr("converter.mapping.choose.thresholds_of", lambda _: own)
    source = (
        "balance_sheet\nAssets\nReal estate:\n  Timber in Nordland | 18,244 | 18,761\n"
        "  Peat in Sorland | 13,683 | 1,601\n"
        "   | 31,927 | 20,362\n  8.80% 2021 | 5 | 6\n  Less allowance for beetles | 241 | 0\n | 31,686 | 20,362\n"
    )
    [mapped], _ = map_text(source)
    found = {mapped.statement.lines[line.line].label: line for line in mapped.lines}
    assert found["Timber in Nordland"].concept == "ext:TimberNordland"
    assert found[""].concept is None
    assert found["8.80% 2021"].status is Status.EXTENSION  # a caption, though without a word
    assert (found[""].status, found[""].reasons[0]) == (Status.UNTAGGED, "figures without a caption")
