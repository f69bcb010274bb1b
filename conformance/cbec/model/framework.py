"""What the framework of the World Customs Organization says, as frozen records.

The framework is the reason for this specification and no part of what a system is held to: its
standards speak to administrations, and the annexes of its Technical Specifications give examples.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cbec.model.records import Fact
from cbec.terms import UsageError

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Standard:
    """One standard; ``numbers`` gives its number in each edition in which the number is known."""

    id: str
    name: str
    means: str
    fact: Fact
    editions: tuple[str, ...]
    numbers: Mapping[str, int] = field(default_factory=dict)
    principle: str = ""
    note: str = ""


@dataclass(frozen=True)
class Principle:
    """One principle; ``numbers`` gives its place in each list that has it."""

    id: str
    name: str
    means: str
    fact: Fact
    numbers: Mapping[str, int]
    note: str = ""


@dataclass(frozen=True)
class Role:
    """A stakeholder by the part that it plays: what it holds, from when, and the WCO classes that name it."""

    id: str
    name: str
    means: str
    fact: Fact
    sends_as: str = ""
    wco: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    available: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Instrument:
    """A dated text or event in the life of the framework; an edition is one of them."""

    id: str
    name: str
    means: str
    date: str
    fact: Fact
    note: str = ""


@dataclass(frozen=True)
class Statement:
    """A part of the definition of scope, or a caution about what may be concluded."""

    id: str
    name: str
    means: str
    fact: Fact
    note: str = ""


@dataclass(frozen=True)
class Framework:
    """Everything that the specification says about the framework, by kind and id."""

    editions: Mapping[str, Instrument] = field(default_factory=dict)
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    principles: Mapping[str, Principle] = field(default_factory=dict)
    standards: Mapping[str, Standard] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    scope: Mapping[str, Statement] = field(default_factory=dict)
    cautions: Mapping[str, Statement] = field(default_factory=dict)

    @cached_property
    def everything(self) -> Mapping[str, Any]:
        """All of it by id, whatever its kind."""
        return {id_: one for kind in KINDS for id_, one in getattr(self, kind).items()}


#: The kinds of the framework, in the order in which a reader meets them.
KINDS = ("editions", "instruments", "principles", "standards", "roles", "scope", "cautions")


def framework(files: Mapping[str, Data], fact_of: Callable[..., Fact]) -> Framework:
    """Build the framework from its parsed *files*, by path; raises UsageError for an id that is said twice.

    *fact_of* reads the source of an entry, with the file's as its fallback.
    """
    kinds: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    for path, data in files.items():
        for kind in data.keys() & kinds.keys():
            for id_, one in data[kind].items():
                if any(id_ in known for known in kinds.values()):
                    raise UsageError(f"spec/{path} says {id_!r} twice; give one of the two another id.")
                kinds[kind][id_] = _part(kind, id_, one, fact_of(one, data))
    return Framework(**kinds)


def _part(kind: str, id_: str, data: Data, fact: Fact) -> Any:
    said: dict[str, Any] = {
        "id": id_,
        "name": data["name"],
        "means": data["means"].strip(),
        "fact": fact,
        "note": data.get("note", ""),
    }
    if kind in {"editions", "instruments"}:
        return Instrument(**said, date=data["date"])
    if kind == "principles":
        return Principle(**said, numbers=data["numbers"])
    if kind == "standards":
        said["editions"], said["numbers"] = tuple(data["editions"]), data.get("numbers", {})
        return Standard(**said, principle=data.get("principle", ""))
    if kind == "roles":
        said |= {name: tuple(data.get(name, ())) for name in ("wco", "holds", "available")}
        return Role(**said, sends_as=data.get("sends-as", ""))
    return Statement(**said)
