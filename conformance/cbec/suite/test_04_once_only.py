"""Once only: a message that is sent again has no second effect, and none is ever lost."""

from cbec.drive import Authority
from cbec.suite.story import Paper, requirement


@requirement("CBEC-ONC-01")
def test_a_repeated_message_gets_the_same_receipt(authority: Authority, paper: Paper) -> None:
    """A declarant that lost the answer asks again with the same message, and gets the same receipt."""
    declaration = paper.declaration()
    sent = {"envelope": authority.envelope(declaration, "low-value-declaration"), "message": declaration}
    first = authority.send(sent)

    assert "received" == first.outcome
    assert first.receipt == authority.send(sent).receipt


@requirement("CBEC-ONC-02")
def test_a_repeated_message_has_no_second_effect(authority: Authority, paper: Paper) -> None:
    """A parcel declared twice would be taxed twice; the history shows it received once."""
    declaration = paper.declaration()
    sent = {"envelope": authority.envelope(declaration, "low-value-declaration"), "message": declaration}
    authority.send(sent)
    authority.send(sent)

    assert ["received"] == [
        state for state in authority.states(declaration["functionalReference"]) if state == "received"
    ]


@requirement("CBEC-ONC-03")
def test_an_identifier_is_not_used_for_two_messages(authority: Authority, paper: Paper) -> None:
    """A second message under a used identifier could replace the first unseen; it is a conflict."""
    first = authority.submit(paper.declaration())
    other = authority.submit(paper.declaration(), messageIdentifier=first.message_identifier)

    assert "received" == first.outcome
    assert "conflict" == other.outcome


@requirement("CBEC-ONC-04")
def test_a_reference_is_not_used_for_two_declarations(authority: Authority, paper: Paper) -> None:
    """Two declarations under one reference cannot be told apart; the second is refused at its reference."""
    declaration = paper.declaration()
    authority.submit(declaration)
    answer = authority.submit(declaration)

    assert "refused" == answer.outcome
    assert {"/functionalReference"} == answer.places


@requirement("CBEC-ONC-05")
def test_what_was_received_can_be_read_back(authority: Authority, paper: Paper) -> None:
    """A declaration stored otherwise than it was sent is another declaration; it comes back unchanged."""
    declaration = paper.declaration()
    sent = {"envelope": authority.envelope(declaration, "low-value-declaration"), "message": declaration}
    answer = authority.send(sent)

    assert sent == authority.message(answer.message_identifier).json()


@requirement("CBEC-ONC-06")
def test_what_was_not_received_cannot_be_read(authority: Authority) -> None:
    """An authority that finds what it never got would confirm anything; it answers 404."""
    assert 404 == authority.message(authority.identifier()).status
