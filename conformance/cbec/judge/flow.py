"""Whether a history is one that a flow allows."""

from cbec.model import Flow


def first_breach(flow: Flow, states: list[str]) -> str | None:
    """Name the first step of *states* that *flow* does not allow, or None; a history begins at its start."""
    before = flow.start
    for state in states:
        if not any(before in one.origin and one.target == state for one in flow.transitions):
            return f"{before} to {state}"
        before = state
    return None
