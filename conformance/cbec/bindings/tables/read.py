"""A table whose binding is known, parcel by parcel: each becomes one document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cbec.bindings.document import UNMAPPED, Document
from cbec.bindings.mapping import mappings
from cbec.bindings.node import Node, Tree
from cbec.bindings.path import Leaf
from cbec.bindings.reader import Reader
from cbec.bindings.tables.examine import TABLE, Examiner
from cbec.bindings.tables.feeds import feeds
from cbec.bindings.tables.groups import Groups
from cbec.bindings.tables.grow import COLUMN, Grower
from cbec.bindings.tables.header import Headed, layout_of, needed, normal
from cbec.bindings.tables.sheet import plain
from cbec.model import Binding, Spec
from cbec.terms import WARNING, Finding, Origin, UsageError


@dataclass
class Cells:
    """How a table names its places: the number of the row, and the cell with its column."""

    file: str
    table: Headed

    def origins(self, leaves: Iterable[Leaf]) -> dict[Leaf, Origin]:
        """Give for each of *leaves* where it stands; what no column says stands in the row as a whole."""
        return {leaf: self._origin(leaf[0]) for leaf in leaves}

    def _origin(self, node: Tree) -> Origin:
        column = node.attrib.get(COLUMN)
        row = node.sourceline or 0
        return Origin(self.file, row, self.table.place(int(column), row) if column else "")


def documents(table: Headed, binding: Binding, file: str, spec: Spec) -> Iterator[Document]:
    """Yield a document for each parcel of *table*; what the binding does not know is told with the first.

    Raises UsageError for a table without any row, and where the rows cannot be read.
    """
    mapping = mappings(binding, spec)[0]
    cells = Cells(file, table)
    told: list[Finding] | None = [*_unknown(table, binding, file), *_missing(table, binding, file)]
    for grown, findings in trees(table, binding, file):
        document = Reader(binding, grown.getparent(), grown, cells).read(mapping)
        yield replace(document, findings=(*(told or ()), *findings))
        told = None
    if told is not None:
        raise UsageError(f"{file}: no row stands below the header; nothing to judge.")


def trees(table: Headed, binding: Binding, file: str, top: Node | None = None) -> Iterator[tuple[Node, list[Finding]]]:
    """Yield the node of each parcel of *table*, under *top* or one of its own, with what is wrong with its rows."""
    layout = layout_of(binding)
    found = tuple(feeds(layout, table))
    grower = Grower(layout, found, Examiner.of(layout, table, file, found))
    for parcel in Groups(layout, table.index, file).parcels(table.rows):
        yield grower.tree(parcel, top or Node("table")), grower.findings


def _unknown(table: Headed, binding: Binding, file: str) -> Iterator[Finding]:
    """Tell of each column that the binding does not know; nobody judged its values."""
    known = {normal(name) for name in layout_of(binding).named()}
    over = {normal(name) for name in binding.passes_over}
    for index, cell in enumerate(table.header.cells):
        name = plain(cell)
        if name and normal(name) not in known | over:
            yield Finding(
                UNMAPPED,
                severity=WARNING,
                says=f"The binding {binding.id} does not know the column {name!r}: its values were not judged.",
                origin=Origin(file, table.header.number, table.place(index, table.header.number)),
            )


def _missing(table: Headed, binding: Binding, file: str) -> Iterator[Finding]:
    """Tell of each column that the binding asks for and the table has not."""
    for name in needed(binding):
        if normal(name) not in table.index:
            yield Finding(
                TABLE,
                severity=WARNING,
                says=f"The binding {binding.id} reads the column {name!r}, which the table has not.",
                origin=Origin(file, table.header.number),
            )
