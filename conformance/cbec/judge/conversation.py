"""Whether a conversation is one that a flow allows: each step in its state, by its role, in its time.

A conversation is told as steps with the time that has passed since it began, so it is judged without a
network and without a clock.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from cbec.model import Deadline, Flow, Transition

_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


@dataclass(frozen=True)
class Step:
    """Something that happened: what, by whom, and how long after the conversation began."""

    on: str
    by: str = ""
    at: timedelta = timedelta(0)


@dataclass(frozen=True)
class Breach:
    """The first step that the flow does not allow: its place in the conversation, from 0, and why."""

    step: int
    kind: str
    says: str


def duration(text: str) -> timedelta:
    """Read an ISO 8601 duration of days, hours and minutes."""
    found = _DURATION.fullmatch(text)
    days, hours, minutes = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return timedelta(days=days, hours=hours, minutes=minutes)


def judge(flow: Flow, steps: Sequence[Step], moments: Mapping[str, timedelta] | None = None) -> Breach | None:
    """Give the first breach of *flow* in *steps*, or None: wrong state, wrong role, wrong order of time, or too late.

    *moments* are things outside the conversation that deadlines count from, such as an arrival.
    """
    state, happened = flow.start, dict[str, timedelta]()
    for number, step in enumerate(steps):
        taken = next((one for one in flow.transitions if one.on == step.on and state in one.origin), None)
        if taken is None:
            known = any(one.on == step.on for one in flow.transitions)
            why = f"{step.on} is not allowed when {state}" if known else f"{step.on} is no event of this flow"
            return Breach(number, "state" if known else "unknown", f"{why}.")
        if step.by and step.by != taken.by:
            return Breach(number, "role", f"{step.on} is for the {taken.by}, not for the {step.by}.")
        if happened and step.at < max(happened.values()):
            return Breach(number, "order", f"{step.on} stands after something that happened later.")
        late = _too_late(taken, step, {**(moments or {}), **happened})
        if late:
            return Breach(number, "late", late)
        state, happened[step.on] = taken.target, step.at
    return None


def _too_late(taken: Transition, step: Step, happened: dict[str, timedelta]) -> str:
    """Say that *step* came after its deadline, where the flow sets one that counts from something that is known."""
    deadline: Deadline | None = taken.deadline
    if deadline is None:
        return ""
    if deadline.after in happened and step.at > happened[deadline.after] + duration(deadline.within):
        return f"{step.on} came later than {deadline.within} after {deadline.after}."
    if deadline.before in happened and step.at > happened[deadline.before] - duration(deadline.within):
        return f"{step.on} came later than {deadline.within} before {deadline.before}."
    return ""
