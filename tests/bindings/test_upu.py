"""Postal items as posts exchange and store them: the Universal Postal Union's system, a platform's forms, CN 23."""

import json
from pathlib import Path

import pytest

from cbec.bindings import Document, documents, read
from cbec.fixtures import but, sample
from cbec.model import load
from cbec.terms import UsageError
from cbec.validate import judge, validator

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "postal"
collected = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the collection of third-party samples is not beside the checkout"
)

VIEW = """<CDSView xmlns="http://schemas.datacontract.org/2004/07/CDS.BusinessLayer.Operational"
         xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
  <Declaration>
    <CDSStateCd>10</CDSStateCd>
    <Data>
      <ContentPieces>
        <Declaration.DeclarationData.ContentPiece>
          <Amount>24.90</Amount><CurrencyCd>EUR</CurrencyCd><Description>Cotton T-shirt</Description>
          <HS>610910</HS><Index>1</Index><NetWeight>0.8</NetWeight><Number>2</Number>
          <OrigCountryCd>BD</OrigCountryCd><RevisedHS>610990</RevisedHS>
        </Declaration.DeclarationData.ContentPiece>
      </ContentPieces>
      <Documents i:nil="true"/>
      <GrossWeight>0.850</GrossWeight>
      <NatureTypeCd>{nature}</NatureTypeCd>
      <RecipientAddressLine1>Strandvejen 12</RecipientAddressLine1>
      <RecipientAddressLine2>2. tv</RecipientAddressLine2>
      <RecipientCity>Aarhus</RecipientCity>
      <RecipientCountryCd>DK</RecipientCountryCd>
      <RecipientFax>+45 86 12 34 56</RecipientFax>
      <RecipientName>Astrid Holm</RecipientName>
      <RecipientTelephone>+45 20 12 34 56</RecipientTelephone>
      <SenderCity>Halifax</SenderCity>
      <SenderCountryCd>CA</SenderCountryCd>
      <SenderFirstName>Harriet</SenderFirstName>
      <SenderName>Harriet Colby</SenderName>
    </Data>
  </Declaration>
  <MailObject>
    <Id>{item}</Id>
    <MailClassCd>U</MailClassCd>
    <PostingDt>2026-07-01T14:20:00Z</PostingDt>
  </MailObject>
</CDSView>"""


def taken(content: str) -> list[Document]:
    """Read the messages of *content*."""
    return list(documents(content.encode(), "post", load()))


def told(name: str) -> tuple[Document, set[tuple[str, str, int, str]]]:
    """Read and judge a sample of the collection: rule, place, line and path of each finding."""
    document = read((SAMPLES / name).read_bytes(), name, load())
    _, found = judge(document, load(), oracle=True)
    return document, {
        (one.rule, one.at, *((one.origin.line, one.origin.path) if one.origin else (0, ""))) for one in found
    }


def test_a_view_of_the_customs_declaration_system_is_a_postal_item() -> None:
    """What two posts exchange about an item is what form CN 23 states: it arrives, line by line."""
    (document,) = taken(VIEW.format(item="LX473124829CA", nature="31"))
    body = document.body

    assert ("LX473124829CA", "gift", "U", "0.850") == (
        body["itemIdentifier"],
        body["category"],
        body["mailClass"],
        body["totalGrossMass"],
    )
    assert "Strandvejen 12 2. tv" == body["consignee"]["address"]["line"]
    assert ["TE", "FX"] == [one["type"] for one in body["consignee"]["contacts"][0]["communications"]]
    assert (1, 2, "610990") == tuple(
        body["items"][0][name] for name in ("number", "contentPieces", "revisedClassification")
    )


def test_a_name_that_stands_twice_is_told() -> None:
    """A first name beside the whole name is read by nobody: it is told, and not dropped."""
    (document,) = taken(VIEW.format(item="LX473124829CA", nature="31"))

    assert ["CDSView/Declaration/Data/SenderFirstName"] == [
        one.says.split("<")[1].split(">")[0] for one in document.findings
    ]


def test_an_unknown_nature_stays_to_be_found() -> None:
    """A number of the nature of the transaction that nobody knows is no category: the finding names it and its line."""
    (document,) = taken(VIEW.format(item="LX473124829CA", nature="77"))
    _, found = judge(document, load())
    (wrong,) = [one for one in found if one.at == "/category"]

    assert wrong.origin
    assert ("CBEC-S-code", 15) == (wrong.rule, wrong.origin.line)


REQUEST = "<CreateOrUpdateDeclarations><cdsViews>{}</cdsViews></CreateOrUpdateDeclarations>"


@pytest.mark.parametrize(
    "around",
    [
        REQUEST,
        f"<s:Envelope xmlns:s='x'><s:Body>{REQUEST}</s:Body></s:Envelope>",
        "<ArrayOfCDSView>{}</ArrayOfCDSView>",
    ],
)
def test_each_view_of_a_request_is_an_item(around: str) -> None:
    """A request brings many items, within the envelope of the service or without: each is judged on its own."""
    views = [VIEW.format(item=item, nature="31") for item in ("LX473124829CA", "LX473124965CA")]
    first, second = taken(around.format("".join(views)))

    assert ("LX473124829CA", "LX473124965CA") == (first.body["itemIdentifier"], second.body["itemIdentifier"])


