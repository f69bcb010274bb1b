"""What a binding carries of each message, computed from its data: for its page, and for other programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cbec.bindings.mapping import Group, Leaf, Mapped, Several, mappings
from cbec.bindings.path import SELF
from cbec.model import FORBIDDEN, REQUIRED, Binding, Place, Spec
from cbec.model.load import LAYOUT


@dataclass(frozen=True)
class Row:
    """One element of a message: where the syntax has it, in the words of the syntax; nowhere without a ``way``."""

    place: Place
    way: str = ""

    @property
    def carried(self) -> bool:
        """Whether the syntax has a place for the element."""
        return bool(self.way)


@dataclass(frozen=True)
class Coverage:
    """What one binding carries of one message."""

    message: str
    title: str
    rows: tuple[Row, ...]

    @property
    def carried(self) -> int:
        """How many of the elements of the message the syntax has a place for."""
        return sum(row.carried for row in self.rows)

    @property
    def missing(self) -> tuple[Row, ...]:
        """The elements that the syntax has no place for."""
        return tuple(row for row in self.rows if not row.carried)

    @property
    def required_missing(self) -> tuple[Row, ...]:
        """Those of them that the core requires wherever what is around them stands."""
        return tuple(row for row in self.missing if row.place.use == REQUIRED)


def coverage(binding: Binding, spec: Spec) -> list[Coverage]:
    """Tell for each message that *binding* maps which of its elements it carries, and where."""
    by_message: dict[str, dict[str, str]] = {}
    for mapping in mappings(binding, spec):
        ways = by_message.setdefault(mapping.message.id, {})
        columns = binding.extra[LAYOUT].ways() if LAYOUT in binding.extra else ()
        for path, way in (*columns, *_ways(mapping)):
            ways.setdefault(path, way)
    return [
        Coverage(
            id_,
            spec.messages[id_].title,
            tuple(
                Row(place, ways.get(place.path, ""))
                for place in spec.messages[id_].places()
                if place.element and place.use != FORBIDDEN
            ),
        )
        for id_, ways in by_message.items()
    ]


def as_json(binding: Binding, spec: Spec) -> dict[str, Any]:
    """Give the coverage of *binding* as it is published."""
    return {
        "binding": binding.id,
        "title": binding.title,
        "syntax": binding.syntax,
        "source": binding.fact.source,
        "status": binding.fact.status,
        "direction": binding.direction,
        "messages": [
            {
                "message": told.message,
                "elements": len(told.rows),
                "carried": {f"/{row.place.path}": row.way for row in told.rows if row.carried},
                "not-carried": [f"/{row.place.path}" for row in told.missing],
            }
            for told in coverage(binding, spec)
        ],
    }


def _ways(mapping: Mapped) -> Iterator[tuple[str, str]]:
    itself = not mapping.each or all(step.tag == SELF for step in mapping.each[0].steps)
    yield from _of_group(mapping.root, "" if itself else str(mapping.each[0]))


def _of_group(group: Group, around: str) -> Iterator[tuple[str, str]]:
    for member in group.members:
        if isinstance(member, Leaf):
            yield member.place.path, _of_leaf(member, around)
        else:
            for one in member.groups if isinstance(member, Several) else (member,):
                yield from _of_group(one, _joined(around, str(one.paths[0])) if one.paths else around)


def _of_leaf(leaf: Leaf, around: str) -> str:
    if leaf.implied:
        return f"always {leaf.implied}"
    if leaf.gather == "position":
        return "its place in the list"
    within = f"/{leaf.within}" if leaf.within else ""
    separator = " and " if leaf.join is not None else " or "
    way = separator.join(_joined(around, f"{one}{within}") for one in leaf.paths)
    told = f"{leaf.gather} of {way}" if leaf.gather else way
    times = f", times {leaf.times}" if leaf.times else ""
    return f"{told}{times}, in {leaf.unit.path or leaf.unit.otherwise}" if leaf.unit else f"{told}{times}"


def _joined(around: str, way: str) -> str:
    if way.startswith("/") or not around:
        return way
    return around if way == "." else f"{around}/{way}"
