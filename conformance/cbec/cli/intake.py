"""Files to messages: folders walked, compression undone, one message a line where a file is so."""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from cbec.bindings import MAX_MESSAGE, Document, documents, tabular
from cbec.bindings.tables import SUFFIXES as TABLES
from cbec.model import Binding, Spec
from cbec.terms import UsageError

SUFFIXES = (".json", ".ndjson", ".jsonl", ".xml", *TABLES)
PACKED = ".gz"
#: A document longer than this is read message by message, where it holds many.
WHOLE = 8 * 1024 * 1024
CHUNK = 1 << 16
LIMIT = f"{MAX_MESSAGE // 1024 // 1024} MB"


@dataclass(frozen=True)
class Taken:
    """One message of a file, or the sentence why it could not be read; ``line`` counts in files of many."""

    file: str
    line: int = 0
    document: Document | None = None
    fault: str = ""


def files(paths: list[str]) -> Iterator[str]:
    """List the files that *paths* name: a folder gives the messages below it, ``-`` the standard input.

    Raises UsageError for a path that is not there, or a folder without messages.
    """
    for given in paths:
        path = Path(given)
        if given == "-" or path.is_file():
            yield given
        elif path.is_dir():
            found = sorted(one for one in path.rglob("*") if one.is_file() and _is_message(one))
            if not found:
                raise UsageError(f"{given}: no {', '.join(SUFFIXES)} file is in this folder.")
            yield from (str(one) for one in found)
        else:
            raise UsageError(f"{given}: there is no such file or folder.")


def _is_message(path: Path) -> bool:
    return path.name.lower().removesuffix(PACKED).endswith(SUFFIXES)


def take(
    file: str, spec: Spec, message: str, *, lenient: bool = False, mapping: Binding | None = None
) -> Iterator[Taken]:
    """Read the messages of *file* one by one, in bounded memory; what cannot be read is told, never raised.

    A table is read by *mapping* where there is one, else by the binding that knows its columns.
    """
    name = "standard input" if file == "-" else file
    try:
        with _open(file) as stream:
            if mapping or tabular(stream.peek(CHUNK), name, spec):
                from cbec.bindings import table

                yield from (Taken(name, one.line, one) for one in table.documents(stream, name, spec, message, mapping))
            else:
                yield from _messages(stream, name, spec, message, lenient=lenient)
    except UsageError as fault:
        yield Taken(name, fault=str(fault))
    except (EOFError, OSError, zlib.error) as fault:
        yield Taken(name, fault=f"{name}: cannot be read ({getattr(fault, 'strerror', None) or fault}).")


def _open(file: str) -> io.BufferedReader:
    if file == "-":
        return cast("io.BufferedReader", sys.stdin.buffer)
    if file.lower().endswith(PACKED):
        return io.BufferedReader(gzip.GzipFile(file))
    return Path(file).open("rb")


def _messages(stream: io.BufferedReader, name: str, spec: Spec, message: str, *, lenient: bool) -> Iterator[Taken]:
    first = stream.readline(MAX_MESSAGE + 1)
    if len(first) > MAX_MESSAGE:
        raise UsageError(f"{name}, line 1: longer than {LIMIT}; no message of this kind is.")
    if not _many(first, stream, name):
        yield from _whole(first, stream, name, spec, message, lenient=lenient)
        return
    for number, line in enumerate(_lines(first, stream), start=1):
        if line.strip():
            yield from _line(line, name, number, spec, message, lenient=lenient)


def _whole(
    first: bytes, stream: io.BufferedReader, name: str, spec: Spec, message: str, *, lenient: bool
) -> Iterator[Taken]:
    """Read a file that is one document, of one message or of many; a long one of many is never held whole.

    It is read twice: first for what stands around the messages, which may come after them. What comes through a
    pipe cannot be, and is held. Only what is held whole can be mended: with *lenient* that is more of it.
    """
    whole = MAX_MESSAGE if lenient else WHOLE
    content = first + stream.read(whole)
    found: Iterator[Document] | None = None
    if len(content) > whole and first.lstrip(b"\xef\xbb\xbf").startswith(b"<") and stream.seekable():
        from cbec.bindings import foreign

        top = foreign.frame(_again(stream), name, spec) if foreign.binds_many(content, spec) else None
        found = foreign.long(_again(stream), name, spec, top) if top is not None else None
    if found is None:
        if stream.seekable():
            stream.seek(len(content))
        found = documents(content + stream.read(MAX_MESSAGE + 1), name, spec, message, lenient=lenient)
    for document in found:
        yield Taken(name, document.line, document)


def _again(stream: io.BufferedReader) -> Iterator[bytes]:
    """Read *stream* from its beginning, piece by piece."""
    stream.seek(0)
    yield from iter(lambda: stream.read(CHUNK), b"")


def _many(first: bytes, stream: io.BufferedReader, name: str) -> bool:
    """Whether the file holds one JSON message a line: by its name, or because a first line is whole by itself."""
    start, following = first.strip(), stream.peek(1)[:1]
    whole = start.startswith(b"{") and start.endswith(b"}") and following != b""
    broken = start.startswith(b'{"') and following == b"{"  # an object inside another is not written so
    return name.lower().removesuffix(PACKED).endswith((".ndjson", ".jsonl")) or whole or broken


def _lines(first: bytes, stream: io.BufferedReader) -> Iterator[bytes]:
    """Yield the lines of *stream* after the *first*; of one that is too long only its beginning."""
    line = first
    while line:
        yield line
        while len(line) > MAX_MESSAGE and not line.endswith(b"\n"):
            line = stream.readline(MAX_MESSAGE + 1)
        line = stream.readline(MAX_MESSAGE + 1)


def _line(line: bytes, name: str, number: int, spec: Spec, message: str, *, lenient: bool) -> Iterator[Taken]:
    """Read the messages of one line: one, or the drafts that are made of it."""
    if len(line) > MAX_MESSAGE:
        yield Taken(name, number, fault=f"{name}, line {number}: longer than {LIMIT}.")
        return
    try:
        for document in documents(line.rstrip(b"\r\n"), name, spec, message, number, lenient=lenient):
            yield Taken(name, number, document)
    except UsageError as fault:
        yield Taken(name, number, fault=str(fault))
