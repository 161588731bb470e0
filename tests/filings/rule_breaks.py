"""What breaks each native rule in the filing of Tin Lantern Works, and nothing else of it."""

from __future__ import annotations

from tests.filings import CALCULATION, INLINE, LABELS, PRESENTATION, SCHEMA

Edit = tuple[str, str, str]


def before_form(markup: str) -> Edit:
    """Markup before the first paragraph of the page."""
    return INLINE, "<p>Form ", f"{markup}<p>Form "


def fact(identifier: str, concept: str, attributes: str, text: str) -> str:
    kind = "nonFraction" if "unitRef" in attributes else "nonNumeric"
    return f'<p><ix:{kind} id="{identifier}" name="{concept}" {attributes}>{text}</ix:{kind}></p>'


YEAR = 'contextRef="C_20020401_20030331"'


DAY = 'contextRef="C_20030331"'


MONEY = 'unitRef="USD" decimals="-3" scale="3" format="ixt:num-dot-decimal"'


COUNT = 'unitRef="Shares" decimals="0" format="ixt:num-dot-decimal"'


LOC = '<link:loc xlink:type="locator" xlink:href="{}" xlink:label="{}"/>'


US_GAAP = "http://xbrl.fasb.org/us-gaap/2011/elts/us-gaap-2011-01-31.xsd#us-gaap_"


SUM = (
    '<link:calculationArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/summation-item" '
    'xlink:from="{}" xlink:to="{}" order="{}" weight="{}"/>'
)


SHOW = (
    '<link:presentationArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/parent-child" '
    'xlink:from="{}" xlink:to="{}" order="{}"{}/>'
)


INCOME = '<link:{} xlink:type="extended" xlink:role="http://www.tinlanternworks.com/role/StatementsOfIncome">'


def context(identifier: str, period: str, segment: str = "", cik: str = "0000999999") -> str:
    return (
        f'<xbrli:context id="{identifier}"><xbrli:entity><xbrli:identifier scheme="http://www.sec.gov/CIK">{cik}'
        f"</xbrli:identifier>{segment}</xbrli:entity><xbrli:period>{period}</xbrli:period></xbrli:context>"
    )


def duration(start: str, end: str) -> str:
    return f"<xbrli:startDate>{start}</xbrli:startDate><xbrli:endDate>{end}</xbrli:endDate>"


def resources(markup: str) -> Edit:
    return INLINE, "<ix:resources>", f"<ix:resources>{markup}"


def hidden(markup: str) -> Edit:
    return INLINE, "<ix:references>", f"<ix:hidden>{markup}</ix:hidden><ix:references>"


def income_calculation(markup: str) -> Edit:
    opening = INCOME.format("calculationLink")
    return CALCULATION, opening, opening + markup


def income_presentation(markup: str) -> Edit:
    opening = INCOME.format("presentationLink")
    return PRESENTATION, opening, opening + markup


def declaration(name: str, attributes: str, identifier: str = "") -> Edit:
    element = f'<xs:element id="{identifier or "tinl_" + name}" name="{name}" {attributes}/>'
    return SCHEMA, "</xs:schema>", f"{element}</xs:schema>"


ITEM = 'substitutionGroup="xbrli:item" nillable="true"'


MOLDS = 'id="f-5" name="tinl:LanternMolds" contextRef="C_20030331" unitRef="USD" decimals="-3" scale="3"'


LONG_DATE = ' format="ixt:date-monthname-day-year-en">March 31, 2003'


CASH_LABEL = 'xml:lang="en-US">Cash and equivalents<'


DEFINITION_LINK = (
    f"{INCOME.format('definitionLink')}{LOC.format(US_GAAP + 'StatementClassOfStockAxis', 'axis')}"
    f"{LOC.format(US_GAAP + 'Revenues', 'domain')}"
    '<link:definitionArc xlink:type="arc" xlink:arcrole="http://xbrl.org/int/dim/arcrole/dimension-domain" '
    'xlink:from="axis" xlink:to="domain"{}/></link:definitionLink></link:linkbase>'
)


ROLE_TYPE = (
    '<link:roleType roleURI="http://www.tinlanternworks.com/role/{}" id="Extra{}"><link:definition>{}</link:definition>'
    "<link:usedOn>link:presentationLink</link:usedOn><link:usedOn>link:calculationLink</link:usedOn>"
    "<link:usedOn>link:definitionLink</link:usedOn></link:roleType></xs:appinfo>"
)


