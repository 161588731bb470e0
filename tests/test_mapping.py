from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from converter.errors import RuleFileError
from converter.mapping.choose import map_statements
from converter.mapping.deferred import Deferred
from converter.mapping.labels import normalise
from converter.mapping.rules import parse_pattern, read_rules
from converter.model import MappedLine, Period, StatementKind, Status
from converter.taxonomy.release import load_taxonomy
from tests.corpus_reader import read_cases
from tests.footed import foot
from tests.test_footing_text import read_statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from converter.messages import Message
    from converter.model import MappedStatement, Statement

CASES = read_cases("mapping")


def with_durations(statement: Statement) -> Statement:
    """The notation dates every column at a year end; all but balance sheets are for the year."""
    if statement.kind is StatementKind.BALANCE_SHEET:
        return statement
    columns = tuple(
        replace(column, period=Period(start=column.period.end.replace(month=1, day=1), end=column.period.end))
        for column in statement.columns
    )
    return replace(statement, columns=columns)


def map_text(
    *sources: str, ledgers: Sequence[Mapping[str, object]] = (), rules: Path | None = None, sic: str = ""
) -> tuple[tuple[MappedStatement, ...], tuple[Message, ...]]:
    statements = [with_durations(read_statement(source)) for source in sources]
    return map_statements(
        [(statement, foot(statement)[0]) for statement in statements],
        load_taxonomy(),
        sic=sic,
        ledgers=ledgers,
        rules=read_rules(rules) if rules else None,
    )


def line_of(mapped: MappedStatement, label: str) -> MappedLine:
    return next(line for line in mapped.lines if mapped.statement.lines[line.line].label == label)


def dump(mapped: MappedStatement) -> str:
    rows = []
    for line in mapped.lines:
        name = (line.concept or "-").removeprefix("us-gaap:")
        if line.extension is not None:
            name += f" [{line.extension.balance or line.extension.type.partition(':')[2]}]"
        role = f" {line.label_role}" if line.label_role else ""
        rows.append(f"{'-' if line.sign < 0 else '+'} {mapped.statement.lines[line.line].label}: {name}{role}")
    return "\n".join(rows)


@pytest.mark.parametrize(("title", "source", "expected"), CASES, ids=lambda value: value.split("\n")[0][:60])
def test_lines_get_their_concept_sign_and_label_role(title: str, source: str, expected: str) -> None:
    (mapped,), _ = map_text(source)
    assert dump(mapped) == expected


@pytest.mark.parametrize(
    ("label", "normal"),
    [
        ("Receivables, net (Note 3)", "receivable net"),
        ("Shareholders' equity", "stockholders equity"),
        ("Net income (loss)", "net income loss"),
        ("Common stock, $1 par value; 500 shares authorized", "common stock"),
        ("Property & equipment -- net", "property and equipment net"),
        ("Cash at December 31, 1995", "cash at"),
        ("", ""),
    ],
)
def test_captions_are_compared_by_their_words(label: str, normal: str) -> None:
    assert normalise(label) == normal


def test_every_line_with_values_is_mapped_and_headings_are_not() -> None:
    (mapped,), _ = map_text(
        "balance_sheet\nCurrent assets:\n  Cash | 5\n  Inventories | 6\n    Total current assets | 11\n"
    )
    assert [line.line for line in mapped.lines] == [1, 2, 3]


def test_candidates_come_with_reasons_in_plain_words() -> None:
    (mapped,), _ = map_text("balance_sheet\nCash and cash equivalents | 5\nInventories | 6\nTotal assets | 11\n")
    line = line_of(mapped, "Total assets")
    assert line.candidates[0].concept == "us-gaap:Assets"
    assert line.reasons[0].startswith("label used by ")
    assert "filers for us-gaap:Assets" in line.reasons[0]


def test_a_line_that_nobody_knows_becomes_an_extension_or_waits_for_review() -> None:
    source = "income_statement\nNet sales | 100\nBuccaneer treasure storage | 40\nGross profit | 60\n"
    line = line_of(map_text(source)[0][0], "Buccaneer treasure storage")
    assert line.status is not Status.ACCEPTED


