"""Where a message has structural faults, in a form that rules can ask cheaply: a message may have thousands.

A rule is not judged where it would have to look at a malformed place. Faults of one kind lie in the same place
of many items, so they are kept by their pattern: ``/items/*/number`` with the indexes 0, 7 and 12.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from cbec.terms import pointer

Place = tuple[str | int, ...]
Steps = tuple[str, ...]
Indexes = tuple[int, ...]
#: Stands in a pattern for an index; no member of a message is called so, because it is no text.
ANY = None


@dataclass(frozen=True)
class Unsound:
    """The places of structural faults."""

    places: tuple[Place, ...] = ()
    _patterns: dict[tuple[str | None, ...], list[Indexes]] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Iterable[Place]) -> "Unsound":
        """Gather *places*."""
        found = cls(tuple(places))
        for place in found.places:
            pattern = tuple(ANY if isinstance(step, int) else step for step in place)
            found._patterns.setdefault(pattern, []).append(tuple(step for step in place if isinstance(step, int)))
        return found

    @cached_property
    def pointers(self) -> frozenset[str]:
        """The places as JSON Pointers."""
        return frozenset(pointer(place) for place in self.places)

    def above(self, steps: Steps) -> bool:
        """Whether a fault lies above *steps*, so that what is there cannot be walked."""
        return any(len(pattern) < len(steps) and _meets(pattern, steps) for pattern in self._patterns)

    def at(self, path: Steps, each: Steps, *, spare: bool) -> set[Indexes]:
        """Give for which occurrences of the group *each* a fault lies on *path*, above it or below it.

        An occurrence is meant by its indexes, or by the first of them where the fault is above it; without any,
        all are. With *spare* a fault at the very end of *path* does not count.
        """
        shared = 0
        while shared < min(len(each), len(path)) and each[shared] == path[shared]:
            shared += 1
        found: set[Indexes] = set()
        for pattern, indexes in self._patterns.items():
            if _meets(pattern, path) and not (spare and len(pattern) == len(path)):
                bound = pattern[:shared].count(ANY)
                found.update(one[:bound] for one in indexes)
        return found


def _meets(pattern: tuple[str | None, ...], path: Steps) -> bool:
    """Whether places of *pattern* are on *path*, above it or below it."""
    return all(
        (step is ANY) if wanted == "*" else (step == wanted) for step, wanted in zip(pattern, path, strict=False)
    )
