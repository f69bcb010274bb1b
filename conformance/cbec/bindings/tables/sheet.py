"""A table as it was read: rows of cells, whatever kind of file they come from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

#: A row may have so many columns; the widest list of parcels that was read has twenty-seven.
MAX_COLUMNS = 1024
#: A cell may have so many characters: the limit of Excel, which a long description does not reach.
MAX_CELL = 32_767


@dataclass(frozen=True)
class Fault:
    """A cell that holds no value but a reason why it has none: the error of a formula, or bytes."""

    why: str

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Rounded:
    """A number kept in binary, of which only fifteen digits can be trusted: what Excel does to identifiers."""

    value: Decimal


#: Text as it stands (empty where the cell is), or what a typed cell holds.
Cell = str | Decimal | Rounded | datetime | date | bool | Fault


@dataclass(frozen=True)
class Row:
    """One row with the number by which a spreadsheet shows it."""

    number: int
    cells: tuple[Cell, ...]

    def __bool__(self) -> bool:
        return any(cell != "" for cell in self.cells)

    def at(self, index: int) -> Cell:
        """Give the cell at *index*; a row that ends before it has an empty one there."""
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """The rows of one table, read while they are asked for; ``title`` where a workbook has several.

    ``lettered`` says that its columns have letters, as in a spreadsheet; ``ragged`` that every row states all its
    cells, so that one with fewer is broken.
    """

    kind: str
    rows: Iterator[Row]
    title: str = ""
    lettered: bool = True
    ragged: bool = False


def letters(index: int) -> str:
    """Name the column at *index* (from zero) as a spreadsheet does: A to Z, then AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def plain(cell: Cell) -> str:
    """Write *cell* as text without any form of its own: digits without exponent, ISO 8601, true and false."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Rounded):
        return plain(cell.value)
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.why if isinstance(cell, Fault) else cell.isoformat()
