"""What shipping platforms hold about a parcel, read as drafts; the payloads here are our own."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from cbec.bindings import Document, documents
from cbec.bindings.coverage import coverage
from cbec.model import load
from cbec.terms import UsageError
from cbec.validate import judge, readiness

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "platform"

#: Two mugs: 12.25 euro and 11 ounces each, 24.50 euro and 22 ounces together, in a parcel of 2 pounds.
EASYPOST: dict[str, Any] = {
    "reference": "S-1",
    "from_address": {
        "company": "Maple Threads Inc.",
        "street1": "44 Queen St",
        "city": "Toronto",
        "zip": "M5V 2H1",
        "country": "CA",
    },
    "to_address": {
        "name": "Astrid Holm",
        "street1": "Strandvejen 12",
        "street2": "2. th.",
        "city": "Aarhus",
        "zip": "8000",
        "country": "DK",
        "phone": "+4512345678",
        "email": "astrid@mail.example",
    },
    "parcel": {"length": 10, "width": 8, "height": 4, "weight": 32},
    "customs_info": {
        "contents_type": "merchandise",
        "customs_items": [
            {
                "description": "Stoneware coffee mug",
                "quantity": 2,
                "value": "24.50",
                "currency": "EUR",
                "weight": 22,
                "hs_tariff_number": "6912.00",
                "origin_country": "CN",
                "code": "M30",
            }
        ],
    },
    "tax_identifiers": [
        {"entity": "SENDER", "tax_id_type": "IOSS", "tax_id": "IM2080000011"},
        {"entity": "SENDER", "tax_id_type": "EORI", "tax_id": "DK12345678"},
    ],
}
SHIPPO: dict[str, Any] = {
    "address_from": EASYPOST["from_address"],
    "address_to": EASYPOST["to_address"],
    "parcels": [{"length": "10", "width": "8", "height": "4", "distance_unit": "in", "weight": "2", "mass_unit": "lb"}],
    "customs_declaration": {
        "contents_type": "MERCHANDISE",
        "exporter_identification": {"eori_number": "DK12345678", "tax_id": {"number": "IM2080000011", "type": "IOSS"}},
        "items": [
            {
                "description": "Stoneware coffee mug",
                "quantity": 2,
                "value_amount": "24.50",
                "value_currency": "EUR",
                "net_weight": "22",
                "mass_unit": "oz",
                "hs_code": "6912.00",
                "origin_country": "CN",
                "sku_code": "M30",
            }
        ],
    },
}
SHIPENGINE: dict[str, Any] = {
    "external_shipment_id": "S-1",
    "ship_from": {
        "company_name": "Maple Threads Inc.",
        "address_line1": "44 Queen St",
        "city_locality": "Toronto",
        "postal_code": "M5V 2H1",
        "country_code": "CA",
    },
    "ship_to": {
        "name": "Astrid Holm",
        "address_line1": "Strandvejen 12",
        "address_line2": "2. th.",
        "city_locality": "Aarhus",
        "postal_code": "8000",
        "country_code": "DK",
        "phone": "+4512345678",
        "email": "astrid@mail.example",
    },
    "customs": {"contents": "merchandise", "non_delivery": "return_to_sender"},
    "packages": [
        {
            "weight": {"value": 32, "unit": "ounce"},
            "products": [
                {
                    "description": "Stoneware coffee mug",
                    "quantity": 2,
                    "value": {"currency": "eur", "amount": 12.25},
                    "weight": {"value": 11, "unit": "ounce"},
                    "harmonized_tariff_code": "6912.00",
                    "country_of_origin": "CN",
                    "sku": "M30",
                }
            ],
        }
    ],
    "tax_identifiers": [
        {
            "taxable_entity_type": "shipper",
            "identifier_type": "ioss",
            "issuing_authority": "DK",
            "value": "IM2080000011",
        },
        {"taxable_entity_type": "shipper", "identifier_type": "eori", "issuing_authority": "DK", "value": "DK12345678"},
    ],
}
PLATFORMS: dict[str, dict[str, Any]] = {"easypost": EASYPOST, "shippo": SHIPPO, "shipengine": SHIPENGINE}

MUGS = {
    "number": 1,
    "description": "Stoneware coffee mug",
    "classifications": [{"code": "691200", "type": "HS"}],
    "netMass": "0.62369",
    "supplementaryQuantity": "2",
    "supplementaryUnit": "C62",
    "value": "24.50",
    "currency": "EUR",
    "originCountry": "CN",
    "sellerProductIdentifier": "M30",
}


def drafts(payload: Any) -> list[Document]:
    """The drafts that a payload gives."""
    return list(documents(json.dumps(payload, indent=1).encode(), "payload.json", load()))


def declaration(payload: Any) -> Any:
    """The declaration that is drafted from a payload."""
    return next(one.body for one in drafts(payload) if one.message == "low-value-declaration")


def item(platform: str, but: dict[str, Any]) -> Any:
    """The item of a platform's payload in which some members differ, as it stands in the declaration."""
    payload = deepcopy(PLATFORMS[platform])
    held: Any = payload
    for step in {
        "easypost": ("customs_info", "customs_items", 0),
        "shippo": ("customs_declaration", "items", 0),
        "shipengine": ("packages", 0, "products", 0),
    }[platform]:
        held = held[step]
    held.update(but)
    return declaration(payload)["items"][0]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_one_parcel_told_in_three_ways_is_one_line(platform: str) -> None:
    """Per line here, per piece there, ounces, pounds: who mixes them up is wrong by a factor of quantity or sixteen."""
    price = {"unitPrice": "12.25"} if platform == "shipengine" else {}
    body = declaration(PLATFORMS[platform])

    assert [MUGS | price] == body["items"]
    assert ("0.907185", 1) == (body["totalGrossMass"], body["totalPackages"])


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_drafts_are_order_waybill_and_declaration(platform: str) -> None:
    """One payload holds what three senders tell the authority; each draft is judged as what it is."""
    order, waybill, _ = drafts(PLATFORMS[platform])
    line = order.body["lines"][0]

    assert ("order", "waybill", platform) == (order.message, waybill.message, waybill.binding)
    assert ("24.50", "24.50", "EUR", "2") == (
        order.body["goodsValue"],
        line["lineTotal"],
        line["currency"],
        line["quantity"],
    )
    assert ("0.907185", 1, "Astrid Holm") == (
        waybill.body["grossMass"],
        waybill.body["pieces"],
        waybill.body["receiver"]["name"],
    )


