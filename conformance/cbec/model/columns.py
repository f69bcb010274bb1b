"""From the data of a table binding to its layout; everything that cannot be understood is named."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from cbec.model.layout import Column, Layout, Opening, Steps, Target
from cbec.model.records import DECIMAL_TYPES, Message, Place
from cbec.terms import UsageError

Data = Mapping[str, Any]
#: The roles of the group of which each row of a table is one occurrence.
LINE_ROLES = frozenset({"item", "line"})
LINE, WHOLE = "line", "parcel"


def layout(data: Data, message: Message, name: str) -> Layout:
    """Make ready the ``table`` *data* of the binding *name*; raises UsageError naming what cannot be understood."""
    return _Maker(message, name, data).made()


@dataclass(frozen=True)
class _Maker:
    message: Message
    name: str
    data: Data

    def made(self) -> Layout:
        stated = list(self._stated())
        columns = [self._column(header, one) for header, one in stated]
        for index, (header, one) in enumerate(stated):
            self._state(columns, index, one.get("currency"), partial(self._currency, header))
            if not columns[index].unit_column and not columns[index].unit:
                self._state(columns, index, one.get("unit"), partial(self._unit, header))
        whole = self.data.get("rows", LINE) == WHOLE
        lines = self._lines([target for column in columns for target in column.targets], whole=whole)
        fixed = [(self._target(to), value) for to, value in self.data.get("fixed", {}).items()]
        rows = () if whole else lines
        opens = self.data.get("opens")
        found = Layout(
            message=self.message,
            columns=tuple(
                replace(one, targets=tuple(_inside(target, rows) for target in one.targets)) for one in columns
            ),
            lines=lines,
            whole=whole,
            parcel=tuple(self.data.get("parcel", ())),
            opens=Opening(opens["column"], tuple(opens["continues"])) if opens else None,
            fixed=tuple((self._lasting(_inside(target, rows), rows), value) for target, value in fixed),
            empty=frozenset(self.data.get("empty", ())),
            sheet=self.data.get("sheet", ""),
            delimiter=self.data.get("delimiter", ""),
        )
        self._check(found)
        return replace(found, position=self._position(found))

    def _stated(self) -> Iterator[tuple[str, Data]]:
        """Yield what is said of each column in its full form; a column that is null is not known."""
        for header, one in self.data["columns"].items():
            several = one if isinstance(one, list) and any(isinstance(each, Mapping) for each in one) else [one]
            for each in several if one is not None else ():
                yield header, each if isinstance(each, Mapping) else {"to": each}

    def _column(self, header: str, data: Data) -> Column:
        to = data.get("to", [])
        targets = tuple(self._target(one) for one in (to if isinstance(to, list) else [to]))
        weighed = any(target.place.element and target.place.element.type == "weight" for target in targets)
        unit = data.get("unit", "") if weighed else ""
        numbers = data.get("numbers", self.data.get("numbers", {}))
        dates = data.get("dates", self.data.get("dates", ()))
        if data.get("per") == "unit" and "times" not in data:
            raise self._fault(header, "is per unit; say with `times` which column holds the quantity")
        return Column(
            header=header,
            targets=targets,
            times=data["times"] if data.get("per") == "unit" else "",
            unit=unit if isinstance(unit, str) else unit.get("else", ""),
            unit_column="" if isinstance(unit, str) else unit["column"],
            codes=data.get("codes"),
            unknown=data.get("else", ""),
            join=data.get("join"),
            summed=data.get("sum", False),
            digits=data.get("digits", False),
            optional=data.get("optional", False),
            decimal=numbers.get("decimal", "."),
            thousands=numbers.get("thousands", ""),
            dates=(dates,) if isinstance(dates, str) else tuple(dates),
            zone=data.get("zone", self.data.get("zone", "")),
        )

    def _state(self, columns: list[Column], index: int, stated: Any, place: Callable[[Target], str]) -> None:
        """Say where the currency or unit of the column at *index* goes: a code that is always so, or a column."""
        column = columns[index]
        if isinstance(stated, str):
            targets = (replace(to, beside=(*to.beside, (place(to), stated))) for to in column.targets)
            columns[index] = replace(column, targets=tuple(targets))
        elif stated is not None:
            more = [self._beside(to, place(to)) for to in column.targets]
            known = next((one for one in columns if one.header == stated["column"]), None)
            if known is None:
                columns.append(Column(stated["column"], tuple(dict.fromkeys(more))))
            else:
                columns[columns.index(known)] = replace(known, targets=tuple(dict.fromkeys([*known.targets, *more])))

    def _beside(self, target: Target, key: str) -> Target:
        return Target(self._children(target.group)[key], (*target.group, (key, 0)))

    def _currency(self, header: str, target: Target) -> str:
        return self._first(header, target, "currency", (f"{target.key}Currency", "currency"))

    def _unit(self, header: str, target: Target) -> str:
        return self._first(header, target, "unit", (re.sub("[qQ]uantity$", "Unit", target.key), "unit"))

    def _first(self, header: str, target: Target, what: str, keys: tuple[str, ...]) -> str:
        """Name the first of *keys* that stands beside *target* in the message."""
        around = self._children(target.group)
        found = next((key for key in keys if key in around and key != target.key), None)
        if found is None:
            raise self._fault(header, f"has a {what}, for which there is no place beside {target.place.path}")
        return found

    def _target(self, to: str) -> Target:
        """Find the place that *to* names: a path, or an element with the role of its group."""
        if "." in to:
            found = self.message.find(to)
            if len(found) != 1:
                known = " or ".join(place.path.replace("/*", "") for place in found) or "no place"
                raise UsageError(f"{self.name}: {to} names {known} of {self.message.id}; name one place by its path.")
            return Target(found[0], tuple((key, 0) for key in found[0].path.split("/") if key != "*"))
        steps: list[tuple[str, int]] = []
        for word in to.split("/"):
            if word.isdigit() and steps:
                steps[-1] = (steps[-1][0], max(int(word) - 1, 0))
            else:
                steps.append((word, 0))
        place = self._children(tuple(steps[:-1]), to).get(steps[-1][0])
        if place is None or not place.element:
            raise UsageError(f"{self.name}: {to!r} is no value of the message {self.message.id}; mend the name.")
        return Target(place, tuple(steps), named=any(word.isdigit() for word in to.split("/")))

    def _children(self, group: Steps, to: str = "") -> dict[str, Place]:
        places = {child.key: child for child in self.message.root.children}
        for key, _ in group:
            if key not in places:
                raise UsageError(f"{self.name}: {to!r} is no value of the message {self.message.id}; mend the name.")
            places = {child.key: child for child in places[key].children}
        return places

    def _lines(self, targets: list[Target], *, whole: bool) -> tuple[str, ...]:
        """Find the group of the lines or items, by the role of what the columns feed."""
        found = {self._around(target) for target in targets} - {()}
        if len(found) != 1 and not whole:
            raise UsageError(f"{self.name}: no column feeds a line or an item; map one, or say `rows: parcel`.")
        return found.pop() if found else ()

    def _around(self, target: Target) -> tuple[str, ...]:
        places = {child.key: child for child in self.message.root.children}
        way: list[str] = []
        for key, _ in target.group:
            way.append(key)
            if places[key].role in LINE_ROLES and places[key].repeats:
                return tuple(way)
            places = {child.key: child for child in places[key].children}
        return ()

    def _lasting(self, target: Target, rows: tuple[str, ...]) -> Target:
        """Say of *target* whether a group on the way to it repeats."""
        places = self._children(tuple((key, 0) for key in rows) if target.in_row else ())
        single = True
        for key, _ in target.group:
            single = single and not places[key].repeats
            places = {child.key: child for child in places[key].children}
        return replace(target, single=single)

    def _position(self, found: Layout) -> str:
        """Name the value that counts the lines, where no column holds it."""
        if not found.lines or "number" not in self._children(tuple((key, 0) for key in found.lines)):
            return ""
        numbered = "/".join([*found.lines, "*", "number"])
        fed = (target.place.path for column in found.columns for target in column.targets)
        return "" if any(path.endswith(numbered) for path in fed) else "number"

    def _check(self, found: Layout) -> None:
        for column in found.columns:
            for target in column.targets:
                type_ = target.place.element.type if target.place.element else ""
                if (column.times or column.unit or column.unit_column or column.summed) and (
                    type_ not in DECIMAL_TYPES | {"count"}
                ):
                    raise self._fault(column.header, "feeds no number, so it has neither unit nor sum")
                if column.summed and (target.in_row or found.whole):
                    raise self._fault(column.header, "is summed over the rows of a parcel; feed a place of the parcel")
        if not found.whole and not found.parcel and not found.opens:
            raise UsageError(f"{self.name}: say with `parcel` or `opens` which rows belong together.")

    def _fault(self, header: str, says: str) -> UsageError:
        return UsageError(f"{self.name}: the column {header!r} {says}.")


def _inside(target: Target, group: tuple[str, ...]) -> Target:
    """Give *target* as seen from a row, where it lies in the group that a row is."""
    if group and tuple(key for key, _ in target.steps[: len(group)]) == group:
        return replace(target, steps=target.steps[len(group) :], in_row=True)
    return target
