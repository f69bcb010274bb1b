"""Pieces of the binding language, each on a binding of two or three lines."""

from dataclasses import replace
from typing import Any

import pytest

from cbec.bindings import documents, read
from cbec.bindings.carry import write
from cbec.model import Spec, load


def bound(**binding: Any) -> Spec:
    """Give a specification that knows one binding only: that of a response, with *binding* said otherwise."""
    data = load().bindings["wco-response"]
    changed = replace(data, id="piece", ways=({"root": ["Top/Note"]},), shapes={}, passes_over={}, writes={})
    return replace(load(), bindings={"piece": replace(changed, **binding)}, cache={})


def mapped(**of: Any) -> dict[str, Any]:
    """Map the response to the children of a note."""
    return {"response": {"of": of}}


POINTER = {"at": "Pointer", "chain": {"class": "Class", "number": "Number", "element": "Tag"}}
REFUSAL = """<Top><Note><Error>
  <Pointer><Class>42A</Class></Pointer>
  <Pointer><Number>2</Number><Class>68A</Class></Pointer>
  <Pointer><Class>65A</Class><Tag>128</Tag></Pointer>
</Error></Note></Top>"""


def test_a_chain_of_pointers_is_one_value_both_ways() -> None:
    """A refusal points at its place with one node for each class: read as one pointer, written as so many nodes."""
    spec = bound(messages=mapped(faults={"at": "Error", "of": {"place": POINTER}}))
    found = read(REFUSAL.encode(), "a.xml", spec)
    again = write(found.body, "response", spec.bindings["piece"], spec)

    assert {"faults": [{"place": "42A/68A[2]/65A/128"}]} == found.body
    assert () == found.findings
    assert found.body == read(again.content, "b.xml", spec).body
    assert 2 == found.locate(["/faults/0/place"])["/faults/0/place"].line


@pytest.mark.parametrize("place", ["42A//128", "42A/68A[two]/128", "68A[1][2]"])
def test_what_is_no_pointer_is_not_written_as_one(place: str) -> None:
    """A JSON Pointer or a slip of the pen cut into classes would point anywhere: it is told as lost."""
    spec = bound(messages=mapped(status="Status", faults={"at": "Error", "of": {"code": "Code", "place": POINTER}}))
    body = {"status": "rejected", "faults": [{"code": "1", "place": place}]}

    assert ["/faults/0/place"] == [one.at for one in write(body, "response", spec.bindings["piece"], spec).lost]


def test_a_file_of_several_notes_is_as_many_messages() -> None:
    """An authority may put many notifications under one root: none but the first would be judged."""
    spec = bound(messages=mapped(text="Text"))
    content = b"<Top><Note><Text>one</Text></Note>\n<Note><Text>two</Text><Odd>x</Odd></Note></Top>"
    found = list(documents(content, "a.xml", spec))

    assert [("one", 1), ("two", 2)] == [(one.body["text"], one.line) for one in found]
    assert [0, 1] == [len(one.findings) for one in found]


def test_of_several_ways_to_write_the_one_that_loses_least_is_taken() -> None:
    """One function code stands for status and reason together: the mapping whose fixed values agree is written."""
    spec = bound(
        messages={
            "response": [
                {"where": {"Code": ["06"]}, "of": {"status": {"is": "held"}, "reason": {"is": "documents"}}},
                {"of": {"status": {"at": "Code", "codes": {"05": "held", "06": "held", "01": "accepted"}}}},
            ]
        }
    )
    waiting, accepted = {"status": "held", "reason": "documents"}, {"status": "accepted"}
    binding = spec.bindings["piece"]

    assert b"<Code>06</Code>" in write(waiting, "response", binding, spec).content
    assert b"<Code>01</Code>" in write(accepted, "response", binding, spec).content
    assert ["/reason"] == [one.at for one in write({**accepted, "reason": "documents"}, "response", binding, spec).lost]


def test_what_tells_the_message_apart_is_written_whatever_the_message_says() -> None:
    """A cancellation that is written with another code reads as another message: the code is right, the loss is told."""
    spec = bound(messages={"response": {"where": {"Status": ["accepted"]}, "of": {"status": "Status"}}})
    written = write({"status": "held"}, "response", spec.bindings["piece"], spec)

    assert b"<Status>accepted</Status>" in written.content
    assert ["/status"] == [one.at for one in written.lost]


