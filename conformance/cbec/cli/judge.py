"""`cbec validate`: messages in, findings out."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cbec.terms import Exit, UsageError

if TYPE_CHECKING:
    from cbec.model import Spec, View
    from cbec.validate import Judged


def validate(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH or -]...", help="Files, folders, or - for standard input."),
    ] = None,
    message: Annotated[
        str, typer.Option(metavar="NAME", help="Which message it is, where the content does not say.")
    ] = "",
    profile: Annotated[
        str, typer.Option(metavar="NAME[@DATE]", help="Judge by this profile, not by the core alone.")
    ] = "",
    as_of: Annotated[
        str, typer.Option(metavar="DATE", help="Take the edition of the profile in force on this day.")
    ] = "",
    format_: Annotated[str, typer.Option("--format", help="text, json, jsonl, sarif or junit.")] = "text",
    summary: Annotated[bool, typer.Option("--summary", help="Tell only how often each rule was broken.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to this file, whole or not at all.")] = None,
    lenient: Annotated[
        bool,
        typer.Option("--lenient", help="Read XML that is not well-formed, where that is safe, and tell the repairs."),
    ] = False,
    oracle: Annotated[bool, typer.Option("--oracle", help="Ask the reference engine too; both must agree.")] = False,
    show_values: Annotated[bool, typer.Option("--show-values", help="Show personal data in findings.")] = False,
) -> None:
    """Judge messages: structure and rules, in JSON, NDJSON or XML, all findings in one pass.

    cbec validate parcel.json

    cbec validate --profile eu-h7@2026-07-01 declaration.xml

    cat month.ndjson | cbec validate --summary -
    """
    if not paths:
        raise UsageError("Nothing to judge: name a file, a folder, or - for standard input.")
    from cbec.cli.files import output
    from cbec.cli.findings import FORMATS, writer
    from cbec.model import load

    if format_ not in FORMATS:
        raise UsageError(f"There is no format {format_!r}; use one of {', '.join(FORMATS)}.")
    spec = load()
    view = spec.view(profile, as_of) if profile else None
    if message:
        spec.message(message)
    read, valid = True, True
    with output(out) as stream:
        write = writer("summary" if summary else format_, spec)
        for one in _judged(paths, message, spec, view, lenient=lenient, oracle=oracle, show_values=show_values):
            read, valid = read and not one.unreadable, valid and one.valid
            if one.unreadable:
                print(f"cbec: {one.unreadable}", file=sys.stderr)
            stream.write(write.one(one))
        stream.write(write.end())
    if not read:
        raise typer.Exit(Exit.USAGE)
    raise typer.Exit(Exit.CONFORMANT if valid else Exit.FINDINGS)


def _judged(
    paths: list[str],
    message: str,
    spec: "Spec",
    view: "View | None",
    *,
    lenient: bool,
    oracle: bool,
    show_values: bool,
) -> "Iterator[Judged]":
    """Judge the messages of all *paths*, one after the other."""
    from cbec.cli.intake import files, take
    from cbec.validate import Judged, judge, unreadable

    for file in files(paths):
        for taken in take(file, spec, message, lenient=lenient):
            if taken.document is None and taken.line:
                fault = unreadable(taken.file, taken.line, taken.fault)
                yield Judged(taken.file, taken.line, "unknown", view.name if view else "core", (fault,))
            elif taken.document is None:
                yield Judged(taken.file, unreadable=taken.fault)
            else:
                chosen, found = judge(taken.document, spec, view, oracle=oracle, show_values=show_values)
                yield Judged(taken.file, taken.line, taken.document.message, chosen.name, tuple(found))
