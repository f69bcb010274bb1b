"""Texts of lines: one grammar reads and writes them, and what it cannot read is told by its line."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cbec.bindings import UNMAPPED, documents, lines, read
from cbec.bindings import node as nodes
from cbec.bindings.carry import write
from cbec.bindings.node import Node
from cbec.bindings.texts.form import line_form
from cbec.bindings.texts.write import pieces
from cbec.fixtures import sample
from cbec.model import Binding, load
from cbec.terms import KitFault, UsageError

LIST = """\
FHL/5
MBI/180-12345675YYZCPH/T3K1.77
HBS/MAPLE0001/YYZCPH/2/K1.35/2/T-SHIRT
/EAW/SPX
TXT/COTTON T-SHIRT, MEN'S, KNITTED, AND A COFFEE MUG OF GLAZED
/STONEWARE
HTS/610910
/691200
OCI/US/CUS/RT/B2C
/DK/CNE/T/P123456789012
SHP
NAM/MAPLE THREADS INC
ADR/41 KING STREET WEST
LOC/TORONTO/ON
/CA/M5H 1J9/TE/14165550100
CNE
NAM/ASTRID HOLM
ADR/STRANDVEJEN 12
LOC/AARHUS
/DK/8000
CVD/EUR//NVD/37.40/XXX
"""


def bound(name: str = "cargo-imp-fhl") -> Binding:
    """Give a binding of the specification."""
    return load().bindings[name]


def parsed(text: str, binding: Binding | None = None) -> Node:
    """Parse *text* as a list of house waybills, or by another binding."""
    return lines.tree(text.encode(), "list.txt", binding or bound())


def speaking(**kinds: object) -> Binding:
    """Give a binding whose lines are these *kinds*, the first of which begins a message."""
    return replace(bound(), extra={"first": next(iter(kinds)), "kinds": kinds, "width": 30})


def seen(top: Node) -> list[tuple[str, str, int]]:
    """List the values of a tree: path, text and line."""
    return [
        ("/".join(nodes.tag(step) for step in nodes.way(one)[1:]), one.text, one.sourceline)
        for one in nodes.walk(top)
        if not len(one)
    ]


def test_each_value_is_a_node_with_its_line() -> None:
    """A person who mends a text of lines looks for a line: each value knows its own."""
    values = seen(parsed(LIST))

    assert ("FHL/HBS/Weight", "1.35", 3) in values
    assert ("FHL/HBS/Handling", "SPX", 4) in values
    assert ("FHL/HBS/HTS/Code", "691200", 8) in values
    assert ("FHL/HBS/OCI/Text", "P123456789012", 10) in values
    assert ("FHL/HBS/SHP/LOC/Country", "CA", 15) in values
    assert ("FHL/HBS/CNE/NAM/Name", "ASTRID HOLM", 17) in values


def test_a_text_over_several_lines_is_one_value() -> None:
    """Half a description is none: what goes on in the next line belongs to it."""
    assert (
        "FHL/HBS/TXT/Text",
        "COTTON T-SHIRT, MEN'S, KNITTED, AND A COFFEE MUG OF GLAZED STONEWARE",
        5,
    ) in seen(parsed(LIST))


def test_what_was_read_is_written_again() -> None:
    """The same data reads and writes: a list that was read comes out as it went in."""
    assert LIST.encode() == lines.write(parsed(LIST), bound())


@given(st.text("AB C", max_size=60).map(lambda text: f"A{text}B"), st.integers(10, 20))
@settings(max_examples=200, deadline=None, database=None)
def test_a_text_that_is_cut_comes_together_again(text: str, width: int) -> None:
    """Lines are short and descriptions long: cutting must not lose or add a blank."""
    binding = speaking(FHL={"form": "FHL/{Text}", "more": ["/{Text}..."], "wraps": {"Text": width}})
    cut = list(pieces(text, width))
    whole = Node("text")
    whole.add("FHL").add("Text", text)

    assert all(len(one) <= width for one in cut)
    if not any(one.endswith(" ") for one in cut):
        back = parsed(lines.write(whole, binding).decode(), binding)
        assert [text] == [value for _, value, _ in seen(back) if value]


@pytest.mark.parametrize(
    ("form", "line", "values"),
    [
        ("HBS/{House}/{Pieces}", "HBS/A1/2", [("House", "A1"), ("Pieces", "2")]),
        ("HBS/{House}[/{Text}]", "HBS/A1", [("House", "A1")]),
        ("HBS/{House}[/{Text}]", "HBS/A1/MUG", [("House", "A1"), ("Text", "MUG")]),
        ("/{Code...}", "/EAW/SPX", [("Code", "EAW"), ("Code", "SPX")]),
        ("CVD/{Currency}/{Value=NVD}", "CVD/EUR/NVD", [("Currency", "EUR"), ("Value", "NVD")]),
        ("SHP", "SHP", []),
        ("HBS/{House}/{Pieces}", "HBS/A1", None),
        ("HBS/{House}", "HBT/A1", None),
        ("MBI/{Master}{Origin}", "MBI/180-12345675YYZ", [("Master", "180-12345675"), ("Origin", "YYZ")]),
    ],
)
def test_a_form_reads_its_lines(form: str, line: str, values: list[tuple[str, str]] | None) -> None:
    """What is not written in the form is not half read."""
    fields = (("Master", "[0-9]*(?:-[0-9]*)?"), ("Origin", "[A-Z]{3}"))

    assert values == line_form(form, fields).read(line)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"House": ["A1"], "Text": ["MUG"]}, "HBS/A1//MUG"),
        ({"House": ["A1"], "Text": ["A/B"]}, "HBS/A1/"),
        ({"House": ["A1"], "Text": ["MUG\nSHP"]}, "HBS/A1/"),
        ({"House": ["A1"], "Pieces": ["2"], "Text": ["A VERY LONG DESCRIPTION"]}, "HBS/A1/2"),
        ({"Pieces": ["2"]}, None),
    ],
)
def test_a_form_writes_only_what_it_would_read(values: dict[str, list[str]], line: str | None) -> None:
    """A slant or a line break in a name would make other lines of it: such a value is left out, and told as lost."""
    form = line_form("HBS/{House}/{Pieces}[/{Text}]", (("House", "[^/]+"),))

    assert line == form.write(values, width=20)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (LIST.replace("HBS/MAPLE0001/YYZCPH/2/K1.35/2/T-SHIRT", "HBS/MAPLE0001/2"), "line 3: a line HBS is written HBS/"),
        (LIST.replace("MBI/", "MBX:"), "line 2: no line of cargo-imp-fhl begins with 'MBX:180-1234'"),
        (LIST.replace("LOC/AARHUS", "LOC/AARHUS\n/DK\n/8000"), "line 21: no line goes on after LOC here"),
        (LIST.replace("CVD/", "CNE\nCVD/"), "line 21: a second line CNE in one HBS"),
        (LIST.replace("MBI/180-12345675YYZCPH/T3K1.77\n", "").replace("HBS", "TXT"), "line 2: a line TXT belongs below HBS"),
        ("FHL/5\n/EAW", "line 2: no line goes on after FHL"),
        ("FHL/5/X", "line 1: a line FHL is written FHL/{Version}; this one is not"),
        ("FHL/5\nHBS/" + "A" * 3000, "line 2: longer than 2000 characters"),
        (LIST.replace("/STONEWARE", "/GLAZED\n" * 300), "over more than 200 lines"),
        ("FHL/5\n" * 500_001, "more than 500000 lines"),
    ],
)  # fmt: skip
def test_a_broken_text_gets_one_sentence_with_its_line(text: str, says: str) -> None:
    """A sender can mend a line that is named; "parse error" mends nothing."""
    with pytest.raises(UsageError) as fault:
        next(documents(text.encode(), "list.txt", load()))

    assert says in str(fault.value)
    assert str(fault.value).startswith("list.txt")
    assert "\n" not in str(fault.value)


def test_a_text_that_is_no_text_is_refused() -> None:
    """Bytes of another encoding are told by their line."""
    with pytest.raises(UsageError, match=r"list\.txt, line 2, column 5: the byte 0xFF is not UTF-8"):
        lines.tree(b"FHL/5\nMBI/\xff", "list.txt", bound())


def test_a_line_that_the_grammar_does_not_know_is_told() -> None:
    """Real lists have lines that no source describes: they are neither dropped nor taken for others."""
    document = read(LIST.replace("SHP\n", "NFY/HARBOUR STREET LOGISTICS\n/KASTRUP\nSHP\n").encode(), "list.txt", load())
    told = [one for one in document.findings if one.rule == UNMAPPED and "NFY" in one.says]

    assert [11] == [one.origin.line for one in told if one.origin]
    assert "2 times" in told[0].says
    assert ["EAW"] == document.body["consignments"][0]["specialHandling"]


def test_no_line_is_longer_than_the_syntax_allows() -> None:
    """Canada refuses lines of more than 69 characters: what does not fit is told as lost, not sent."""
    body = sample("pre-loading-filing.full")
    body["consignments"][0] |= {"houseDocument": "H" * 60, "contents": "COTTON " * 20}
    written = write(body, "pre-loading-filing", bound(), load())

    assert 69 >= max(len(line) for line in written.content.decode().splitlines())
    assert "/consignments/0/contents" in {one.at for one in written.lost}


def test_thousands_of_houses_are_read_in_a_moment() -> None:
    """A list of a full aircraft has thousands of houses; each line is looked at once."""
    head, house = LIST.split("HBS", 1)
    top = parsed(head + "".join(f"HBS{house}".replace("MAPLE0001", f"MAPLE{one:05}") for one in range(2000)))

    assert 2000 == sum(1 for one in next(iter(top)) if one.tag == "HBS")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"kinds": {"FHL": {"form": "FHL"}}}, "lacks first"),
        ({"first": "FHL", "kinds": {"FHL": {"form": "FHL", "holds": ["MBI"]}}}, "names the line 'MBI'"),
        ({"first": "FHL", "kinds": {"FHL": {"form": "FHL[/{Text}"}}}, "opens a bracket"),
        ({"first": "FHL", "kinds": {"FHL": {"form": "FHL]/{Text}"}}}, "not well-formed"),
        ({"first": "FHL", "kinds": {"FHL": {"form": "FHL"}}, "fields": {"Text": "(a)"}}, "a group that catches"),
        ({"first": "FHL", "kinds": {"FHL": {"form": "FHL"}}, "fields": {"Text": "["}}, "no regular expression"),
    ],
)
def test_a_grammar_that_is_wrong_is_the_kits_fault(data: dict[str, object], says: str) -> None:
    """A mistake in the specification must not be told to the sender of a file."""
    with pytest.raises(KitFault, match=says.replace("[", r"\[")):
        parsed(LIST, replace(bound(), extra=data))
