"""What the language of bindings says about groups: several places, positions, sums, and what is only implied."""

from dataclasses import replace
from typing import Any

from cbec.bindings import Document, read
from cbec.bindings.carry import Written, write
from cbec.model import Spec, load
from cbec.model.load import binding

LETTER = {
    "title": "A letter",
    "says": "A postal item in a syntax made up for these tests.",
    "source": "kit",
    "syntax": "xml",
    "order": 1,
    "recognise": {"root": ["Letter"]},
    "messages": {
        "postal-item": {
            "of": {
                "itemIdentifier": "Id",
                "totalGrossMass": {"at": "Bag", "value": "Weight", "unit": {"at": "Unit"}, "sum": True},
                "consignee": {
                    "of": {
                        "name": "To",
                        "contacts": {
                            "of": {
                                "communications": [
                                    {"at": "Phone", "of": {"number": ".", "type": {"is": "TE"}}},
                                    {"of": {"number": "Mail", "type": {"is": "EM"}}},
                                ]
                            }
                        },
                    }
                },
                "items": {"at": "Line", "of": {"number": {"position": True}, "description": "Text"}},
            }
        }
    },
    "passes-over": {"Line/No": "counts what the order already says"},
    "writes": {"numbers": ["Line/No"]},
}


FAX = {"number": "+45 3", "type": "FX"}


def alone(**changes: Any) -> Spec:
    """Give the specification with the binding of these tests as its only one."""
    return replace(load(), bindings={"letter": binding("letter", {**LETTER, **changes}, load().messages)}, cache={})


def taken(content: str, spec: Spec | None = None) -> Document:
    """Read *content* by the binding of these tests."""
    return read(content.encode(), "letter.xml", spec or alone())


def written(body: dict[str, Any]) -> Written:
    """Write *body*, a postal item, by the binding of these tests."""
    spec = alone()
    return write(body, "postal-item", spec.bindings["letter"], spec)


def test_a_group_may_sit_in_several_places() -> None:
    """Telephone and mail address have elements of their own, and the canonical message one list: both are in it."""
    document = taken("<Letter><Mail>a@b.example</Mail><Phone>+45 1</Phone><Phone>+45 2</Phone></Letter>")

    expected = [
        {"number": "+45 1", "type": "TE"},
        {"number": "+45 2", "type": "TE"},
        {"number": "a@b.example", "type": "EM"},
    ]
    assert expected == document.body["consignee"]["contacts"][0]["communications"]


def test_an_occurrence_is_written_where_its_implied_values_agree() -> None:
    """A mail address written as a telephone number would be dialled: what the place implies decides."""
    reached = [{"number": "+45 1", "type": "TE"}, {"number": "a@b.example", "type": "EM"}]
    told = written({"consignee": {"contacts": [{"communications": reached}]}})

    assert () == told.lost
    assert b"<Phone>+45 1</Phone>" in told.content
    assert b"<Mail>a@b.example</Mail>" in told.content


def test_an_occurrence_that_fits_no_place_is_told() -> None:
    """A fax number has no element here: it is named as lost, and takes nobody's place."""
    told = written({"itemIdentifier": "A", "consignee": {"contacts": [{"communications": [FAX]}]}})

    assert ["/consignee/contacts/0/communications/0"] == [one.at for one in told.lost]
    assert b"+45 3" not in told.content


def test_a_value_is_not_written_over_another() -> None:
    """One element holds one mail address: the second of two is told as lost, and the first one stays."""
    reached = [{"number": "a@b.example", "type": "EM"}, {"number": "c@d.example", "type": "EM"}]
    told = written({"consignee": {"contacts": [{"communications": reached}]}})

    assert ["/consignee/contacts/0/communications/1"] == [one.at for one in told.lost]
    assert b"<Mail>a@b.example</Mail>" in told.content


def test_what_is_only_implied_makes_no_group() -> None:
    """A kind of number without a number says nothing; the message holds no such group, and no finding about it."""
    document = taken("<Letter><To>Astrid Holm</To></Letter>")

    assert {"name": "Astrid Holm"} == document.body["consignee"]


def test_a_position_counts_from_one() -> None:
    """Many forms do not number their lines, and the canonical message wants numbers: their place counts."""
    document = taken("<Letter><Line><Text>Mug</Text></Line><Line/><Line><Text>Scarf</Text></Line></Letter>")

    assert [{"number": 1, "description": "Mug"}, {"number": 2, "description": "Scarf"}] == document.body["items"]


def test_a_number_that_is_not_the_position_is_told() -> None:
    """Where the form cannot state numbers, lines numbered otherwise do not come back: each is told."""
    told = written({"items": [{"number": 7, "description": "Mug"}]})

    assert ["/items/0/number"] == [one.at for one in told.lost]


def test_a_sum_adds_what_stands_apart_each_in_its_unit() -> None:
    """One weight for each bag, in two units: the total is exact, and in kilograms."""
    document = taken(
        "<Letter><Bag><Weight>500</Weight><Unit>g</Unit></Bag><Bag><Weight>1.25</Weight><Unit>kg</Unit></Bag></Letter>"
    )

    assert "1.75" == document.body["totalGrossMass"]
    assert () == document.findings


def test_a_sum_of_what_is_no_number_is_not_made() -> None:
    """Leaving a part out would give a total that is too small: none is read, and the parts are told."""
    document = taken("<Letter><Bag><Weight>0.5</Weight></Bag><Bag><Weight>heavy</Weight></Bag></Letter>")

    assert "totalGrossMass" not in document.body
    assert ["Letter/Bag/Weight"] == [one.says.split("<")[1].split(">")[0] for one in document.findings]


def test_a_total_without_its_parts_is_told() -> None:
    """A syntax that states the parts alone cannot carry a total: it does not come back, and that is told."""
    told = written({"itemIdentifier": "LX473124829CA", "totalGrossMass": "0.420"})

    assert ["/totalGrossMass"] == [one.at for one in told.lost]


def test_elements_are_counted_where_the_syntax_wants_it() -> None:
    """A schema that demands running numbers gets them, and on reading they say nothing new."""
    told = written({"items": [{"number": 1, "description": "Mug"}, {"number": 2, "description": "Scarf"}]})

    assert b"<No>2</No>" in told.content
    assert () == taken(told.content.decode()).findings


def test_one_message_or_many_is_told_by_what_the_file_holds() -> None:
    """A notice names the items that it is about, or none: it is one message for each, else one for itself."""
    whole, one = {"each": ".[!Item]", "of": {"itemIdentifier": "Id"}}, {"each": "Item", "of": {"itemIdentifier": "Id"}}
    spec = alone(messages={"postal-item": [whole, one]})

    assert {"itemIdentifier": "A"} == taken("<Letter><Id>A</Id></Letter>", spec).body
    assert {"itemIdentifier": "B"} == taken("<Letter><Item><Id>B</Id></Item></Letter>", spec).body