def test_a_receptacle_is_judged_by_its_own_pointer() -> None:
    """A receptacle of the wrong form and an item with a wrong check digit are named where they stand in the JSON."""
    content = """{
  "PWS_Receptacle": {
    "ReceptacleId": "CAYTOADKCPHAACN60042001200125",
    "Item": [{"ItemId": "LX473124829CA"},
             {"ItemId": "LX473124828CA"}]
  }
}"""
    (document,) = taken(content)
    _, found = judge(document, load())

    assert {
        ("CBEC-P-025", 3, "/PWS_Receptacle/ReceptacleId"),
        ("CBEC-P-021", 5, "/PWS_Receptacle/Item/1/ItemId"),
    } == {(one.rule, one.origin.line, one.origin.path) for one in found if one.origin}


def test_a_despatch_advice_needs_no_goods() -> None:
    """Which items lie in a bag says nothing about goods: it must not be refused for what it is not asked to say."""
    content = '{"PWS_Receptacle": {"ReceptacleId": "CAYTOADKCPHAACN60042001100125", "Item": []}}'
    (document,) = taken(content)
    _, found = judge(document, load())

    assert "despatch-advice" == document.message
    assert [] == found


# The samples of the collection, and what each of them breaks.


@collected
def test_a_stored_declaration_without_addressee_is_not_valid() -> None:
    """The shortest record of a stored declaration lacks item number, category and addressee: each is named."""
    document, found = told("cds_decdata_minimal.xml")

    assert ("postal-item", "Remitente", 2) == (
        document.message,
        document.body["consignor"]["name"],
        document.body["items"][0]["contentPieces"],
    )
    assert {
        ("CBEC-S-required", "/itemIdentifier", 1, "/DecData"),
        ("CBEC-S-required", "/category", 1, "/DecData"),
        ("CBEC-S-required", "/consignee", 1, "/DecData"),
        ("CBEC-S-required", "/consignor/address", 1, "/DecData"),
        ("CBEC-B-absent", "/supportingDocuments/0/type", 1, "/DecData/Documents/Doc"),
    } == found


@collected
def test_an_item_of_a_platform_is_valid_but_for_what_it_says_beside() -> None:
    """The platform's test item is a gift from Spain without a street: valid for the core, with one value unread."""
    document, found = told("postnl_itmatt_item_instantiated.xml")

    assert ("gift", "UY123456785ES") == (document.body["category"], document.body["itemIdentifier"])
    assert {("CBEC-B-unmapped", "", 4, "/Item/OriginCountry")} == found


@collected
def test_a_receptacle_of_a_platform_is_valid() -> None:
    """The platform's test receptacle has the form of S9, and its item the check digit of S10."""
    document, found = told("postnl_predes_receptacle_instantiated.json")

    assert [{"identifier": "IEDUBANLHAGIAUN50123001990123", "itemIdentifiers": ["RL123456785IE"]}] == (
        document.body["receptacles"]
    )
    assert set() == found


@collected
@pytest.mark.parametrize("name", ["ics2_postal_house_wco_mapping.csv", "jkeen_s10.json"])
def test_what_is_no_message_is_refused_in_one_sentence(name: str) -> None:
    """A table of elements and a list of test numbers are no messages: one sentence says so, and nothing is judged."""
    with pytest.raises(UsageError) as refused:
        list(documents((SAMPLES / name).read_bytes(), name, load()))

    assert str(refused.value).startswith(name)
    assert "\n" not in str(refused.value)


@collected
def test_numbers_that_others_call_right_or_wrong_are_right_or_wrong() -> None:
    """The check digit is computed as trackers of parcels compute it: their own vectors say yes and no as we do."""
    vectors = json.loads((SAMPLES / "jkeen_s10.json").read_text("utf-8"))["tracking_numbers"][0]["test_numbers"]

    assert {4, 2} == {len(vectors["valid"]), len(vectors["invalid"])}
    assert [set()] * 4 == [_faults(number) for number in vectors["valid"]]
    assert [{"CBEC-P-021"}, {"CBEC-P-022"}] == [_faults(number) for number in vectors["invalid"]]


def _faults(number: str) -> set[str]:
    body = but(sample("postal-item.typical"), {"/itemIdentifier": number})
    found = {one.rule for one in validator(load().view(), "postal-item").findings(body)}
    return found & {"CBEC-P-020", "CBEC-P-021", "CBEC-P-022"}


# Form CN 23.


def test_each_field_of_form_cn_23_has_its_place() -> None:
    """What a sender writes on the form must be sayable: each of the fifteen fields is an element of a postal item."""
    carried = [place.element for place in load().message("postal-item").places() if place.element]
    fields = {number for one in carried for number in _numbers(one.cn23)}

    assert set(range(1, 16)) == fields
    assert {
        "item number",
        "from",
        "to",
        "sender's customs reference",
        "importer reference",
        "office of origin",
        "date of posting",
    } <= {one.cn23 for one in carried}


def test_a_field_of_the_form_is_an_element_of_the_item() -> None:
    """A number of the form on an element that no postal item carries would lead a reader astray."""
    carried = {place.element.id for place in load().message("postal-item").places() if place.element}

    assert set() == {one.id for one in load().elements.values() if one.cn23} - carried


def _numbers(field: str) -> set[int]:
    """List the numbers of the form that *field* names: ``7``, ``12 to 14``."""
    ends = [int(word) for word in field.split() if word.isdigit()]
    return set(range(ends[0], ends[-1] + 1)) if ends else set()
