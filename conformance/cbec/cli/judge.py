"""`cbec validate`: messages in, findings out."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cbec.terms import Exit, UsageError

if TYPE_CHECKING:
    from cbec.bindings import Document
    from cbec.cli.intake import Taken
    from cbec.model import Binding, Spec, View
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
    about: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The declaration that responses are about: tell what they refuse in it."),
    ] = None,
    lenient: Annotated[
        bool,
        typer.Option("--lenient", help="Read XML that is not well-formed, where that is safe, and tell the repairs."),
    ] = False,
    mapping: Annotated[
        str, typer.Option(metavar="FILE", help="Read tables by this mapping file; see cbec init --table.")
    ] = "",
    together: Annotated[
        bool,
        typer.Option("--together", help="Judge order, payment, waybill and declaration of one sale side by side."),
    ] = False,
    oracle: Annotated[bool, typer.Option("--oracle", help="Ask the reference engine too; both must agree.")] = False,
    show_values: Annotated[bool, typer.Option("--show-values", help="Show personal data in findings.")] = False,
) -> None:
    """Judge messages: structure and rules, in JSON, NDJSON, XML or a table, all findings in one pass.

    cbec validate parcel.json

    cbec validate parcels.csv --mapping mapping.yaml

    cbec validate --profile eu-h7@2026-07-01 declaration.xml

    cat month.ndjson | cbec validate --summary -

    cbec validate rejection.xml --about declaration.xml

    cbec validate --together --profile cn-cbec-import order.xml payment.xml waybill.xml list.xml
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
    declared = _declared(about, spec, lenient=lenient) if about else []
    columns = _columns(mapping, spec) if mapping else None
    read, valid = True, True
    with output(out) as stream:
        write = writer("summary" if summary else format_, spec)
        taken = _taken(paths, message, spec, lenient=lenient, mapping=columns)
        if together:
            from cbec.cli.together import side_by_side

            taken = side_by_side(taken, spec)
        for one in _judged(taken, spec, view, as_of, declared, oracle=oracle, show_values=show_values):
            read, valid = read and not one.unreadable, valid and one.valid
            if one.unreadable:
                print(f"cbec: {one.unreadable}", file=sys.stderr)
            stream.write(write.one(one))
        stream.write(write.end())
    if not read:
        raise typer.Exit(Exit.USAGE)
    raise typer.Exit(Exit.CONFORMANT if valid else Exit.FINDINGS)


def _columns(mapping: str, spec: "Spec") -> "Binding":
    """Read the user's own mapping of columns."""
    from cbec.bindings import table

    return table.mapping(mapping, spec)


def _taken(
    paths: list[str], message: str, spec: "Spec", *, lenient: bool, mapping: "Binding | None"
) -> "Iterator[Taken]":
    """Read the messages of all *paths*, one after the other."""
    from cbec.cli.intake import files, take

    for file in files(paths):
        yield from take(file, spec, message, lenient=lenient, mapping=mapping)


def _judged(
    all_: "Iterator[Taken]",
    spec: "Spec",
    view: "View | None",
    as_of: str,
    declared: "list[Document]",
    *,
    oracle: bool,
    show_values: bool,
) -> "Iterator[Judged]":
    """Judge messages, one after the other."""
    from cbec.validate import Judged, explain, judge, readiness, unreadable

    for taken in all_:
        if taken.document is None and taken.line:
            fault = unreadable(taken.file, taken.line, taken.fault)
            yield Judged(taken.file, taken.line, "unknown", view.name if view else "core", (fault,))
        elif taken.document is None:
            yield Judged(taken.file, unreadable=taken.fault)
        else:
            chosen, found = judge(taken.document, spec, view, oracle=oracle, show_values=show_values)
            found += explain(taken.document, declared, spec) if declared else []
            ready = readiness(taken.document, spec, view, as_of) if taken.document.draft else ()
            told = taken.document.message, chosen.name, tuple(found)
            yield Judged(taken.file, taken.line, *told, readiness=ready)


def _declared(about: Path, spec: "Spec", *, lenient: bool) -> "list[Document]":
    """Read the declarations that responses are about; raises UsageError where the file cannot be read."""
    from cbec.cli.intake import files, take

    found = []
    for taken in (one for file in files([str(about)]) for one in take(file, spec, "", lenient=lenient)):
        if taken.document is None:
            raise UsageError(taken.fault)
        found.append(taken.document)
    return found
