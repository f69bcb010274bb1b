"""`cbec init`: the first draft of a file that a person would otherwise begin with an empty page."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cbec.terms import UsageError

MAPPING = Path("mapping.yaml")


def init(
    table: Annotated[
        Path | None,
        typer.Option(
            "--table", metavar="FILE", help="A table (CSV, Excel, Parquet): propose a mapping of its columns."
        ),
    ] = None,
    message: Annotated[
        str, typer.Option(metavar="NAME", help="Which message each parcel is, where the columns do not tell.")
    ] = "",
    out: Annotated[Path, typer.Option(metavar="FILE", help="Write to this file; - is standard output.")] = MAPPING,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Propose a file to begin with: the mapping of a table, from its header and its first rows.

    cbec init --table parcels.csv

    cbec validate parcels.csv --mapping mapping.yaml
    """
    if table is None:
        raise UsageError("Nothing to begin with: name a table with --table, and a mapping of its columns is proposed.")
    if not table.is_file():
        raise UsageError(f"{table}: there is no such file.")
    stdout = str(out) == "-"
    if out.exists() and not force and not stdout:
        raise UsageError(f"{out} is there already; name another file with --out, or say --force to write over it.")
    from cbec.bindings import table as tables
    from cbec.bindings.proposals import draft, proposal
    from cbec.cli.files import output
    from cbec.model import load

    spec = load()
    with table.open("rb") as stream:
        if not tables.kind(tables.beginning(stream), str(table)):
            raise UsageError(f"{table}: is no table; CSV, Excel and Parquet are.")
        sheet = next(tables.sheets(stream, str(table)))
        made = proposal(sheet, str(table), spec, message)
    with output(None if stdout else out) as file:
        file.write(draft(made, table.name))
    understood = sum(one.place is not None or one.beside or one.unit_of_mass for one in made.columns)
    said = f"{understood} of {len(made.columns)} columns understood, as {made.message.id}"
    print(f"cbec: {said}; go through {out}, then: cbec validate {table} --mapping {out}", file=sys.stderr)
