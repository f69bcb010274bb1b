"""What a binding can say of JSON, each on the smallest binding that says it."""

import json
from dataclasses import replace
from typing import Any

import pytest

from cbec.bindings import Document, documents
from cbec.model import Spec, load
from cbec.model.load import binding
from cbec.terms import UsageError

ITEM = {"description": "what"}


def bound(messages: dict[str, Any], **stated: Any) -> Spec:
    """The specification with one binding of JSON, and no other."""
    data = {
        "title": "Made for a test",
        "says": "Made for a test.",
        "source": "kit",
        "syntax": "json",
        "direction": "read",
        "drafts": True,
        "recognise": [{"has": ["rows"]}, {"has": ["box"]}, {"has": ["boxes"]}, {"has": ["what"]}],
        "messages": messages,
        **stated,
    }
    return replace(load(), bindings={"made": binding("made", data, load().messages)}, cache={})


def drafts(value: Any, messages: dict[str, Any], **stated: Any) -> list[Document]:
    """The drafts that a file with *value* gives."""
    return list(documents(json.dumps(value, indent=1).encode(), "a.json", bound(messages, **stated)))


def item(row: dict[str, Any], **members: Any) -> Any:
    """The one item of the one draft, of which *members* are mapped."""
    (document,) = drafts({"rows": [row]}, {"low-value-declaration": {"of": {"items": {"at": "rows", "of": members}}}})
    return document.body.get("items", [{}])[0]


def told(document: Document) -> list[str]:
    """The places that the binding says it does not know."""
    return [one.says.split("<")[1].split(">")[0] for one in document.findings]


def test_a_value_of_one_piece_becomes_that_of_the_line() -> None:
    """The classic fault: the price of one piece filed as the price of five is wrong by a factor of five."""
    value = {"at": "price", "times": "pieces"}

    assert {"value": "61.25"} == item({"price": "12.25", "pieces": 5}, value=value)
    assert {"value": "<value>"} == item({"price": "<value>", "pieces": 5}, value=value)


@pytest.mark.parametrize("pieces", [{}, {"pieces": None}, {"pieces": "some"}, {"pieces": {}}], ids=repr)
def test_a_value_of_unknown_quantity_is_not_read_but_told(pieces: dict[str, Any]) -> None:
    """The value of one piece is not that of the line: rather missing, and said so, than wrong by a factor."""
    (document,) = drafts(
        {"rows": [{"price": "12.25", "what": "mug"} | pieces]},
        {
            "low-value-declaration": {
                "of": {"items": {"at": "rows", "of": {**ITEM, "value": {"at": "price", "times": "pieces"}}}}
            }
        },
    )

    assert [{"description": "mug"}] == document.body["items"]
    assert "rows/price" in told(document)


@pytest.mark.parametrize(
    ("mass", "unit", "kilograms"),
    [
        ("11", "oz", "0.311845"),
        ("2.50", "lb", "1.133981"),
        ("850", "g", "0.85"),
        ("0.850", "kg", "0.850"),
        ("16", "ounce", "0.453592"),
        ("heavy", "oz", "heavy"),
        ("11", "stone", "11 stone"),
        ("11", "", None),
    ],
)
def test_a_mass_is_read_in_kilograms_or_with_its_unit(mass: str, unit: str, kilograms: str | None) -> None:
    """Eleven ounces are no eleven kilograms; of a unit that nobody knows no mass can be made."""
    found = item({"weight": mass, "unit": unit}, netMass={"at": "weight", "unit": {"at": "unit"}})

    assert kilograms == found.get("netMass")


def test_mass_unit_and_quantity_work_together() -> None:
    """Two pieces of eleven ounces are rounded once, at the end."""
    mass = {"at": "weight/value", "unit": {"at": "weight/unit"}, "times": "pieces"}

    assert {"netMass": "0.62369"} == item({"weight": {"value": 11, "unit": "ounce"}, "pieces": 2}, netMass=mass)


def test_the_first_group_that_is_there_is_read() -> None:
    """A party defaults to another in the interface; so it does here, whole and never mixed."""
    members = {"buyer": {"at": ["buyer", "recipient"], "of": {"name": "name"}}}
    mapping = {"low-value-declaration": {"of": members}}
    both = {"what": "x", "buyer": {"name": "Astrid"}, "recipient": {"name": "Bo"}}

    assert {"name": "Astrid"} == drafts(both, mapping)[0].body["buyer"]
    assert {"name": "Bo"} == drafts(both | {"buyer": None}, mapping)[0].body["buyer"]


