"""Cargo-XML: waybills and house lists as pre-loading filings, and what Canada answers to them."""

from typing import Any

import pytest

from cbec.bindings import Document, read
from cbec.model import load
from cbec.terms import Finding
from cbec.validate import judge

CANADA = "ca-pact@2025-04-01"
#: The texts below are written without namespaces, to be read.
APART = {"CBEC-B-unmapped", "CBEC-B-namespace"}

HOUSE = """\
<HouseWaybill>
  <MessageHeaderDocument>
    <ID>180-12345675_MAPLE0001</ID><TypeCode>703</TypeCode><PurposeCode>Creation</PurposeCode>
    <SenderParty><PrimaryID schemeID="C">NORTHERNAIR</PrimaryID></SenderParty>
  </MessageHeaderDocument>
  <BusinessHeaderDocument><ID>MAPLE0001</ID></BusinessHeaderDocument>
  <MasterConsignment>
    <TransportContractDocument><ID>180-12345675</ID></TransportContractDocument>
    <OriginLocation><ID>CPH</ID></OriginLocation>
    <FinalDestinationLocation><ID>YVR</ID></FinalDestinationLocation>
    <IncludedHouseConsignment>
      <IncludedTareGrossWeightMeasure unitCode="LBR">4</IncludedTareGrossWeightMeasure>
      <TotalPieceQuantity>1</TotalPieceQuantity>
      <SummaryDescription>Coffee mug of stoneware, glazed</SummaryDescription>
      <ConsignorParty><Name>Fjord Pottery ApS</Name><PostalStructuredAddress>
        <StreetName>Havnegade 3</StreetName><CityName>Aarhus</CityName><CountryID>DK</CountryID>
      </PostalStructuredAddress></ConsignorParty>
      <ConsigneeParty><Name>Harriet Colby</Name><PostalStructuredAddress>
        <StreetName>9 Mill Lane</StreetName><CityName>Halifax</CityName><CountryID>CA</CountryID>
      </PostalStructuredAddress></ConsigneeParty>
      <IncludedCustomsNote>
        <ContentCode>T</ContentCode><Content>DK11223344</Content><SubjectCode>SHP</SubjectCode><CountryID>DK</CountryID>
      </IncludedCustomsNote>
      <IncludedCustomsNote><ContentCode>I</ContentCode><Content>AKE12345NF</Content><SubjectCode>ULD</SubjectCode></IncludedCustomsNote>
      <IncludedCustomsNote><ContentCode>N</ContentCode><Content>1234567890</Content></IncludedCustomsNote>
      <IncludedHouseConsignmentItem>
        <SequenceNumeric>1</SequenceNumeric><TypeCode>691200</TypeCode>
      </IncludedHouseConsignmentItem>
    </IncludedHouseConsignment>
  </MasterConsignment>
</HouseWaybill>
"""

NOTICE = """\
<CustomsStatusNotification>
  <MessageHeaderDocument><ID>180-12345675_1</ID></MessageHeaderDocument>
  <BusinessHeaderDocument>
    <StatusCode>{status}</StatusCode><Information>{text}</Information>
    <IssueDateTime>2026-07-02T12:00:00</IssueDateTime>
  </BusinessHeaderDocument>
  <MasterConsignment>
    <AssociatedReferenceDocument><ID>180-12345675</ID><TypeCode>741</TypeCode></AssociatedReferenceDocument>
    <AssociatedReferenceDocument><ID>MAPLE0001</ID><TypeCode>703</TypeCode></AssociatedReferenceDocument>
  </MasterConsignment>
</CustomsStatusNotification>
"""

ANSWER = """\
<Response>
  <MessageHeaderDocument><ID>180-12345675_MAPLE0001</ID><IssueDateTime>2026-07-02T12:00:00</IssueDateTime></MessageHeaderDocument>
  <BusinessHeaderDocument><ID>180-12345675</ID><StatusCode>Rejected</StatusCode></BusinessHeaderDocument>
  <ResponseStatus><ConditionCode>Error</ConditionCode><Reason>MISSING_CNE_NAME</Reason></ResponseStatus>
  <ResponseStatus><ConditionCode>Error</ConditionCode><Reason>MISSING_WEIGHT</Reason></ResponseStatus>
</Response>
"""


