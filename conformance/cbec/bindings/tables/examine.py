"""What is wrong with the rows of a table themselves, before anything is read of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from cbec.bindings.document import UNMAPPED
from cbec.bindings.tables.feeds import Feed
from cbec.bindings.tables.groups import Parcel
from cbec.bindings.tables.header import Headed, normal
from cbec.bindings.tables.sheet import Fault, Row, plain
from cbec.bindings.tables.values import suspect
from cbec.model.layout import Layout
from cbec.terms import ERROR, WARNING, Finding, Origin

TABLE, DIFFERS, DIGITS = "CBEC-B-table", "CBEC-B-differs", "CBEC-B-digits"


@dataclass(frozen=True)
class Kind:
    """What a column holds: what names something, of which no digit may be lost, or commodity codes."""

    names: bool = False
    classifies: bool = False


@dataclass(frozen=True)
class Examiner:
    """Looks at rows and cells of one table; every finding names the cell."""

    layout: Layout
    table: Headed
    file: str
    looked_at: dict[int, Kind]
    nameless: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, layout: Layout, table: Headed, file: str, feeds: tuple[Feed, ...]) -> "Examiner":
        """Make the examiner of a *table*, who looks at each column that is read once."""
        looked_at = {table.index[normal(name)]: Kind(names=True) for name in layout.parcel}
        for feed in feeds:
            known = looked_at.get(feed.index, Kind())
            looked_at[feed.index] = Kind(known.names or feed.names, known.classifies or feed.classifies)
        nameless = {index for index, cell in enumerate(table.header.cells) if not plain(cell)}
        return cls(layout, table, file, looked_at, nameless)

    def finding(self, rule: str, index: int, row: Row, says: str, severity: str = WARNING) -> Finding:
        """Give a finding about one cell."""
        return Finding(
            rule,
            severity=severity,
            says=says,
            origin=Origin(self.file, row.number, self.table.place(index, row.number)),
        )

    def parcel(self, parcel: Parcel) -> Iterator[Finding]:
        """Yield what is wrong with the rows of *parcel*."""
        key = self.table.index.get(normal(self.layout.parcel[0]), 0) if self.layout.parcel else 0
        first = parcel.rows[0]
        if parcel.apart:
            yield self.finding(
                TABLE,
                key,
                first,
                "Rows of this parcel stand further up too, with others between, and were judged alone: "
                "sort the table by the columns that make a parcel.",
            )
        if parcel.stray:
            yield self.finding(
                TABLE,
                key,
                first,
                "This row says that it continues the parcel above, whose number is another: "
                "it was taken as the first of its own.",
            )
        for row in parcel.rows:
            yield from self._width(row)
            yield from self._without_name(row)
            yield from self._cells(row)

    def _width(self, row: Row) -> Iterator[Finding]:
        width = len(self.table.header.cells)
        if any(row.cells[width:]):
            yield self.finding(
                TABLE,
                width,
                row,
                f"The row has {len(row.cells)} cells and the header {width}: a delimiter may stand in a value without "
                "quotation marks, and the values after it in wrong columns.",
                ERROR,
            )
        elif self.table.sheet.ragged and len(row.cells) < width:
            yield self.finding(
                TABLE,
                len(row.cells),
                row,
                f"The row has {len(row.cells)} cells and the header {width}: the others count as empty.",
            )

    def _without_name(self, row: Row) -> Iterator[Finding]:
        """Tell once of each column that has values and no header."""
        for index in sorted(self.nameless):
            if row.at(index):
                self.nameless.discard(index)
                yield self.finding(UNMAPPED, index, row, "A column without a header has values: they were not judged.")

    def _cells(self, row: Row) -> Iterator[Finding]:
        for index, kind in self.looked_at.items():
            cell = row.at(index)
            if isinstance(cell, Fault):
                yield self.finding(TABLE, index, row, f"The cell holds no value but {cell.why}.", ERROR)
            elif kind.names and suspect(cell):
                yield self.finding(
                    DIGITS,
                    index,
                    row,
                    "A spreadsheet keeps fifteen digits of a number, and has put zeros for the others: "
                    "format the column as text before the numbers are entered.",
                )
            elif kind.classifies and isinstance(cell, Decimal) and len(plain(cell)) in {5, 7, 9}:
                yield self.finding(
                    DIGITS,
                    index,
                    row,
                    "A commodity code has an even number of digits: a spreadsheet may have taken it for a number, "
                    "and the zero at its beginning away. Format the column as text.",
                )
