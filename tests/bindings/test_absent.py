"""What a message needs and a syntax has no place for is a warning; what was left out is an error."""

from dataclasses import replace
from typing import Any

from cbec.bindings import read
from cbec.model import Spec, load
from cbec.model.load import binding
from cbec.validate import judge

NOTICE = {
    "title": "A notice",
    "says": "A notice of completion in a syntax made up for these tests; it knows the waybill and the outcome only.",
    "source": "kit",
    "syntax": "xml",
    "order": 1,
    "recognise": {"root": ["Notice"]},
    "messages": {"assessment-complete": {"of": {"outcome": {"is": "assessed"}, "completedAt": "Time"}}},
}


def found(content: str, **changes: Any) -> set[tuple[str, str, str]]:
    """Judge *content* by the binding of these tests alone, and give rule, severity and place of each finding."""
    spec: Spec = replace(
        load(), bindings={"notice": binding("notice", {**NOTICE, **changes}, load().messages)}, cache={}
    )
    _, told = judge(read(content.encode(), "notice.xml", spec), spec)
    return {(one.rule, one.severity, one.at) for one in told}


def test_a_sender_is_not_blamed_for_what_the_syntax_cannot_say() -> None:
    """The core wants a functional reference and this notice has no place for one: a warning, and the notice is valid."""
    assert {("CBEC-B-absent", "warning", "/functionalReference")} == found(
        "<Notice><Time>2026-07-02T15:20:00Z</Time></Notice>"
    )


def test_what_the_sender_left_out_is_missing() -> None:
    """The notice has a place for the time of completion and does not state it: that is the sender's fault."""
    assert ("CBEC-S-required", "error", "/completedAt") in found("<Notice><Text>done</Text></Notice>")


def test_a_draft_lacks_what_it_lacks() -> None:
    """A draft is told what is missing before it can be filed, whether or not its source could have said it."""
    told = found("<Notice><Time>2026-07-02T15:20:00Z</Time></Notice>", drafts=True)

    assert {("CBEC-S-required", "error", "/functionalReference")} == told
