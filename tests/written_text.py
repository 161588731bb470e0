"""The text of the invented filing that is mapped by hand, and the places in it."""

from __future__ import annotations

from converter.messages import Span

TEXT = """\
                       SECURITIES AND EXCHANGE COMMISSION
                             Washington, D.C. 20549

                                    FORM 8-K

      Date of Report (Date of earliest event reported): March 4, 1999

                     HALLOWAY  <FERRIS> & SONS, INC.
             (Exact name of registrant as specified in its charter)

                                    Vermont
                 (State or other jurisdiction of incorporation)

         0-99871                                          98-7654321
(Commission File Number)                    (I.R.S. Employer Identification No.)
\f
                     HALLOWAY FERRIS & SONS, INC.
                     CONSOLIDATED BALANCE SHEETS
                          (in thousands)

                                             January 31,    January 31,
                                                 1999           1998
                                             -----------    -----------
ASSETS
Current assets:
  Cash and cash equivalents                   $    1,250     $    1,100
  Short-term investments                              --            300
  Inventories                                      2,400          2,150
  Deferred taxes                                     130            110
                                             -----------    -----------
     Total current assets                          3,780          3,660
Shop fittings held for the centenary                 220            240
                                             -----------    -----------
                                              $    4,000     $    3,900
                                             ===========    ===========
LIABILITIES AND STOCKHOLDERS' EQUITY
Accounts payable                              $      700     $      800
Deferred taxes                                        90             70
                                             -----------    -----------
     Total liabilities                               790            870
Stockholders' equity:
  Preferred stock
  Common stock                                       500            500
  Retained earnings                                2,910          2,730
  Treasury stock                                    (200)          (200)
                                             -----------    -----------
     Total stockholders' equity                    3,210          3,030
                                             -----------    -----------
                                              $    4,000     $    3,900
                                             ===========    ===========
\f
                     CONSOLIDATED STATEMENTS OF INCOME
                 (in thousands, except per share amounts)

                                                   Year ended
                                             January 31,    January 31,
                                                 1999           1998
                                             -----------    -----------
Net sales                                     $    9,000     $    8,200
Cost of goods sold                                 6,100          5,700
                                             -----------    -----------
Gross profit                                       2,900          2,500
Selling, general and administrative                2,350          2,150
Equity in loss of affiliate                          (37)            --
                                             -----------    -----------
Income before income taxes                           513            350
Income taxes                                         213            140
                                             -----------    -----------
Net income                                    $      300     $      210
                                             ===========    ===========
Basic earnings per share                      $      .30     $      .21
                                             ===========    ===========
Weighted average shares                        1,000,000      1,000,000

                     CONSOLIDATED STATEMENTS OF CASH FLOWS
                          (in thousands)

                                                   Year ended
                                             January 31,    January 31,
                                                 1999           1998
                                             -----------    -----------
Net income                                    $      300     $      210
Inventories                                         (250)          (110)
Dividends paid                                      (120)          (100)
Other, net                                           220            100
                                             -----------    -----------
Increase in cash                                     150            100
Cash at beginning of year                          1,100          1,000
                                             -----------    -----------
Cash at end of year                           $    1,250     $    1,100
                                             ===========    ===========
"""


SOURCE = TEXT.split("\n")


def span_of(text: str, after: int = 0) -> Span:
    """The place of the first line at or below `after` (an index) that contains the text."""
    for number, line in enumerate(SOURCE[after:], after + 1):
        if text in line:
            start = line.index(text) + 1
            return Span(first_line=number, first_column=start, last_line=number, last_column=start + len(text) - 1)
    raise AssertionError(f"{text!r} is not in the text")
