"""The Import Control System 2 of the EU: filings of post, referrals, answers and assessments, in its own XML."""

import csv
from pathlib import Path
from typing import Any

import pytest

from cbec.bindings import Document, documents, read
from cbec.bindings.carry import write
from cbec.bindings.mapping import Group, Leaf, Mapped, Several, mappings
from cbec.fixtures import but, sample
from cbec.model import load
from cbec.terms import Finding
from cbec.validate import judge

FACTS = Path(__file__).resolve().parents[3] / "shared" / "facts" / "data"
PROFILE = "eu-post-preloading@2021-03-15"

FILING = """<?xml version="1.0" encoding="UTF-8"?>
<IE3F43 xmlns="urn:wco:datamodel:eu:ics2:2">
  <LRN>POST-2026-0001</LRN>
  <documentIssueDate><DateTime>2026-07-02T11:00:00Z</DateTime></documentIssueDate>
  <SpecificCircumstanceIndicator>F43</SpecificCircumstanceIndicator>
  <addressedMemberState><country>DK</country></addressedMemberState>
  <consignmentMasterLevel>
    <consignmentHouseLevel>
      <totalGrossMass>01.350</totalGrossMass>
      <additionalSupplyChainActor><identificationNumber>CA99</identificationNumber><role>MF</role></additionalSupplyChainActor>
      <consignee>
        <name>Astrid Holm</name><typeOfPerson>1</typeOfPerson>
        <address>
          <city>Aarhus</city><country>DK</country><street>Strandvejen</street>
          <postCode>8000</postCode><number>12</number>
        </address>
        <communication><identifier>+45 20 12 34 56</identifier><type>TE</type></communication>
      </consignee>
      <goodsItem>
        <goodsItemNumber>1</goodsItemNumber>
        <postalValue><value>24.90</value><currency>EUR</currency></postalValue>
        <typeOfGoods>11</typeOfGoods>
        <commodity>
          <descriptionOfGoods>Cotton T-shirt, knitted</descriptionOfGoods>
          <commodityCode>
            <harmonizedSystemSubHeadingCode>610910</harmonizedSystemSubHeadingCode>
          </commodityCode>
        </commodity>
        <packaging><numberOfPackages>1</numberOfPackages></packaging>
      </goodsItem>
      <goodsItem>
        <goodsItemNumber>2</goodsItemNumber>
        <commodity><descriptionOfGoods>Stoneware mug</descriptionOfGoods><cusCode>0012345-6</cusCode></commodity>
        <packaging><numberOfPackages>2</numberOfPackages></packaging>
      </goodsItem>
      <consignor>
        <name>Maple Threads Inc.</name><typeOfPerson>2</typeOfPerson>
        <address><city>Toronto</city><country>CA</country><poBox>Box 7</poBox></address>
      </consignor>
      <transportDocumentHouseLevel>
        <documentNumber>LX473124828CA</documentNumber><type>N703</type>
      </transportDocumentHouseLevel>
    </consignmentHouseLevel>
  </consignmentMasterLevel>
  <declarant><name>Post</name><identificationNumber>DK24681357</identificationNumber></declarant>
</IE3F43>
"""

REQUESTS = """<IE3Q02 xmlns="urn:wco:datamodel:eu:ics2:2">
  <documentIssueDate><DateTime>2026-07-02T12:00:00Z</DateTime></documentIssueDate>
  <MRN>26DK005600ABC12RR1</MRN>
  <responsibleMemberState><country>DK</country></responsibleMemberState>
  <declarant><identificationNumber>DK24681357</identificationNumber></declarant>
  <referralRequestDetails>
    <referralRequestReference>REF-1</referralRequestReference>
    <transportDocumentHouse><documentNumber>LX473124829CA</documentNumber><type>N703</type></transportDocumentHouse>
    <pointer><messageElementPath>IE3F43/consignmentMasterLevel</messageElementPath></pointer>
  </referralRequestDetails>
  <referralRequestDetails>
    <referralRequestReference>REF-2</referralRequestReference>
    <requestType>A</requestType>
    <additionalInformation><text>Say what the box holds.</text></additionalInformation>
  </referralRequestDetails>
</IE3Q02>
"""


