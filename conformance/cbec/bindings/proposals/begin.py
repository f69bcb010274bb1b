"""From a table to a proposed mapping: its header found, each message tried that it could be."""

from collections.abc import Sequence
from itertools import islice

from cbec.bindings.proposals.complete import Completed, complete
from cbec.bindings.proposals.looks import looks
from cbec.bindings.proposals.propose import propose
from cbec.bindings.tables.sheet import Row, Sheet, plain
from cbec.model import Spec
from cbec.terms import UsageError

#: So many rows are looked at.
LOOKED_AT = 100
#: The messages that a table may be, where nobody says which: the one that takes most columns.
MESSAGES = ("low-value-declaration", "order")


def proposal(sheet: Sheet, file: str, spec: Spec, message: str = "") -> Completed:
    """Propose a mapping for the table *sheet*, to *message* or to the one that takes most of its columns.

    Raises UsageError where no row looks like a header.
    """
    head = list(islice(sheet.rows, LOOKED_AT + 20))
    header, rows = _header(head, file)
    columns = [
        (plain(cell), looks([row.at(index) for row in rows[:LOOKED_AT]], spec))
        for index, cell in enumerate(header.cells)
        if plain(cell)
    ]
    known = [spec.message(message)] if message else [spec.message(one) for one in MESSAGES]
    tried = [(one, propose(columns, one, spec)) for one in known]
    best, found = max(tried, key=lambda one: sum(each.place is not None for each in one[1]))
    if not any(each.place for each in found):
        raise UsageError(f"{file}: none of its columns was understood; write a mapping file as docs/tables.md shows.")
    return complete(best, found)


def _header(head: Sequence[Row], file: str) -> tuple[Row, list[Row]]:
    """Find the header: the first row that has as many texts as any of the first rows; a title above it has fewer."""
    texts = [sum(isinstance(cell, str) and cell != "" for cell in row.cells) for row in head[:20]]
    if not texts or max(texts) < 1:
        raise UsageError(f"{file}: no row looks like a header.")
    widest = max(len([cell for cell in row.cells if cell != ""]) for row in head[:20])
    for position, row in enumerate(head[:20]):
        if texts[position] >= max(1, widest * 0.6) and texts[position] == len(
            [cell for cell in row.cells if cell != ""]
        ):
            return row, list(head[position + 1 :])
    return head[0], list(head[1:])
