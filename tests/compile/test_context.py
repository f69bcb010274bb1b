"""The dictionary as JSON-LD: every property of every message leads to its element."""

import re
from typing import Any

import pytest

from cbec.compile.context import ELEMENTS, context
from cbec.model import Place, load

DOCUMENT = context(load())


def described(scope: dict[str, Any], place: Place) -> dict[str, Any]:
    """The term of *place* in the scope of its message: group by group, as JSON-LD finds it."""
    for step in place.path.replace("/*", "").split("/"):
        term: dict[str, Any] = scope[step]
        scope = term.get("@context", {})
    return term


@pytest.mark.parametrize("message", load().messages)
def test_every_property_leads_to_its_element(message: str) -> None:
    """One name means different elements in different groups: the place decides."""
    scope = DOCUMENT["@context"][message]["@context"]
    for place in load().messages[message].places():
        term = described(scope, place)
        if place.element:
            assert f"{ELEMENTS}{place.element.id}" == term["@id"]
        assert ("@container" in term) == bool(place.repeats)


def test_no_two_groups_of_a_message_share_an_address() -> None:
    """Groups are told apart by where they stand."""
    for message in load().messages.values():
        found = [
            described(DOCUMENT["@context"][message.id]["@context"], one)["@id"]
            for one in message.places()
            if not one.element
        ]
        assert len(found) == len(set(found))


def test_every_element_is_described_with_its_wco_id() -> None:
    """Who follows an address finds what the element means, and what the WCO Data Model calls it."""
    by_id = {one["@id"].removeprefix(ELEMENTS): one for one in DOCUMENT["@graph"]}

    assert by_id.keys() == load().elements.keys()
    for one in load().elements.values():
        notations = {
            told["@type"].rpartition("/")[2]: told["@value"] for told in by_id[one.id].get("skos:notation", [])
        }
        assert one.wco == notations.get("wco", "")
        assert one.means == by_id[one.id]["skos:definition"]["@value"]


def test_every_address_is_an_iri() -> None:
    """A space or a star in an address makes it none."""

    def walk(node: Any) -> list[str]:
        if isinstance(node, dict):
            mine = [node["@id"]] if isinstance(node.get("@id"), str) else []
            return mine + [found for inner in node.values() for found in walk(inner)]
        return [found for inner in node for found in walk(inner)] if isinstance(node, list) else []

    assert [] == [one for one in walk(DOCUMENT) if not re.fullmatch(r"https://w3id\.org/cbec/[A-Za-z0-9./#@-]+", one)]
