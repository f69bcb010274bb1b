"""Conversations told by hand for every flow, and every way in which each state can go wrong, made from the flow."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from cbec.fixtures import conversations
from cbec.judge.conversation import Step, duration, judge
from cbec.model import Flow, Transition, load

TOLD = list(conversations())
FLOWS = load().flows


def steps(told: list[str]) -> list[Step]:
    """Read steps written as ``role event`` or ``role event@duration``."""
    read = []
    for text in told:
        what, _, at = text.partition("@")
        by, on = what.split(" ")
        read.append(Step(on, by, duration(at) if at else (read[-1].at if read else timedelta(0))))
    return read


def moments(one: Mapping[str, Any]) -> dict[str, timedelta]:
    """The moments outside a conversation that its deadlines count from."""
    return {name: duration(at) for name, at in one.get("moments", {}).items()}


@pytest.mark.parametrize(("flow", "one"), TOLD, ids=[f"{flow}: {one['conversation']}" for flow, one in TOLD])
def test_a_conversation_earns_the_verdict_that_it_declares(flow: str, one: Mapping[str, Any]) -> None:
    """The verdicts were written by hand: what keeps the flow, and which step breaks it in which way."""
    breach = judge(FLOWS[flow], steps(one["told"]), moments(one))

    assert one["expect"] == (f"{breach.kind} at {breach.step}" if breach else "kept")


@pytest.mark.parametrize("flow", FLOWS)
def test_every_transition_is_told_by_a_conversation_that_keeps_the_flow(flow: str) -> None:
    """A transition that no story takes is one that nobody has thought through."""
    taken: set[tuple[str, str]] = set()
    for id_, one in TOLD:
        if id_ == flow and one["expect"] == "kept":
            state = FLOWS[flow].start
            for step in steps(one["told"]):
                taken.add(
                    (
                        step.on,
                        next(
                            each.target
                            for each in FLOWS[flow].transitions
                            if each.on == step.on and state in each.origin
                        ),
                    )
                )
                state = FLOWS[flow].step(state, step.on) or state

    assert set() == {(one.on, one.target) for one in FLOWS[flow].transitions} - taken


def ways(flow: Flow) -> dict[str, list[Step]]:
    """The shortest conversation to each state that can be reached."""
    found: dict[str, list[Step]] = {flow.start: []}
    waiting = [flow.start]
    while waiting:
        state = waiting.pop(0)
        for one in flow.transitions:
            if state in one.origin and one.target not in found:
                found[one.target] = [*found[state], Step(one.on, one.by)]
                waiting.append(one.target)
    return found


def wrong(flow: Flow) -> Iterator[tuple[str, list[Step]]]:
    """Every wrong step after the shortest way to every state: a wrong event, a wrong role."""
    events = {one.on for one in flow.transitions}
    for state, way in ways(flow).items():
        allowed: dict[str, Transition] = {one.on: one for one in flow.transitions if state in one.origin}
        for event in sorted(events - set(allowed)):
            yield "state", [*way, Step(event)]
        for event, one in sorted(allowed.items()):
            yield from (("role", [*way, Step(event, role)]) for role in flow.roles if role != one.by)


@pytest.mark.parametrize("flow", FLOWS)
def test_every_state_can_be_reached(flow: str) -> None:
    """A state that nothing leads to is one that no test can ever see."""
    assert set() == set(FLOWS[flow].states) - set(ways(FLOWS[flow]))


@pytest.mark.parametrize("flow", FLOWS)
def test_every_wrong_step_from_every_state_is_seen(flow: str) -> None:
    """A judge that lets one wrong step pass would let the story around it pass: each is seen where it happens."""
    for kind, told in wrong(FLOWS[flow]):
        breach = judge(FLOWS[flow], told)

        assert (kind, len(told) - 1) == ((breach.kind, breach.step) if breach else None), told


@pytest.mark.parametrize("flow", FLOWS)
def test_the_right_steps_to_every_state_are_let_pass(flow: str) -> None:
    """A judge that sees faults where there are none accuses the innocent."""
    assert [] == [way for way in ways(FLOWS[flow]).values() if judge(FLOWS[flow], way)]
