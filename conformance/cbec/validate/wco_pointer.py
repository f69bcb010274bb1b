"""WCO pointers taken apart: the classes that lead to an element, their numbers, and the element.

``42A/67A/68A[2]/23A/65A/128`` is the net weight (128) of the second goods item (68A) of a declaration (42A).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_CLASS = re.compile(r"([0-9]{2}[A-Z])(?:\[([0-9]{1,9})\])?")
_ELEMENT = re.compile(r"[0-9]{3}|[A-Z][0-9]{3}")


@dataclass(frozen=True)
class Pointer:
    """A WCO pointer: its classes from the outermost, the numbers of those that have one, and its element or nothing."""

    classes: tuple[str, ...]
    numbers: Mapping[str, int]
    element: str = ""

    @property
    def target(self) -> str:
        """The id of what is pointed at: the element, else the last class."""
        return self.element or self.classes[-1]

    @property
    def last(self) -> int:
        """The number of the last class, or 0."""
        return self.numbers.get(self.classes[-1], 0)

    def up_to(self, end: int) -> "Pointer":
        """Give the pointer to the class at which the first *end* classes lead."""
        return Pointer(self.classes[:end], self.numbers)


def parse(text: str) -> Pointer | None:
    """Take the WCO pointer *text* apart; None where it is none."""
    classes: list[str] = []
    numbers: dict[str, int] = {}
    *groups, last = text.split("/")
    element = last if _ELEMENT.fullmatch(last) else ""
    for step in groups if element else [*groups, last]:
        found = _CLASS.fullmatch(step)
        if found is None:
            return None
        classes.append(found[1])
        if found[2]:
            numbers[found[1]] = int(found[2])
    return Pointer(tuple(classes), numbers, element) if classes else None
