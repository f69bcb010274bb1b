"""From a JSON Pointer to the element, its WCO pointer and its words."""

import re

from cbec.model import Message, Place
from cbec.terms import steps_of

Steps = tuple[str | int, ...]


def steps_of_pointer(at: str) -> Steps:
    """Split the JSON Pointer *at*; a step of digits is an index."""
    return tuple(int(step) if re.fullmatch(r"0|[1-9][0-9]*", step) else step for step in steps_of(at))


class Places:
    """The places of one message, found by where a value stands."""

    def __init__(self, message: Message) -> None:
        self._by_path = {place.path.removesuffix("/*"): place for place in message.places()}
        self._root = message.root

    def find(self, steps: Steps) -> Place | None:
        """Give the place at *steps*, an occurrence of a repeated one included; None for an unknown property."""
        pattern = "/".join("*" if isinstance(step, int) else step for step in steps)
        return self._by_path.get(pattern.removesuffix("/*")) if pattern else self._root

    def wco(self, steps: Steps) -> str:
        """Write the WCO pointer of the place at *steps*: the class chain, repeated classes numbered from 1.

        A place that the WCO Data Model does not have gives an empty text.
        """
        place = self.find(steps)
        if place is None or not place.chain:
            return ""
        chain = list(place.chain)
        above = 0
        for depth in range(1, len(steps) + 1):
            group, step = self.find(steps[:depth]), steps[depth - 1]
            if group is None or group.element:
                continue
            if isinstance(step, int):
                # a group without a class of its own counts the class that its elements bring along
                counted = len(group.chain) - (len(group.chain) > above)
                if counted < len(chain) - bool(place.element):
                    # of two groups that count the same class the inner one does
                    chain[counted] = f"{place.chain[counted]}[{step + 1}]"
            else:
                above = len(self.find(steps[: depth - 1]).chain)  # type: ignore[union-attr]  # it has a place within
        return "/".join(chain)
