"""Ways to break the filing of Tin Lantern Works, one thing each: what every validator must see alike."""

from __future__ import annotations

from typing import Final

from tests.filings import BASE, CALCULATION, INLINE, LABELS, PRESENTATION, SCHEMA

ASSETS: Final = 'id="f-7" name="us-gaap:Assets" contextRef="C_20030331" unitRef="USD" decimals="-3"'
MOLDS: Final = 'id="f-5" name="tinl:LanternMolds" contextRef="C_20030331"'
LONG_DATE: Final = ' format="ixt:date-monthname-day-year-en">March 31, 2003'
TYPE: Final = 'contextRef="C_20020401_20030331">10-K<'
UNITS: Final = '<xbrli:unit id="Shares">'
LAST_INSTANT: Final = "<xbrli:instant>2002-03-31</xbrli:instant></xbrli:period>"
LAST_ENTITY: Final = '<xbrli:identifier scheme="http://www.sec.gov/CIK">0000999999</xbrli:identifier></xbrli:entity>'
SECOND_CONTEXT: Final = f'<xbrli:context id="C_20020331">\n            <xbrli:entity>{LAST_ENTITY}'
ELEMENT: Final = '<xs:element id="tinl_LanternMolds" name="LanternMolds" type="xbrli:monetaryItemType"'
INSTANCE, GAAP, DEI = BASE
IMPORT_GAAP: Final = f'<xs:import namespace="http://fasb.org/us-gaap/2011-01-31" schemaLocation="{GAAP}"/>'
IMPORT_DEI: Final = f'<xs:import namespace="http://xbrl.sec.gov/dei/2013-01-31" schemaLocation="{DEI}"/>'
IMPORT_INSTANCE: Final = f'<xs:import namespace="http://www.xbrl.org/2003/instance" schemaLocation="{INSTANCE}"/>'
MOLDS_ARC: Final = 'xlink:to="tinl_LanternMolds" order="3" weight="1"'
ITEM: Final = 'substitutionGroup="xbrli:item"'
LABEL: Final = 'xlink:label="tinl_LanternMolds_label" xlink:role="http://www.xbrl.org/2003/role/label"'
EXPLICIT: Final = '<xbrldi:explicitMember dimension="tinl:{}">tinl:{}</xbrldi:explicitMember>'


XBRLDT: Final = "http://xbrl.org/2005/xbrldt"
WITH_DIMENSIONS: Final = (
    SCHEMA,
    IMPORT_DEI,
    f'{IMPORT_DEI}<xs:import namespace="{XBRLDT}" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>',
)
SUMMATION: Final = "http://www.xbrl.org/2003/arcrole/summation-item"
MOLDS_SUM: Final = f'<link:calculationArc xlink:type="arc" xlink:arcrole="{SUMMATION}" xlink:from="us-gaap_Assets"'
USED_ON: Final = (
    "        <link:usedOn>link:presentationLink</link:usedOn>\n"
    "        <link:usedOn>link:calculationLink</link:usedOn>\n"
    "        <link:usedOn>link:definitionLink</link:usedOn>\n"
)
LAST_ROLE: Final = "      </link:roleType>\n    </xs:appinfo>"
REVENUES: Final = 'xlink:from="us-gaap_IncomeStatementAbstract" xlink:to="us-gaap_Revenues" order="1"'
MOLDS_LINE: Final = 'xlink:to="tinl_LanternMolds" order="3"'
TERSE: Final = "http://www.xbrl.org/2003/role/terseLabel"
MONEY: Final = "<xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit>"
EQUITY: Final = 'id="f-13" name="us-gaap:LiabilitiesAndStockholdersEquity"'
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"


def _segment(content: str) -> tuple[str, str, str]:
    within = SECOND_CONTEXT.replace("</xbrli:entity>", f"<xbrli:segment>{content}</xbrli:segment></xbrli:entity>")
    return INLINE, SECOND_CONTEXT, within


