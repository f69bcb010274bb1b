"""Messages as rows again: what a message says once stands in each of its rows."""

import csv
import io
from collections.abc import Iterator

from cbec.bindings.node import Node
from cbec.bindings.tables.values import values
from cbec.model import Binding
from cbec.model.layout import PARCEL, Column, Layout, Target
from cbec.model.load import LAYOUT


def written(top: Node, binding: Binding) -> bytes:
    """Write the parcels under *top* as CSV in UTF-8, with the columns in the order of *binding*."""
    layout: Layout = binding.extra[LAYOUT]
    names = layout.named()
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, delimiter=layout.delimiter or ",", lineterminator="\r\n")
    writer.writeheader()
    for parcel in top:
        if parcel.tag == PARCEL:
            writer.writerows(rows(parcel, layout))
    return text.getvalue().encode("utf-8")


def heading(binding: Binding) -> bytes:
    """Write the header that stands above all rows."""
    return written(Node("table"), binding)


def rows(parcel: Node, layout: Layout) -> Iterator[dict[str, str]]:
    """Yield the rows of *parcel*, each a cell for a column."""
    lines = [parcel]
    for key in layout.lines if not layout.whole else ():
        lines = [child for one in lines for child in one if child.tag == key]
    for position, line in enumerate(lines or [parcel]):
        row: dict[str, str] = {}
        for column in layout.columns:
            for target in column.targets:
                start = line if target.in_row and lines else parcel
                _fill(row, start, column, target, first=not position)
        if layout.opens and not position:
            row[layout.opens.column] = row.get(layout.opens.column) or _opening(layout)
        elif layout.opens:
            row[layout.opens.column] = layout.opens.continues[0]
        yield row


def _fill(row: dict[str, str], node: Node, column: Column, target: Target, *, first: bool) -> None:
    """Write into *row* what stands at *target*, in the form of *column*; a sum stands in the first row alone."""
    if column.summed and not first:
        row.setdefault(column.header, "0")
        return
    found = [node]
    for key, position in target.steps:
        found = [child for one in found for child in one if child.tag == key][position : position + 1]
    if not found:
        return
    leaf, around = found[0], found[0].getparent()
    if not row.get(column.header):
        row[column.header] = values(column, target).write(leaf.text)
    for other in around if around is not None else ():
        if column.unit_column and other.tag == f"{target.key}.unit":
            row[column.unit_column] = other.text


def _opening(layout: Layout) -> str:
    """Give a value that opens a parcel."""
    return next(text for text in ("1", "2", "x") if layout.opens and text not in layout.opens.continues)
