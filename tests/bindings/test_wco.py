"""WCO XML, declaration and response, in messages of our own: what each dialect says, and how it is written."""

from typing import Any

import pytest

from cbec.bindings import Document, documents, read
from cbec.bindings.carry import write
from cbec.fixtures import but, sample
from cbec.model import load
from cbec.validate import judge

DECLARATION = """<?xml version="1.0" encoding="UTF-8"?>
<md:MetaData xmlns:md="urn:wco:datamodel:WCO:DocumentMetaData-DMS:2" xmlns="urn:wco:datamodel:WCO:DEC-DMS:2">
  <md:WCOTypeName>DEC</md:WCOTypeName>
  <Declaration>
    <FunctionCode> 9 </FunctionCode>
    <FunctionalReferenceID>LV-1<!-- a comment is no part of a value --></FunctionalReferenceID>
    <TypeCode>IMA</TypeCode>
    <Declarant><ID>DK12345678</ID></Declarant>
    <GoodsShipment>
      <Importer><Name>Astrid Holm</Name></Importer>
      <GovernmentAgencyGoodsItem>
        <SequenceNumeric>1</SequenceNumeric>
        <Commodity>
          <Description>Cotton T-shirt</Description>
          <Classification><ID>6109</ID><IdentificationTypeCode>HS</IdentificationTypeCode></Classification>
          <InvoiceLine><ItemChargeAmount currencyID="EUR">0012.50</ItemChargeAmount></InvoiceLine>
        </Commodity>
        <GovernmentProcedure><CurrentCode>40</CurrentCode><PreviousCode>00</PreviousCode></GovernmentProcedure>
        <GovernmentProcedure><CurrentCode>C07</CurrentCode></GovernmentProcedure>
        <Colour>blue</Colour>
      </GovernmentAgencyGoodsItem>
      <GovernmentAgencyGoodsItem>
        <SequenceNumeric>3</SequenceNumeric>
        <Commodity><Description>Coffee mug</Description></Commodity>
        <Colour>green</Colour>
      </GovernmentAgencyGoodsItem>
    </GoodsShipment>
  </Declaration>
</md:MetaData>
"""

BODY = {
    "function": "9",
    "functionalReference": "LV-1",
    "type": "IMA",
    "declarant": {"identifier": "DK12345678"},
    "importer": {"name": "Astrid Holm"},
    "items": [
        {
            "number": 1,
            "description": "Cotton T-shirt",
            "classifications": [{"code": "6109", "type": "HS"}],
            "value": "12.50",
            "currency": "EUR",
            "requestedProcedure": "40",
            "previousProcedure": "00",
            "additionalProcedures": ["C07"],
        },
        {"number": 3, "description": "Coffee mug"},
    ],
}


@pytest.mark.parametrize(
    "text",
    [
        DECLARATION,
        DECLARATION.replace(' xmlns="urn:wco:datamodel:WCO:DEC-DMS:2"', ""),
        DECLARATION.replace("md:", "").replace(":md", "").replace(' xmlns="urn:wco:datamodel:WCO:DEC-DMS:2"', "", 1),
    ],
    ids=["namespaces", "no default namespace", "other namespaces"],
)
def test_a_declaration_is_read_whatever_its_namespaces(text: str) -> None:
    """Real files have the right namespaces, others, or none; the element names decide."""
    assert BODY == read(text.encode(), "a.xml", load()).body


def test_a_finding_names_line_and_path_of_the_file() -> None:
    """A vendor looks into the XML: the finding says the line and the path there, brothers counted."""
    document = read(DECLARATION.encode(), "a.xml", load())
    _, found = judge(document, load())
    told = {(one.rule, one.origin.line, one.origin.path) for one in found if one.origin}
    item = "/MetaData/Declaration/GoodsShipment/GovernmentAgencyGoodsItem"

    assert ("CBEC-R-004", 23, f"{item}[2]/SequenceNumeric") in told
    assert ("CBEC-R-024", 15, f"{item}[1]/Commodity/Classification/ID") in told


