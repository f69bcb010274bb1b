"""Which row is the header, and which binding knows its columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from cbec.bindings.tables.sheet import Row, Sheet, letters, plain
from cbec.model import Binding
from cbec.model.layout import Layout
from cbec.model.load import LAYOUT
from cbec.terms import UsageError

#: The header is looked for in so many rows; a title may stand above it.
LOOKED_AT = 20


@dataclass(frozen=True)
class Headed:
    """A table whose header was found: where each column stands, by its normal name, and the rows below."""

    sheet: Sheet
    header: Row
    index: dict[str, int]
    rows: Iterator[Row]

    def place(self, index: int, row: int) -> str:
        """Name a cell as a person finds it: ``J7 (item_price_inr)``, with the sheet where there are several."""
        name = shown(plain(self.header.at(index))) or "no header"
        if not self.sheet.lettered:
            return name
        sheet = f"{self.sheet.title}!" if self.sheet.title else ""
        return f"{sheet}{letters(index)}{row} ({name})"


def shown(name: str) -> str:
    """Give the *name* of a column as it can be printed: on one line, and not endless."""
    return " ".join("".join(one if one.isprintable() else " " for one in name).split())[:80]


def normal(name: str) -> str:
    """Give the *name* of a column as it is compared: small letters and digits alone."""
    return re.sub(r"[\W_]+", "", name.casefold())


def layout_of(binding: Binding) -> Layout:
    """Give the layout of the table *binding*."""
    found: Layout = binding.extra[LAYOUT]
    return found


def needed(binding: Binding) -> list[str]:
    """List the columns that a table must have for *binding* to know it: those that it says, else all it reads."""
    stated: list[str] = next((way["has"] for way in binding.ways if "has" in way), [])
    layout = layout_of(binding)
    own = stated or [
        one for one in layout.named() if one not in {each.header for each in layout.columns if each.optional}
    ]
    return list(dict.fromkeys([*own, *layout.telling]))


def recognised(sheet: Sheet, bindings: list[Binding]) -> tuple[Binding, Headed] | None:
    """Find the first of *bindings* that knows a header in *sheet*; None where none does."""
    head = list(islice(sheet.rows, LOOKED_AT))
    for binding in bindings:
        if layout_of(binding).sheet not in {"", sheet.title} and sheet.title:
            continue
        wanted = {normal(name) for name in needed(binding)}
        for position, row in enumerate(head):
            if wanted <= {normal(plain(cell)) for cell in row.cells}:
                return binding, headed(sheet, row, chain(head[position + 1 :], sheet.rows))
    return None


def names(line: str, delimiter: str, bindings: list[Binding]) -> bool:
    """Whether *line*, cut by *delimiter*, has all columns that one of *bindings* needs."""
    cells = {normal(cell) for cell in line.split(delimiter)}
    return any({normal(name) for name in needed(binding)} <= cells for binding in bindings)


def best(sheet: Sheet, binding: Binding, file: str) -> Headed:
    """Find the header of *sheet* for a *binding* that was asked for: the row that has most of its columns.

    Raises UsageError naming a column without which no parcel can be made.
    """
    layout = layout_of(binding)
    names = {normal(name) for name in layout.named()}
    head = list(islice(sheet.rows, LOOKED_AT))
    shared = [len(names & {normal(plain(cell)) for cell in row.cells}) for row in head]
    if not any(shared):
        raise UsageError(f"{file}: has none of the columns that {binding.id} names; is it another table?")
    position = shared.index(max(shared))
    found = headed(sheet, head[position], chain(head[position + 1 :], sheet.rows))
    for name in layout.telling:
        if normal(name) not in found.index:
            raise UsageError(f"{file}: has no column {name!r}, by which {binding.id} tells parcels apart.")
    return found


def headed(sheet: Sheet, row: Row, rows: Iterator[Row]) -> Headed:
    """Take *row* for the header of *sheet*."""
    index: dict[str, int] = {}
    for position, cell in enumerate(row.cells):
        if name := normal(plain(cell)):
            index.setdefault(name, position)
    return Headed(sheet, row, index, rows)


def once(found: Headed, binding: Binding, file: str) -> None:
    """Raise UsageError where a column that *binding* reads stands in the table twice."""
    wanted = {normal(name) for name in layout_of(binding).named()}
    for position, cell in enumerate(found.header.cells):
        name = normal(plain(cell))
        if name in wanted and found.index[name] != position:
            first, second = (letters(one) for one in (found.index[name], position))
            raise UsageError(f"{file}: the columns {first} and {second} are both called {plain(cell)!r}; rename one.")
