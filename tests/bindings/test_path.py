"""The path language of bindings: what is found, and what is made."""

import pytest

from cbec.bindings import node as nodes
from cbec.bindings.node import Node
from cbec.bindings.path import columns, follow, leaves, make, parse, put, read
from cbec.terms import UsageError


def party(*people: tuple[str, str]) -> Node:
    """A tree of parties, each with a role and a name."""
    top = Node("Shipment")
    top.add("Note", "fragile")
    for role, name in people:
        one = top.add("Party")
        one.attrib["role"] = role
        one.add("Role", role)
        if name:
            one.add("Name", name)
    return top


TREE = party(("CN", "Astrid Holm"), ("CZ", "Norrebro Shop"), ("AG", ""))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Party/Name", ["Astrid Holm", "Norrebro Shop"]),
        ("Party[Role=CZ]/Name", ["Norrebro Shop"]),
        ("Party[Role=CZ|CN]/Name", ["Astrid Holm", "Norrebro Shop"]),
        ("Party[!Role=CZ]/Name", ["Astrid Holm"]),
        ("Party[!Name]/Role", ["AG"]),
        ("Party[Name][@role=CN]/@role", ["CN"]),
        ("Party[1]/Role", ["CN"]),
        ("Party[Role=CZ][1]/Role", ["CZ"]),
        ("*/Role", ["CN", "CZ", "AG"]),
        ("Party[Role=CZ]/../Note", ["fragile"]),
        ("Note[.=fragile]", ["fragile"]),
        ("/Note", ["fragile"]),
        ("Party/Street", []),
    ],
)
def test_a_path_finds_what_it_says(path: str, expected: list[str]) -> None:
    """A path that finds a neighbour's name puts the wrong person into a declaration."""
    assert expected == [read(leaf) for leaf in leaves(TREE, parse(path), TREE)]


@pytest.mark.parametrize("path", ["Party[Role", "Party]x", "[Role=CN]", "A//[b]"])
def test_what_is_no_path_is_refused(path: str) -> None:
    """A slip in a binding that finds nothing would pass as a message that says nothing."""
    with pytest.raises(UsageError, match="is no path of a binding"):
        parse(path)


def test_a_column_may_have_any_name() -> None:
    """Spreadsheets have headings such as `Value [EUR]/unit`, which are names and no paths."""
    row = Node("row")
    row.add("Value [EUR]/unit", "12.50")

    assert ["12.50"] == [read(leaf) for leaf in leaves(row, columns("Value [EUR]/unit"), row)]


def test_writing_by_a_path_makes_what_reading_by_it_finds() -> None:
    """What a condition asks for is written too, else the value could not be found again."""
    top = Node("Shipment")
    put(top, parse("Party[Role=CZ|CN][@role=CZ]/Name"), "Norrebro Shop")

    assert ["Norrebro Shop"] == [read(leaf) for leaf in leaves(top, parse("Party[Role=CZ][@role=CZ]/Name"), top)]


def test_what_is_there_is_used_again_unless_it_must_be_new() -> None:
    """Two values of one party belong into one element, two parties into two."""
    top = Node("Shipment")
    put(top, parse("Party/Name"), "Astrid Holm")
    put(top, parse("Party/Role"), "CN")
    make(top, parse("Party").steps, new=True)

    assert 2 == len(follow(top, parse("Party"), top))
    assert ["Name", "Role"] == [nodes.tag(one) for one in follow(top, parse("Party[1]/*"), top)]


def test_only_one_is_made_where_only_the_first_counts() -> None:
    """Where a syntax has room for one, a second would be written and never read."""
    top = Node("Shipment")
    for _ in range(2):
        make(top, parse("Contact[1]").steps, new=True)

    assert 1 == len(top)