@pytest.mark.parametrize("platform", PLATFORMS)
def test_parties_and_tax_numbers_find_their_places(platform: str) -> None:
    """An EORI number is a party's, an IOSS number the consignment's; the address keeps both of its lines."""
    body = declaration(PLATFORMS[platform])

    assert ("Maple Threads Inc.", "DK12345678", "CA") == (
        body["exporter"]["name"],
        body["exporter"]["identifier"],
        body["exporter"]["address"]["country"],
    )
    assert [{"identifier": "IM2080000011", "role": "FR5"}] == body["fiscalReferences"]
    assert "Strandvejen 12, 2. th." == body["importer"]["address"]["line"]
    assert [{"number": "+4512345678", "type": "TE"}, {"number": "astrid@mail.example", "type": "EM"}] == body[
        "importer"
    ]["contacts"][0]["communications"]
    assert ("CA", "DK", "11") == (body["exportCountry"], body["destinationCountry"], body["natureOfTransaction"])


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_a_parcel_lacks_for_the_european_union_is_told(platform: str) -> None:
    """Every shop asks what is still missing before a parcel may go to Denmark; the five answers are given."""
    document = drafts(PLATFORMS[platform])[-1]
    (found,) = readiness(document, load(), load().view("eu-h7@2026-07-01"))

    assert [
        "Identifier of the declarant (R123)",
        "Functional reference (D026)",
        "Additional procedure (166) of item 1",
        "Packages of the item (144) of item 1",
        "Declaration type (D013)",
    ] == [one.name for one in found.missing]
    assert ["/items/0/netMass", "/natureOfTransaction"] == [one.at for one in found.surplus]
    assert not found.wrong
    assert not found.broken


@pytest.mark.parametrize("platform", PLATFORMS)
def test_nothing_of_a_plain_payload_is_unknown(platform: str) -> None:
    """A warning for every payload is one that nobody reads: what is usual is read, or passed over with a reason."""
    told = [one.says for document in drafts(PLATFORMS[platform]) for one in document.findings]
    country = [says for says in told if "issuing_authority" in says]

    assert country == told


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("quantity", [None, "two", "<value>"])
def test_a_line_of_unknown_quantity_is_never_valued_by_the_piece(platform: str, quantity: Any) -> None:
    """Where the interface states the piece and nobody says how many, there is no value of the line."""
    found = item(platform, {"quantity": quantity})
    of_line = {} if platform == "shipengine" else {"value": "24.50", "netMass": "0.62369"}

    assert of_line == {name: found[name] for name in ("value", "netMass") if name in found}