def test_what_the_binding_does_not_know_is_reported_once() -> None:
    """A value dropped in silence was never judged; an unknown path is one finding, with how often it stands."""
    unmapped = [one for one in read(DECLARATION.encode(), "a.xml", load()).findings if one.rule == "CBEC-B-unmapped"]

    assert 1 == len(unmapped)
    assert "Colour>, 2 times" in unmapped[0].says
    assert 20 == (unmapped[0].origin.line if unmapped[0].origin else 0)


def test_an_xml_message_and_its_json_get_the_same_verdict() -> None:
    """One verdict engine for every syntax: rule and place do not depend on how a message was written."""
    import json

    _, xml = judge(read(DECLARATION.encode(), "a.xml", load()), load())
    _, canonical = judge(read(json.dumps(BODY).encode(), "a.json", load()), load())

    assert set(canonical) == {one for one in xml if one.rule != "CBEC-B-unmapped"}


def test_a_group_without_a_class_of_its_own_counts_that_of_its_elements() -> None:
    """A pointer that numbers the wrong class leads to the wrong document: the number stands at the document's class."""
    from cbec.validate import validator

    body = but(
        sample("low-value-declaration.typical"),
        {"/documents/transport/0/identifier": "RR473124820CA", "/items/1/number": 7},
    )
    found = validator(load().view(), "low-value-declaration").findings(body)

    assert ["42A/67A/30B[1]/D023", "42A/67A/68A[2]/006"] == [one.wco for one in found]


HEAD = "<md:WCOTypeName>DEC</md:WCOTypeName>"
BRITISH = DECLARATION.replace(HEAD, f"{HEAD}<md:ResponsibleAgencyName>HMRC</md:ResponsibleAgencyName>")
ITEM = """<GovernmentAgencyGoodsItem>
        <SequenceNumeric>1</SequenceNumeric>"""


def british(more: str = "", item: str = "") -> Document:
    """Read the declaration as the United Kingdom sends it, with *more* about the whole or about the first *item*."""
    text = BRITISH.replace("<Declarant>", f"{more}<Declarant>").replace(ITEM, ITEM + item)
    return read(text.encode(), "a.xml", load())


def unmapped(document: Document) -> list[str]:
    """List the places that the binding does not know."""
    return [one.says.split("<")[1].split(">")[0] for one in document.findings if one.rule == "CBEC-B-unmapped"]


def notified(code: str, more: str = "", about: str = "") -> Document:
    """Read a notification with the function *code*, *more* beside it, and something *about* the declaration."""
    text = f"""<MetaData><Response>
      <FunctionCode>{code}</FunctionCode><FunctionalReferenceID>n-1</FunctionalReferenceID>
      <IssueDateTime><DateTimeString formatCode="304">20260702100005Z</DateTimeString></IssueDateTime>{more}
      <Declaration><FunctionalReferenceID>LV-1</FunctionalReferenceID><ID>26GB1</ID>{about}</Declaration>
    </Response></MetaData>"""
    return read(text.encode(), "n.xml", load())


def test_a_british_document_code_is_read_whole() -> None:
    """N935 travels in two pieces: a rule about invoices must see the code that the whole world knows."""
    document = british(
        item="""<AdditionalDocument><CategoryCode>N</CategoryCode><ID>INV-1</ID><TypeCode>935</TypeCode>
      <LPCOExemptionCode>AE</LPCOExemptionCode></AdditionalDocument>"""
    )

    assert "wco-declaration-uk" == document.binding
    assert [{"identifier": "INV-1", "type": "N935", "category": "N", "exemption": "AE"}] == (
        document.body["items"][0]["documents"]["supporting"]
    )


def test_a_british_contact_stands_beside_its_telephone() -> None:
    """Denmark puts the telephone into the contact, the United Kingdom beside it: both are one contact."""
    contact = """<ID>DK12345678</ID><Contact><Name>Desk</Name></Contact>
      <Communication><ID>+4586000000</ID><TypeCode>TE</TypeCode></Communication>"""
    document = read(BRITISH.replace("<ID>DK12345678</ID>", contact).encode(), "a.xml", load())

    assert [{"name": "Desk", "communications": [{"number": "+4586000000", "type": "TE"}]}] == (
        document.body["declarant"]["contacts"]
    )