def test_one_concept_has_one_value_in_a_period_over_all_statements() -> None:
    balance = "balance_sheet\nCash and cash equivalents | 5\nCash and cash equivalents | 7\nTotal assets | 12\n"
    (mapped,), messages = map_text(balance)
    concepts = [line.concept for line in mapped.lines if line.concept and line.extension is None]
    assert len(concepts) == len(set(concepts))
    assert "mapping.concept-taken" in {message.code for message in messages}


RULES = """
[[rule]]
id = "house-fleet"
pattern = "vessels|ships *"
statement = "balance_sheet"
concept = "us-gaap:PropertyPlantAndEquipmentNet"
reason = "the fleet is all of the property"
"""


def test_a_rule_of_the_user_comes_first_and_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(RULES, encoding="utf-8")
    (mapped,), _ = map_text("balance_sheet\nCash | 5\nVessels at cost | 6\nTotal assets | 11\n", rules=path)
    line = line_of(mapped, "Vessels at cost")
    assert line.concept == "us-gaap:PropertyPlantAndEquipmentNet"
    assert line.decided_by == "rule:house-fleet"
    assert line.reasons == ("the fleet is all of the property",)


def test_a_rule_for_a_concept_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(RULES.replace("PropertyPlantAndEquipmentNet", "FleetOfShips"), encoding="utf-8")
    _, messages = map_text("balance_sheet\nCash | 5\nVessels at cost | 6\nTotal assets | 11\n", rules=path)
    assert [message.code for message in messages if message.severity == "warning"] == ["mapping.unknown-concept"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[[rule]]\nid = 'a'\n", "a.pattern"),
        ("[[rule]]\nid='a'\npattern='*'\nconcept='c'\nreason='r'\n", "a.pattern"),
        ("[[rule]]\nid='a'\npattern='x'\nconcept='c'\nreason='r'\nstatment='b'\n", "a.statment"),
        ("[[rule]]\nid='a'\npattern='x'\nconcept='c'\nreason='r'\nstatement='b'\n", "a.statement"),
        ("[[rule]\n", ""),
    ],
)
def test_a_wrong_rule_file_names_the_key_at_fault(tmp_path: Path, text: str, key: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileError) as error:
        read_rules(path)
    assert error.value.key == key


def test_patterns_match_whole_captions_with_stars_for_runs_of_words() -> None:
    from converter.mapping.rules import Rule, Surroundings

    rule = Rule(
        id="r",
        pattern=parse_pattern("note|notes receivable * affiliate"),
        statement=None,
        section=(),
        concept="c",
        reason="",
    )
    around = Surroundings(statement=StatementKind.BALANCE_SHEET, unit="money")
    assert rule.fits("note receivable from affiliate", around)
    assert rule.fits("notes receivable affiliate", around)
    assert not rule.fits("notes receivable affiliate net", around)


@pytest.mark.parametrize(
    ("key", "value", "fits"),
    [
        ("section", "long term debt|capitalization", True),
        ("section", "current liabilities", False),
        ("industry", "633|641", True),
        ("industry", "49", False),
        ("previous", "* earned *", True),
        ("previous", "ceded", False),
        ("next", "less * ceded *", True),
        ("next", "* assumed", False),
    ],
)
def test_rules_ask_for_section_industry_and_the_lines_beside(tmp_path: Path, key: str, value: str, fits: bool) -> None:
    from converter.mapping.rules import Surroundings

    path = tmp_path / "rules.toml"
    path.write_text(
        '[[rule]]\nid = "r"\npattern = "premiums"\nconcept = "us-gaap:Revenues"\nreason = "because"\n'
        f'{key} = "{value}"\n'
    )
    around = Surroundings(
        statement=StatementKind.INCOME_STATEMENT,
        sections=("capitalization and debt",),
        industry="6411",
        previous="premiums earned gross",
        next="less premiums ceded to others",
    )
    assert bool(read_rules(path).all("premiums", around)) is fits


LEDGER = {
    "statements": [
        {
            "kind": "balance_sheet",
            "lines": [
                {
                    "label": "Other assets",
                    "section": [],
                    "unit": "money",
                    "concept": "us-gaap:OtherAssets",
                    "status": "accepted",
                    "decided_by": "ledger:reviewer",
                }
            ],
        }
    ]
}