def test_decimals_are_kept_as_they_are_written() -> None:
    """A number of JSON is no binary fraction here: the third decimal of a price, and a hundredth of a gram, count."""
    content = json.dumps(SHIPENGINE).replace("12.25", "0.335").replace('"value": 11,', '"value": 0.010,').encode()
    line = next(
        one.body["items"][0] for one in documents(content, "a.json", load()) if one.message == "low-value-declaration"
    )

    assert ("0.335", "0.670", "0.000567") == (line["unitPrice"], line["value"], line["netMass"])


@pytest.mark.parametrize(
    ("unit", "word", "kilograms"),
    [("oz", "ounce", "0.311845"), ("lb", "pound", "4.989516"), ("g", "gram", "0.011"), ("kg", "kilogram", "11")],
)
def test_every_unit_of_mass_is_known(unit: str, word: str, kilograms: str) -> None:
    """Four units on each platform that names one; a number in the wrong one is wrong by up to a thousand."""
    assert kilograms == item("shippo", {"net_weight": "11", "mass_unit": unit})["netMass"]
    assert kilograms == item("shipengine", {"weight": {"value": 11, "unit": word}, "quantity": 1})["netMass"]


def test_an_unknown_unit_is_a_finding() -> None:
    """Eleven stone are not eleven kilograms; the value is shown with its unit, and refused."""
    payload = deepcopy(SHIPPO)
    payload["customs_declaration"]["items"][0]["mass_unit"] = "stone"
    document = drafts(payload)[-1]
    _, found = judge(document, load(), show_values=True)

    assert [("/customs_declaration/items/0/net_weight", "22 stone")] == [
        (one.origin.path, one.actual) for one in found if one.origin and one.at == "/items/0/netMass"
    ]


def test_parcels_weigh_what_all_of_them_weigh() -> None:
    """The first of several parcels is not the consignment."""
    two = SHIPPO | {"parcels": [{"weight": "2", "mass_unit": "lb"}, {"weight": "500", "mass_unit": "g"}]}

    assert (2, "1.407185") == (declaration(two)["totalPackages"], declaration(two)["totalGrossMass"])


def test_a_value_without_currency_is_in_dollars_where_the_platform_says_so() -> None:
    """EasyPost documents the default, the others do not: there a missing currency is missing."""
    assert "USD" == item("easypost", {"currency": None})["currency"]
    assert "currency" not in item("shippo", {"value_currency": None})
    assert "currency" not in item("shipengine", {"value": {"amount": 12.25}})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("6912.00", [("691200", "HS")]),
        ("691200", [("691200", "HS")]),
        ("6912.00.3510", [("691200", "HS"), ("6912003510", "HTS")]),
        ("6912.0", [("69120", "HS")]),
        ("sample", [("sample", "HS")]),
        ("", []),
        (None, []),
    ],
)
def test_a_tariff_number_is_cleaned_and_never_mended(written: Any, read: list[tuple[str, str]]) -> None:
    """Points go, a lost zero is not invented; what is no number stays, so that a finding shows it."""
    for platform, member in (
        ("easypost", "hs_tariff_number"),
        ("shippo", "hs_code"),
        ("shipengine", "harmonized_tariff_code"),
    ):
        found = item(platform, {member: written}).get("classifications", [])

        assert read == [(one["code"], one["type"]) for one in found]


def test_a_number_in_json_has_lost_its_zero() -> None:
    """ShipEngine's own example writes 3926.10 as a number; the code of five digits is shown, not filled up."""
    content = json.dumps(SHIPENGINE).replace('"6912.00"', "3926.1").encode()
    document = list(documents(content, "a.json", load()))[-1]
    _, found = judge(document, load())

    assert ("CBEC-R-024", "39261") in {(one.rule, one.actual) for one in found}


def test_the_tariff_number_counts_before_the_code() -> None:
    """Where both are stated, Shippo takes the tariff number; the other is told and not mixed in."""
    payload = deepcopy(SHIPPO)
    payload["customs_declaration"]["items"][0]["tariff_number"] = "610910"
    order, *_, document = drafts(payload)

    assert [{"code": "610910", "type": "HS"}] == document.body["items"][0]["classifications"]
    assert "hs_code" in order.findings[0].says


