"""The binding of WCO XML on messages of our own."""

import pytest

from cbec.bindings import read
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
    from cbec.fixtures import but, sample
    from cbec.validate import validator

    body = but(
        sample("low-value-declaration.typical"),
        {"/documents/transport/0/identifier": "RR473124820CA", "/items/1/number": 7},
    )
    found = validator(load().view(), "low-value-declaration").findings(body)

    assert ["42A/67A/30B[1]/D023", "42A/67A/68A[2]/006"] == [one.wco for one in found]