def test_an_earlier_ledger_comes_before_the_model() -> None:
    current = "balance_sheet\nCurrent assets:\n  Cash | 5\n    Total current assets | 5\n"
    source = current + "Other assets | 6\nTotal assets | 11\n"
    assert line_of(map_text(source)[0][0], "Other assets").concept == "us-gaap:OtherAssetsNoncurrent"
    line = line_of(map_text(source, ledgers=[LEDGER])[0][0], "Other assets")
    assert line.concept == "us-gaap:OtherAssets"
    assert line.decided_by == "ledger:reviewer"


def test_the_same_input_gives_the_same_mapping() -> None:
    title, source, _ = CASES[0]
    assert map_text(source) == map_text(source), title


def test_a_caption_that_stands_twice_is_remembered_for_each_place() -> None:
    source = (
        "balance_sheet\nCurrent assets:\n  Cash | 5\n  Deferred taxes | 2\n    Total current assets | 7\n"
        "Deferred taxes | 4\n    Total assets | 11\n"
    )
    lines = [
        {"label": "Deferred taxes", "section": section, "unit": "money", "concept": concept, "status": "accepted"}
        for section, concept in (
            (["Current assets:"], "us-gaap:DeferredTaxAssetsNetCurrent"),
            ([], "us-gaap:DeferredTaxAssetsNetNoncurrent"),
        )
    ]
    (mapped,), _ = map_text(source, ledgers=[{"statements": [{"kind": "balance_sheet", "lines": lines}]}])
    taxes = [line for line in mapped.lines if mapped.statement.lines[line.line].label == "Deferred taxes"]
    assert [line.concept for line in taxes] == [
        "us-gaap:DeferredTaxAssetsNetCurrent",
        "us-gaap:DeferredTaxAssetsNetNoncurrent",
    ]
    assert {line.decided_by for line in taxes} == {"ledger"}


def test_an_extension_concept_of_an_earlier_ledger_keeps_its_name() -> None:
    line = {
        "label": "Buccaneer storage",
        "section": [],
        "unit": "money",
        "concept": "corsair:Hold",
        "status": "extension",
    }
    ledger = {"statements": [{"kind": "income_statement", "lines": [line]}]}
    source = "income_statement\nNet sales | 100\nBuccaneer storage | 40\nGross profit | 60\n"
    (mapped,), _ = map_text(source, ledgers=[ledger])
    found = line_of(mapped, "Buccaneer storage")
    assert found.concept == "ext:Hold"
    assert found.extension is not None
    assert found.extension.balance == "debit"


def test_what_nobody_accepted_is_not_remembered() -> None:
    line = {"label": "Cash", "section": [], "unit": "money", "concept": "us-gaap:Goodwill", "status": "review"}
    ledger = {"statements": [{"kind": "balance_sheet", "lines": [line]}]}
    (mapped,), _ = map_text("balance_sheet\nCash | 5\nTotal assets | 5\n", ledgers=[ledger])
    assert line_of(mapped, "Cash").concept != "us-gaap:Goodwill"


def test_a_bank_has_no_current_and_noncurrent_items() -> None:
    source = (
        "balance_sheet\nAssets:\n  Cash and due from banks | 5\n  Loans, net | 90\n  Other assets | 5\n"
        "    Total assets | 100\nLiabilities:\n  Deposits | 80\n  Other liabilities | 5\n    Total liabilities | 85\n"
        "Shareholders' equity:\n  Common stock | 10\n  Retained earnings | 5\n    Total shareholders' equity | 15\n"
        "    Total liabilities and shareholders' equity | 100\n"
    )
    (mapped,), _ = map_text(source, sic="6022")
    assert line_of(mapped, "Other assets").concept == "us-gaap:OtherAssets"
    assert line_of(mapped, "Other liabilities").concept == "us-gaap:OtherLiabilities"


def test_a_total_without_words_means_the_total_of_its_heading() -> None:
    source = (
        "income_statement\nNet sales | 100\nCost of sales | 40\nGross profit | 60\nOperating expenses:\n"
        "  Selling | 10\n  Research and development | 20\n    Total | 30\nOperating income | 30\n"
    )
    assert line_of(map_text(source)[0][0], "Total").concept == "us-gaap:OperatingExpenses"


