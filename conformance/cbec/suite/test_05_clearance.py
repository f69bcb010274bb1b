"""Clearance: the life of a declaration from receipt to release."""

from cbec.drive import Authority
from cbec.judge import first_breach
from cbec.suite.story import Paper, requirement

#: What a hold and a rejection must say is judged by requirements of their own.
OF_THEIR_OWN = {"CBEC-R-031", "CBEC-R-032"}


@requirement("CBEC-CLR-01")
def test_a_received_declaration_is_accepted(authority: Authority, paper: Paper) -> None:
    """Without a registration number the declarant can neither amend nor prove anything; acceptance gives it."""
    declaration = paper.declaration()
    authority.submit(declaration)
    accepted = authority.response(declaration["functionalReference"], "accepted")

    assert "accepted" == accepted.get("status")
    assert str is type(accepted.get("registrationNumber"))


@requirement("CBEC-CLR-02")
def test_registration_numbers_are_unique(authority: Authority, paper: Paper) -> None:
    """Two declarations under one number would share every decision; three get three."""
    numbers = {paper.released().registration_number for _ in range(3)}

    assert 3 == len(numbers)


@requirement("CBEC-CLR-03")
def test_goods_of_low_risk_are_released(authority: Authority, paper: Paper) -> None:
    """The framework wants low-risk parcels released at once; an ordinary one is released without more."""
    declaration = paper.declaration()
    authority.submit(declaration)

    assert "released" == authority.response(declaration["functionalReference"], "released").get("status")


@requirement("CBEC-CLR-04")
def test_a_hold_gives_its_reason(authority: Authority, paper: Paper) -> None:
    """A declarant that does not know why goods are held cannot help; the hold says why."""
    declaration = paper.described("held")
    authority.submit(declaration)
    held = authority.response(declaration["functionalReference"], "held")

    assert "documents" == held.get("reason")


@requirement("CBEC-CLR-05")
def test_a_hold_names_the_office_to_contact(authority: Authority, paper: Paper) -> None:
    """A hold without an address is a dead end; it names the office that answers."""
    declaration = paper.described("held")
    authority.submit(declaration)
    held = authority.response(declaration["functionalReference"], "held")

    assert str is type(held.get("contactOffice"))


@requirement("CBEC-CLR-06")
def test_held_goods_are_not_released(authority: Authority, paper: Paper) -> None:
    """A hold that releases holds nothing; the state stays held."""
    held = paper.lodge(paper.described("inspection"), "held")

    assert "held" == authority.consignment(held.reference).get("state")
    assert {} == next((one for one in authority.responses(held.reference) if paper.status(one) == "released"), {})


@requirement("CBEC-CLR-07")
def test_a_rejection_gives_its_reason(authority: Authority, paper: Paper) -> None:
    """A rejection without a reason will be repeated; it says why in words or by fault."""
    declaration = paper.described("rejected")
    authority.submit(declaration)
    rejected = authority.response(declaration["functionalReference"], "rejected")

    assert "rejected" == rejected.get("status")
    assert rejected.get("text") or rejected.get("faults")


@requirement("CBEC-CLR-08")
def test_every_response_refers_to_its_message(authority: Authority, paper: Paper) -> None:
    """A response that could answer any message answers none; it states the identifier it replies to."""
    held = paper.held()
    event = authority.event(held.reference, "held")

    assert held.message_identifier == paper.envelope(event).get("inReplyTo")


@requirement("CBEC-CLR-09")
def test_every_response_keeps_the_rules(authority: Authority, paper: Paper) -> None:
    """An authority that breaks its own rules cannot ask others to keep them; its responses are valid."""
    for declaration in (paper.declaration(), paper.described("held"), paper.described("rejected")):
        authority.submit(declaration)
        faults = [
            fault
            for event in authority.settled(declaration["functionalReference"])
            for fault in paper.response_faults(event)
            if fault.partition(" ")[0] not in OF_THEIR_OWN
        ]

        assert [] == faults


@requirement("CBEC-CLR-10")
def test_the_history_tells_every_state(authority: Authority, paper: Paper) -> None:
    """A state that is not told cannot be disputed; the history has all of them, each with its time."""
    released = paper.released()
    history = authority.consignment(released.reference).get("history") or []
    times = [str(entry.get("at")) for entry in history]

    assert ["received", "accepted", "released"] == [entry.get("state") for entry in history]
    assert sorted(times) == times
    assert [] == [time for time in times if not paper.is_moment(time)]


@requirement("CBEC-CLR-11")
def test_the_history_follows_the_flow(authority: Authority, paper: Paper) -> None:
    """A state that no step leads to was never decided; every state follows from the one before."""
    for lodged in (paper.released(), paper.held()):
        assert None is first_breach(paper.flow, authority.states(lodged.reference))