def taken(content: str) -> list[Document]:
    """Read the messages of *content*."""
    return list(documents(content.encode(), "ics2.xml", load()))


def root(body: Any, message: str, binding: str) -> str:
    """Give the name of the EU message that *body* becomes."""
    return write(body, message, load().bindings[binding], load()).content.decode().split("<")[2].split()[0]


def test_each_postal_item_is_a_consignment() -> None:
    """The EU says number, street and box apart and pieces by item; one consignment says them as others do."""
    (document,) = taken(FILING)
    (parcel,) = document.body["consignments"]

    assert "Strandvejen 12" == parcel["consignee"]["address"]["line"]
    assert "Box 7" == parcel["consignor"]["address"]["line"]
    assert 3 == parcel["pieces"]
    assert "1.350" == parcel["totalGrossMass"]
    assert ["sale-of-goods", None] == [item.get("category") for item in parcel["items"]]
    assert [{"code": "610910", "type": "HS"}] == parcel["items"][0]["classifications"]
    assert [{"code": "0012345-6", "type": "CV"}] == parcel["items"][1]["classifications"]


def test_a_finding_names_the_line_of_the_filing() -> None:
    """A wrong check digit in a filing of thousands of items must lead to its line, not to a pointer of ours."""
    (document,) = taken(FILING)
    _, found = judge(document, load(), load().view(PROFILE))
    (wrong,) = [one for one in found if one.rule == "CBEC-P-023"]

    assert wrong.origin
    assert 41 == wrong.origin.line
    assert (
        "/IE3F43/consignmentMasterLevel/consignmentHouseLevel/transportDocumentHouseLevel/documentNumber"
        == wrong.origin.path
    )


def test_what_has_no_place_yet_is_told() -> None:
    """Actors of the supply chain have no place in the canonical message: they are named, and not judged."""
    (document,) = taken(FILING)

    assert ["additionalSupplyChainActor/identificationNumber", "additionalSupplyChainActor/role"] == [
        "/".join(one.says.split(">")[0].split("/")[-2:]) for one in document.findings
    ]


def test_a_filing_that_is_written_is_valid_under_its_profile() -> None:
    """What we write must pass where it is sent: the sample of the profile comes back, and is valid there."""
    body = sample("pre-loading-filing.typical", PROFILE)
    told = write(body, "pre-loading-filing", load().bindings["eu-ics2-postal-filing"], load())
    _, found = judge(read(told.content, "filing.xml", load()), load(), load().view(PROFILE))

    assert () == told.lost
    assert [] == found


@pytest.mark.parametrize(
    ("message", "changes", "binding", "expected"),
    [
        ("pre-loading-filing", {"/function": "9"}, "eu-ics2-postal-filing", "IE3F43"),
        ("pre-loading-filing", {"/function": "4"}, "eu-ics2-postal-filing", "IE3A43"),
        ("pre-arrival-report", {}, "eu-ics2-postal-transport", "IE3F42"),
        ("referral", {"/type": "DNL"}, "eu-ics2-referral", "IE3Q01"),
        ("referral", {"/type": "RFI"}, "eu-ics2-referral", "IE3Q02"),
        ("referral", {"/type": "RFS"}, "eu-ics2-referral", "IE3Q03"),
        ("response", {"/status": "accepted"}, "eu-ics2-response", "IE3R01"),
        ("response", {"/status": "rejected", "/registrationNumber": None}, "eu-ics2-response", "IE3N99"),
        ("assessment-complete", {"/outcome": "assessed"}, "eu-ics2-assessment", "IE3N03"),
    ],
)
def test_a_message_becomes_the_one_that_says_the_same(
    message: str, changes: dict[str, Any], binding: str, expected: str
) -> None:
    """A request for screening that went out as one for information would leave the parcel unscreened."""
    assert expected == root(but(sample(f"{message}.full"), changes), message, binding)


