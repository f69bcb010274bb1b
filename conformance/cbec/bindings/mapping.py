"""A binding's data, made ready: for each place of a message the paths that lead to it, and the form of its value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cbec.bindings.forms import Form, form
from cbec.bindings.path import Path, parse
from cbec.model import Binding, Message, Place, Spec
from cbec.terms import UsageError


@dataclass(frozen=True)
class Leaf:
    """Where the value of one element sits.

    ``paths`` are alternatives, the first of which is written; ``within`` leads on from each hit to the value.
    ``join`` reads all paths as one text; ``implied`` is the value that the syntax has without saying it, and
    ``fallback`` the one that it has where nothing is said. A value per unit is multiplied by what stands at
    ``times``; a mass is turned into kilograms from the unit at ``unit``, else ``unit_else``.
    """

    place: Place
    paths: tuple[Path, ...]
    form: Form
    within: Path | None = None
    join: str | None = None
    implied: str = ""
    fallback: str = ""
    times: Path | None = None
    unit: Path | None = None
    unit_else: str = ""


@dataclass(frozen=True)
class Group:
    """Where a group sits, and what it holds; without ``path`` its members stand with those around it."""

    place: Place
    path: Path | None
    members: tuple["Leaf | Group", ...]


@dataclass(frozen=True)
class Mapped:
    """How one message sits in the syntax: one for each node at ``each``, where every condition fits."""

    message: Message
    each: Path | None
    where: tuple[tuple[Path, tuple[str, ...]], ...]
    root: Group

    def walk(self) -> Iterator[Leaf | Group]:
        """Yield every mapped place below the message itself, groups before what they hold."""
        yield from _below(self.root)


def _below(group: Group) -> Iterator[Leaf | Group]:
    for member in group.members:
        yield member
        if isinstance(member, Group):
            yield from _below(member)


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
        each=_path(data["each"]) if "each" in data else None,
        where=tuple((_path(at), tuple(values)) for at, values in data.get("where", {}).items()),
        root=Group(root, None, maker.members(data, root)),
    )


@dataclass(frozen=True)
class _Maker:
    binding: Binding
    spec: Spec

    def members(self, data: Mapping[str, Any], place: Place) -> tuple[Leaf | Group, ...]:
        shape = self.binding.shapes[data["shape"]] if "shape" in data else {}
        places = {child.key: child for child in place.children}
        stated = {**shape, **data.get("of", {})}
        if unknown := sorted(set(stated) - set(places)):
            raise UsageError(f"The binding {self.binding.id} maps {unknown[0]!r}, which {place.path or 'it'} has not.")
        return tuple(self.member(one, places[key]) for key, one in stated.items() if one is not None)

    def member(self, data: Any, place: Place) -> Leaf | Group:
        if not place.element:
            return Group(place, _path(data["at"]) if "at" in data else None, self.members(data, place))
        plain = data if isinstance(data, Mapping) else {"at": data}
        at = plain.get("at", [])
        unit = plain.get("unit", {})
        return Leaf(
            place=place,
            paths=tuple(_path(one) for one in (at if isinstance(at, list) else [at])),
            form=form(plain, place.element.type, self.spec),
            within=_path(plain["value"]) if "value" in plain else None,
            join=plain.get("join"),
            implied=plain.get("is", ""),
            fallback=plain.get("default", ""),
            times=_path(plain["times"]) if "times" in plain else None,
            unit=_path(unit["at"]) if "at" in unit else None,
            unit_else=unit.get("else", ""),
        )


def _path(stated: str | Path) -> Path:
    return stated if isinstance(stated, Path) else parse(stated)