@pytest.mark.parametrize(("type_", "message", "function"), [("COR", "amendment", "4"), ("INV", "cancellation", "1")])
def test_a_british_request_is_told_by_its_type(type_: str, message: str, function: str) -> None:
    """Both bear function 13; whether a declaration is changed or withdrawn must not be mixed up."""
    text = BRITISH.replace("<FunctionCode> 9 <", "<FunctionCode>13<").replace(">IMA<", f">{type_}<")
    document = read(text.encode(), "a.xml", load())
    stated = document.body["declaration"] if message == "amendment" else document.body

    assert (message, function) == (document.message, stated["function"])


def test_a_british_amendment_says_what_it_changes() -> None:
    """Only what changes is sent: the pointers say where it belongs, and the statement why."""
    text = BRITISH.replace("<FunctionCode> 9 <", "<FunctionCode>13<").replace(">IMA<", ">COR<")
    more = """<AdditionalInformation><StatementDescription>Weighed again</StatementDescription>
        <StatementTypeCode>AES</StatementTypeCode></AdditionalInformation>
      <Amendment><ChangeReasonCode>28</ChangeReasonCode>
        <Pointer><SequenceNumeric>1</SequenceNumeric><DocumentSectionCode>42A</DocumentSectionCode></Pointer>
        <Pointer><DocumentSectionCode>67A</DocumentSectionCode></Pointer>
        <Pointer><SequenceNumeric>1</SequenceNumeric><DocumentSectionCode>68A</DocumentSectionCode></Pointer>
      </Amendment>"""
    document = read(text.replace("<Declarant>", f"{more}<Declarant>").encode(), "a.xml", load())

    assert [{"place": "42A[1]/67A/68A[1]", "reason": "28"}] == document.body["changes"]
    assert ("28", "Weighed again") == (document.body["changeReason"], document.body["changeReasonText"])
    assert "documents" not in document.body["declaration"]
    assert ["MetaData/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Colour"] == unmapped(document)


def test_the_british_low_value_dataset_states_the_intrinsic_value_elsewhere() -> None:
    """Under 1H7 the customs value is the price of the goods: read as anything else, no threshold could be held."""
    value = '<CustomsValueAmount currencyID="USD">140</CustomsValueAmount>'
    plain, reduced = (
        british(item=value),
        british(item=value + "<GovernmentProcedure><CurrentCode>1H7</CurrentCode></GovernmentProcedure>"),
    )

    assert "wco-declaration-uk-h7" == reduced.binding
    assert ("12.50", "140") == (plain.body["items"][0]["value"], reduced.body["items"][0]["value"])
    assert "customsValue" not in reduced.body["items"][0]


def test_a_mass_in_grams_is_read_in_kilograms() -> None:
    """The unit stands in an attribute that is easy to overlook: 500 grams are not half a ton."""
    text = DECLARATION.replace(
        "<InvoiceLine>",
        '<GoodsMeasure><GrossMassMeasure unitCode="GRM">500</GrossMassMeasure></GoodsMeasure><InvoiceLine>',
        1,
    )

    assert "0.5" == read(text.encode(), "a.xml", load()).body["items"][0]["grossMass"]


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        ("01", "accepted", None),
        ("02", "received", None),
        ("03", "rejected", None),
        ("05", "held", "inspection"),
        ("06", "held", "documents"),
        ("07", "accepted", None),
        ("08", "released", None),
        ("09", "released", None),
        ("10", "cancelled", None),
        ("14", "held", "payment"),
        ("16", "16", None),
    ],
)
def test_the_function_code_says_status_and_reason(code: str, status: str, reason: str | None) -> None:
    """Two digits say what became of the parcel; a code that has no word stays as it is, and is found."""
    document = notified(code)
    _, found = judge(document, load())

    assert (status, reason) == (document.body["status"], document.body.get("reason"))
    assert (status == code) is any(one.rule == "CBEC-S-code" and one.at == "/status" for one in found)


