"""The suite is itself measured: it passes what conforms, and names what each broken authority breaks."""

import pytest

from cbec.drive import InProcess
from cbec.judge import Run
from cbec.model import load
from cbec.plugin import Plan, hold
from cbec.sandbox.app import app
from cbec.sandbox.authority import ReferenceAuthority
from cbec.sandbox.service import Service
from cbec.terms import Verdict
from tests.peers.mutants import MUTANTS
from tests.peers.null import NULL_PEERS


def held_to(application: object, profile: str = "eu-h7@2026-11-01") -> Run:
    """Hold an ASGI application to the whole suite, in this process, always under a profile that is named."""
    transport = InProcess(application)
    try:
        return hold(Plan(transport, examples=10, timer=0.05, profile=profile))
    finally:
        transport.close()


def with_verdict(run: Run, *verdicts: Verdict) -> set[str]:
    """The requirements that got one of the verdicts."""
    return {one.requirement.id for one in run.judgements if one.verdict in verdicts}


def verifiable() -> set[str]:
    """The requirements on an authority that a test observes."""
    return {one.id for one in load().requirements.values() if (one.role, one.method) == ("authority", "test")}


def mutated(mutant: type) -> object:
    """The reference authority with one part replaced by *mutant*."""
    if issubclass(mutant, Service):
        return app(mutant(ReferenceAuthority()))
    return app(Service(mutant()))


PROFILES = [
    "core",
    *(f"{id_}@{one.date}" for id_ in ("eu-h7", "cn-cbec-import") for one in load().profiles[id_].editions),
]


@pytest.mark.parametrize("profile", PROFILES)
def test_the_reference_authority_passes_every_requirement(profile: str) -> None:
    """A suite that fails what conforms accuses the innocent; under every profile all is passed."""
    run = held_to(app(Service(ReferenceAuthority())), profile=profile)

    assert verifiable() == with_verdict(run, Verdict.PASSED)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.__name__)
def test_a_mutant_fails_exactly_the_requirement_that_it_breaks(mutant: type) -> None:
    """A suite that passes a broken system proves nothing; it names the one requirement that is broken."""
    run = held_to(mutated(mutant))

    assert {mutant.__doc__.split()[1].rstrip(".")} == with_verdict(run, Verdict.FAILED)
    assert set() == with_verdict(run, Verdict.ERROR, Verdict.UNTESTED)


def test_every_requirement_has_a_mutant() -> None:
    """A requirement that nothing was seen to break is one whose test was never seen to fail."""
    broken = {mutant.__doc__.split()[1].rstrip(".") for mutant in MUTANTS}

    assert verifiable() == broken


@pytest.mark.parametrize("peer", NULL_PEERS, ids=lambda one: one.__name__)
def test_a_peer_that_understands_nothing_verifies_nothing(peer: type) -> None:
    """A refusal from who refuses everything is no refusal: no requirement that depends on content is passed."""
    run = held_to(peer())
    content = {one.id for one in load().requirements.values() if one.content}

    assert set() == with_verdict(run, Verdict.PASSED) & content
    assert "CBEC-RCP-01" in with_verdict(run, Verdict.FAILED)
    assert set() == with_verdict(run, Verdict.ERROR)
    assert not run.conformant
