"""Pointers of a refusal, led back to what was declared and to the line where it stands."""

from pathlib import Path
from typing import Any

import pytest

from cbec.bindings import Document, read
from cbec.bindings.carry import write
from cbec.fixtures import but, sample
from cbec.model import load
from cbec.terms import INFORMATION, Finding, pointer
from cbec.validate import explain
from cbec.validate.places import Places
from cbec.validate.resolve import DECLARED, POSITION, Pointed, resolve

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
ITEM = "/MetaData/Declaration/GoodsShipment/GovernmentAgencyGoodsItem"


def declared(changes: dict[str, Any] | None = None, binding: str = "wco-declaration") -> Document:
    """Give the full declaration with *changes*, as a file in XML that was read."""
    body = but(sample("low-value-declaration.full"), changes or {})
    content = write(body, "low-value-declaration", load().bindings[binding], load()).content
    return read(content, "declaration.xml", load())


def found(place: str, about: Document) -> list[Pointed]:
    """Find what *place* means."""
    return resolve([place], about, load())[0]


def refusal(*faults: dict[str, str], reference: str = "LV-2026-000001") -> Document:
    """Give a rejection with *faults*, as a file in XML that was read."""
    body = but(sample("response.minimal"), {"/status": "rejected", "/functionalReference": reference})
    content = write({**body, "faults": list(faults)}, "response", load().bindings["wco-response"], load()).content
    return read(content, "rejection.xml", load())


@pytest.mark.parametrize(
    ("place", "element", "at", "path"),
    [
        ("42A/67A/68A[2]/23A/65A/128", "item.net-mass", "/items/1/netMass", f"{ITEM}[2]/Commodity/GoodsMeasure/"),
        ("42A/67A/68A[1]/23A/21A[2]/145", "item.classification", "/items/0/classifications/1/code", f"{ITEM}[1]/"),
        ("42A/17C[1]/R144", "party.authorisation-holder", "/authorisations/0/holder", "/MetaData/Declaration/Auth"),
        (
            "42A/67A/74A/04A/242",
            "address.country",
            "/importer/address/country",
            "/MetaData/Declaration/GoodsShipment/I",
        ),
        ("42A/02A[1]/D005", "document.additional-identifier", "/documents/supporting/0/identifier", "/MetaData/"),
        ("42A/67A/28A/30B[1]/D023", "document.transport-identifier", "/documents/transport/0/identifier", "/MetaData/"),
        ("42A/67A/68A[2]", "", "/items/1", f"{ITEM}[2]"),
    ],
)
def test_a_pointer_leads_to_the_element_and_its_line(place: str, element: str, at: str, path: str) -> None:
    """Ids and numbers mean nothing to a person: the element has a name, and the file a line."""
    [told] = found(place, declared())

    assert (element, at, True) == (told.element, told.at, told.stated)
    assert told.origin
    assert told.origin.path.startswith(path)
    assert told.origin.line


def test_the_pointer_that_a_finding_names_leads_back_to_its_place() -> None:
    """One notation for both ways: what our own findings call a place is found again at that place."""
    about = declared()
    places = Places(load().message("low-value-declaration"))

    def leaves(node: Any, steps: tuple[str | int, ...] = ()) -> Any:
        inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for step, one in inner:
            yield from leaves(one, (*steps, step))
        if not isinstance(node, dict | list) and "additionalProcedures" not in steps:
            yield steps

    for steps in leaves(about.body):
        if wco := places.wco(steps):
            assert pointer(steps) in [one.at for one in found(wco, about)], wco


def test_a_number_may_be_the_one_that_was_declared() -> None:
    """Real rejections point at item 1000 of a declaration of two: it is the number that the item bears."""
    [told] = found("42A/67A/68A[1000]/006", declared({"/items/1/number": 1000}))

    assert ("/items/1/number", DECLARED) == (told.at, told.by)


def test_both_readings_of_a_number_are_told_where_they_differ() -> None:
    """Items numbered 2 and 1: position and declared number lead to two items, and nobody can say which is meant."""
    about = declared({"/items/0/number": 2, "/items/1/number": 1})

    assert [("/items/1/description", POSITION), ("/items/0/description", DECLARED)] == [
        (one.at, one.by) for one in found("42A/67A/68A[2]/23A/137", about)
    ]


def test_an_item_that_is_not_there_leads_to_the_list() -> None:
    """A pointer beyond the last item names no item, and must not be bent to one."""
    [told] = found("42A/67A/68A[9]/23A/137", declared())

    assert ("/items", False) == (told.at, told.stated)
    assert "Goods description (137)" == told.name


def test_what_is_missing_is_told_at_the_nearest_place_around() -> None:
    """A refusal of what should have been stated can have no line of its own: the item has."""
    [told] = found("42A/67A/68A[2]/23A/65A/128", declared({"/items/1": {"number": 2, "description": "Coffee mug"}}))

    assert ("/items/1", False) == (told.at, told.stated)
    assert told.origin
    assert f"{ITEM}[2]" == told.origin.path


@pytest.mark.parametrize(("number", "at"), [(1, "requestedProcedure"), (2, "additionalProcedures/0")])
def test_procedures_are_counted_as_they_stand_in_the_file(number: int, at: str) -> None:
    """One class holds the procedure and the additional ones: the number counts them all."""
    [told] = found(f"42A/67A/68A[2]/70A[{number}]/166", declared())

    assert f"/items/1/{at}" == told.at


def test_a_pointer_without_a_number_says_how_many_it_fits() -> None:
    """Without a number nobody knows which procedure code is refused: the first is named, and that there are more."""
    [told] = found("42A/67A/68A[1]/70A/166", declared())

    assert ("/items/0/requestedProcedure", 2) == (told.at, told.among)


