"""Files to messages: folders walked, compression undone, one message a line where a file is so."""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cbec.bindings import MAX_MESSAGE, Document, read
from cbec.model import Spec
from cbec.terms import UsageError

SUFFIXES = (".json", ".ndjson", ".jsonl", ".xml")
PACKED = ".gz"


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


def take(file: str, spec: Spec, message: str) -> Iterator[Taken]:
    """Read the messages of *file* one by one, in bounded memory; what cannot be read is told, never raised."""
    name = "standard input" if file == "-" else file
    try:
        with _open(file) as stream:
            yield from _messages(stream, name, spec, message)
    except UsageError as fault:
        yield Taken(name, fault=str(fault))
    except (EOFError, OSError, zlib.error) as fault:
        yield Taken(name, fault=f"{name}: cannot be read ({getattr(fault, 'strerror', None) or fault}).")


def _open(file: str) -> IO[bytes]:
    stream: Any = sys.stdin.buffer if file == "-" else Path(file).open("rb")
    if file == "-" or not file.lower().endswith(PACKED):
        return io.BufferedReader(stream) if file == "-" else stream
    return gzip.open(stream)


def _messages(stream: IO[bytes], name: str, spec: Spec, message: str) -> Iterator[Taken]:
    first = stream.readline(MAX_MESSAGE + 1)
    if len(first) > MAX_MESSAGE:
        raise UsageError(f"{name}, line 1: longer than {MAX_MESSAGE // 1024 // 1024} MB; no message of this kind is.")
    if not _many(first, stream, name):
        rest = stream.read(MAX_MESSAGE + 1)
        yield Taken(name, 0, read(first + rest, name, spec, message))
        return
    number, line = 1, first
    while line:
        if line.strip():
            yield _line(line, name, number, spec, message)
        number += 1
        line = stream.readline(MAX_MESSAGE + 1)


def _many(first: bytes, stream: IO[bytes], name: str) -> bool:
    """Whether the file holds one JSON message a line: by its name, or because a first line is whole by itself."""
    lowered = name.lower().removesuffix(PACKED)
    if lowered.endswith((".ndjson", ".jsonl")):
        return True
    start = first.strip()
    whole = start.startswith(b"{") and start.endswith(b"}")
    return whole and bool(stream.peek(1) if hasattr(stream, "peek") else b"")  # type: ignore[attr-defined]


def _line(line: bytes, name: str, number: int, spec: Spec, message: str) -> Taken:
    if len(line) > MAX_MESSAGE:
        return Taken(name, number, fault=f"{name}, line {number}: longer than {MAX_MESSAGE // 1024 // 1024} MB.")
    try:
        return Taken(name, number, read(line, name, spec, message, first_line=number))
    except UsageError as fault:
        return Taken(name, number, fault=str(fault))