def test_a_constant_attribute_stands_wherever_its_element_does() -> None:
    """A date without its format code is refused by the schema; an empty element with one would be, too."""
    time = {"at": "Time/Text", "as": {"moment": "YYYYMMDDhhmmssZ"}}
    spec = bound(
        messages=mapped(effectiveAt=time, limitAt="Until/Time/Text"),
        writes={"constants": {"Time/Text/@code": "304"}},
    )
    written = write({"effectiveAt": "2026-07-02T10:00:00Z"}, "response", spec.bindings["piece"], spec)

    assert 1 == written.content.count(b'code="304"')
    assert b"Until" not in written.content
    assert () == read(written.content, "a.xml", spec).findings


def test_an_attribute_that_is_not_the_constant_is_told() -> None:
    """Format 102 is a day, not a moment: another value than the usual one is not passed over."""
    spec = bound(messages=mapped(text="Text"), writes={"constants": {"Text/@code": "304"}})
    found = read(b'<Top><Note><Text code="102">x</Text></Note></Top>', "a.xml", spec)

    assert ["Top/Note/Text/@code"] == [one.says.split("<")[1].split(">")[0] for one in found.findings]


def test_an_attribute_can_be_passed_over_alone() -> None:
    """A currency that says nothing new is passed over; the amount beside it is not."""
    spec = bound(messages=mapped(text="Text"), passes_over={"Amount/@currencyID": "says nothing new"})
    found = read(b'<Top><Note><Amount currencyID="GBP">5</Amount></Note></Top>', "a.xml", spec)

    assert ["Top/Note/Amount"] == [one.says.split("<")[1].split(">")[0] for one in found.findings]


def test_there_is_room_for_one_where_the_path_says_the_first() -> None:
    """A schema that allows one fault gets one; the second is told as lost, not written where it is refused."""
    spec = bound(messages=mapped(faults={"at": "Error[1]", "of": {"code": "Code"}}))
    body = {"faults": [{"code": "1"}, {"code": "2"}]}
    written = write(body, "response", spec.bindings["piece"], spec)

    assert 1 == written.content.count(b"<Error>")
    assert ["/faults/1"] == [one.at for one in written.lost]
    assert {"faults": [{"code": "1"}]} == read(written.content, "a.xml", spec).body


def test_a_repeated_group_without_a_node_of_its_own_has_room_for_one() -> None:
    """Members that stand beside each other would overwrite those of the first: the second is told as lost."""
    spec = bound(messages=mapped(faults={"of": {"code": "Code", "text": "Text"}}))
    body = {"faults": [{"code": "1", "text": "x"}, {"code": "2", "text": "y"}]}
    written = write(body, "response", spec.bindings["piece"], spec)

    assert ["/faults/1"] == [one.at for one in written.lost]
    assert {"faults": [{"code": "1", "text": "x"}]} == read(written.content, "a.xml", spec).body


def test_a_text_is_read_whole_and_written_in_parts() -> None:
    """Document code N935 travels as category N and type 935 where the schema has three characters for the type."""
    spec = bound(messages=mapped(text={"at": ["Group", "Type"], "join": "", "split": [1]}))
    written = write({"text": "N935"}, "response", spec.bindings["piece"], spec)

    assert b"<Group>N</Group>" in written.content
    assert b"<Type>935</Type>" in written.content
    assert {"text": "N935"} == read(written.content, "a.xml", spec).body


def test_a_condition_may_ask_about_the_node_itself() -> None:
    """Two agencies use one schema: the name of the agency tells their files apart."""
    ours = bound(messages=mapped(text="Text"), ways=({"root": ["Top/Note"], "has": ["/Agency[.=HMRC]"]},))
    content = "<Top><Agency>{}</Agency><Note><Text>x</Text></Note></Top>"

    assert "x" == read(content.format("HMRC").encode(), "a.xml", ours).body["text"]
    with pytest.raises(Exception, match="no binding knows the root <Top>"):
        read(content.format("DMS").encode(), "a.xml", ours)
