"""What a rule sees of a message: the values of elements, once for the message or once for each group.

A rule names elements. Where they sit is looked up in the message once, when the rule is prepared; then
only paths are followed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cbec.model import Message, Place

Steps = tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """A value with the JSON Pointer to it."""

    at: str
    value: Any


@dataclass(frozen=True)
class Scope:
    """One occurrence of the group that a rule is evaluated for; the whole message where it names none.

    ``unsound`` are the places of malformed values, which no predicate is shown.
    """

    body: Any
    steps: Steps
    bound: tuple[int, ...]
    paths: Mapping[str, tuple[Steps, ...]]
    unsound: frozenset[str] = frozenset()

    def all(self, *references: str) -> list[Hit]:
        """List the values of the elements that sit in this occurrence, or outside any of its kind."""
        hits = [hit for reference in references for path in self.paths[reference] for hit in self._follow(path)]
        return [hit for hit in hits if hit.at not in self.unsound] if self.unsound else hits

    def one(self, reference: str) -> Hit | None:
        """Give the value of an element that occurs at most once here, or None."""
        return next(iter(self.all(reference)), None)

    def where(self, reference: str) -> str:
        """Point to where a value of *reference* is missing: as deep as the path is certain."""
        path = self.paths[reference][0]
        pointer, indexes = "", list(self.shared(path))
        for step in path:
            if step == "*":
                if not indexes:
                    break
                pointer += f"/{indexes.pop(0)}"
            else:
                pointer += f"/{step}"
        return pointer

    def shared(self, path: Steps) -> tuple[int, ...]:
        """Give the indexes bound for the part of *path* that it shares with this scope."""
        shared = 0
        for mine, its in zip(self.steps, path, strict=False):
            if mine != its:
                break
            shared += mine == "*"
        return self.bound[:shared]

    def _follow(self, path: Steps) -> Iterator[Hit]:
        yield from _walk(self.body, path, "", list(self.shared(path)))


def _walk(node: Any, path: Steps, at: str, bound: list[int]) -> Iterator[Hit]:
    for position, step in enumerate(path):
        if step == "*":
            indexes = [bound.pop(0)] if bound else range(len(node))
            for index in indexes:
                yield from _walk(node[index], path[position + 1 :], f"{at}/{index}", list(bound))
            return
        if step not in node:
            return
        node, at = node[step], f"{at}/{step}"
    yield Hit(at, node)


def steps_of(place: Place) -> Steps:
    """Split the canonical path of *place* into its steps."""
    return tuple(place.path.split("/"))


def scopes(
    body: Any, each: Steps, paths: Mapping[str, tuple[Steps, ...]], unsound: frozenset[str] = frozenset()
) -> Iterator[Scope]:
    """Yield the scopes of a rule: the message once, or each occurrence of the group at *each*."""
    if not each:
        yield Scope(body, (), (), paths, unsound)
        return
    for hit in _walk(body, each, "", []):
        bound = tuple(int(step) for step in hit.at.split("/") if step.isdigit())
        yield Scope(body, each, bound, paths, unsound)


def group_steps(message: Message, role: str) -> list[Steps]:
    """List where the repeated group with the *role* sits in *message*."""
    return [steps_of(place) for place in message.places() if place.repeats and place.role == role]