Edits = tuple[tuple[str, str, str], ...]
BROKEN: Final[dict[str, Edits]] = {
    # values
    "wrong total": ((INLINE, ">120<", ">130<"),),
    "wrong sign": ((INLINE, 'sign="-" format="ixt:num-dot-decimal">100<', 'format="ixt:num-dot-decimal">100<'),),
    "inconsistent duplicate": ((INLINE, 'id="f-9" name="us-gaap:Liabilities"', 'id="f-9" name="us-gaap:Assets"'),),
    "consistent duplicate": ((INLINE, EQUITY, 'id="f-13" name="us-gaap:Assets"'),),
    "unknown format": ((INLINE, LONG_DATE, LONG_DATE.replace("year-en", "year-xx")),),
    "text that the format does not read": ((INLINE, LONG_DATE, LONG_DATE.replace("March", "Xarch")),),
    "bad date": ((INLINE, LONG_DATE, ">2003-02-30"),),
    "no number": ((INLINE, ">1,310<", ">many<"),),
    "bad decimals": ((INLINE, ASSETS, ASSETS.replace('"-3"', '"few"')),),
    "no decimals": ((INLINE, ASSETS, ASSETS.replace(' decimals="-3"', "")),),
    "decimals and precision": ((INLINE, ASSETS, f'{ASSETS} precision="4"'),),
    "bad scale": ((INLINE, f'{ASSETS} scale="3"', f'{ASSETS} scale="three"'),),
    "nil with text": ((INLINE, ASSETS, f'{ASSETS} xsi:nil="true" xmlns:xsi="{XSI}"'),),
    # contexts and units
    "missing context": ((INLINE, MOLDS, MOLDS.replace("2003", "2099")),),
    "duration for an instant": ((INLINE, MOLDS, MOLDS.replace("C_20030331", "C_20020401_20030331")),),
    "bad date of a context": ((INLINE, LAST_INSTANT, LAST_INSTANT.replace("03-31", "13-31")),),
    "context that ends before it starts": ((INLINE, "<xbrli:startDate>2001-04-01", "<xbrli:startDate>2011-04-01"),),
    "context twice": ((INLINE, 'context id="C_20020331"', 'context id="C_20030331"'),),
    "no entity": ((INLINE, SECOND_CONTEXT, '<xbrli:context id="C_20020331">'),),
    "unit mismatch": ((INLINE, f'{MOLDS} unitRef="USD"', f'{MOLDS} unitRef="Shares"'),),
    "missing unit": ((INLINE, f'{MOLDS} unitRef="USD"', f'{MOLDS} unitRef="EUR"'),),
    "no unit": ((INLINE, f'{MOLDS} unitRef="USD"', MOLDS),),
    "no currency": ((INLINE, MONEY, MONEY.replace("USD", "USX")),),
    "prefix without a namespace in a unit": (
        (INLINE, f"{UNITS}<xbrli:measure>xbrli:", f"{UNITS}<xbrli:measure>nobody:"),
    ),
    # dimensions
    "bad dimension member": (WITH_DIMENSIONS, _segment(EXPLICIT.format("LanternAxis", "LanternMember"))),
    "dimension that is none": (WITH_DIMENSIONS, _segment(EXPLICIT.format("LanternMolds", "LanternMolds"))),
    "typed dimension that is none": (
        WITH_DIMENSIONS,
        _segment('<xbrldi:typedMember dimension="tinl:LanternMolds"><tinl:x/></xbrldi:typedMember>'),
    ),
    "something in a segment": (_segment("<tinl:LanternMolds>1</tinl:LanternMolds>"),),
    # concepts and schemas
    "unknown concept": ((INLINE, MOLDS, MOLDS.replace("Lantern", "Candle")),),
    "fact of an abstract concept": ((INLINE, 'name="dei:DocumentType"', 'name="us-gaap:IncomeStatementAbstract"'),),
    "missing schema reference": ((INLINE, '<link:schemaRef xlink:type="simple" xlink:href="tinl-20030331.xsd"/>', ""),),
    "schema that is not there": ((INLINE, 'xlink:href="tinl-20030331.xsd"', 'xlink:href="nowhere.xsd"'),),
    "missing import": ((SCHEMA, IMPORT_DEI, ""),),
    "missing import of the base": ((SCHEMA, IMPORT_GAAP, ""),),
    "missing import, and no locator that would lead there": (
        (SCHEMA, IMPORT_DEI, ""),
        (SCHEMA, "20030331_pre.xml", "20030331_cal.xml"),
        (SCHEMA, "20030331_lab.xml", "20030331_cal.xml"),
    ),
    "import of what is not there": ((SCHEMA, DEI, DEI.replace("2013-01-31", "2099-01-31")),),
    "import from another place": ((SCHEMA, GAAP, "us-gaap-2011-01-31.xsd"),),
    "import under another namespace": (
        (SCHEMA, 'namespace="http://fasb.org/us-gaap/2011-01-31"', 'namespace="http://fasb.org/us-gaap/2099-01-31"'),
    ),
    "namespace of the base declared again": (
        (
            SCHEMA,
            'targetNamespace="http://www.tinlanternworks.com/20030331"',
            'targetNamespace="http://fasb.org/us-gaap/2011-01-31"',
        ),
    ),
    "concept without a period type": ((SCHEMA, ' xbrli:periodType="instant"', ""),),
    "concept of an unknown type": ((SCHEMA, ELEMENT, ELEMENT.replace("monetaryItemType", "moneyItemType")),),
    "concept of an undeclared type": (
        (SCHEMA, ELEMENT, ELEMENT.replace("xbrli:monetaryItemType", "tinl:moneyItemType")),
    ),
    "balance of a text": ((SCHEMA, ELEMENT, ELEMENT.replace("monetary", "string")),),
    "concept of no group": ((SCHEMA, ITEM, ITEM.replace("item", "thing")),),
    "concept that is no item": ((SCHEMA, f" {ITEM}", ""),),
    "concept twice": (
        (SCHEMA, ELEMENT, f'{ELEMENT.replace("tinl_", "tinl_x")} {ITEM} xbrli:periodType="instant"/>{ELEMENT}'),
    ),
    "dimension that is not abstract": (
        (SCHEMA, ITEM, f'xmlns:xbrldt="{XBRLDT}" substitutionGroup="xbrldt:dimensionItem"'),
        WITH_DIMENSIONS,
    ),
    "schema that is no XML": ((SCHEMA, "</xs:annotation>", ""),),
    # linkbases
    "linkbase that is no XML": ((CALCULATION, "</link:linkbase>", ""),),
    "linkbase that is not there": ((SCHEMA, "tinl-20030331_lab.xml", "nowhere_lab.xml"),),
    "locator that leads nowhere": (
        (PRESENTATION, 'us-gaap_CostsAndExpenses" xlink:label', 'us-gaap_CostsAndExpences" xlink:label'),
    ),
    "locator to a base that is not loaded": (
        (PRESENTATION, f"{DEI}#dei_EntityRegistrantName", "http://xbrl.sec.gov/dei/2099/dei-2099.xsd#dei_X"),
    ),
    "arc without an end": ((CALCULATION, MOLDS_ARC, MOLDS_ARC.replace("LanternMolds", "CandleMolds")),),
    "arc twice": ((CALCULATION, MOLDS_ARC, f"{MOLDS_ARC}/>{MOLDS_SUM} {MOLDS_ARC}"),),
    "zero weight": ((CALCULATION, 'order="2" weight="-1"', 'order="2" weight="0"'),),
    "weight against the balances": ((CALCULATION, MOLDS_ARC, MOLDS_ARC.replace('"1"', '"-1"')),),
    "role that is not declared": (
        (
            SCHEMA,
            'roleURI="http://www.tinlanternworks.com/role/BalanceSheets"',
            'roleURI="http://www.tinlanternworks.com/role/Else"',
        ),
    ),
    "role that may not be used there": ((SCHEMA, USED_ON + LAST_ROLE, LAST_ROLE),),
    "preferred label that is not there": ((PRESENTATION, MOLDS_LINE, f'{MOLDS_LINE} preferredLabel="{TERSE}"'),),
    "presentation in a circle": ((PRESENTATION, REVENUES, REVENUES.replace("IncomeStatementAbstract", "Revenues")),),
    "label of an unknown role": ((LABELS, LABEL, LABEL.replace("role/label", "role/label/other")),),
    # the document
    "id twice": ((INLINE, 'id="f-5"', 'id="f-7"'),),
    "element that XHTML does not have": ((INLINE, "<p>Central index key", "<p><blink>x</blink>Central index key"),),
    "table row in a paragraph": ((INLINE, "<p>Central index key", "<p><tr/>Central index key"),),
    "continuation that is not there": ((INLINE, TYPE, f'continuedAt="gone" {TYPE}'),),
    "target without a schema": (
        (INLINE, f'name="dei:DocumentType" {TYPE}', f'name="dei:DocumentType" target="x" {TYPE}'),
    ),
    "document that is no XML": ((INLINE, "</table>\n    </div>", "</div>"),),
    "no header": ((INLINE, "<ix:header>", "<div>"), (INLINE, "</ix:header>", "</div>")),
}
"""What is broken, and the edits that break it."""
