"""Real Arelle on hand-written filings: a valid one says nothing, each broken one says what and where."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from converter.check.arelle import ArelleWorker, run_arelle
from converter.check.arelle.client import result_of
from converter.check.roundtrip import compare_facts
from converter.errors import InputError
from converter.messages import Severity, Span
from converter.model import Entity, Fact, Period, Report, Status, Unit
from tests.filings import BASE, CALCULATION, INLINE, PRESENTATION, SCHEMA, TIN_LANTERN, filing

if TYPE_CHECKING:
    from converter.check.arelle import ArelleResult
    from converter.model import RenderedFile


def span_of(identifier: str) -> Span:
    """An invented place: fact f-7 stands in line 7."""
    line = int(identifier.rpartition("-")[2])
    return Span(first_line=line, first_column=1, last_line=line, last_column=9)


SPANS = {f"f-{number}": span_of(f"f-{number}") for number in range(1, 25)}
SPANS |= {f"c-{number}": span_of(f"c-{100 + number}") for number in range(1, 5)}


def run(
    files: tuple[RenderedFile, ...], package: Path, worker: ArelleWorker, base: tuple[str, ...] = ()
) -> ArelleResult:
    return run_arelle(files, [package], spans=SPANS, worker=worker, base=base)


def test_the_valid_filing_is_valid_without_a_word(package: Path, worker: ArelleWorker) -> None:
    result = run(filing(), package, worker)
    assert result.report.messages == ()
    assert result.report.ran
    assert result.report.valid
    assert result.report.engine == "Arelle"
    assert re.fullmatch(r"2\.47\.\d+", result.report.version)
    assert len(result.facts) == 28


def test_a_folder_and_a_document_are_validated_where_they_lie(package: Path, worker: ArelleWorker) -> None:
    for path in (TIN_LANTERN, TIN_LANTERN / INLINE):
        result = run_arelle(path, [package], worker=worker)
        assert result.report.valid
        assert len(result.facts) == 28


NET_LOSS = 'sign="-" format="ixt:num-dot-decimal">100<'
MOLDS = 'id="f-5" name="tinl:LanternMolds" contextRef="C_20030331"'
LONG_DATE = ' format="ixt:date-monthname-day-year-en">March 31, 2003'
CALCULATION_FAILS = "arelle.calc11e:inconsistentCalculationUsingRounding"
NO_DEFINITION = "arelle.ix11.12.1.2:missingReferences"
CASES = [
    pytest.param((INLINE, ">120<", ">130<"), CALCULATION_FAILS, "f-7", id="wrong-total"),
    pytest.param((INLINE, NET_LOSS, NET_LOSS.replace('sign="-" ', "")), CALCULATION_FAILS, "f-19", id="wrong-sign"),
    pytest.param(
        (INLINE, MOLDS, MOLDS.replace("2003", "2099")), "arelle.xbrl.4.6.1:itemContextRef", "f-5", id="missing-context"
    ),
    pytest.param(
        (INLINE, f'{MOLDS} unitRef="USD"', f'{MOLDS} unitRef="Shares"'),
        "arelle.xbrl.4.8.2:monetaryFactUnit-notMonetaryMeasure",
        "f-5",
        id="unit-mismatch",
    ),
    pytest.param((INLINE, MOLDS, MOLDS.replace("Lantern", "Candle")), NO_DEFINITION, "f-5", id="unknown-concept"),
    pytest.param(
        (INLINE, LONG_DATE, LONG_DATE.replace("March", "Xarch")),
        "arelle.ix11.11.1.1:transformValueError",
        "c-2",
        id="bad-transform",
    ),
    pytest.param((INLINE, LONG_DATE, ">2003-02-30"), "arelle.xmlSchema:valueError", "c-2", id="bad-date"),
    pytest.param(
        (INLINE, '<link:schemaRef xlink:type="simple" xlink:href="tinl-20030331.xsd"/>', ""),
        NO_DEFINITION,
        "f-1",
        id="missing-schema-reference",
    ),
    pytest.param((SCHEMA, "dei/2013/dei-2013", "dei/2013/dei-2099"), "arelle.IOerror", None, id="missing-import"),
    pytest.param(
        (PRESENTATION, 'us-gaap_CostsAndExpenses" xlink:label', 'us-gaap_CostsAndExpences" xlink:label'),
        "arelle.xbrl.3.5.4:hrefIdNotFound",
        None,
        id="broken-linkbase",
    ),
    pytest.param(
        (CALCULATION, 'order="2" weight="-1"', 'order="2" weight="0"'),
        "arelle.xbrl.5.2.5.2.1:zeroWeight",
        None,
        id="zero-weight",
    ),
]


@pytest.mark.parametrize(("edit", "code", "identifier"), CASES)
def test_a_broken_filing_is_reported_at_its_place_in_the_source(
    edit: tuple[str, str, str], code: str, identifier: str | None, package: Path, worker: ArelleWorker
) -> None:
    result = run(filing(edit), package, worker)
    assert not result.report.valid
    named = [message for message in result.report.messages if message.code == code]
    assert named, [message.code for message in result.report.messages]
    assert all(message.severity is Severity.ERROR for message in named)
    if identifier is not None:
        assert SPANS[identifier] in {message.span for message in named}
    assert not any(tempfile.gettempdir() in f"{message.text}{message.where}" for message in result.report.messages)


def test_duplicates_that_contradict_each_other_are_a_warning_at_their_place(
    package: Path, worker: ArelleWorker
) -> None:
    twice = (
        INLINE,
        'id="f-13" name="us-gaap:LiabilitiesAndStockholdersEquity"',
        'id="f-13" name="us-gaap:Liabilities"',
    )
    found = {message.code: message for message in run(filing(twice), package, worker).report.messages}
    assert found["arelle.arelle:duplicateFacts"].severity is Severity.WARNING
    assert found["arelle.arelle:duplicateFacts"].span == SPANS["f-9"]


# --- the round trip ---------------------------------------------------------------------------------------------------

D = Decimal
INSTANTS = tuple(Period(end=dt.date(year, 3, 31)) for year in (2003, 2002))
YEARS = tuple(Period(start=dt.date(year - 1, 4, 1), end=dt.date(year, 3, 31)) for year in (2003, 2002))
PRINTED = (
    ("us-gaap:CashAndCashEquivalentsAtCarryingValue", INSTANTS, "USD", -3, ("120000", "95000")),
    ("us-gaap:ReceivablesNetCurrent", INSTANTS, "USD", -3, ("1310000", "1155000")),
    ("tinl:LanternMolds", INSTANTS, "USD", -3, ("70000", "50000")),
    ("us-gaap:Assets", INSTANTS, "USD", -3, ("1500000", "1300000")),
    ("us-gaap:Liabilities", INSTANTS, "USD", -3, ("900000", "600000")),
    ("us-gaap:StockholdersEquity", INSTANTS, "USD", -3, ("600000", "700000")),
    ("us-gaap:LiabilitiesAndStockholdersEquity", INSTANTS, "USD", -3, ("1500000", "1300000")),
    ("us-gaap:Revenues", YEARS, "USD", -3, ("2400000", "2600000")),
    ("us-gaap:CostsAndExpenses", YEARS, "USD", -3, ("2500000", "2450000")),
    ("us-gaap:NetIncomeLoss", YEARS, "USD", -3, ("-100000", "150000")),
    ("us-gaap:EarningsPerShareBasic", YEARS, "USDPerShare", 2, ("-0.10", "0.15")),
    ("us-gaap:WeightedAverageNumberOfSharesOutstandingBasic", YEARS, "Shares", -3, ("1000000", "1000000")),
)
COVER = (
    ("c-1", "dei:DocumentType", "10-K"),
    ("c-2", "dei:DocumentPeriodEndDate", "2003-03-31"),
    ("c-3", "dei:EntityRegistrantName", "TIN LANTERN  WORKS\nINC"),
    ("c-4", "dei:EntityCentralIndexKey", "0000999999"),
)


def fact(identifier: str, concept: str, period: Period, value: Decimal | str, unit: str, decimals: int | None) -> Fact:
    return Fact(
        id=identifier,
        concept=concept,
        value=value,
        context="unused",
        period=period,
        unit=unit,
        decimals=decimals,
        scale=0,
        text=str(value),
        span=SPANS[identifier],
        status=Status.ACCEPTED,
    )


def report() -> Report:
    """The report that the filing was written from, by hand."""
    numbers = tuple(
        fact(f"f-{2 * row + column + 1}", concept, periods[column], D(values[column]), unit, decimals)
        for row, (concept, periods, unit, decimals, values) in enumerate(PRINTED)
        for column in (0, 1)
    )
    words = tuple(fact(identifier, concept, YEARS[0], text, "", None) for identifier, concept, text in COVER)
    return Report(
        base="tinl-20030331",
        prefix="tinl",
        namespace="http://www.tinlanternworks.com/20030331",
        entity=Entity(scheme="http://www.sec.gov/CIK", identifier="0000999999", name="TIN LANTERN WORKS INC"),
        taxonomy="us-gaap-2011-01-31",
        namespaces={"us-gaap": "http://fasb.org/us-gaap/2011-01-31", "dei": "http://xbrl.sec.gov/dei/2013-01-31"},
        contexts=(),
        units=(
            Unit(id="USD", numerator="iso4217:USD"),
            Unit(id="Shares", numerator="xbrli:shares"),
            Unit(id="USDPerShare", numerator="iso4217:USD", denominator="xbrli:shares"),
        ),
        facts=numbers + words,
        sections=(),
        extensions=(),
        labels={},
    )


def test_every_fact_comes_back(package: Path, worker: ArelleWorker) -> None:
    messages = compare_facts(report(), run(filing(), package, worker).facts)
    assert [(message.code, message.text) for message in messages] == [
        ("roundtrip.equal", "28 of 28 facts are read back equal")
    ]


ROUND_TRIPS = [
    pytest.param((NET_LOSS, 'format="ixt:num-dot-decimal">100<'), "roundtrip.value", "f-19", id="lost-sign"),
    pytest.param((">1,310<", ">1,301<"), "roundtrip.value", "f-3", id="digits-swapped"),
    pytest.param((">TIN LANTERN WORKS INC</ix", ">TIN LANTERN WORK INC</ix"), "roundtrip.value", "c-3", id="text"),
    pytest.param(
        ('id="f-3" name="us-gaap:ReceivablesNetCurrent"', 'id="f-3" name="us-gaap:Liabilities"'),
        "roundtrip.concept", "f-3", id="concept",
    ),
    pytest.param(
        ('contextRef="C_20030331" unitRef="USD" decimals="-3" scale="3" format="ixt:num-dot-decimal">70<',
         'contextRef="C_20020331" unitRef="USD" decimals="-3" scale="3" format="ixt:num-dot-decimal">70<'),
        "roundtrip.period", "f-5", id="period",
    ),
    pytest.param(
        ('unitRef="USDPerShare" decimals="2" sign="-"', 'unitRef="USD" decimals="2" sign="-"'),
        "roundtrip.unit", "f-21", id="unit",
    ),
    pytest.param(
        ('decimals="2" sign="-"', 'decimals="3" sign="-"'), "roundtrip.decimals", "f-21", id="decimals",
    ),
    pytest.param(('id="f-21"', 'id="f-99"'), "roundtrip.missing", "f-21", id="missing"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "code", "identifier"), ROUND_TRIPS)
def test_a_fact_that_comes_back_different_is_an_error(
    edit: tuple[str, str], code: str, identifier: str, package: Path, worker: ArelleWorker
) -> None:
    messages = compare_facts(report(), run(filing((INLINE, *edit)), package, worker).facts)
    different = [message for message in messages if message.severity is Severity.ERROR]
    assert (code, SPANS[identifier]) in {(message.code, message.span) for message in different}
    assert messages[-1].text == "27 of 28 facts are read back equal"


def test_an_entity_that_comes_back_different_is_an_error_of_every_fact(package: Path, worker: ArelleWorker) -> None:
    other = report()
    facts = run(filing(), package, worker).facts
    entity = Entity(scheme=other.entity.scheme, identifier="0000888888", name="")
    messages = compare_facts(structs.replace(other, entity=entity), facts)
    assert [message.code for message in messages] == ["roundtrip.entity"] * 28 + ["roundtrip.equal"]


# --- the worker -------------------------------------------------------------------------------------------------------


def test_the_same_filing_gives_the_same_answer_from_every_worker(package: Path, worker: ArelleWorker) -> None:
    broken = filing((INLINE, 'xlink:href="tinl-20030331.xsd"', 'xlink:href="nowhere.xsd"'))
    with ArelleWorker() as another:
        one, two = run(broken, package, worker), run(broken, package, another)
    assert one.report == two.report
    assert one.facts == two.facts


WITH_AND_WITHOUT = pytest.mark.parametrize("base", [(), BASE], ids=["alone", "base-loaded"])


@WITH_AND_WITHOUT
def test_a_filing_that_takes_too_long_is_given_up_and_the_next_one_is_validated(
    base: tuple[str, ...], package: Path
) -> None:
    with ArelleWorker(timeout=120) as worker:
        assert run(filing(), package, worker, base).report.valid
        worker._timeout = 0.001
        result = run(filing(), package, worker, base)
        assert not result.report.ran
        assert not result.report.valid
        assert [message.code for message in result.report.messages] == ["arelle.broken"]
        worker._timeout = 120
        assert run(filing(), package, worker, base).report.valid


@WITH_AND_WITHOUT
def test_a_filing_that_takes_too_much_memory_is_given_up_and_the_next_one_is_validated(
    base: tuple[str, ...], package: Path
) -> None:
    with ArelleWorker(memory=1, timeout=20) as worker:  # without memory it may also hang, and is given up then
        result = run(filing(), package, worker, base)
        assert not result.report.ran
        assert "arelle.broken" in {message.code for message in result.report.messages}
        worker._memory, worker._timeout = 0, 120
        assert run(filing(), package, worker, base).report.valid


@WITH_AND_WITHOUT
def test_a_worker_that_was_killed_is_replaced(base: tuple[str, ...], package: Path) -> None:
    with ArelleWorker() as worker:
        assert run(filing(), package, worker, base).report.valid
        assert worker._child is not None
        worker._child.process.kill()
        worker._child.process.wait()
        assert not run(filing(), package, worker, base).report.ran
        assert run(filing(), package, worker, base).report.valid


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux lists the children of a process")
def test_a_process_with_a_loaded_base_that_was_killed_costs_no_filing(package: Path) -> None:
    with ArelleWorker() as worker:
        assert run(filing(), package, worker, BASE).shared
        assert worker._child is not None
        number = worker._child.process.pid
        (child,) = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii").split()
        os.kill(int(child), signal.SIGKILL)
        after = [run(filing(), package, worker, BASE) for _ in range(2)]
        assert [result.report.valid for result in after] == [True, True]
        assert [result.shared for result in after] == [False, True]


def test_a_base_that_cannot_be_loaded_costs_no_filing(package: Path, worker: ArelleWorker) -> None:
    result = run(filing(), package, worker, (*BASE, "http://nobody.example/nothing.xsd"))
    assert result.report.valid
    assert not result.shared


def test_nothing_is_left_in_the_home_of_the_user(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    with ArelleWorker() as worker:
        assert run(filing(), package, worker).report.valid
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["nowhere.htm", "nowhere/"])
def test_a_filing_that_is_not_there_is_refused_in_one_line(name: str, tmp_path: Path, worker: ArelleWorker) -> None:
    with pytest.raises(InputError, match=r"nowhere.* does not exist"):
        run_arelle(tmp_path / name, [], worker=worker)


def test_an_error_in_arelle_itself_is_a_breakdown_and_no_result() -> None:
    trace = 'Loading failed: \nTraceback (most recent call last):\n  File "/somewhere/x.py", line 1\nKeyError: 1\n'
    entry = {"code": "exception:KeyError", "level": "ERROR", "text": trace, "concept": "", "refs": []}
    reply = {"version": "2.47.0", "loaded": True, "log": [entry], "dropped": 0, "facts": [], "shared": False}
    result = result_of(reply, {}, Path("x"), [])
    assert not result.report.ran
    assert [(message.code, message.text) for message in result.report.messages] == [
        ("arelle.exception:KeyError", "Loading failed: KeyError: 1"),
        ("arelle.broken", "Arelle broke down on this filing: Loading failed: KeyError: 1"),
    ]