def test_one_of_several_paths_gives_the_messages() -> None:
    """A request wraps its object, an answer lists many, a collection names each: all are the same objects."""
    mapping = {
        "order": {"each": ["box[what]", "boxes[what]", "boxes/*[what]", ".[what]"], "of": {"remark": "what"}},
        "waybill": {"each": ["boxes/*[track]"], "of": {"number": "track"}},
    }

    assert [{"remark": "a"}] == [one.body for one in drafts({"what": "a"}, mapping)]
    assert [{"remark": "a"}] == [one.body for one in drafts({"box": {"what": "a"}}, mapping)]
    assert [{"remark": "a"}, {"remark": "b"}] == [
        one.body for one in drafts({"boxes": [{"what": "a"}, {"what": "b"}]}, mapping)
    ]
    named = {
        "boxes": {"one": {"what": "a"}, "two": {"what": "b", "track": "T"}, "three": {"track": "U"}},
        "shop": {"x": 1},
    }
    found = drafts(named, mapping)
    assert [{"remark": "a"}, {"remark": "b"}, {"number": "T"}, {"number": "U"}] == [one.body for one in found]
    assert ["shop"] == told(found[0])
    assert [3, 6, 6, 10] == [one.line for one in found]


def test_what_one_draft_reads_is_known_to_all() -> None:
    """Order and waybill are made of the same object: what only one of them takes was not overlooked by the other."""
    mapping = {"order": {"of": {"remark": "what"}}, "waybill": {"of": {"number": "track"}}}
    found = drafts({"what": "a", "track": "T", "colour": "blue"}, mapping)

    assert [["colour"], []] == [told(one) for one in found]
    assert all(one.draft for one in found)


def test_a_condition_knows_the_value_that_it_asks_for() -> None:
    """A number is read because of its kind; to report the kind as unknown would be noise."""
    number = {"identifier": "number", "role": {"at": "number", "is": "FR5"}}
    mapping = {"low-value-declaration": {"of": {"fiscalReferences": {"at": "ids[kind=IOSS|ioss]", "of": number}}}}
    (found,) = drafts(
        {"what": "x", "ids": [{"kind": "IOSS", "number": "IM1"}, {"kind": "EIN", "number": "9"}]}, mapping
    )

    assert [{"identifier": "IM1", "role": "FR5"}] == found.body["fiscalReferences"]
    assert {"what", "ids/kind", "ids/number"} == set(told(found))
    assert "2 times" not in "".join(one.says for one in found.findings)


def test_only_what_matches_is_read() -> None:
    """Ten digits are a national tariff number, six are not; the form decides what a number is."""
    members = {"code": {"at": "hs", "as": {"digits": True}, "matches": "([0-9][.]?){10}"}}

    assert {"classifications": [{"code": "6109100012"}]} == item(
        {"hs": "6109.10.0012"}, classifications={"of": members}
    )
    assert {} == item({"hs": "6109.10"}, classifications={"of": members})


def test_a_code_is_read_by_its_first_digits_and_in_capitals() -> None:
    """The international part of a tariff number is its beginning; a currency is one however it is written."""
    members = {
        "supplementaryUnit": {"at": "hs", "as": {"digits": 6}},
        "currency": {"at": "money", "as": {"upper": True}},
    }

    assert {"supplementaryUnit": "610910", "currency": "USD"} == item({"hs": "6109.10.0012", "money": "usd"}, **members)
    assert {"supplementaryUnit": "<hs>", "currency": "u$d"} == item({"hs": "<hs>", "money": "u$d"}, **members)


def test_parcels_are_counted() -> None:
    """How many parcels there are is said by listing them."""
    mapping = {"low-value-declaration": {"of": {"totalPackages": {"at": "boxes", "count": True}}}}

    assert {"totalPackages": 2} == drafts({"boxes": [{"size": 1}, {"size": 2}]}, mapping)[0].body
    assert {} == drafts({"what": "x", "boxes": []}, mapping)[0].body


@pytest.mark.parametrize("word", ["openapi", "swagger", "$schema", "schemas", "components"])
def test_the_description_of_an_interface_is_no_message(word: str) -> None:
    """A vendor who gives the schema for the payload is told which of the two it is, in one sentence."""
    with pytest.raises(UsageError, match=r"^a\.json: describes an interface \(it has '.*'\), and is no message"):
        drafts({word: {"rows": {"type": "array"}}, "info": {}}, {"order": {"of": {"remark": "what"}}})