def test_an_amendment_is_not_blamed_for_a_number_that_it_cannot_state() -> None:
    """An amendment names the master reference number alone: the filer's own number is a limit of the syntax."""
    body = but(sample("pre-loading-filing.typical", PROFILE), {"/function": "4"})
    body["registrationNumber"] = "26DK005600ABC12RR1"
    told = write(body, "pre-loading-filing", load().bindings["eu-ics2-postal-filing"], load())
    _, found = judge(read(told.content, "amendment.xml", load()), load(), load().view(PROFILE))

    assert [Finding("CBEC-B-absent", "/functionalReference")] == found


def test_each_request_of_a_message_is_a_referral() -> None:
    """Up to 999 requests come in one message, and each is answered on its own; what stands above holds for all."""
    first, second = taken(REQUESTS)

    assert ("REF-1", "REF-2") == (first.body["identifier"], second.body["identifier"])
    assert {"26DK005600ABC12RR1"} == {one.body["registrationNumber"] for one in (first, second)}
    assert [{"place": "IE3F43/consignmentMasterLevel"}] == first.body["faults"]
    assert "Say what the box holds." == second.body["text"]
    assert (6, 11) == (first.line, second.line)


def test_a_code_that_nobody_could_read_is_told() -> None:
    """The list of request types was not found: the message's name says the type, and its code is told as unread."""
    told = [finding.says for one in taken(REQUESTS) for finding in one.findings]

    assert ["IE3Q02/referralRequestDetails/requestType"] == [one.split("<")[1].split(">")[0] for one in told]


def test_an_order_not_to_load_names_receptacles() -> None:
    """A bag that must not fly is named by its receptacle: an order without it would stop nothing."""
    (order,) = taken(
        "<IE3Q01><documentIssueDate>2026-07-02T12:00:00Z</documentIssueDate><MRN>26DK005600ABC12RR1</MRN>"
        "<doNotLoadDetails><receptacle><receptacleIdentificationNumber>CAYTOADKCPHAACN60042001100125"
        "</receptacleIdentificationNumber></receptacle></doNotLoadDetails></IE3Q01>"
    )
    _, found = judge(order, load())

    assert ("DNL", ["CAYTOADKCPHAACN60042001100125"]) == (order.body["type"], order.body["receptacles"])
    assert "2026-07-02T12:00:00Z" == order.body["issuedAt"]
    assert {"CBEC-B-absent", "CBEC-B-namespace"} == {one.rule for one in found}
    assert {"warning"} == {one.severity for one in found}


def test_an_assessment_of_two_items_is_two_messages() -> None:
    """Who waits for one parcel looks for its number: an assessment that names two is told for each."""
    start = "<IE3N03><MRN>26DK005600ABC12RR1</MRN><completionDate>2026-07-02T15:20:00Z</completionDate>"
    item = "<transportDocument><documentNumber>{}</documentNumber><type>N703</type></transportDocument>"
    two = item.format("LX473124829CA") + item.format("LX473124965CA")
    items = taken(f"{start}<assessmentComplete>{two}</assessmentComplete></IE3N03>")
    (whole,) = taken(f"{start}</IE3N03>")

    assert ["LX473124829CA", "LX473124965CA"] == [one.body["houseDocument"] for one in items]
    assert {"registrationNumber", "outcome", "completedAt"} == set(whole.body)


def test_a_rejection_names_code_and_path() -> None:
    """The filer mends what the authority names: code, path and words of each error arrive."""
    (answer,) = taken(
        "<IE3N99><functionalReference>POST-2026-0001</functionalReference>"
        "<notificationDate><DateTime>2026-07-02T11:00:05Z</DateTime></notificationDate>"
        "<error><technicalErrorMessage>cvc-complex-type</technicalErrorMessage><validationCode>12</validationCode>"
        "<pointer><messageElementPath>/IE3F43/LRN</messageElementPath></pointer></error></IE3N99>"
    )

    assert "rejected" == answer.body["status"]
    assert [{"code": "12", "place": "/IE3F43/LRN", "text": "cvc-complex-type"}] == answer.body["faults"]


# What the tables of the Commission say, as far as they were read.