@pytest.mark.parametrize(("granted", "status"), [("39", "accepted"), ("41", "rejected")])
def test_an_answer_to_a_request_says_whether_it_was_granted(granted: str, status: str) -> None:
    """Function 11 alone says only that there is an answer."""
    body = notified("11", f"<Status><NameCode>{granted}</NameCode></Status>").body

    assert (status, granted) == (body["status"], body["statusCode"])


def test_a_status_holds_from_the_time_of_its_own() -> None:
    """A declaration was accepted in the morning and the notice written at night: duty is that of the morning."""
    at = '<AcceptanceDateTime><DateTimeString formatCode="304">20260702080000Z</DateTimeString></AcceptanceDateTime>'
    body = notified("01", about=at).body

    assert ("2026-07-02T08:00:00Z", "2026-07-02T10:00:05Z") == (body["effectiveAt"], body["issuedAt"])


def test_a_file_of_several_notifications_is_read_whole() -> None:
    """The schema lets an authority put many notifications under one wrapper; none may be passed by."""
    one = "<Response><FunctionCode>09</FunctionCode><Declaration><ID>{}</ID></Declaration></Response>"
    content = f"<MetaData>{one.format('26GB1')}{one.format('26GB2')}</MetaData>".encode()

    assert ["26GB1", "26GB2"] == [found.body["registrationNumber"] for found in documents(content, "n.xml", load())]


def test_a_notice_of_duty_is_an_assessment() -> None:
    """The same message tells of release and of debt: what is owed is judged by the rules of what is owed."""
    duty = """<GoodsShipment><GovernmentAgencyGoodsItem><SequenceNumeric>1</SequenceNumeric><Commodity><DutyTaxFee>
        <SpecificTaxBaseQuantity unitCode="C62">1</SpecificTaxBaseQuantity><TaxRateNumeric>3.00</TaxRateNumeric>
        <TypeCode>A00</TypeCode><Payment><PaymentAmount currencyID="EUR">3.00</PaymentAmount></Payment>
      </DutyTaxFee></Commodity></GovernmentAgencyGoodsItem></GoodsShipment>"""
    document = notified("13", about=duty)

    assert ("duty-assessment", "EUR") == (document.message, document.body["currency"])
    assert [
        {
            "type": "A00",
            "baseQuantity": "1",
            "baseUnit": "C62",
            "specificRate": "3.00",
            "payable": "3.00",
            "currency": "EUR",
        }
    ] == document.body["items"][0]["duties"]


def test_another_standard_that_has_a_response_is_left_to_its_own_binding() -> None:
    """Cargo-XML has a Response as well; read as a customs response it would lack everything."""
    with pytest.raises(Exception, match="no binding knows the root"):
        read(b"<Response><Odd>x</Odd></Response>", "a.xml", load())


def test_denmark_numbers_what_repeats() -> None:
    """The Danish schema asks for a running number in nine places; the canonical message has none of them."""
    body = sample("low-value-declaration.full")
    content = write(body, "low-value-declaration", load().bindings["wco-declaration-dk"], load()).content.decode()
    procedures = content.split("<GovernmentProcedure>")[1:3]

    assert ["<SequenceNumeric>1<", "<SequenceNumeric>2<"] == [one.split("/")[0].strip() for one in procedures]
    assert "MetaData" not in content
    assert "<ProcedureCategory>H7</ProcedureCategory>" in content


@pytest.mark.parametrize("binding", ["wco-declaration", "wco-declaration-uk", "wco-declaration-dk"])
def test_a_written_amendment_is_read_as_one(binding: str) -> None:
    """Its type must say so, whatever the declaration in it says of itself; that this one is lost is told."""
    written = write(sample("amendment.typical"), "amendment", load().bindings[binding], load())

    assert "amendment" == read(written.content, "a.xml", load()).message
    assert "/declaration/type" in [one.at for one in written.lost]


def test_held_for_documents_is_written_as_what_it_is() -> None:
    """Status and reason are one code there: held for documents must not go out as held for inspection."""
    body: dict[str, Any] = but(sample("response.minimal"), {"/status": "held", "/reason": "documents"})
    written = write(body, "response", load().bindings["wco-response"], load())

    assert b"<FunctionCode>06</FunctionCode>" in written.content
    assert () == written.lost