def test_a_placeholder_is_a_finding_at_its_place() -> None:
    """Generated examples say "<value>"; it is neither a country nor nothing."""
    payload = deepcopy(EASYPOST)
    payload["customs_info"]["customs_items"][0]["origin_country"] = "<value>"
    document = drafts(payload)[-1]
    _, found = judge(document, load())
    (one,) = (one for one in found if one.rule == "CBEC-S-code")

    assert ("/items/0/originCountry", "/customs_info/customs_items/0/origin_country") == (
        one.at,
        one.origin.path if one.origin else "",
    )


@pytest.mark.parametrize(
    ("payload", "messages"),
    [
        ({"shipment": EASYPOST}, ["order", "waybill", "low-value-declaration"]),
        ({"shipments": [EASYPOST, EASYPOST], "has_more": False}, ["order", "waybill", "low-value-declaration"] * 2),
        (EASYPOST["customs_info"], ["order", "low-value-declaration"]),
        ({"customs_info": EASYPOST["customs_info"]}, ["order", "low-value-declaration"]),
        (EASYPOST["customs_info"]["customs_items"][0], ["low-value-declaration"]),
        ({"customs_item": EASYPOST["customs_info"]["customs_items"][0]}, ["low-value-declaration"]),
        (SHIPPO["customs_declaration"], ["order", "low-value-declaration"]),
        ({"results": [SHIPPO["customs_declaration"]]}, ["order", "low-value-declaration"]),
        (SHIPPO["customs_declaration"]["items"][0], ["low-value-declaration"]),
        ({"shipment": SHIPENGINE}, ["order", "waybill", "low-value-declaration"]),
        ({"shipments": [SHIPENGINE]}, ["order", "waybill", "low-value-declaration"]),
        ({"packages": SHIPENGINE["packages"]}, ["order", "low-value-declaration"]),
        (SHIPENGINE["packages"][0], ["order", "low-value-declaration"]),
        (SHIPENGINE["packages"][0]["products"][0], ["low-value-declaration"]),
    ],
)
def test_an_object_is_read_in_each_of_its_forms(payload: Any, messages: list[str]) -> None:
    """A request wraps it, an answer lists it, a form sends a part of it; a part gives the drafts that it can."""
    found = drafts(payload)

    assert messages == [one.message for one in found]
    assert "24.50" == found[-1].body["items"][0]["value"]


def test_the_deprecated_items_of_shipengine_are_read_by_the_piece_too() -> None:
    """The old place of the items states the value as a plain number, and still that of one piece."""
    old = {"description": "Mug", "quantity": 3, "value": "4.10", "value_currency": "USD", "country_of_origin": "CN"}
    body = declaration({"contents": "gift", "non_delivery": "return_to_sender", "customs_items": [old]})

    assert ("12.30", "4.10", "USD") == tuple(body["items"][0][name] for name in ("value", "unitPrice", "currency"))
    assert "31" == body["natureOfTransaction"]


def test_a_file_of_lines_gives_the_drafts_of_each(tmp_path: Path) -> None:
    """A month of payloads is one file; each line gives all its drafts, not the first alone."""
    from cbec.cli.intake import take

    month = tmp_path / "month.ndjson"
    month.write_text("\n".join(json.dumps(one) for one in PLATFORMS.values()))
    found = [one.document for one in take(str(month), load(), "low-value-declaration") if one.document]

    assert ["easypost", "shippo", "shipengine"] == [one.binding for one in found]
    assert ["24.50"] * 3 == [one.body["items"][0]["value"] for one in found]


def test_a_customs_item_of_nobody_is_no_message() -> None:
    """A description alone belongs to no platform; nothing is guessed."""
    with pytest.raises(UsageError, match="not recognised as a message"):
        drafts({"title": "Mug", "colour": "blue"})


def test_the_page_of_a_binding_says_what_is_per_piece() -> None:
    """Whoever reads the page of a platform sees which values are multiplied, and in which unit weights are."""
    ways = {
        name: {row.place.path: row.way for told in coverage(load().bindings[name], load()) for row in told.rows}
        for name in PLATFORMS
    }

    assert ["customs_info/customs_items/value", "customs_declaration/items/value_amount"] == [
        ways[name]["items/*/value"] for name in ("easypost", "shippo")
    ]
    assert ways["shipengine"]["items/*/value"].endswith(", times quantity")
    assert [", in oz", ", in mass_unit", ", times quantity, in weight/unit"] == [
        "," + ways[name]["items/*/netMass"].split(",", 1)[1] for name in PLATFORMS
    ]


