"""How the rows and columns of a table make messages: the data of a table binding, made ready."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cbec.model.records import Message, Place
from cbec.terms import UsageError

#: The node of a table's tree that is one parcel.
PARCEL = "parcel"
Steps = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Target:
    """A place of the message that a column feeds: the steps to it, each with the occurrence that is meant.

    ``in_row`` says that the steps begin at the row's own group, not at the message; ``named`` that an occurrence is
    named, ``single`` that no group on the way repeats. ``beside`` is what then stands beside the value: its currency,
    or the unit in which it is counted.
    """

    place: Place
    steps: Steps
    in_row: bool = False
    named: bool = False
    single: bool = True
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def group(self) -> Steps:
        """The steps to the group around the place."""
        return self.steps[:-1]

    @property
    def placed(self) -> bool:
        """Whether a fixed value is put there for each parcel; else the engine implies it where a group is there."""
        return self.named or (self.single and bool(self.group))

    @property
    def key(self) -> str:
        """The last step: the name of the value itself."""
        return self.steps[-1][0]


@dataclass(frozen=True)
class Column:
    """What one column of a table holds, and how: see ``columns`` in the grammar of bindings."""

    header: str
    targets: tuple[Target, ...] = ()
    times: str = ""
    unit: str = ""
    unit_column: str = ""
    codes: Any = None
    unknown: str = ""
    join: str | None = None
    summed: bool = False
    digits: bool = False
    optional: bool = False
    decimal: str = "."
    thousands: str = ""
    dates: tuple[str, ...] = ()
    zone: str = ""


@dataclass(frozen=True)
class Opening:
    """The column that says which rows continue the parcel above them, and the values that say so."""

    column: str
    continues: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """How the rows of a table make messages.

    ``lines`` leads to the group of the lines or items; each row is one of them, or with ``whole`` a whole parcel.
    ``fixed`` are values that the table has without saying them, ``position`` the value that counts the lines.
    """

    message: Message
    columns: tuple[Column, ...]
    lines: tuple[str, ...] = ()
    whole: bool = False
    parcel: tuple[str, ...] = ()
    opens: Opening | None = None
    fixed: tuple[tuple[Target, str], ...] = ()
    position: str = ""
    empty: frozenset[str] = field(default_factory=frozenset)
    sheet: str = ""
    delimiter: str = ""

    @property
    def telling(self) -> list[str]:
        """The columns that tell where one parcel ends and the next begins."""
        return [*self.parcel, *([self.opens.column] if self.opens else [])]

    def named(self) -> list[str]:
        """List every column that the layout names, each once."""
        names = self.telling
        for column in self.columns:
            names += [column.header, *(one for one in (column.times, column.unit_column) if one)]
        return list(dict.fromkeys(names))

    def ways(self) -> Iterator[tuple[str, str]]:
        """Yield each place that a column feeds, with the column in the words of a person."""
        for column in self.columns:
            times = f" times {column.times}" if column.times else ""
            said = f"column {column.header}{times}{', the rows added' if column.summed else ''}"
            yield from ((target.place.path, said) for target in column.targets)

    def quantity(self, column: Column, target: Target) -> str:
        """Name the value beside *target* by which one unit of *column* is multiplied."""
        quantities = [one for other in self.columns if other.header == column.times for one in other.targets]
        shared = [one.key for one in quantities if (one.group, one.in_row) == (target.group, target.in_row)]
        return shared[0] if shared else f"{target.key}.times"

    def mapping(self) -> dict[str, Any]:
        """Give what the engine follows: the tree that a parcel is read into has the shape of the message itself."""
        members: dict[str, Any] = {}
        for target, options in self._fed():
            *around, key = [*(self.lines if target.in_row else ()), *(key for key, _ in target.steps)]
            inner = members
            for one in around:
                inner = inner.setdefault(one, {"at": one, "of": {}})["of"]
            inner[key] = self._agreed(inner.get(key, {}), options, "/".join([*around, key]))
        return {"each": PARCEL, "of": _in_order(members, self.message.root)}

    def _agreed(self, known: Mapping[str, Any], options: Mapping[str, Any], place: str) -> dict[str, Any]:
        """Join what two columns say of one place; raises UsageError where they contradict each other."""
        at = [*known.get("at", ()), *(one for one in options.get("at", ()) if one not in known.get("at", ()))]
        for name, stated in options.items():
            if name != "at" and known.get(name, stated) != stated:
                raise UsageError(f"Two columns feed {place} and differ in {name}; leave one of them out.")
        joined = {**known, **options} | ({"at": at} if at else {})
        if "default" in joined:  # what is fixed counts where a column says nothing
            return joined if at else {"is": joined["default"]}
        return joined

    def _fed(self) -> Iterator[tuple[Target, Mapping[str, Any]]]:
        for column in self.columns:
            for target in column.targets:
                yield target, {"at": [target.key], **self._options(column, target)}
                for key, text in target.beside:
                    yield replace(target, steps=(*target.group, (key, 0))), {"at": [target.key], "is": text}
        for target, value in self.fixed:
            yield target, {"at": [target.key]} if target.placed else {"default": value}
        if self.position:
            around = tuple((key, 0) for key in self.lines)
            yield Target(self.message.root, (*around, (self.position, 0))), {"position": True}

    def _options(self, column: Column, target: Target) -> dict[str, Any]:
        options: dict[str, Any] = {}
        if column.times:
            options["times"] = self.quantity(column, target)
        unit = {"else": column.unit} if column.unit else {}
        if column.unit_column:
            unit["at"] = f"{target.key}.unit"
        if unit:
            options["unit"] = unit
        if column.codes is not None:
            options["codes"] = column.codes
        if column.unknown:
            options["else"] = column.unknown
        return options


def _in_order(members: dict[str, Any], place: Place) -> dict[str, Any]:
    """Put *members* in the order in which the message has them."""
    return {
        child.key: stated if child.element else {**stated, "of": _in_order(stated["of"], child)}
        for child in place.children
        if (stated := members.get(child.key)) is not None
    }
