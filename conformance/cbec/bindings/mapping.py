"""A binding's data, made ready: for each place of a message the paths that lead to it, and the form of its value."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cbec.bindings.forms import Form, form
from cbec.bindings.path import Path, parse
from cbec.model import Binding, Message, Place, Spec
from cbec.terms import UsageError

GATHERED = ("sum", "count", "position")


@dataclass(frozen=True)
class Leaf:
    """Where the value of one element sits.

    ``paths`` are alternatives, the first of which is written; ``within`` leads on from each hit to the value.
    ``join`` reads all paths as one text, which writing cuts at the positions ``split``. ``implied`` is the value
    that the syntax has without saying it, where anything stands at a path if there is one; ``fallback`` the one
    that it has where nothing is said. ``gather`` says that the value is the ``sum`` of all hits, their ``count``,
    or the ``position`` of the group in its list. Text that does not match ``matches`` counts as not there.
    What is ``read_only`` cannot be turned back, such as the country of an airport.
    A value per unit is multiplied by what stands at ``times``; a mass is turned into kilograms from its unit.
    With ``chain`` all nodes that are hit are one WCO pointer; it names where they hold class, number and element.
    Writing repeats the value at ``also``.
    """

    place: Place
    paths: tuple[Path, ...]
    form: Form
    within: Path | None = None
    join: str | None = None
    implied: str = ""
    fallback: str = ""
    split: tuple[int, ...] = ()
    gather: str = ""
    matches: re.Pattern[str] | None = None
    times: Path | None = None
    unit: "Unit | None" = None
    read_only: bool = False
    chain: Mapping[str, str] | None = None
    also: Path | None = None


@dataclass(frozen=True)
class Unit:
    """Where the unit of a mass stands, which one it is otherwise, and what units are called there."""

    path: Path | None
    otherwise: str
    codes: Mapping[str, str]


@dataclass(frozen=True)
class Group:
    """Where a group sits, and what it holds; without ``paths`` its members stand with those around it.

    Of several paths the first that is there is read, and the first is written.
    """

    place: Place
    paths: tuple[Path, ...]
    members: tuple["Member", ...]

    def agrees(self, body: Any, *, exactly: bool = True) -> bool:
        """Whether what the syntax implies in this group is what *body* says; or, not *exactly*, nothing else."""
        return isinstance(body, dict) and all(
            body.get(member.place.key, None if exactly else told) == told
            for member in self.members
            if isinstance(member, Leaf) and member.implied and (told := member.form.read(member.implied)) is not None
        )


@dataclass(frozen=True)
class Several:
    """A repeated group that sits in several ways: the occurrences of one after those of the other."""

    place: Place
    groups: tuple[Group, ...]


Member = Leaf | Group | Several


@dataclass(frozen=True)
class Mapped:
    """How one message sits in the syntax: one for each node at ``each``, where every condition fits.

    ``top`` is the name that the top element then has; ``constants`` are what the syntax always says beside it.
    """

    message: Message
    each: tuple[Path, ...]
    where: tuple[tuple[Path, tuple[str, ...]], ...]
    root: Group
    top: str = ""
    constants: tuple[tuple[Path, str], ...] = ()

    def walk(self) -> Iterator[Member]:
        """Yield every mapped place below the message itself, groups before what they hold."""
        yield from _below(self.root)

    @cached_property
    def carries(self) -> frozenset[str]:
        """The canonical paths of the places that the syntax has for the message."""
        return frozenset(member.place.path for member in self.walk())


def _below(group: Group) -> Iterator[Member]:
    for member in group.members:
        yield member
        if isinstance(member, Group):
            yield from _below(member)
        elif isinstance(member, Several):
            for one in member.groups:
                yield from _below(one)


def mappings(binding: Binding, spec: Spec) -> tuple[Mapped, ...]:
    """Give the mappings of *binding* in the order in which they are tried; made once for each specification."""
    made: dict[str, tuple[Mapped, ...]] = spec.cache.setdefault("mappings", {})
    if binding.id not in made:
        made[binding.id] = tuple(
            _mapping(binding, spec, message, one)
            for message, stated in binding.messages.items()
            for one in (stated if isinstance(stated, list) else [stated])
        )
    return made[binding.id]


def _mapping(binding: Binding, spec: Spec, message: str, data: Mapping[str, Any]) -> Mapped:
    root = spec.message(message).root
    maker = _Maker(binding, spec)
    return Mapped(
        message=spec.message(message),
        each=_paths(data.get("each", [])),
        where=tuple((_path(at), tuple(values)) for at, values in data.get("where", {}).items()),
        root=Group(root, (), maker.members(data, root)),
        top=data.get("root", ""),
        constants=tuple(
            (_path(at), value)
            for at, value in {**binding.writes.get("constants", {}), **data.get("constants", {})}.items()
        ),
    )


@dataclass(frozen=True)
class _Maker:
    binding: Binding
    spec: Spec

    def members(self, data: Mapping[str, Any], place: Place) -> tuple[Member, ...]:
        shape = self.binding.shapes[data["shape"]] if "shape" in data else {}
        places = {child.key: child for child in place.children}
        stated = {**shape, **data.get("of", {})}
        if unknown := sorted(set(stated) - set(places)):
            raise UsageError(f"The binding {self.binding.id} maps {unknown[0]!r}, which {place.path or 'it'} has not.")
        return tuple(self.member(one, places[key]) for key, one in stated.items() if one is not None)

    def member(self, data: Any, place: Place) -> Member:
        if not place.element and isinstance(data, list):
            return Several(place, tuple(self.group(one, place) for one in data))
        if not place.element:
            return self.group(data, place)
        plain = data if isinstance(data, Mapping) else {"at": data}
        unit = plain.get("unit")
        return Leaf(
            place=place,
            paths=_paths(plain.get("at", [])),
            form=form(plain, place.element.type, self.spec),
            within=_path(plain["value"]) if "value" in plain else None,
            join=plain.get("join"),
            implied=plain.get("is", ""),
            fallback=plain.get("default", ""),
            split=tuple(plain.get("split", ())),
            gather=next((word for word in GATHERED if plain.get(word)), ""),
            matches=re.compile(plain["matches"]) if "matches" in plain else None,
            times=_path(plain["times"]) if "times" in plain else None,
            unit=Unit(_path(unit["at"]) if "at" in unit else None, unit.get("else", ""), unit.get("codes", {}))
            if unit
            else None,
            read_only=plain.get("only") == "read",
            chain=plain.get("chain"),
            also=_path(plain["also"]) if "also" in plain else None,
        )

    def group(self, data: Mapping[str, Any], place: Place) -> Group:
        return Group(place, _paths(data.get("at", [])), self.members(data, place))


def _paths(stated: str | Path | list[str | Path]) -> tuple[Path, ...]:
    return tuple(_path(one) for one in (stated if isinstance(stated, list) else [stated]))


def _path(stated: str | Path) -> Path:
    return stated if isinstance(stated, Path) else parse(stated)