#: The classes of the WCO Data Model in the table, by the name of the element that they are in this syntax.
CLASSES = {
    "Agent": "representative",
    "Declarant": "declarant",
    "HouseConsignment": "consignmentHouseLevel",
    "DomesticDutyTaxParty": "additionalFiscalReferences",
    "AdditionalDocument": "supportingDocuments",
    "AdditionalInformation": "additionalInformation",
    "Consignee": "consignee",
    "Consignor": "consignor",
    "Address": "address",
    "Communication": "communication",
    "ConsignmentItem": "goodsItem",
    "Commodity": "commodity",
    "GoodsMeasure": "weight",
    "Origin": "countryOfOrigin",
    "Packaging": "packaging",
    "TransportContractDocument": "transportDocumentHouseLevel",
    "UCR": "referenceNumberUCR",
}


@pytest.mark.skipif(not FACTS.is_dir(), reason="the collection of facts is not beside the checkout")
def test_the_filing_means_the_elements_that_the_table_means() -> None:
    """A path that leads to the wrong element would pass every round trip: ids are compared with the EU's own table."""
    with (FACTS / "ics2_postal_house_wco_mapping.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    stated: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        around, _, _ = row["wco_xpath"].rpartition("/")
        name = CLASSES.get(around.rpartition("/")[2])
        if name and row["wco_id"] and len(row["wco_id"]) > 2 and row["wco_id"][1:].isdigit():
            stated.setdefault((name, row["ics2_xml_name"]), set()).add(row["wco_id"])
    bound = _bound(mappings(load().bindings["eu-ics2-postal-filing"], load())[0])

    compared = {place: ids for place, ids in stated.items() if place in bound}
    assert 25 <= len(compared)
    assert {place: bound[place] & ids for place, ids in compared.items()} == {place: bound[place] for place in compared}


def _bound(mapping: Mapped) -> dict[tuple[str, str], set[str]]:
    """Give the WCO ids of what is bound, by the last two names on the way there."""
    found: dict[tuple[str, str], set[str]] = {}

    def look(group: Group, around: tuple[str, ...]) -> None:
        for member in group.members:
            if isinstance(member, Leaf):
                for one in member.paths:
                    way = (*around, *(step.tag for step in one.steps))
                    if member.place.element and len(way) > 1:
                        found.setdefault((way[-2], way[-1]), set()).add(member.place.element.wco)
                continue
            for inner in member.groups if isinstance(member, Several) else (member,):
                way = tuple(step.tag for one in inner.paths[:1] for step in one.steps)
                look(inner, (*around, *way))

    look(mapping.root, ())
    return found


@pytest.mark.skipif(not FACTS.is_dir(), reason="the collection of facts is not beside the checkout")
@pytest.mark.parametrize(
    ("table", "binding"),
    [
        ("IE3F42_partial", "eu-ics2-postal-transport"),
        ("IE3F43_partial", "eu-ics2-postal-filing"),
        ("IE3Q02", "eu-ics2-referral"),
        ("IE3R01", "eu-ics2-response"),
    ],
)
def test_elements_are_written_in_the_order_of_the_table(table: str, binding: str) -> None:
    """XML Schema refuses right elements in the wrong order: the order that we write is that of the EU's tables."""
    order = _order(table)
    ours = load().bindings[binding].writes["sequence"]
    compared = 0
    for parent, children in order.items():
        known = next((ours[way] for way in (parent, parent.rpartition("/")[2]) if way in ours), None)
        if known and len(children) > 1:
            shared = [child for child in known if child in children]

            compared += 1
            assert [child for child in children if child in known] == shared, parent
            assert set(children) == set(shared), parent
    assert compared


def _order(table: str) -> dict[str, list[str]]:
    """Read the order of elements in each group that the structure *table* shows."""
    order: dict[str, list[str]] = {}
    open_: list[str] = [table.partition("_")[0]]
    for line in (FACTS / f"{table}.structure.tsv").read_text("utf-8").splitlines():
        cells = line.split("\t")
        if not cells[0].isdigit() or not cells[8]:
            continue
        level = int(cells[0])
        del open_[level:]
        if len(open_) < level:
            continue  # the group around was not read
        order.setdefault("/".join(open_[-1:]), []).append(cells[8])
        open_.append(cells[8])
    return {parent: list(dict.fromkeys(children)) for parent, children in order.items()}
