"""`cbec lint`, `cbec compile`, `cbec diff`, `cbec list` and `cbec show`: the specification itself."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from cbec.terms import Exit, UsageError

Folder = Annotated[
    Path | None,
    typer.Option("--spec", metavar="DIR", help="The specification's folder, where it is not the one shipped."),
]


def lint(spec: Folder = None) -> None:
    """Check the specification by its own rules; each problem says what to do."""
    from cbec.lint import lint as problems_of
    from cbec.model import Files

    files = Files.read(_folder(spec), afresh=True)
    problems = problems_of(files)
    for problem in problems:
        print(problem)
    count = f"{len(problems)} problem{'s' * (len(problems) != 1)}" if problems else "no problem"
    print(f"cbec: {len(files.parsed)} files, {count}.", file=sys.stderr)
    raise typer.Exit(Exit.FINDINGS if problems else Exit.CONFORMANT)


def compile_(
    spec: Folder = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; say what is out of date.")] = False,
) -> None:
    """Compile the specification to spec/published: schemas, code lists, tables, flows, and test vectors."""
    from cbec.compile import differences
    from cbec.home import home, walk
    from cbec.model import Files, build
    from cbec.vectors import COVERAGE, publication, summary

    folder = _folder(spec) or home("spec")
    files = Files.read(folder, afresh=True)
    made = publication(build(files), files)
    published = folder / "published"
    present = {}
    if published.is_dir():
        present = {f"published/{path}": file.read_text("utf-8") for path, file in walk(published)}
    told = differences(made, present)
    if check:
        for sentence in told:
            print(sentence)
        if told:
            print("cbec: run `cbec compile` and commit what it writes.", file=sys.stderr)
        raise typer.Exit(Exit.FINDINGS if told else Exit.CONFORMANT)
    if not isinstance(folder, Path):
        raise UsageError("The shipped specification is not written to; name a folder with --spec.")
    for path in present.keys() - made.keys():
        (folder / path).unlink()
    for path, text in made.items():
        if present.get(path) != text:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
    print(f"cbec: {len(made)} files, {len(told)} of them changed; {summary(made[COVERAGE])}.", file=sys.stderr)


def diff(
    old: Annotated[
        str, typer.Argument(help="The older: a profile edition such as eu-h7@2021-07-01, or core.")
    ] = "core",
    new: Annotated[str, typer.Argument(help="The newer, written so too.")] = "core",
    spec: Annotated[
        Path | None,
        typer.Option("--spec", metavar="DIR", help="Where the older specification is, if it is not the one shipped."),
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """Say what changed between two profile editions, or two specifications, and whom it breaks."""
    import json

    from cbec.diff import as_json, as_text, compare
    from cbec.model import Files, build, load

    if format_ not in {"text", "json"}:
        raise UsageError(f"There is no format {format_!r}; known are text and json.")
    before = build(Files.read(_folder(spec), afresh=True)) if spec else load()
    was, now = _view(before, old), _view(load(), new)
    name = f"{was.name} of {spec}" if spec else ""
    difference = compare(was, now, name)
    if format_ == "json":
        print(json.dumps(as_json(difference), ensure_ascii=False, indent=2))
    else:
        for line in as_text(difference):
            print(line)
    raise typer.Exit(Exit.FINDINGS if difference else Exit.CONFORMANT)


def _view(spec: Any, name: str) -> Any:
    return spec.view("" if name == "core" else name)


def list_(
    kind: Annotated[
        str,
        typer.Argument(help="elements, codes, messages, rules, flows, requirements, profiles, bindings or sources."),
    ],
) -> None:
    """List what the specification has of one kind: id, title, source and status."""
    from cbec.cli.show import listing
    from cbec.model import load

    for line in listing(load(), kind):
        print(line)


def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="An id, such as item.value, CBEC-R-004, country or eu-h7.")],
) -> None:
    """Show one thing of the specification: what it means, its source, where it is used."""
    from cbec.cli.show import shown
    from cbec.model import load

    print(shown(load(), id_))


def _folder(given: Path | None) -> Any:
    if given is not None and not given.is_dir():
        raise UsageError(f"{given}: there is no such folder.")
    return given
