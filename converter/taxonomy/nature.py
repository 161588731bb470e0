"""What concepts are by their definition, beyond what the taxonomy declares."""

from __future__ import annotations

from typing import Final

NEVER_NEGATIVE: Final = frozenset(
    {
        "us-gaap:AccountsPayableCurrent",
        "us-gaap:AccountsPayableTradeCurrent",
        "us-gaap:AccountsReceivableNetCurrent",
        "us-gaap:AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment",
        "us-gaap:AllowanceForDoubtfulAccountsReceivableCurrent",
        "us-gaap:Assets",
        "us-gaap:AssetsCurrent",
        "us-gaap:Cash",
        "us-gaap:CashAndCashEquivalentsAtCarryingValue",
        "us-gaap:CommonStockParOrStatedValuePerShare",
        "us-gaap:CommonStockSharesAuthorized",
        "us-gaap:CommonStockSharesIssued",
        "us-gaap:CommonStockSharesOutstanding",
        "us-gaap:CommonStockValue",
        "us-gaap:Depreciation",
        "us-gaap:DepreciationDepletionAndAmortization",
        "us-gaap:Goodwill",
        "us-gaap:InterestExpense",
        "us-gaap:InterestPaid",
        "us-gaap:InventoryNet",
        "us-gaap:Liabilities",
        "us-gaap:LiabilitiesAndStockholdersEquity",
        "us-gaap:LiabilitiesCurrent",
        "us-gaap:PaymentsForRepurchaseOfCommonStock",
        "us-gaap:PaymentsOfDividends",
        "us-gaap:PaymentsToAcquirePropertyPlantAndEquipment",
        "us-gaap:PreferredStockValue",
        "us-gaap:ProceedsFromIssuanceOfCommonStock",
        "us-gaap:ProceedsFromIssuanceOfLongTermDebt",
        "us-gaap:PropertyPlantAndEquipmentGross",
        "us-gaap:PropertyPlantAndEquipmentNet",
        "us-gaap:ReceivablesNetCurrent",
        "us-gaap:RepaymentsOfLongTermDebt",
        "us-gaap:TreasuryStockShares",
        "us-gaap:TreasuryStockValue",
        "us-gaap:WeightedAverageNumberOfDilutedSharesOutstanding",
        "us-gaap:WeightedAverageNumberOfSharesOutstandingBasic",
    }
)
"""Concepts whose definition leaves no sense to a negative value without a dimension."""
