"""What a system says of itself."""

from cbec.drive import Authority
from cbec.suite.story import Paper, requirement


@requirement("CBEC-CNF-01")
def test_the_authority_says_what_it_conforms_to(peer: Authority) -> None:
    """A declarant that cannot learn the profiles and classes has to guess; the authority says them."""
    told = peer.conformance()

    assert str is type(told.get("specificationVersion"))
    assert list is type(told.get("profiles"))
    assert list is type(told.get("conformanceClasses"))
    assert peer.profile in told["profiles"]


@requirement("CBEC-CNF-02")
def test_a_profile_that_nobody_claims_is_refused(authority: Authority, paper: Paper) -> None:
    """A message judged by the wrong rules gets a wrong verdict; an unclaimed profile is refused by name."""
    answer = authority.submit(paper.declaration(), profile="zz-nowhere@2026-01-01")

    assert "refused" == answer.outcome
    assert {"/envelope/profile"} == answer.places