def taken(text: str) -> Document:
    """Read *text* as the specification knows it."""
    return read(text.encode(), "air.xml", load())


def found(text: str, profile: str = CANADA) -> dict[Finding, int]:
    """Judge *text*, and give its findings with their lines; names and namespaces that are not known are left out."""
    _, findings = judge(taken(text), load(), load().view(profile) if profile else None)
    return {one: one.origin.line if one.origin else 0 for one in findings if one.rule not in APART}


def test_a_house_waybill_is_a_filing_that_canada_takes() -> None:
    """The seven elements and the number of a waybill are all that is asked before loading."""
    assert {} == found(HOUSE)


def test_the_description_of_the_house_serves_where_the_item_has_none() -> None:
    """A description that stands one level higher is still the description."""
    house = taken(HOUSE).body["consignments"][0]

    assert "Coffee mug of stoneware, glazed" == house["items"][0]["description"] == house["contents"]


def test_pounds_are_read_as_kilograms() -> None:
    """Four pounds filed as four kilograms is a wrong declaration."""
    assert "1.814369" == taken(HOUSE).body["consignments"][0]["totalGrossMass"]


def test_a_weight_without_a_unit_is_no_weight() -> None:
    """Canada refuses it as MISSING_WT_UNITS; taken for kilograms, it would pass."""
    assert {Finding("CBEC-S-required", "/consignments/0/totalGrossMass"): 11} == found(
        HOUSE.replace(' unitCode="LBR"', "")
    )


def test_customs_notes_keep_their_order() -> None:
    """A seal belongs to the unit load device of the note before it: sorted notes would seal another."""
    notes = taken(HOUSE).body["consignments"][0]["customsNotes"]

    assert [("SHP", "T"), ("ULD", "I"), (None, "N")] == [(one.get("subject"), one.get("content")) for one in notes]


def test_a_trader_number_in_a_note_identifies_the_trader() -> None:
    """Cargo-XML has the number of the consignor in a customs note: it is judged as that number."""
    document = taken(HOUSE)
    at = "/consignments/0/consignor/identifier"

    assert "DK11223344" == document.body["consignments"][0]["consignor"]["identifier"]
    assert 22 == document.locate([at])[at].line


@pytest.mark.parametrize(("airport", "broken"), [("YVR", False), ("YTO", False), ("FRA", True)])
def test_the_airport_says_whether_the_journey_leads_to_canada(airport: str, broken: bool) -> None:
    """Air waybills name airports and Canada asks for Canada; the country comes from the airport."""
    assert broken == (Finding("CA-PACT-02", "/routingCountries") in found(HOUSE.replace("YVR", airport)))


def test_a_consolidation_without_houses_is_a_limit_and_no_fault() -> None:
    """A waybill of type 741 cannot name its houses: the sender is told so, and not blamed."""
    master = HOUSE.replace("HouseWaybill", "Waybill").replace("703", "741").replace(">MAPLE0001<", ">180-12345675<")
    for old, new in {
        "<IncludedHouseConsignment>": "",
        "</IncludedHouseConsignment>": "",
        "<IncludedHouseConsignmentItem>": "<ApplicableRating><IncludedMasterConsignmentItem>",
        "</IncludedHouseConsignmentItem>": "</IncludedMasterConsignmentItem></ApplicableRating>",
        "</TypeCode>\n      </": "</TypeCode><NatureIdentificationTransportCargo><Identification>Consolidation as per "
        "list</Identification></NatureIdentificationTransportCargo></",
    }.items():
        master = master.replace(old, new)

    assert {Finding("CBEC-B-absent", "/consignments/0/houseDocument")} == set(found(master, ""))


