"""From a pointer to the element that it means, and to the place of that element in one declaration.

An authority that refuses a declaration points at what it refuses. The number of a class is meant to be its
position. Real rejections also carry the sequence number that was declared, right or wrong, so both are looked
for, and the answer says which was found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from cbec.bindings import Document
from cbec.model import Message, Place, Spec
from cbec.terms import Origin, pointer
from cbec.validate.places import Places, Steps, steps_of_pointer
from cbec.validate.wco_pointer import Pointer, parse

SEQUENCE = "006"
NAMES = "wco-id"
POSITION = "position"
DECLARED = "declared number"


@dataclass(frozen=True)
class Pointed:
    """What a pointer means in one declaration.

    ``at`` is the canonical place, ``stated`` whether anything stands there: else it is the nearest place around.
    ``unplaced`` says that the canonical message has no place for it, whatever stands in the file. ``by`` says by
    which reading of a number the place was found, where the two readings differ; ``among`` how many places the
    pointer fits, where it leaves that open.
    """

    name: str
    element: str = ""
    at: str = ""
    stated: bool = False
    unplaced: bool = False
    by: str = ""
    among: int = 1
    origin: Origin | None = None


def resolve(places: Sequence[str], about: Document, spec: Spec) -> list[list[Pointed]]:
    """Find for each of *places*, a WCO pointer or a JSON Pointer, what it means in the declaration *about*.

    More than one answer is given where the number of a class may be a position or a declared number, and the
    two are not the same place. What is neither pointer gives none.
    """
    resolver = _Resolver(spec.message(about.message), about, spec)
    found = [resolver.find(place) for place in places]
    origins = about.locate({one.at for ones in found for one in ones})
    return [[replace(one, origin=origins[one.at]) for one in ones] for ones in found]


def _plain(at: str, places: Places, body: Any) -> Pointed:
    steps = steps_of_pointer(at)
    place = places.find(steps)
    value = body
    for step in steps:
        value = _child(value, step)
    if place is None:
        return Pointed(at, at=at, stated=value is not None, unplaced=value is None)
    return Pointed(_label(place), place.element.id if place.element else "", at, value is not None)


@dataclass(frozen=True)
class _Resolver:
    """Looks for pointers in one declaration."""

    message: Message
    about: Document
    spec: Spec

    def find(self, place: str) -> list[Pointed]:
        if place.startswith("/"):
            return [_plain(place, self._places, self.about.body)]
        wanted = parse(place)
        return self.resolve(wanted) if wanted else []

    def resolve(self, wanted: Pointer) -> list[Pointed]:
        fitting = self._fitting(wanted)
        if not fitting:
            return [replace(self._around(wanted), name=self._name(wanted), by="")]
        found = [[(place, one) for place in places for one in self._instances(place, wanted)] for places in fitting]
        stated = next((there for ones in found if (there := [(place, one) for place, one in ones if one.stated])), [])
        if not stated:
            return [max((one for _, one in found[0]), key=lambda one: one.at.count("/"))]
        groups: dict[Steps, list[Pointed]] = {}
        for place, one in stated:
            groups.setdefault(_group_of(place, one), []).append(one)
        return [told for group in groups.values() for told in self._counted(group, wanted)]

    def _counted(self, sharing: list[Pointed], wanted: Pointer) -> list[Pointed]:
        """Of values that share a class, such as all procedure codes of an item, take the one that the number counts."""
        if len(sharing) == 1:
            return sharing
        if not wanted.last:
            return [replace(sharing[0], among=len(sharing))]
        origins = self.about.locate({one.at for one in sharing})
        inorder = sorted(sharing, key=lambda one: origins[one.at].line)
        return [inorder[wanted.last - 1] if wanted.last <= len(inorder) else replace(inorder[-1], stated=False)]

    def _name(self, wanted: Pointer) -> str:
        names = {code.code: code.name for code in self.spec.codes[NAMES].codes}
        return f"{names.get(wanted.target, 'An element that is not known')} ({wanted.target})"

    def _around(self, wanted: Pointer) -> Pointed:
        """Find the nearest group around what the message has no place for."""
        for end in range(len(wanted.classes) - bool(not wanted.element), 0, -1):
            if self._fitting(wanted.up_to(end)):
                found = self.resolve(wanted.up_to(end))[0]
                return replace(found, stated=False, unplaced=True, element="", among=1)
        whole = wanted.classes == self.message.root.chain and not wanted.element
        return Pointed("", stated=whole, unplaced=not whole)

    def _fitting(self, wanted: Pointer) -> list[list[Place]]:
        """List the places that *wanted* means: those whose class chain is the same first, then the most alike.

        The canonical message leaves out classes that say nothing, such as the consignment around a transport
        document. It leaves out, but never has another: the address of another party is another address. A class
        that repeats is not left out either: another item's document is another document.
        """
        asked = set(wanted.classes)
        likeness: dict[int, list[Place]] = {}
        for place, chain in self._chains:
            ends = (chain[-1], place.element.wco if place.element else "")
            differ = set(chain) ^ asked
            left_out = asked.issuperset(chain) or asked.issubset(chain)
            if ends == (wanted.classes[-1], wanted.element) and left_out and not differ & self._repeated:
                likeness.setdefault(len(differ), []).append(place)
        return [likeness[differing] for differing in sorted(likeness)]

    @cached_property
    def _chains(self) -> list[tuple[Place, Steps]]:
        """The places that a pointer can mean, each with its class chain."""
        places = self.message.places()
        leaves: list[tuple[Place, Steps]] = [(one, one.chain[:-1]) for one in places if one.element and one.chain]
        groups = [(one, own_chain(one)) for one in places if not one.element]
        return [*leaves, *((one, chain) for one, chain in groups if chain and self._is_alone(one, chain))]

    def _is_alone(self, group: Place, chain: tuple[str, ...]) -> bool:
        """Whether *group* is the class itself, not a part of it: nothing outside of it lies in that class."""
        return not any(
            place.element and place.chain[: len(chain)] == chain and not place.path.startswith(group.path)
            for place in self.message.places()
        )

    @cached_property
    def _repeated(self) -> set[str]:
        return {counted(place) for place in self.message.places() if place.repeats}

    @cached_property
    def _places(self) -> Places:
        return Places(self.message)

    def _instances(self, place: Place, wanted: Pointer) -> Iterator[Pointed]:
        label, element = _label(place), place.element.id if place.element else ""
        for steps, by, stated in self._walk(self.about.body, (), place.path.split("/"), wanted):
            yield Pointed(label, element, pointer(steps), stated, by=by)

    def _walk(self, value: Any, at: Steps, rest: list[str], wanted: Pointer) -> Iterator[tuple[Steps, str, bool]]:
        """Follow *rest* through the body, choosing in each repeated group the occurrences that are meant."""
        if not rest:
            yield at, "", True
        elif rest[0] == "*":
            yield from self._occurrences(value, at, rest[1:], wanted)
        elif (child := _child(value, rest[0])) is None:
            yield at, "", False
        else:
            yield from self._walk(child, (*at, rest[0]), rest[1:], wanted)

    def _occurrences(
        self, value: Any, at: Steps, rest: list[str], wanted: Pointer
    ) -> Iterator[tuple[Steps, str, bool]]:
        group = self._places.find(at)
        if not isinstance(value, list) or group is None:
            yield at, "", False
        elif group.element:
            yield from (((*at, index), "", True) for index in range(len(value)))
        else:
            chosen = list(_chosen(value, _sequence_key(group), wanted.numbers.get(counted(group))))
            for index, by in chosen:
                for steps, deeper, stated in self._walk(value[index], (*at, index), rest, wanted):
                    yield steps, by or deeper, stated
            if not chosen:
                yield at, "", False


def _chosen(occurrences: list[Any], key: str, number: int | None) -> Iterator[tuple[int, str]]:
    """Choose the occurrences that *number* may mean, each with the reading by which it was found."""
    if number is None:
        yield from [(0, "")] if len(occurrences) == 1 else []
        return
    declared = [index for index, one in enumerate(occurrences) if key and _child(one, key) == number]
    position = number - 1
    if 0 <= position < len(occurrences):
        disputed = declared != [position] and (declared or (key and _child(occurrences[position], key) is not None))
        yield position, POSITION if disputed else ""
    yield from ((index, DECLARED) for index in declared if index != position)


def _group_of(place: Place, pointed: Pointed) -> Steps:
    """The innermost occurrence of a repeated group around what *pointed* names, without its own list."""
    steps = steps_of_pointer(pointed.at)
    if place.element and place.repeats:
        steps = steps[:-1]
    while steps and not isinstance(steps[-1], int):
        steps = steps[:-1]
    return steps


def _sequence_key(group: Place) -> str:
    """The member of *group* that holds its sequence number, where it has one."""
    return next((one.key for one in group.children if one.element and one.element.wco == SEQUENCE), "")


def counted(place: Place) -> str:
    """Give the class that a repeated *place* counts: its own, or the one that its elements bring along."""
    if place.element:
        return place.chain[-2] if place.chain else ""
    chain = own_chain(place)
    return chain[-1] if chain else ""


def own_chain(group: Place) -> tuple[str, ...]:
    """Give the class chain of *group*; one without a class of its own has that of its elements."""
    inner = [child.chain[:-1] for child in group.children if child.element and child.chain]
    if group.repeats and inner and all(len(chain) > len(group.chain) for chain in inner):
        return inner[0]
    return group.chain


def _child(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _label(place: Place) -> str:
    return place.element.label if place.element else place.title
