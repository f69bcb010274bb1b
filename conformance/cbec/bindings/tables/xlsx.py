"""Excel workbooks (.xlsx) row by row: numbers as they are written, and nothing reserved that is not there.

The libraries that were tried read every number into a binary fraction, reserve a whole sheet for one far
cell, or believe the size that a sheet states. A table needs little of the format: texts, numbers and dates.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import BinaryIO

from cbec.bindings.tables.package import MAX_PART, Package
from cbec.bindings.tables.sheet import MAX_CELL, MAX_COLUMNS, Cell, Fault, Rounded, Row, Sheet
from cbec.bindings.tables.workbook import Workbook, workbook
from cbec.terms import UsageError

#: The digits of a number that Excel keeps.
DIGITS = 15


def read(file: BinaryIO, name: str) -> Iterator[Sheet]:
    """Read the visible sheets of the workbook *file*, in their order; raises UsageError where it is damaged."""
    package = Package(file, name)
    book = workbook(package)
    for title, part in book.sheets.items():
        yield Sheet("Excel", _rows(package, book, part), title if len(book.sheets) > 1 else "")


def _rows(package: Package, book: Workbook, part: str) -> Iterator[Row]:
    reader = _Reader(package.name, book)
    for _ in package.parse(part, reader.begins, reader.ends, reader.text, MAX_PART):
        yield from reader.ready
        reader.ready.clear()


@dataclass
class _Reader:
    """Takes the parts of a sheet as they come, and makes rows of them."""

    name: str
    book: Workbook
    ready: list[Row] = field(default_factory=list)
    _row: int = 0
    _cells: list[Cell] = field(default_factory=list)
    _column: int = 0
    _type: str = ""
    _form: str = ""
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _taking: bool = False
    _formula: bool = False
    _aid: bool = False

    def begins(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            self._begin_cell(attributes)
        elif tag in {"v", "t"}:
            self._taking = not self._aid
        elif tag == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdigit() else self._row + 1
            self._cells, self._column = [], -1
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._aid = True

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        place = attributes.get("r")
        self._column = column(place.rstrip("0123456789")) if place else self._column + 1
        self._type = attributes.get("t", "n")
        self._form = self.book.forms.get(attributes.get("s", ""), "")
        self._pieces, self._length, self._formula = [], 0, False

    def text(self, piece: str) -> None:
        if self._taking:
            self._pieces.append(piece)
            self._length += len(piece)
            if self._length > 2 * MAX_CELL:
                raise UsageError(f"{self.name}, row {self._row}: a cell of more than {MAX_CELL:,} characters.")

    def ends(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self._taking = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row" and self._cells:
            self.ready.append(Row(self._row, tuple(self._cells)))
        elif tag == "rPh":
            self._aid = False

    def _end_cell(self) -> None:
        cell = self._cell("".join(self._pieces))
        if cell == "":
            return  # an empty cell that was only painted does not widen the row
        if self._column >= MAX_COLUMNS:
            raise UsageError(f"{self.name}, row {self._row}: more than {MAX_COLUMNS} columns are not read.")
        self._cells.extend("" for _ in range(len(self._cells), self._column))
        self._cells[self._column :] = [cell]

    def _cell(self, text: str) -> Cell:
        if not text:
            return Fault("a formula that was never calculated") if self._formula else ""
        if self._type == "s":
            try:
                return self.book.texts.at(int(text)).strip()
            except (ValueError, IndexError):
                raise UsageError(f"{self.name}, row {self._row}: a damaged Excel file; save it again.") from None
        if self._type == "e":
            return Fault(text)
        if self._type == "b":
            return text == "1"
        return self._number(text) if self._type == "n" else text.strip()

    def _number(self, text: str) -> Cell:
        try:
            exact = Decimal(text)
        except InvalidOperation:
            return text.strip()
        if not exact.is_finite() or abs(exact.adjusted()) > 40:
            return text.strip()
        moment = self.book.moment(exact, self._form) if self._form else None
        return number(exact) if moment is None else moment


def number(exact: Decimal) -> Decimal | Rounded:
    """Take *exact* for what Excel keeps of it, fifteen digits; a longer whole number says that it is rounded."""
    kept = Decimal(f"{exact:.{DIGITS - 1}e}").normalize() if len(exact.as_tuple().digits) > DIGITS else exact
    whole = Decimal(f"{kept:f}")
    return Rounded(whole) if whole.adjusted() >= DIGITS else whole


@cache
def column(name: str) -> int:
    """Count the column that a spreadsheet calls *name*, from zero."""
    index = 0
    for letter in name[:3]:
        index = index * 26 + ord(letter) - 64
    return max(index - 1, 0)
