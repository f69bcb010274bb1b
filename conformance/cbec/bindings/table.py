"""Tables: a file of rows read by its columns, and messages written as rows.

CSV, Excel (.xlsx) and Parquet are told apart by how they begin. Which binding reads a table is told by its
header; a mapping file of the user's own is a binding as well.
"""

import io
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from cbec.bindings.document import Document
from cbec.bindings.node import Node
from cbec.bindings.tables import delimited, header, parquet, read, xlsx
from cbec.bindings.tables.header import layout_of
from cbec.bindings.tables.own import mapping
from cbec.bindings.tables.package import OLE
from cbec.bindings.tables.sheet import Sheet
from cbec.bindings.tables.write import heading, written
from cbec.model import Binding, Spec
from cbec.terms import UsageError

__all__ = ["beginning", "documents", "heading", "kind", "known", "mapping", "sheets", "tree", "write"]
CSV, EXCEL, PARQUET = "CSV", "Excel", "Parquet"
#: So much of the beginning tells what it is.
LOOKED_AT = 4096
#: A workbook or Parquet file that comes through a pipe is kept; so large it may be.
MAX_KEPT = 512 * 1024 * 1024
IN_MEMORY = 16 * 1024 * 1024


def kind(head: bytes, name: str) -> str:
    """Tell by its beginning whether a file is a table and which; nothing where it is none.

    Text is a table where its first line has a delimiter and does not begin as XML or JSON, or where it is named so.
    Raises UsageError for the old form of Excel files, which is not read.
    """
    if head.startswith(b"PK\x03\x04"):
        return EXCEL
    if head.startswith(b"PAR1"):
        return PARQUET
    if head.startswith(OLE):
        raise UsageError(f"{name}: an old (.xls) or encrypted Excel file; save it as .xlsx without a password, or CSV.")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start or start[:1] in {b"<", b"{", b"["} or head.startswith(delimited.UTF_16):
        return CSV if start[:1] not in {b"<", b"{", b"["} and _named(name) else ""
    line = start.split(b"\n", 1)[0]
    cut = any(one.encode() in line for one in delimited.DELIMITERS)
    return CSV if cut or _named(name) else ""


def known(head: bytes, name: str, spec: Spec) -> bool:
    """Whether a text is surely a table: by its name, or because a binding knows its first line as a header."""
    line = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    return kind(head, name) != "" and (
        _named(name) or any(header.names(line, delimiter, ordered(spec)) for delimiter in delimited.DELIMITERS)
    )


def _named(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith((".csv", ".tsv"))


def documents(
    stream: BinaryIO, name: str, spec: Spec, message: str = "", binding: Binding | None = None
) -> Iterator[Document]:
    """Read the parcels of the table *stream* one by one, by *binding* or by the one that knows its columns.

    Raises UsageError with one sentence for a table that cannot be read or that no binding knows.
    """
    if binding and not kind(beginning(stream), name):
        raise UsageError(f"{name}: is no table; --mapping is for CSV, Excel and Parquet.")
    known = [binding] if binding else [one for one in ordered(spec) if message in {"", *one.messages}]
    for sheet in sheets(stream, name, layout_of(binding).delimiter if binding else ""):
        if binding:
            if layout_of(binding).sheet in {"", sheet.title} or not sheet.title:
                found = header.best(sheet, binding, name)
                header.once(found, binding, name)
                # a table of one's own has a place for everything: another column, or what is fixed
                yield from (replace(one, carries=None) for one in read.documents(found, binding, name, spec))
                return
        elif (recognised := header.recognised(sheet, known)) is not None:
            header.once(recognised[1], recognised[0], name)
            yield from read.documents(recognised[1], recognised[0], name, spec)
            return
    if binding:
        raise UsageError(f"{name}: has no sheet {layout_of(binding).sheet!r}, which {binding.id} reads.")
    raise UsageError(f"{name}: no mapping knows these columns; `cbec init --table {name}` proposes one.")


def tree(content: bytes, name: str, binding: Binding) -> Node:
    """Read all of *content*, a table that *binding* knows, into one tree: what was written is read back so."""
    top = Node("table")
    for sheet in sheets(io.BytesIO(content), name, layout_of(binding).delimiter):
        found = header.best(sheet, binding, name)
        for _ in read.trees(found, binding, name, top):
            pass
        break
    return top


def write(top: Node, binding: Binding) -> bytes:
    """Write the messages under *top* as CSV."""
    return written(top, binding)


def ordered(spec: Spec) -> list[Binding]:
    """List the bindings of tables in the order in which they are tried."""
    found = [one for one in spec.bindings.values() if one.syntax == "table"]
    return sorted(found, key=lambda one: (one.order, one.id))


def sheets(stream: BinaryIO, name: str, delimiter: str = "") -> Iterator[Sheet]:
    """Yield the tables in *stream*: one, or each visible sheet of a workbook."""
    found = kind(beginning(stream), name) or CSV
    if found == CSV:
        yield delimited.read(stream, name, delimiter)
    elif found == EXCEL:
        yield from xlsx.read(_kept(stream, name), name)
    else:
        yield parquet.read(_kept(stream, name), name)


def beginning(stream: BinaryIO) -> bytes:
    """Look at how *stream* begins, without taking anything from it."""
    if isinstance(stream, io.BufferedReader):
        return stream.peek(LOOKED_AT)[:LOOKED_AT]
    head = stream.read(LOOKED_AT)
    stream.seek(0)
    return head


def _kept(stream: BinaryIO, name: str) -> BinaryIO:
    """Give *stream* as a file in which one can go back, which these forms need; what comes through a pipe is kept."""
    if isinstance(stream, io.BytesIO) or (isinstance(stream, io.BufferedReader) and _is_file(stream)):
        return stream
    kept = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # it lives as long as the rows are read
    size = 0
    while chunk := stream.read(1 << 20):
        size += len(chunk)
        if size > MAX_KEPT:
            raise UsageError(f"{name}: larger than {MAX_KEPT // 1024 // 1024} MB; name the file itself, not a pipe.")
        kept.write(chunk)
    kept.seek(0)
    return cast("BinaryIO", kept)


def _is_file(stream: io.BufferedReader) -> bool:
    return isinstance(stream.raw, io.FileIO) and stream.seekable()
