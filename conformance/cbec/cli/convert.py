"""`cbec convert`: a message from one syntax to another, with an account of what was left behind."""

import itertools
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cbec.terms import Exit, Finding, UsageError

if TYPE_CHECKING:
    from cbec.bindings import Document
    from cbec.cli.intake import Taken
    from cbec.model import Binding, Spec

#: What stands for canonical JSON in place of a binding.
CANONICAL = "json"
#: What the names of mapping files end with.
MAPPINGS = (".yaml", ".yml")


def convert(
    path: Annotated[str, typer.Argument(metavar="FILE or -", help="The file with the message or messages.")],
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="SYNTAX", help="json (canonical), a binding (see cbec list bindings), or a mapping file."
        ),
    ] = CANONICAL,
    message: Annotated[
        str, typer.Option(metavar="NAME", help="Which message it is, or which of several is wanted.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Write to this file, or to a folder: one file for each message."),
    ] = None,
    mapping: Annotated[str, typer.Option(metavar="FILE", help="Read a table by this mapping file.")] = "",
    lenient: Annotated[bool, typer.Option("--lenient", help="Read XML that is not well-formed, where safe.")] = False,
) -> None:
    """Write a message in another syntax, and tell on standard error what was left behind.

    Several messages become one line of JSON each, the rows of one table, or with --out a file each. The exit code is 1
    where anything was left behind: a value that the reading did not know, or that the writing could not carry.

    cbec convert declaration.xml

    cbec convert declaration.json --to wco-declaration --out declaration.xml
    """
    from cbec.bindings import LOST, UNMAPPED
    from cbec.cli.intake import take
    from cbec.model import load

    spec = load()
    columns = _mapping(mapping, spec) if mapping else None
    if to.endswith(MAPPINGS):
        spec = replace(spec, bindings={**spec.bindings, to: _mapping(to, spec)})
    if to != CANONICAL and to not in spec.bindings:
        raise UsageError(f"There is no syntax {to!r}; known are {CANONICAL}, {', '.join(sorted(spec.bindings))}.")
    taken = _readable(take(path, spec, message, lenient=lenient, mapping=columns))
    first = list(itertools.islice(taken, 2))
    many = len(first) > 1
    if to != CANONICAL and spec.bindings[to].syntax == "table":
        raise typer.Exit(_table(itertools.chain(first, taken), to, spec, out))
    if many and out is None and to != CANONICAL:
        raise UsageError(f"{path} holds several messages; name a folder for them with --out.")
    left = False
    for number, (file, document) in enumerate(itertools.chain(first, taken), start=1):
        content, lost = _written(document, to, spec, indent=None if many and out is None else 2)
        left |= any(finding.rule in {LOST, UNMAPPED} for finding in lost)
        for finding in lost:
            where = f"{file}:{finding.origin.line}" if finding.origin and finding.origin.line else file
            print(f"cbec: {where}: {finding.says}{f' ({finding.at})' if finding.at else ''}", file=sys.stderr)
        _put(content, out, path, number if many else 0, to, spec)
    raise typer.Exit(Exit.FINDINGS if left else Exit.CONFORMANT)


def _mapping(path: str, spec: "Spec") -> "Binding":
    from cbec.bindings import table

    return table.mapping(path, spec)


def _table(documents: "Iterator[tuple[str, Document]]", to: str, spec: "Spec", out: Path | None) -> Exit:
    """Write all messages as the rows of one table, under one header."""
    from cbec.bindings import table
    from cbec.cli.files import output

    left = False
    header = table.heading(spec.bindings[to])
    with output(out) as stream:
        stream.write(header.decode("utf-8"))
        for file, document in documents:
            content, lost = _written(document, to, spec, None)
            left |= _tell(file, lost)
            stream.write(content.removeprefix(header).decode("utf-8"))
    return Exit.FINDINGS if left else Exit.CONFORMANT


def _tell(file: str, lost: list[Finding]) -> bool:
    """Tell what was left behind, and whether anything was."""
    for finding in lost:
        where = f"{file}:{finding.origin.line}" if finding.origin and finding.origin.line else file
        print(f"cbec: {where}: {finding.says}{f' ({finding.at})' if finding.at else ''}", file=sys.stderr)
    return bool(lost)


def _readable(taken: "Iterator[Taken]") -> "Iterator[tuple[str, Document]]":
    """Give the documents with the names of their files; raises UsageError for the first that cannot be read."""
    for one in taken:
        if one.document is None:
            raise UsageError(one.fault)
        yield one.file, one.document


def _written(document: "Document", to: str, spec: "Spec", indent: int | None) -> tuple[bytes, list[Finding]]:
    """Write the message of *document*; give with it what reading did not know and writing could not carry."""
    from dataclasses import replace

    from cbec.bindings.carry import write

    if to == CANONICAL:
        text = json.dumps(document.body, ensure_ascii=False, indent=indent) + "\n"
        return text.encode(), list(document.findings)
    written = write(document.body, document.message, spec.bindings[to], spec)
    origins = document.locate(finding.at for finding in written.lost)
    return written.content, [*document.findings, *(replace(each, origin=origins[each.at]) for each in written.lost)]


def _put(content: bytes, out: Path | None, path: str, number: int, to: str, spec: "Spec") -> None:
    from cbec.cli.files import output

    file = out
    if out is not None and (out.is_dir() or number):
        out.mkdir(parents=True, exist_ok=True)
        suffix = "json" if to == CANONICAL else _suffix(spec.bindings[to].syntax)
        stem = "standard-input" if path == "-" else Path(path).name.partition(".")[0]
        file = out / f"{stem}{f'-{number}' if number else ''}.{suffix}"
    with output(file) as stream:
        stream.write(content.decode("utf-8"))


def _suffix(syntax: str) -> str:
    return {"lines": "txt", "table": "csv"}.get(syntax, syntax)
