from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from converter.errors import TaxonomyError
from converter.model import StatementKind
from converter.taxonomy.names import words_of
from converter.taxonomy.release import DEFAULT_RELEASE, Taxonomy, baked_releases, load_taxonomy

if TYPE_CHECKING:
    from pathlib import Path

INCOME = "http://fasb.org/us-gaap/role/statement/StatementOfIncome"
POSITION = "http://fasb.org/us-gaap/role/statement/StatementOfFinancialPositionClassified"
DIRECT = "http://fasb.org/us-gaap/role/statement/StatementOfCashFlowsDirect"


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load_taxonomy()


# Each row was looked up in the published element schema.
@pytest.mark.parametrize(
    ("name", "type_", "period_type", "balance", "abstract", "deprecated"),
    [
        ("us-gaap:Assets", "xbrli:monetaryItemType", "instant", "debit", False, False),
        ("us-gaap:TreasuryStockValue", "xbrli:monetaryItemType", "instant", "debit", False, False),
        ("us-gaap:IncomeLossFromEquityMethodInvestments", "xbrli:monetaryItemType", "duration", "credit", False, False),
        ("us-gaap:CashAndCashEquivalentsAtCarryingValue", "xbrli:monetaryItemType", "instant", "debit", False, False),
        ("us-gaap:SalesRevenueNet", "xbrli:monetaryItemType", "duration", "credit", False, False),
        ("us-gaap:CostOfGoodsSold", "xbrli:monetaryItemType", "duration", "debit", False, False),
        ("us-gaap:EarningsPerShareBasic", "num:perShareItemType", "duration", "", False, False),
        (
            "us-gaap:WeightedAverageNumberOfSharesOutstandingBasic",
            "xbrli:sharesItemType",
            "duration",
            "",
            False,
            False,
        ),
        ("us-gaap:MinorityInterest", "xbrli:monetaryItemType", "instant", "credit", False, False),
        ("us-gaap:NetCashProvidedByUsedInOperatingActivities", "xbrli:monetaryItemType", "duration", "", False, False),
        ("us-gaap:PaymentsToAcquireProductiveAssets", "xbrli:monetaryItemType", "duration", "credit", False, False),
        ("us-gaap:StatementOfFinancialPositionAbstract", "xbrli:stringItemType", "duration", "", True, False),
        ("us-gaap:AccountsPayable", "xbrli:monetaryItemType", "instant", "credit", False, True),
        ("dei:EntityRegistrantName", "xbrli:normalizedStringItemType", "duration", "", False, False),
        ("dei:EntityCentralIndexKey", "dei:centralIndexKeyItemType", "duration", "", False, False),
        ("dei:DocumentType", "dei:submissionTypeItemType", "duration", "", False, False),
    ],
)
def test_a_concept_is_what_its_publisher_declared(
    taxonomy: Taxonomy, name: str, type_: str, period_type: str, balance: str, abstract: bool, deprecated: bool
) -> None:
    concept = taxonomy.concept(name)
    assert concept is not None
    assert (concept.type, concept.period_type, concept.balance) == (type_, period_type, balance)
    assert (concept.abstract, concept.deprecated) == (abstract, deprecated)
    assert concept.substitution_group == "xbrli:item"
    assert concept.nillable


def test_what_does_not_exist_is_not_found(taxonomy: Taxonomy) -> None:
    assert taxonomy.concept("us-gaap:Asset") is None
    assert taxonomy.concept("Assets") is None
    assert "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax" not in taxonomy.concepts


def test_every_concept_can_be_built(taxonomy: Taxonomy) -> None:
    assert len(taxonomy.concepts) == 15_725 + 139
    for name, concept in taxonomy.concepts.items():
        assert concept.name == name
        assert concept.period_type in {"instant", "duration"}
        assert concept.balance in {"", "debit", "credit"}
        assert concept.label
        assert concept.label.isprintable()


def test_addresses_lead_to_the_published_schemas(taxonomy: Taxonomy) -> None:
    assert taxonomy.release == DEFAULT_RELEASE == "us-gaap-2011-01-31"
    assert taxonomy.schemas["us-gaap"] == "http://xbrl.fasb.org/us-gaap/2011/elts/us-gaap-2011-01-31.xsd"
    assert taxonomy.schemas["dei"] == "http://xbrl.sec.gov/dei/2013/dei-2013-01-31.xsd"
    assert taxonomy.namespaces["us-gaap"] == "http://fasb.org/us-gaap/2011-01-31"
    assert taxonomy.namespaces["dei"] == "http://xbrl.sec.gov/dei/2013-01-31"


def test_assets_are_the_sum_of_current_assets_and_the_rest(taxonomy: Taxonomy) -> None:
    arcs = taxonomy.calculation(POSITION).children("us-gaap:Assets")
    assert "us-gaap:AssetsCurrent" in {arc.child for arc in arcs}
    assert {arc.weight for arc in arcs} == {1}
    assert [arc.order for arc in arcs] == sorted(arc.order for arc in arcs)
    treasury = taxonomy.calculation(POSITION).parents("us-gaap:TreasuryStockValue")
    assert [(arc.parent, arc.weight) for arc in treasury] == [("us-gaap:StockholdersEquity", -1)]


def test_gross_profit_takes_costs_off_revenues(taxonomy: Taxonomy) -> None:
    arcs = {arc.child: arc.weight for arc in taxonomy.calculation(INCOME).children("us-gaap:GrossProfit")}
    assert arcs == {"us-gaap:Revenues": 1, "us-gaap:CostOfRevenue": -1}