#: What each real payload breaks, as a declaration under the core: rule and place, with line and place in the file.
BROKEN = {
    ("shipments-create.json", 0): [
        ("CBEC-R-025", "/exportCountry", 69, "/from_address/country"),
        ("CBEC-R-036", "/items/0/classifications/0/code", 43, "/customs_info/customs_items/0/hs_tariff_number"),
    ],
    ("tax-identifiers-create.json", 0): [
        ("CBEC-R-025", "/exportCountry", 69, "/from_address/country"),
        ("CBEC-R-036", "/items/0/classifications/0/code", 43, "/customs_info/customs_items/0/hs_tariff_number"),
    ],
    ("customs_declaration_create.json", 0): [
        ("CBEC-S-code", "/items/0/originCountry", 10, "/items/0/origin_country"),
    ],
    ("client-library-fixtures.json", 84): [
        ("CBEC-R-017", "/importer/name", 84, "/customs_infos/basic"),
        (
            "CBEC-R-036",
            "/items/0/classifications/0/code",
            98,
            "/customs_infos/basic/customs_items/0/hs_tariff_number",
        ),
    ],
    ("client-library-fixtures.json", 105): [
        ("CBEC-R-017", "/importer/name", 105, "/customs_items/basic"),
        ("CBEC-R-036", "/items/0/classifications/0/code", 110, "/customs_items/basic/hs_tariff_number"),
    ],
    ("client-library-fixtures.json", 268): [
        ("CBEC-R-025", "/exportCountry", 276, "/shipments/full/from_address/country"),
        (
            "CBEC-R-036",
            "/items/0/classifications/0/code",
            310,
            "/shipments/full/customs_info/customs_items/0/hs_tariff_number",
        ),
    ],
}

real = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the collection of third-party samples is not beside the checkout"
)


@real
def test_real_payloads_are_read_and_judged_in_the_terms_of_their_files() -> None:
    """Recorded answers and published examples: each break is named by line and JSON Pointer of the payload."""
    told = {}
    for name in sorted({name for name, _ in BROKEN}):
        for document in documents((SAMPLES / name).read_bytes(), name, load()):
            _, found = judge(document, load(), oracle=True)
            if document.message == "low-value-declaration":
                told[name, document.line] = [
                    (one.rule, one.at, one.origin.line, one.origin.path)
                    for one in found
                    if one.severity == "error" and one.rule != "CBEC-S-required" and one.origin
                ]

    assert BROKEN == told


@real
@pytest.mark.parametrize(
    ("name", "kilograms", "value"),
    [
        ("shipments-create.json", "0.141748", "10.0"),
        ("customs_declaration_create.json", "2.267962", "200"),
        ("client-library-fixtures.json", "0.311845", "23.25"),
    ],
)
def test_real_lines_have_the_total_of_the_line(name: str, kilograms: str, value: str) -> None:
    """Twenty T-shirts of five pounds together, not each; two shirts for 23.25 dollars together, not each."""
    body = next(
        one.body
        for one in documents((SAMPLES / name).read_bytes(), name, load())
        if one.message == "low-value-declaration"
    )

    assert (kilograms, value, "USD") == tuple(body["items"][0][name] for name in ("netMass", "value", "currency"))


@real
def test_a_schema_is_told_from_a_payload() -> None:
    """The interface description of ShipEngine names every field and holds no value; one sentence says so."""
    name = "customs_schemas_subset.json"

    with pytest.raises(UsageError, match="describes an interface"):
        list(documents((SAMPLES / name).read_bytes(), name, load()))


@real
def test_what_real_payloads_lack_for_the_european_union() -> None:
    """None of them can be filed: what is missing, wrong and broken is counted for the newest edition."""
    told = {}
    for name in sorted({name for name, _ in BROKEN}):
        for document in documents((SAMPLES / name).read_bytes(), name, load()):
            if document.message == "low-value-declaration":
                (one,) = readiness(document, load(), load().view("eu-h7@2026-11-01"))
                told[name, document.line] = (len(one.missing), len(one.wrong), len(one.broken), len(one.surplus))

    assert {
        ("client-library-fixtures.json", 84): (11, 0, 1, 2),
        ("client-library-fixtures.json", 105): (11, 0, 1, 1),
        ("client-library-fixtures.json", 268): (7, 0, 2, 2),
        ("customs_declaration_create.json", 0): (9, 1, 0, 2),
        ("shipments-create.json", 0): (6, 0, 2, 2),
        ("tax-identifiers-create.json", 0): (6, 0, 2, 2),
    } == told
