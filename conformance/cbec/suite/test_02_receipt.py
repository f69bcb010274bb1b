"""Receipt and refusal: every message is acknowledged, or refused with everything that is wrong with it."""

import pytest

from cbec.drive import Authority
from cbec.fixtures import Case
from cbec.suite.story import Paper, requirement
from cbec.terms import Finding


@requirement("CBEC-RCP-01")
def test_a_valid_declaration_is_received(peer: Authority, paper: Paper) -> None:
    """An authority that receives nothing, or anything, judges nothing: the valid is received, the empty is not."""
    assert "received" == peer.submit(paper.declaration()).outcome
    assert "received" != peer.submit({}).outcome


@requirement("CBEC-RCP-02")
def test_the_receipt_identifies_what_was_received(authority: Authority, paper: Paper) -> None:
    """A receipt that could belong to any message proves nothing; it names message, reference and time."""
    declaration = paper.declaration()
    answer = authority.submit(declaration)

    assert answer.message_identifier == answer.receipt.get("messageIdentifier")
    assert declaration["functionalReference"] == answer.receipt.get("functionalReference")
    assert [] == paper.faults("receipt", answer.receipt)


@requirement("CBEC-RCP-03")
def test_each_rule_is_enforced(authority: Authority, paper: Paper, broken: Case) -> None:
    """A rule that an authority does not check is no rule; each one broken is refused, by its id."""
    answer = authority.submit(paper.declaration(broken.but))

    assert "refused" == answer.outcome
    assert {finding.rule for finding in broken.expect} == answer.rules


@requirement("CBEC-RCP-04")
def test_a_broken_rule_is_pointed_to(authority: Authority, paper: Paper) -> None:
    """A declarant with a thousand items cannot search; the refusal points to the place that breaks the rule."""
    answer = authority.submit(paper.declaration({"/items/1/number": 7}))

    assert "refused" == answer.outcome
    assert {"/items/1/number"} == answer.places


@requirement("CBEC-RCP-05")
def test_a_missing_element_is_pointed_to(authority: Authority, paper: Paper) -> None:
    """What is missing has no place in the message; the refusal says where it should be."""
    answer = authority.submit(paper.declaration({"/items/1/description": None}))

    assert "refused" == answer.outcome
    assert {"/items/1/description"} == answer.places


@requirement("CBEC-RCP-06")
def test_an_unknown_code_is_pointed_to(authority: Authority, paper: Paper) -> None:
    """A country that does not exist would pass as text; the refusal points to the code."""
    answer = authority.submit(paper.declaration({"/exportCountry": "QQ"}))

    assert "refused" == answer.outcome
    assert {"/exportCountry"} == answer.places


@requirement("CBEC-RCP-07")
def test_all_findings_come_in_one_answer(authority: Authority, paper: Paper) -> None:
    """One fault at a time costs a declarant a round for each; three faults are told at once."""
    answer = authority.submit(
        paper.declaration({"/exportCountry": "QQ", "/items/0/description": None, "/items/1/number": 7})
    )

    assert "refused" == answer.outcome
    assert 3 == len(answer.findings)


@requirement("CBEC-RCP-08")
def test_a_refusal_is_a_problem_document(authority: Authority, paper: Paper) -> None:
    """A refusal that only a person can read stops a machine; it is a problem document of RFC 9457."""
    answer = authority.submit(paper.declaration({"/exportCountry": "QQ"}))

    assert 422 == answer.response.status
    assert "application/problem+json" == answer.response.media_type
    assert 422 == answer.problem.get("status")
    assert {"type", "title"} <= set(answer.problem)


@requirement("CBEC-RCP-09")
def test_a_refusal_leaves_no_trace(authority: Authority, paper: Paper) -> None:
    """A half-kept message would block its own correction; after a refusal the reference is free and empty."""
    wrong = paper.declaration({"/exportCountry": "QQ"})
    refused = authority.submit(wrong)

    assert "refused" == refused.outcome
    assert {} == authority.consignment(wrong["functionalReference"])
    assert "received" == authority.submit(wrong | {"exportCountry": "CA"}).outcome


@requirement("CBEC-RCP-10")
def test_an_unknown_element_is_pointed_to(authority: Authority, paper: Paper) -> None:
    """A misspelt element would be lost in silence; the refusal points to it."""
    answer = authority.submit(paper.declaration({"/items/0/colour": "blue"}))

    assert "refused" == answer.outcome
    assert {"/items/0/colour"} == answer.places


@requirement("CBEC-RCP-11")
def test_a_refusal_does_not_repeat_names(authority: Authority, paper: Paper) -> None:
    """Refusals end in logs that many read; the name of a person is not repeated in them."""
    name = "Wilhelmina Quistgaard-Oppenheim" + 50 * "x"
    answer = authority.submit(paper.declaration({"/importer/name": name}))

    assert "refused" == answer.outcome
    assert b"Quistgaard" not in answer.response.body


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param("CBEC-S-required", marks=requirement("CBEC-RCP-05")),
        pytest.param("CBEC-S-code", marks=requirement("CBEC-RCP-06")),
        pytest.param("CBEC-S-unknown", marks=requirement("CBEC-RCP-10")),
    ],
)
def test_generated_faults_are_found(authority: Authority, paper: Paper, rule: str) -> None:
    """Fixed examples can be learned by heart; faults drawn at random places are found there too."""

    def refused_in_place(body: dict[str, object], finding: Finding) -> None:
        answer = authority.submit(body)
        assert "refused" == answer.outcome
        assert {finding.at} == answer.places

    paper.each_broken(rule, refused_in_place)


@requirement("CBEC-RCP-01")
def test_generated_declarations_are_received(authority: Authority, paper: Paper) -> None:
    """A valid declaration has many shapes; those drawn from the schema and its rules are all received."""

    def received(body: dict[str, object]) -> None:
        answer = authority.submit(body)
        assert "received" == answer.outcome

    paper.each_valid(received)
