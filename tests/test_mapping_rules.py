"""The curated rules of a release: where they hold, and where the same words mean something else."""

from __future__ import annotations

import pytest

from converter.mapping.labels import normalise
from converter.mapping.rules import Surroundings, standard_rules
from converter.model import StatementKind


@pytest.mark.parametrize(
    ("statement", "caption", "section", "sic", "wrong"),
    [
        # A landlord owes deposits back, an insurer holds them for those whom it bonds.
        ("balance_sheet", "Funds held as security deposits", "current liabilities", "6512", "OtherPolicyholderFunds"),
        ("income_statement", "Commissions to agents", "", "4731", "InsuranceCommissions"),
        ("income_statement", "Maintenance", "", "4953", "UtilitiesOperatingExpenseMaintenance"),
        ("balance_sheet", "Recoverable gas costs", "current assets", "4924", "RegulatoryAssetsNoncurrent"),
        (
            "balance_sheet",
            "Accrued postretirement benefits obligation",
            "current liabilities",
            "",
            "OtherPostretirementDefinedBenefitPlanLiabilitiesNoncurrent",
        ),
        ("balance_sheet", "Unfunded deferred income taxes", "deferred debits", "4911", "RegulatoryLiabilityNoncurrent"),
        ("balance_sheet", "Investment in first mortgage bonds", "assets", "6798", "SecuredLongTermDebt"),
        ("cash_flow", "Premiums and other receivables", "", "3714", "IncreaseDecreaseInPremiumsReceivable"),
        # Sources of cash, summed before its uses, are no change in cash.
        ("cash_flow", "Total cash provided", "", "", "CashAndCashEquivalentsPeriodIncreaseDecrease"),
    ],
)
def test_curated_rules_know_where_they_do_not_hold(
    statement: str, caption: str, section: str, sic: str, wrong: str
) -> None:
    around = Surroundings(statement=StatementKind(statement), sections=(section,), industry=sic)
    found = standard_rules("us-gaap-2011-01-31").all(normalise(caption), around)
    assert f"us-gaap:{wrong}" not in {rule.concept for rule in found}