EMPTY_LINKBASE = (
    '<?xml version="1.0"?><link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"/>'
)


CASES: dict[str, tuple[Edit, ...]] = {
    "efm.5.02.01.01.ascii": (before_form("<p>caf\u00e9</p>"),),
    "efm.5.02.02.06.named-entity": (before_form("<p>&nbsp;</p>"),),
    "efm.5.02.05.well-formed": (before_form("<p>no end"),),
    "efm.5.02.05.element": (before_form("<style>p {}</style>"),),
    "efm.5.02.05.attribute": (before_form('<p onclick="x()"></p>'),),
    "efm.5.02.05.schema-location": (
        (
            INLINE,
            "<html ",
            '<html xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            'xsi:schemaLocation="http://a.example http://b.example" ',
        ),
    ),
    "efm.5.02.05.nested-table": (before_form("<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>"),),
    "efm.5.02.05.active-content": (before_form('<p><a href="java script:alert(1)">x</a></p>'),),
    "efm.5.02.05.inline-element": (before_form('<p><ix:tuple name="tinl:T" tupleID="t"></ix:tuple></p>'),),
    "efm.5.02.05.prefix": ((INLINE, "<html ", '<html xmlns:inline="http://www.xbrl.org/2013/inlineXBRL" '),),
    "efm.5.02.05.12.registry": ((INLINE, "transformation/2020-02-12", "transformation/2010-04-20"),),
    "efm.5.02.05.14.hidden-reference": (before_form('<p style="-sec-ix-hidden:h-9">x</p>'),),
    "efm.5.02.05.14.hidden-twice": (
        hidden(fact("h-1", "dei:DocumentFiscalYearFocus", YEAR, "2002").replace("<p>", "").replace("</p>", "")),
        before_form('<p style="-sec-ix-hidden:h-1">x</p><p style="color:red; -sec-ix-hidden: h-1">y</p>'),
    ),
    "efm.5.02.05.14.hidden-but-showable": (hidden(fact("h-1", "us-gaap:Cash", f"{DAY} {MONEY}", "1")[3:-4]),),
    "efm.5.02.05.14.hidden-without-reference": (hidden(fact("h-1", "us-gaap:Cash", f"{DAY} {MONEY}", "1")[3:-4]),),
    "efm.6.05.45.cover-hidden": (hidden(fact("h-1", "dei:DocumentFiscalYearFocus", YEAR, "2002")[3:-4]),),
    "efm.6.05.01.cik-scheme": (
        resources(context("odd", duration("2003-01-01", "2003-01-31"), cik="999")),
        before_form(fact("n-1", "us-gaap:Revenues", f'contextRef="odd" {MONEY}', "1")),
    ),
    "efm.6.05.03.one-entity": (
        resources(context("odd", duration("2003-01-01", "2003-01-31"), cik="0000888888")),
        before_form(fact("n-1", "us-gaap:Revenues", f'contextRef="odd" {MONEY}', "1")),
    ),
    "efm.6.05.04.dimension": (
        resources(
            context(
                "odd",
                duration("2003-01-01", "2003-01-31"),
                '<xbrli:segment><xbrldi:typedMember dimension="us-gaap:StatementClassOfStockAxis"><tinl:x/>'
                "</xbrldi:typedMember></xbrli:segment>",
            )
        ),
    ),
    "efm.6.05.38.forever": (resources(context("odd", "<xbrli:forever/>")),),
    "efm.6.05.07.duplicate-context": (resources(context("same", "<xbrli:instant>2003-03-31</xbrli:instant>")),),
    "efm.6.05.08.unused-context": (resources(context("odd", "<xbrli:instant>2003-02-28</xbrli:instant>")),),
    "xbrl.4.6.1.unknown-context": ((INLINE, MOLDS, MOLDS.replace("C_2003", "C_2099")),),
    "xbrl.4.7.2.period-type": ((INLINE, MOLDS, MOLDS.replace(DAY, YEAR)),),
    "xbrl.4.7.2.period": (resources(context("odd", duration("2003-02-28", "2003-02-01"))),),
    "efm.6.05.09.adjoining-periods": (
        resources(context("odd", duration("2003-03-31", "2003-06-30"))),
        before_form(fact("n-1", "us-gaap:Revenues", f'contextRef="odd" {MONEY}', "1")),
    ),
    "efm.6.05.11.duplicate-unit": (
        resources('<xbrli:unit id="Dollars"><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit>'),
    ),
    "efm.6.05.35.unit": ((INLINE, MOLDS, MOLDS.replace('unitRef="USD"', 'unitRef="Shares"')),),
    "efm.6.05.12.inconsistent-duplicates": (before_form(fact("n-1", "us-gaap:Assets", f"{DAY} {MONEY}", "1,501")),),
    "efm.6.05.17.decimals": ((INLINE, MOLDS, MOLDS.replace('decimals="-3"', 'precision="3"')),),
    "efm.6.05.37.digits": ((INLINE, MOLDS, MOLDS.replace('scale="3"', 'scale="0"')),),
    "efm.5.02.05.sign-in-text": ((INLINE, ">120<", ">$120<"),),
    "efm.5.02.05.12.format": ((INLINE, ">120<", ">12O<"),),
    "efm.6.05.12.nil": (
        (INLINE, "<html ", '<html xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '),
        (INLINE, MOLDS, f'{MOLDS} xsi:nil="true"'),
    ),
    "efm.6.05.43.negative": ((INLINE, 'id="f-1"', 'id="f-1" sign="-"'),),
    "efm.6.05.14.language": ((INLINE, 'id="c-3"', 'id="c-3" xml:lang="fr"'),),
    "efm.6.05.15.escape": ((INLINE, 'id="c-3"', 'id="c-3" escape="true"'),),
    "xbrl.4.6.date": ((INLINE, LONG_DATE, ">2003-02-30"),),
    "efm.6.05.20.document-type": ((INLINE, 'name="dei:DocumentType"', 'name="dei:SecurityExchangeName"'),),
    "efm.6.05.20.period-end-range": ((INLINE, LONG_DATE, ">1903-03-31"),),
    "efm.6.05.20.period-end": ((INLINE, 'name="dei:DocumentPeriodEndDate"', 'name="dei:ParentEntityLegalName"'),),
    "efm.6.05.20.fiscal-pair": (before_form(fact("n-1", "dei:DocumentFiscalYearFocus", YEAR, "2002")),),
    "efm.6.05.21.registrant-name": ((INLINE, 'name="dei:EntityRegistrantName"', 'name="dei:ParentEntityLegalName"'),),
    "efm.6.05.42.deprecated": (before_form(fact("n-1", "us-gaap:AccountsPayable", f"{DAY} {MONEY}", "1")),),
    "efm.6.22.00.taxonomy": (
        (INLINE, "<html ", '<html xmlns:other="http://other.example/2003" '),
        before_form(fact("n-1", "other:Thing", f"{DAY} {MONEY}", "1")),
    ),
    "xbrl.4.6.undeclared": ((INLINE, MOLDS, MOLDS.replace("Lantern", "Candle")),),
    "efm.6.22.00.schema-reference": (
        (INLINE, '<link:schemaRef xlink:type="simple" xlink:href="tinl-20030331.xsd"/>', ""),
    ),
    "efm.6.22.03.versions": (
        (SCHEMA, "</xs:schema>", '<xs:import namespace="http://fasb.org/us-gaap/2012-01-31"/></xs:schema>'),
    ),
    "efm.6.07.04.namespace": (
        (
            SCHEMA,
            'targetNamespace="http://www.tinlanternworks.com/20030331"',
            'targetNamespace="http://www.sec.gov/tinl"',
        ),
    ),
    "efm.6.07.07.schema-prefix": (
        (SCHEMA, "<xs:schema ", '<xs:schema xmlns:other="http://www.tinlanternworks.com/20030331" '),
    ),
    "efm.6.07.09.role-uri": (
        (SCHEMA, "http://www.tinlanternworks.com/role/Cover", "http://www.tinlanternworks.com/Cover"),
    ),
    "efm.6.07.10.role-twice": ((SCHEMA, "</xs:appinfo>", ROLE_TYPE.format("Cover", 1, "0009 - Document - Other")),),
    "efm.6.07.11.role-links": (
        (
            SCHEMA,
            "0001 - Document - Cover</link:definition>\n        <link:usedOn>link:presentationLink</link:usedOn>",
            "0001 - Document - Cover</link:definition>",
        ),
    ),
    "efm.6.07.12.role-definition": ((SCHEMA, "0001 - Document - Cover", "Cover"),),
    "efm.6.07.12.role-order": ((SCHEMA, "0001 - Document - Cover", "0009 - Document - Cover"),),
    "efm.6.07.16.base-name": (declaration("Cash", f'{ITEM} type="xbrli:monetaryItemType" xbrli:periodType="instant"'),),
    "efm.6.07.17.declaration": (
        declaration("Wax", f'{ITEM} type="xbrli:monetaryItemType" xbrli:periodType="instant"', "Wax"),
    ),
    "efm.6.07.21.kind": (
        declaration("WaxAbstract", f'{ITEM} abstract="true" type="xbrli:stringItemType" xbrli:periodType="instant"'),
    ),
    "efm.6.08.11.balance": ((SCHEMA, ' xbrli:balance="debit"', ""),),
    "efm.6.10.01.no-label": ((LABELS, CASH_LABEL, CASH_LABEL.replace("en-US", "de-DE")),),
    "efm.6.10.02.no-preferred-label": (
        (
            PRESENTATION,
            'xlink:to="us-gaap_Revenues" order="1"',
            'xlink:to="us-gaap_Revenues" order="1" preferredLabel="http://www.xbrl.org/2003/role/totalLabel"',
        ),
    ),
    "efm.6.10.03.label-twice": (
        (
            LABELS,
            CASH_LABEL,
            f'{CASH_LABEL}/link:label><link:label xlink:type="resource" '
            'xlink:label="us-gaap_CashAndCashEquivalentsAtCarryingValue_label" '
            'xlink:role="http://www.xbrl.org/2003/role/label" xml:lang="en-US">Cash<',
        ),
    ),
    "efm.6.10.04.same-label": ((LABELS, ">Lantern molds<", ">Cash and equivalents<"),),
    "efm.6.10.06.label-text": ((LABELS, ">Lantern molds<", "> Lantern molds<"),),
    "efm.6.10.05.definition": (
        (
            LABELS,
            'xlink:label="us-gaap_Assets_totalLabel" xlink:role="http://www.xbrl.org/2003/role/totalLabel"',
            'xlink:label="us-gaap_Assets_totalLabel" xlink:role="http://www.xbrl.org/2003/role/documentation"',
        ),
    ),
    "efm.6.12.01.no-order": ((PRESENTATION, 'xlink:to="us-gaap_Revenues" order="1"', 'xlink:to="us-gaap_Revenues"'),),
    "efm.6.12.02.same-order": (
        (PRESENTATION, 'xlink:to="us-gaap_Revenues" order="1"', 'xlink:to="us-gaap_Revenues" order="2"'),
    ),
    "efm.6.12.03.not-presented": (before_form(fact("n-1", "us-gaap:Goodwill", f"{DAY} {MONEY}", "1")),),
    "efm.6.12.05.repeat": (
        income_presentation(SHOW.format("us-gaap_IncomeStatementAbstract", "us-gaap_Revenues", 9, "")),
    ),
    "efm.6.12.06.roots": (
        income_presentation(
            LOC.format(US_GAAP + "OperatingExpensesAbstract", "second")
            + SHOW.format("second", "us-gaap_CostsAndExpenses", 1, "")
        ),
    ),
    "efm.6.12.07.period-label": (
        (
            PRESENTATION,
            'xlink:to="us-gaap_Revenues" order="1"',
            'xlink:to="us-gaap_Revenues" order="1" preferredLabel="http://www.xbrl.org/2003/role/periodEndLabel"',
        ),
    ),
    "efm.6.14.01.no-order": ((CALCULATION, 'order="2" weight="-1"', 'weight="-1"'),),
    "efm.6.14.02.weight": ((CALCULATION, 'order="2" weight="-1"', 'order="2" weight="-2"'),),
    "xbrl.5.1.1.2.balance": ((CALCULATION, 'order="2" weight="-1"', 'order="2" weight="1"'),),
    "efm.6.14.03.period-type": (
        income_calculation(LOC.format(US_GAAP + "Cash", "cash") + SUM.format("us-gaap_NetIncomeLoss", "cash", 3, 1)),
    ),
    "efm.6.14.04.circle": (income_calculation(SUM.format("us-gaap_Revenues", "us-gaap_NetIncomeLoss", 1, 1)),),
    "efm.6.14.05.not-together": (
        income_calculation(
            LOC.format(US_GAAP + "Liabilities", "other") + SUM.format("us-gaap_NetIncomeLoss", "other", 3, 1)
        ),
    ),
    "efm.6.15.04.sum-twice": (
        (
            CALCULATION,
            "</link:linkbase>",
            '<link:calculationLink xlink:type="extended" xlink:role="http://www.tinlanternworks.com/role/Cover">'
            + LOC.format(US_GAAP + "NetIncomeLoss", "total")
            + LOC.format(US_GAAP + "Revenues", "one")
            + LOC.format(US_GAAP + "CostsAndExpenses", "two")
            + SUM.format("total", "one", 1, 1)
            + SUM.format("total", "two", 2, -1)
            + "</link:calculationLink></link:linkbase>",
        ),
    ),
    "efm.6.09.03.ineffectual": (income_calculation(SUM.format("us-gaap_NetIncomeLoss", "us-gaap_Revenues", 1, 1)),),
    "xbrl.3.5.3.7.undeclared": ((CALCULATION, '#us-gaap_CostsAndExpenses"', '#us-gaap_CostsAndExpences"'),),
    "efm.6.16.01.no-order": ((CALCULATION, "</link:linkbase>", DEFINITION_LINK.format("")),),
    "efm.6.16.03.domain": ((CALCULATION, "</link:linkbase>", DEFINITION_LINK.format(' order="1"')),),
    "calc.1.1.total": ((INLINE, ">120<", ">130<"),),
    "dqc.0004.assets": (
        (
            INLINE,
            MOLDS.replace("f-5", "f-7").replace("tinl:LanternMolds", "us-gaap:Assets"),
            MOLDS.replace("f-5", "f-7")
            .replace("tinl:LanternMolds", "us-gaap:Assets")
            .replace('scale="3"', 'scale="4"'),
        ),
    ),
    "dqc.0005.after-period": ((INLINE, LONG_DATE, LONG_DATE.replace("2003", "2002")),),
    "dqc.0006.cover-period": ((INLINE, ">10-K<", ">10-Q<"),),
    "efm.6.05.16.text-block": (
        before_form(
            '<div><ix:nonNumeric id="n-1" name="us-gaap:SignificantAccountingPoliciesTextBlock" escape="true" '
            'contextRef="C_20020401_20030331"><title>x</title></ix:nonNumeric></div>'
        ),
    ),
    "dqc.0033.cover-contexts": (
        (
            INLINE,
            'name="dei:EntityRegistrantName" contextRef="C_20020401_20030331"',
            'name="dei:EntityRegistrantName" contextRef="C_20010401_20020331"',
        ),
    ),
    "dqc.0036.period-end": ((INLINE, LONG_DATE, LONG_DATE.replace("2003", "2004")),),
    "dqc.0084.quarters": (
        resources(
            context("half", duration("2002-04-01", "2002-09-30"))
            + context("rest", duration("2002-10-01", "2003-03-31"))
        ),
        before_form(
            fact("n-1", "us-gaap:Revenues", f'contextRef="half" {MONEY}', "1,100")
            + fact("n-2", "us-gaap:Revenues", f'contextRef="rest" {MONEY}', "1,400")
        ),
    ),
    "dqc.0095.scale": (
        before_form(
            fact("n-1", "dei:EntityCommonStockSharesOutstanding", f"{DAY} {COUNT}", "1,000,000")
            + fact("n-2", "us-gaap:CommonStockSharesOutstanding", f"{DAY} {COUNT}", "1,000")
        ),
    ),
    "dqc.0119.pretax-income": (
        income_calculation(
            LOC.format(
                US_GAAP + "IncomeLossFromContinuingOperationsBeforeIncomeTaxesMinorityInterest"
                "AndIncomeLossFromEquityMethodInvestments",
                "pretax",
            )
            + LOC.format(US_GAAP + "IncomeLossFromEquityMethodInvestments", "equity")
            + SUM.format("pretax", "equity", 1, 1)
        ),
    ),
}