def test_a_statement_reads_from_top_to_bottom(taxonomy: Taxonomy) -> None:
    tree = taxonomy.presentation(POSITION)
    assert tree.roots == ("us-gaap:StatementOfFinancialPositionAbstract",)
    names = [
        "us-gaap:CashAndCashEquivalentsAtCarryingValue",
        "us-gaap:AssetsCurrent",
        "us-gaap:Assets",
        "us-gaap:LiabilitiesCurrent",
        "us-gaap:StockholdersEquity",
    ]
    places = [tree.concepts.index(name) for name in names]
    assert places == sorted(places)
    (total,) = tree.parents("us-gaap:Assets")
    assert (total.parent, total.preferred_label) == ("us-gaap:AssetsAbstract", "totalLabel")


def test_industries_share_a_role_and_differ_in_its_arcs(taxonomy: Taxonomy) -> None:
    # Counted in the published linkbases of the five industries.
    counts = {"basi": 68, "bd": 60, "ci": 59, "ins": 62, "re": 59}
    assert {industry: len(taxonomy.calculation(DIRECT, industry)) for industry in taxonomy.industries} == counts
    assert len(taxonomy.calculation(DIRECT)) == 68


def test_roles_are_found_by_kind_of_statement_and_industry(taxonomy: Taxonomy) -> None:
    def ids(kind: StatementKind, industry: str | None = None) -> set[str]:
        return {role.id for role in taxonomy.statement_roles(kind, industry)}

    assert ids(StatementKind.BALANCE_SHEET, "ci") == {"sfp-cls", "sfp-cls1"}
    assert "sfp-dbo" in ids(StatementKind.BALANCE_SHEET, "basi")
    assert {"soi", "soi-egm"} <= ids(StatementKind.INCOME_STATEMENT, "ci")
    assert "soi-ins" not in ids(StatementKind.INCOME_STATEMENT, "ci")
    assert {"scf-indir", "scf-dir"} <= ids(StatementKind.CASH_FLOW)
    assert ids(StatementKind.EQUITY, "ci") == {"sheci", "sheci2", "spc"}
    assert ids(StatementKind.COMPREHENSIVE_INCOME) == {"soc"}
    assert taxonomy.roles[POSITION].definition == "104000 - Statement - Statement of Financial Position, Classified"


def test_arcs_name_concepts_that_exist(taxonomy: Taxonomy) -> None:
    # The statements name two elements of a dei release of 2011 that the dei of 2013 has as well.
    missing = {
        name
        for role in taxonomy.roles
        for tree in (taxonomy.presentation(role), taxonomy.calculation(role))
        for arc in tree
        for name in (arc.parent, arc.child)
        if name not in taxonomy.concepts
    }
    assert missing == set()


def test_sums_have_weights_and_presentations_have_none(taxonomy: Taxonomy) -> None:
    assert any(taxonomy.calculation(role) for role in taxonomy.roles)
    for role in taxonomy.roles:
        assert {arc.weight for arc in taxonomy.calculation(role)} <= {1, -1}
        assert {arc.weight for arc in taxonomy.presentation(role)} <= {0}
        assert all(isinstance(arc.order, Decimal) for arc in taxonomy.presentation(role))


def test_an_unknown_role_has_no_arcs(taxonomy: Taxonomy) -> None:
    assert tuple(taxonomy.calculation("http://example.com/role/None")) == ()
    assert taxonomy.presentation("").roots == ()


def test_a_deprecated_concept_leads_to_its_successor(taxonomy: Taxonomy) -> None:
    successors = {item.concept for item in taxonomy.replacements("us-gaap:DepreciationExpense")}
    assert successors == {"us-gaap:Depreciation"}


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("IncomeLossFromEquityMethodInvestments", "Income Loss from Equity Method Investments"),
        ("AssetsCurrentAbstract", "Assets Current [Abstract]"),
        ("StatementLineItems", "Statement [Line Items]"),
        ("GainsLossesOnSalesOfREITs", "Gains Losses on Sales of REITs"),
        ("EPSBasic", "EPS Basic"),
        ("Sfas158Adjustment", "Sfas 158 Adjustment"),
        ("Abstract", "Abstract"),
    ],
)
def test_a_name_falls_into_its_words(name: str, label: str) -> None:
    assert words_of(name) == label


@pytest.mark.parametrize(
    "release", ["us-gaap-1492", "", "../us-gaap-2011-01-31", "us-gaap-2011-01-31/", "a" * 500, "\0"]
)
def test_a_release_that_is_not_at_hand_is_one_clear_line(release: str) -> None:
    with pytest.raises(TaxonomyError, match="us-gaap-2011-01-31"):
        load_taxonomy(release)


def test_damaged_files_are_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyError, match="cannot be read"):
        Taxonomy(tmp_path)
    (tmp_path / "taxonomy.json").write_text("{")
    with pytest.raises(TaxonomyError, match="damaged"):
        Taxonomy(tmp_path)
    (tmp_path / "taxonomy.json").write_text('{"format": 0}')
    with pytest.raises(TaxonomyError, match="bake"):
        Taxonomy(tmp_path)


def test_the_shipped_release_is_listed() -> None:
    assert DEFAULT_RELEASE in baked_releases()


def test_looking_up_needs_no_xml_parser() -> None:
    script = (
        "import sys\n"
        "from converter.taxonomy.release import load_taxonomy\n"
        "print(load_taxonomy().concept('us-gaap:Assets').balance, 'lxml' in sys.modules)\n"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["debit", "False"]