def test_what_the_canonical_message_does_not_have_is_named_all_the_same() -> None:
    """A container number has no canonical place: its name is known, and so is the nearest place around."""
    [told] = found("42A/67A/28A/31B[1]/159", declared())

    assert ("Equipment identification number (159)", "", True) == (told.name, told.at, told.unplaced)


@pytest.mark.parametrize("place", ["", "nonsense", "42A//128", "68A[0x1]/006", "42A/67A/68A[12345678901]/006"])
def test_what_is_no_pointer_means_nothing(place: str) -> None:
    """Whatever stands in a response, it ends in a sentence, not in a fault of ours."""
    assert [] == found(place, declared())


def test_a_canonical_pointer_is_resolved_too() -> None:
    """The reference authority points into the canonical message: that leads into the file just the same."""
    [told] = found("/items/1/grossMass", declared())

    assert ("item.gross-mass", True) == (told.element, told.stated)
    assert told.origin
    assert told.origin.path.endswith("[2]/Commodity/GoodsMeasure/GrossMassMeasure")


def test_a_rejection_is_told_by_name_and_line() -> None:
    """The whole way: our declaration, refused by a message of pointers, and every fault at its line."""
    about = declared()
    told = explain(
        refusal(
            {"code": "CDS10020", "place": "42A/67A/68A[2]/92A/063"},
            {"code": "CDS11006", "place": "42A/67A/68A[1]/23A/65A/128", "text": "Too heavy."},
        ),
        [about],
        load(),
    )

    assert [
        (Finding("CBEC-A-refused", "/faults/0"), f"{ITEM}[2]/Origin/CountryCode"),
        (Finding("CBEC-A-refused", "/faults/1"), f"{ITEM}[1]/Commodity/GoodsMeasure/NetNetWeightMeasure"),
    ] == [(one, one.origin.path if one.origin else "") for one in told]
    assert {INFORMATION} == {one.severity for one in told}
    assert (
        "CDS10020 (Not an allowed value): Country of origin (063). It stands at /items/1/originCountry." == told[0].says
    )
    assert told[1].says.startswith("CDS11006 (Too heavy): Net mass (128).")


def test_the_declaration_that_the_rejection_is_about_is_taken() -> None:
    """A file of many declarations holds one that was refused: line numbers of another would mislead."""
    about = [declared({"/functionalReference": "LV-OTHER"}), declared()]
    told = explain(refusal({"code": "CDS10020", "place": "42A/D026"}), about, load())

    assert ["It stands at /functionalReference."] == [one.says.split(". ")[1] for one in told]


def test_another_declaration_is_told_before_what_it_shows() -> None:
    """A rejection held against the wrong file points at innocent lines: that is said first."""
    told = explain(refusal({"code": "CDS10020", "place": "42A/D026"}, reference="LV-ELSE"), [declared()], load())

    assert ["CBEC-A-other-declaration", "CBEC-A-refused"] == [one.rule for one in told]
    assert "The response is about LV-ELSE; given was LV-2026-000001." == told[0].says


def test_of_several_declarations_none_is_guessed() -> None:
    """Ten declarations, none of them meant: no line is better than any line."""
    about = [declared(), declared({"/functionalReference": "LV-OTHER"})]
    told = explain(refusal({"code": "CDS10020", "place": "42A/D026"}, reference="LV-ELSE"), about, load())

    assert ["CBEC-A-other-declaration"] == [one.rule for one in told]


@pytest.mark.parametrize("body", [None, [], {"faults": 5}, {"faults": ["x", {"place": ["y"], "code": {}}]}])
def test_a_malformed_response_is_explained_as_far_as_it_goes(body: Any) -> None:
    """A response is as hostile as any other file: what is not understood is not looked for."""
    odd = Document("response", body, lambda wanted: {})

    assert all(one.rule.startswith("CBEC-A-") for one in explain(odd, [declared()], load()))


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the collection of third-party samples is not beside the checkout")
def test_a_rejection_of_the_united_kingdom_names_the_authorisation() -> None:
    """The official rejection sample, held against a declaration that bears its reference."""
    rejection = read((SAMPLES / "uk-cds" / "03_DMSREJ.xml").read_bytes(), "03_DMSREJ.xml", load())
    about = declared({"/functionalReference": "Sample_A_TC01_1102_03"}, "wco-declaration-uk")
    [told] = explain(rejection, [about], load())

    assert [{"code": "CDS12005", "place": "42A/17C/R144"}] == rejection.body["faults"]
    assert told.says.startswith("CDS12005 (Number of a party is not valid): Holder of the authorisation (R144).")
    assert told.origin
    assert "/MetaData/Declaration/AuthorisationHolder/ID" == told.origin.path


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the collection of third-party samples is not beside the checkout")
def test_a_change_made_by_the_authority_is_told_by_name() -> None:
    """The official amendment notice changes the goods location in four pointers: each is named."""
    notice = read((SAMPLES / "uk-cds" / "TT_EX039a__4._DMSRES_Function_Code_07.xml").read_bytes(), "n.xml", load())
    told = explain(notice, [declared(binding="wco-declaration-uk")], load())
    changed = [one for one in told if one.rule == "CBEC-A-changed"]

    assert [
        "Name of the location (L016)",
        "Type of location (L110)",
        "Country (242)",
        "Qualifier of the location (410)",
    ] == [one.says.split(": ")[1].split(". ")[0] for one in changed]
    assert ["Name", "TypeCode", "CountryCode", "TypeCode"] == [
        one.origin.path.rpartition("/")[2] for one in changed if one.origin
    ]
