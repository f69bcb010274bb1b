"""Messages to sets: what belongs to one sale is judged side by side."""

from collections.abc import Iterator

from cbec.bindings import Document
from cbec.bindings.assemble import SET, assemble
from cbec.cli.intake import Taken
from cbec.model import Spec


def side_by_side(all_: Iterator[Taken], spec: Spec) -> Iterator[Taken]:
    """Give the sets that the messages of *all_* make, and what belongs to none; what cannot be read comes as it is."""
    faults: list[Taken] = []

    def readable() -> Iterator[Document]:
        for taken in all_:
            if taken.document is None:
                faults.append(taken)
            else:
                yield taken.document

    for document in assemble(readable(), spec):
        file, line = _whence(document)
        yield Taken(file, line, document)
    yield from faults


def _whence(document: Document) -> tuple[str, int]:
    """Name a set by the files it came from, with the line where a document is not the first thing in its file."""
    if document.message != SET:
        return document.locate([""])[""].file, document.line
    places = document.locate([f"/{part}" for part in document.body]).values()
    return " + ".join(f"{one.file}:{one.line}" if one.line > 1 else one.file for one in places), 0