def test_a_house_manifest_has_houses_and_no_parties() -> None:
    """A list of houses is read whole; that it has no place for parties is told for each house."""
    manifest = (
        "<HouseManifest><MessageHeaderDocument><ID>M1</ID><PurposeCode>Creation</PurposeCode>"
        "<SenderParty><PrimaryID>NORTHERNAIR</PrimaryID></SenderParty></MessageHeaderDocument>"
        "<MasterConsignment><TransportContractDocument><ID>180-12345675</ID></TransportContractDocument>"
        + "".join(
            f"<IncludedHouseConsignment><GrossWeightMeasure unitCode='KGM'>{one}</GrossWeightMeasure>"
            "<TotalPieceQuantity>1</TotalPieceQuantity><SummaryDescription>Woollen scarf</SummaryDescription>"
            f"<TransportContractDocument><ID>H{one}</ID></TransportContractDocument></IncludedHouseConsignment>"
            for one in (1, 2)
        )
        + "</MasterConsignment></HouseManifest>"
    )

    assert ["H1", "H2"] == [one["houseDocument"] for one in taken(manifest).body["consignments"]]
    assert {
        Finding("CBEC-B-absent", f"/consignments/{house}/{party}")
        for house in (0, 1)
        for party in ("consignor", "consignee")
    } == set(found(manifest, ""))


@pytest.mark.parametrize(
    ("status", "text", "message", "told"),
    [
        ("RI", "PACT REQUEST FOR INFORMATION HOLD", "referral", {"type": "RFI", "placiStatus": "7H"}),
        ("RI", "Which mugs?", "referral", {"type": "RFI"}),
        ("RS", "PACT REQUEST FOR SCREENING HOLD CURRENTLY IN PLACE", "referral", {"type": "RFS", "placiStatus": "8J"}),
        ("CD", "PACT DO NOT LOAD HOLD", "referral", {"type": "DNL", "placiStatus": "6H"}),
        ("CB", "BLOCKED", "referral", {"type": "CB"}),
        ("CO", "ASSESSMENT COMPLETE", "assessment-complete", {"outcome": "assessed"}),
        ("CO", "PACT REQUEST FOR INFORMATION HOLD REMOVED", "assessment-complete", {"outcome": "information-resolved"}),
        ("CO", "PACT DO NOT LOAD REMOVED", "assessment-complete", {"outcome": "do-not-load-cancelled"}),
        ("CO", "Thank you", "assessment-complete", {"outcome": "assessed"}),
    ],
)
def test_a_status_is_a_referral_or_the_end_of_one(status: str, text: str, message: str, told: dict[str, Any]) -> None:
    """CO ends four things, and only the phrase beside it says which; a code that is not known passes unchanged."""
    document = taken(NOTICE.format(status=status, text=text))
    about = {"masterDocument": "180-12345675", "masterDocumentType": "N741", "houseDocument": "MAPLE0001"}

    assert message == document.message
    assert told | about == {
        key: document.body[key] for key in ("type", "placiStatus", "outcome", *about) if key in document.body
    }


def test_an_error_report_names_each_error_with_its_line() -> None:
    """What was refused is mended code by code."""
    document = taken(ANSWER)
    places = document.locate(["/faults/0/code", "/faults/1/code"])

    assert [{"code": "MISSING_CNE_NAME"}, {"code": "MISSING_WEIGHT"}] == document.body["faults"]
    assert [4, 5] == [one.line for one in places.values()]
    assert {} == found(ANSWER)


def test_two_responses_with_one_name_are_told_apart() -> None:
    """IATA and the WCO both call it Response: the one with a status beside its document is IATA's."""
    customs = "<Response><FunctionCode>01</FunctionCode><FunctionalReferenceID>R1</FunctionalReferenceID></Response>"

    assert ["cargo-xml-response", "wco-response"] == [taken(one).binding for one in (ANSWER, customs)]


def test_every_error_of_canada_names_a_finding_that_exists() -> None:
    """The crosswalk from Canada's codes to rules is worth nothing once a rule is renamed."""
    notes = [code.note for code in load().codes["ca-pact-error"].codes]
    named = {word.strip(".,") for note in notes for word in note.split() if word.startswith(("CBEC-", "CA-PACT-"))}

    assert set() == {one for one in named if not one.startswith("CBEC-S-")} - set(load().rules)
