"""The lattice of verdicts, and whether a history is one that a flow allows."""

import pytest

from cbec.judge import Judgement, Observation, Run, SystemUnderTest, first_breach
from cbec.model import Requirement, load
from cbec.terms import Verdict

FLOW = load().flows["low-value-clearance"]
MUST = load().requirements["CBEC-RCP-01"]
SHOULD = load().requirements["CBEC-CLR-03"]


def judged(*verdicts: Verdict, requirement: Requirement = MUST) -> Judgement:
    """A requirement observed with the verdicts."""
    return Judgement(requirement, tuple(Observation(requirement.id, "a test", one) for one in verdicts))


def run(*judgements: Judgement) -> Run:
    """A run with the judgements."""
    system = SystemUnderTest("A system", "http://a.example", "authority")
    return Run(system, "core", "0.1.0", "digest", "2026-07-02T10:00:00Z", 1.0, 0, judgements)


def test_one_pass_does_not_excuse_a_failure() -> None:
    """Several tests observe one requirement: the gravest verdict is the requirement's."""
    assert Verdict.FAILED is judged(Verdict.PASSED, Verdict.FAILED, Verdict.INCONCLUSIVE).verdict


def test_what_nobody_observed_is_untested() -> None:
    """A deleted test must not look like success: without observation there is no pass."""
    assert Verdict.UNTESTED is judged().verdict
    assert not run(judged()).conformant


def test_the_kit_at_fault_says_nothing_of_the_system() -> None:
    """An error of the kit outranks all: the sentence accuses nobody."""
    outcome = run(judged(Verdict.ERROR), judged(Verdict.FAILED))

    assert Verdict.ERROR is outcome.verdict
    assert "nothing follows for the system" in outcome.sentence


def test_what_should_be_does_not_decide_conformance() -> None:
    """SHOULD is advice: a SHOULD that fails is told in the totals and leaves the system conformant."""
    outcome = run(judged(Verdict.PASSED), judged(Verdict.FAILED, requirement=SHOULD))

    assert outcome.conformant
    assert 1 == outcome.totals["failed"]


def test_a_verdict_never_says_more_than_was_judged() -> None:
    """The framework's annexes are examples: the sentence names the profile, and no certificate."""
    sentence = run(judged(Verdict.PASSED)).sentence

    assert (
        "A system conforms to profile core: every MUST requirement that applies and is tested was passed." == sentence
    )


@pytest.mark.parametrize(
    ("states", "breach"),
    [
        (["received", "accepted", "released"], None),
        (["received", "accepted", "held", "received", "accepted", "released"], None),
        (["received", "rejected"], None),
        (["received", "accepted", "held", "cancelled"], None),
        ([], None),
        (["accepted"], "none to accepted"),
        (["received", "released"], "received to released"),
        (["received", "accepted", "released", "held"], "released to held"),
        (["received", "accepted", "held", "held"], "held to held"),
    ],
)
def test_a_history_is_held_against_the_flow(states: list[str], breach: str | None) -> None:
    """A state that no step leads to was never decided: the first impossible step is named."""
    assert breach == first_breach(FLOW, states)


@pytest.mark.parametrize("state", FLOW.states)
def test_every_state_of_the_flow_can_be_reached(state: str) -> None:
    """A state that nothing leads to is one that no test can ever see."""
    assert state == FLOW.start or any(one.target == state for one in FLOW.transitions)


def test_a_part_decides_nothing_about_the_whole() -> None:
    """Who asks for one requirement and passes it has not shown conformance: the sentence does not say so."""
    from dataclasses import replace

    outcome = replace(run(judged(Verdict.PASSED)), partial=True)

    assert not outcome.conformant
    assert "decides nothing about the whole" in outcome.sentence


def test_a_run_that_judged_nothing_is_no_conformance() -> None:
    """A system that claims nothing passes nothing: without a judgement there is no verdict to be proud of."""
    outcome = run(Judgement(MUST, not_applicable="The system does not claim it."))

    assert Verdict.UNTESTED is outcome.verdict
    assert not outcome.conformant