def test_one_extension_concept_serves_the_same_caption_in_two_statements() -> None:
    first = "income_statement\nNet sales | 100\nBuccaneer storage | 40\nGross profit | 60\n"
    second = "income_statement\nNet sales | 100\nBuccaneer storage | 40\nGross profit | 60\n"
    other = second.replace("40", "30").replace("60", "70")
    same, _ = map_text(first, second)
    assert len({line_of(mapped, "Buccaneer storage").concept for mapped in same}) == 1
    clash, _ = map_text(first, other)
    assert len({line_of(mapped, "Buccaneer storage").concept for mapped in clash}) == 2


def test_the_last_figure_that_equals_total_assets_is_the_other_side() -> None:
    source = (
        "balance_sheet\nCurrent assets:\n  Cash | 60\n    Total current assets | 60\nProperty | 40\n"
        "    Total assets | 100\nCurrent liabilities:\n  Accounts payable | 30\n    Total current liabilities | 30\n"
        "Shareholders' equity:\n  Common stock | 50\n  Retained earnings | 20\n    Total shareholders' equity | 70\n"
        "Commitments and contingencies | 100\n"
    )
    line = line_of(map_text(source)[0][0], "Commitments and contingencies")
    assert line.concept == "us-gaap:LiabilitiesAndStockholdersEquity"
    assert line.sign == 1


def test_a_cash_flow_starts_with_the_net_income_of_the_income_statement() -> None:
    income = "income_statement\nNet sales | 500\nCost of sales | 300\nGross profit | 200\nNet income | 200\n"
    cash = (
        "cash_flow\nNet income | 200\nDepreciation | 50\nNet cash provided by operating activities | 250\n"
        "Cash at beginning of year | 10\nCash at end of year | 260\n"
    )
    (first, second), _ = map_text(income, cash)
    assert line_of(first, "Net income").concept == line_of(second, "Net income").concept


def test_a_subtotal_that_depreciation_is_taken_off_is_gross_property() -> None:
    source = (
        "balance_sheet\nCash | 40\nProperty:\n  Land | 10\n  Buildings | 50\n    Subtotal | 60\n"
        "  Less accumulated depreciation | (20)\n    Net property and equipment | 40\n    Total assets | 80\n"
    )
    mapped = map_text(source)[0][0]
    line, taken = line_of(mapped, "Subtotal"), line_of(mapped, "Less accumulated depreciation")
    assert (line.concept, line.status) == ("us-gaap:PropertyPlantAndEquipmentGross", "accepted")
    assert str(taken.concept).endswith("DepletionAndAmortizationPropertyPlantAndEquipment")


def test_a_large_deficit_does_not_turn_a_balance_sheet_over() -> None:
    source = (
        "balance_sheet\nAccounts payable | 30\nLong-term debt | 20\n    Total liabilities | 50\nCommon stock | 10\n"
        "Paid-in capital | 300\nAccumulated deficit | (320)\n    Total stockholders' deficit | (10)\n"
        "    Total liabilities and stockholders' equity | 40\n"
    )
    (mapped,), _ = map_text(source)
    assert {line.sign for line in mapped.lines} == {1}


def test_reasons_are_put_into_words_once_and_are_as_good_as_said() -> None:
    asked = []

    def say() -> tuple[str, ...]:
        asked.append(1)
        return ("a reason", "another")

    reasons = Deferred(say)
    assert not asked
    assert reasons == ("a reason", "another")
    assert [*reasons] == ["a reason", "another"]
    assert reasons[:1] == ("a reason",)
    assert pickle.loads(pickle.dumps(reasons)) == ("a reason", "another")  # noqa: S301  our own
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("deprecated", "current"),
    [
        ("DepreciationPremisesAndEquipment", "DepreciationNonproduction"),
        ("OtherNoncurrentLiabilities", "OtherLiabilitiesNoncurrent"),
        ("IncomeLossBeforeCumulativeEffectOfChangeInAccountingPrinciple", ""),
        ("Assets", ""),
    ],
)
def test_a_deprecated_concept_gives_way_to_the_one_that_means_the_same(deprecated: str, current: str) -> None:
    from converter.mapping.plausibility import in_force, stand_in

    taxonomy = load_taxonomy()
    assert in_force(deprecated, taxonomy) == (current or deprecated)
    name, reason, concept = stand_in(deprecated, "", taxonomy)
    assert name == (current or deprecated)
    assert concept == taxonomy.concept(f"us-gaap:{name}")
    assert bool(reason) is bool(current)
