"""Amendment and cancellation: how a declarant mends or takes back what it lodged."""

from cbec.drive import Authority
from cbec.suite.story import Paper, requirement

PLAIN = "Cotton shirt, women's, woven"


@requirement("CBEC-CHG-01")
def test_a_declaration_can_be_amended_before_release(authority: Authority, paper: Paper) -> None:
    """A mistake that cannot be mended ends in a seizure; a held declaration is amended and then released."""
    held = paper.held()
    answer = authority.submit(paper.amendment(held, {"/items/0/description": PLAIN}), kind="amendment")

    assert "received" == answer.outcome
    assert "released" == authority.response(held.reference, "released").get("status")


@requirement("CBEC-CHG-02")
def test_an_amendment_counts_as_a_new_version(authority: Authority, paper: Paper) -> None:
    """Two versions that look alike cannot be told apart in a dispute; the version counts up."""
    held = paper.held()
    authority.submit(paper.amendment(held, {"/items/0/description": PLAIN}), kind="amendment")
    accepted = authority.all_responses(held.reference, "accepted", 2)

    assert {1, 2} == {response.get("version") for response in accepted}


@requirement("CBEC-CHG-03")
def test_a_released_declaration_is_not_amended(authority: Authority, paper: Paper) -> None:
    """Goods that have left cannot change what they were; an amendment after release is refused."""
    released = paper.released()
    answer = authority.submit(paper.amendment(released, {"/items/0/description": PLAIN}), kind="amendment")

    assert "refused" == answer.outcome


@requirement("CBEC-CHG-04")
def test_an_amendment_keeps_the_rules(authority: Authority, paper: Paper) -> None:
    """An amendment must not bring in what a declaration may not say; it is judged as strictly."""
    held = paper.held()
    answer = authority.submit(paper.amendment(held, {"/items/1/number": 7}), kind="amendment")

    assert "refused" == answer.outcome


@requirement("CBEC-CHG-05")
def test_a_declaration_can_be_cancelled_before_release(authority: Authority, paper: Paper) -> None:
    """A parcel that went back must not stay declared; its declaration is cancelled."""
    held = paper.held()
    answer = authority.submit(paper.cancellation(held), kind="cancellation")

    assert "received" == answer.outcome
    assert "cancelled" == authority.response(held.reference, "cancelled").get("status")


@requirement("CBEC-CHG-06")
def test_a_released_declaration_is_not_cancelled(authority: Authority, paper: Paper) -> None:
    """Goods that are released were declared; that cannot be undone by the declarant alone."""
    answer = authority.submit(paper.cancellation(paper.released()), kind="cancellation")

    assert "refused" == answer.outcome


@requirement("CBEC-CHG-07")
def test_what_does_not_exist_is_not_changed(authority: Authority, paper: Paper) -> None:
    """A number that was never given belongs to nobody; changes under it are refused at the number."""
    held = paper.held()
    stranger = paper.cancellation(held) | {"registrationNumber": paper.number_of_nobody()}
    answer = authority.submit(stranger, kind="cancellation")

    assert "refused" == answer.outcome
    assert {"/registrationNumber"} == answer.places
