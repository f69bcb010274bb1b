"""What a draft lacks for each profile, said so that its maker can go and get it."""

from collections.abc import Iterable
from typing import Any

import pytest

from cbec.bindings import Document
from cbec.fixtures import but, sample
from cbec.model import load
from cbec.terms import Origin
from cbec.validate import Readiness, readiness

TYPICAL = sample("low-value-declaration.typical")


def draft(body: Any, message: str = "low-value-declaration") -> Document:
    """A document that was made of other data."""

    def nowhere(wanted: Iterable[str]) -> dict[str, Origin]:
        return {at: Origin() for at in wanted}

    return Document(message, body, nowhere)


def under(profile: str, body: Any) -> Readiness:
    """The readiness of a declaration for one edition of a profile."""
    (found,) = readiness(draft(body), load(), load().view(profile))
    return found


def test_what_a_profile_has_nothing_against_can_be_filed() -> None:
    """A draft that lacks nothing is told so, in as many words."""
    found = under("eu-h7@2026-07-01", TYPICAL)

    assert found.ready
    assert "You can file eu-h7@2026-07-01." == found.sentence()
    assert {"profile": "eu-h7@2026-07-01", "ready": True, "says": found.sentence()} == found.as_json()


def test_missing_elements_are_named_with_their_item_and_party() -> None:
    """That three elements are missing helps nobody who is not told which: name, WCO id, item and party are said."""
    body = but(TYPICAL, {"/items/1/value": None, "/exporter/address/country": None, "/function": None})
    found = under("eu-h7@2026-07-01", body)

    assert (
        "You cannot file eu-h7@2026-07-01 yet: 3 elements are missing (Country (242) of the exporter, "
        "Message function (017), Item value (112) of item 2)." == found.sentence()
    )
    assert {"at": "/items/1/value", "wco": "42A/67A/68A[2]/23A/79A/112"}.items() <= found.missing[2].as_json().items()


def test_a_missing_group_counts_as_the_elements_that_it_must_hold() -> None:
    """Who is told that the exporter is missing adds a name, and is told then that a country is missing as well."""
    found = under("eu-h7@2026-07-01", but(TYPICAL, {"/exporter": None, "/items/0/classifications": None}))

    assert {
        "/exporter/name",
        "/exporter/address/country",
        "/items/0/classifications/0/code",
        "/items/0/classifications/0/type",
    } == {one.at for one in found.missing}


def test_what_a_rule_asks_for_is_missing_as_well() -> None:
    """Whether the schema or a rule asks for the weight makes no difference to the one who must weigh the parcel."""
    body = but(TYPICAL, {"/totalGrossMass": None, "/items/0/grossMass": None, "/items/1/grossMass": None})
    found = under("eu-h7@2026-07-01", body)

    assert [("/items/0/grossMass", "EU-H7-11"), ("/items/1/grossMass", "EU-H7-11")] == [
        (one.at, one.rule) for one in found.missing
    ]


def test_wrong_values_broken_rules_and_surplus_are_told_apart() -> None:
    """To mend a value, to obey a rule and to leave something out are three tasks, for three people at times."""
    body = but(
        TYPICAL,
        {
            "/exportCountry": "<value>",
            "/items/0/value": "1000.00",
            "/items/0/netMass": "0.100",
            "/items/1/description": "Clothing",
        },
    )
    found = under("eu-h7@2026-07-01", body)

    assert (
        "You cannot file eu-h7@2026-07-01 yet: 1 value is wrong (Country of export (062)); "
        "2 rules are broken (EU-H7-01, CBEC-R-022); 1 value is to be left out (Net mass (128) of item 1)."
        == found.sentence()
    )


def test_a_sentence_stays_one_and_the_data_names_all() -> None:
    """A parcel of forty items lacks the same thing forty times; a line of a terminal is not the place for that."""
    items = [TYPICAL["items"][0] | {"number": number, "value": None} for number in range(1, 41)]
    for item in items:
        del item["value"]
    found = under("eu-h7@2026-07-01", but(TYPICAL, {"/items": items, "/totalItems": 40, "/totalGrossMass": None}))

    assert 40 == len(found.missing)
    assert "(Item value (112) of item 1, Item value (112) of item 2 and 38 more)" in found.sentence(named=2)


def test_every_profile_that_narrows_the_message_says_something() -> None:
    """A seller asks where a parcel may go; a profile left out of the answer would read as consent."""
    narrowing = {
        profile.id
        for profile in load().profiles.values()
        if any(one.message == "low-value-declaration" for one in profile.narrowings)
    }
    told = readiness(draft(TYPICAL), load())

    assert narrowing == {one.profile.split("@")[0] for one in told}
    assert {"cn-cbec-import"} == {
        one.profile.split("@")[0] for one in readiness(draft(sample("order.typical"), "order"), load())
    }


def test_the_edition_is_that_of_the_day() -> None:
    """A parcel sent in August is not measured by what is asked from November on; before its start no profile asks."""
    on = {one.profile for one in readiness(draft(TYPICAL), load(), as_of="2026-08-15")}
    before = {one.profile for one in readiness(draft(TYPICAL), load(), as_of="2018-12-31")}

    assert "eu-h7@2026-07-01" in on
    assert {"au-lvg@2018-07-01", "cn-cbec-import@2016-04-08"} == before


def test_the_core_is_not_filed_with_anybody() -> None:
    """The core belongs to no authority: that a draft satisfies it opens no border."""
    assert () == readiness(draft(TYPICAL), load(), load().view())


@pytest.mark.parametrize("body", [{}, [], None, "text", {"items": {}}, {"items": [None]}, {"importer": []}], ids=repr)
def test_whatever_a_draft_is_something_is_said(body: Any) -> None:
    """A draft comes of a file that others wrote; nothing in it stops the answer."""
    assert not under("eu-h7@2026-07-01", body).ready
