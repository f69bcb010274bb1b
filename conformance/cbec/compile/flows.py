"""A flow as Mermaid diagrams: its states, and who says what to whom."""

import re
from collections.abc import Iterator

from cbec.model import Flow, Spec, Transition

AUTHORITY = "authority"


def state_diagram(flow: Flow) -> str:
    """Draw the states of *flow* and what leads from one to another."""
    return _lines(_states(flow))


def sequence_diagram(flow: Flow, spec: Spec) -> str:
    """Draw who says what to whom in *flow*, state by state, with every alternative."""
    return _lines(_sequence(flow, spec))


def reached(flow: Flow) -> list[str]:
    """List the states of *flow* in the order in which they can be reached, those that cannot be at the end."""
    found = [flow.start]
    for state in found:  # the list grows while it is walked
        for one in _leaving(flow, state):
            if one.target not in found:
                found.append(one.target)
    return [*found, *(state for state in flow.states if state not in found)]


def _leaving(flow: Flow, state: str) -> list[Transition]:
    return [one for one in flow.transitions if state in one.origin]


def _states(flow: Flow) -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in reached(flow):
        yield f'    state "{_plain(state)}" as {_name(state)}'
        yield f"    {_name(state)} : {_plain(flow.states[state])}"
    yield f"    [*] --> {_name(flow.start)}"
    for one in flow.transitions:
        for origin in one.origin:
            yield f"    {_name(origin)} --> {_name(one.target)} : {_event(one)} by {_plain(one.by)}"
    for state in reached(flow):
        if not _leaving(flow, state):
            yield f"    {_name(state)} --> [*]"


def _sequence(flow: Flow, spec: Spec) -> Iterator[str]:
    roles = list(dict.fromkeys([*flow.roles, *(one.by for one in flow.transitions)]))
    yield "sequenceDiagram"
    for role in roles:
        yield f"    participant {_name(role)} as {_plain(role)}"
    across = f"{_name(roles[0])},{_name(roles[-1])}" if len(roles) > 1 else _name(roles[0])
    for state in reached(flow):
        leaving = _leaving(flow, state)
        if not leaving:
            continue
        yield f"    Note over {across}: state {_plain(state)}"
        for position, one in enumerate(leaving):
            if len(leaving) > 1:
                yield f"    {'else' if position else 'alt'} {_plain(one.says)}"
            yield from (f"        {line}" for line in _step(one, roles, spec))
            yield f"        Note over {across}: then {_plain(one.target)}"
        if len(leaving) > 1:
            yield "    end"


def _step(one: Transition, roles: list[str], spec: Spec) -> Iterator[str]:
    """Yield the arrows of a step: a message goes to the other side, an event stays with whom it happens to."""
    by, other = _name(one.by), _name(_other(one.by, roles))
    if one.on in spec.messages:
        yield f"{by}->>{other}: {_event(one)}"
        if one.tells:
            yield f"{other}-->>{by}: {_plain(one.tells)}"
    else:
        yield f"{by}->>{by}: {_event(one)}"
        if one.tells:
            yield f"{by}-->>{other}: {_plain(one.tells)}"


def _other(by: str, roles: list[str]) -> str:
    """Name who is spoken to: the authority, or by the authority whoever stands first in the flow."""
    if by != AUTHORITY and AUTHORITY in roles:
        return AUTHORITY
    return next((role for role in roles if role != by), by)


def _event(one: Transition) -> str:
    guard = f" if {_plain(one.guard)}" if one.guard else ""
    if not one.deadline:
        return f"{_plain(one.on)}{guard}"
    bound = one.deadline
    relative = f" after {bound.after}" if bound.after else f" before {bound.before}" if bound.before else ""
    return f"{_plain(one.on)}{guard}, within {bound.within}{_plain(relative)}"


def _name(text: str) -> str:
    """Make an identifier that Mermaid takes: no hyphens, and no word that it keeps for itself."""
    return f"s_{re.sub('[^A-Za-z0-9]', '_', text)}"


def _plain(text: str) -> str:
    """Take out of *text* the signs that mean something to Mermaid."""
    bare = re.sub(r"[\"#{}<>\[\]]", " ", re.sub(r"[;:]", ",", text))
    return re.sub(r"\s+", " ", bare).strip(" .")


def _lines(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
