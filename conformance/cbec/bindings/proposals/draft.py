"""A proposed mapping written as a file that a person goes through: behind each line stands why it is there."""

import json
import re
from collections.abc import Iterator
from typing import Any

from cbec.bindings.proposals.complete import Completed
from cbec.bindings.proposals.propose import Proposal

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
HEAD = """\
# Proposed by `cbec init` from the header and the first rows of {table}. Go through it line by line:
# sure: the name is known; likely: it resembles one that is; a guess: only the values speak for it.
# What stands behind a question mark is for you to say.
title: {title}
says: {says}
source: kit
status: kit
syntax: table
table:
  message: {message}
"""


def draft(made: Completed, table: str) -> str:
    """Write the mapping *made* for the file *table*."""
    head = HEAD.format(
        table=scalar(table),
        title=scalar(f"Columns of {table}"),
        says=scalar(f"How the columns of {table} are read."),
        message=made.message.id,
    )
    lines = [*_rows(made), *_forms(made), *_fixed(made), "  columns:", *(_column(one) for one in made.columns)]
    lines += [f"# needed and not in the table: {path}; say it under `fixed`" for path in made.missing]
    return head + "\n".join(lines) + "\n"


def _rows(made: Completed) -> Iterator[str]:
    if made.whole:
        yield "  rows: parcel  # no column tells which rows belong together"
        return
    yield "  rows: line"
    if made.parcel:
        named = ", ".join(map(scalar, made.parcel))
        yield f"  parcel: [{named}]  # rows that follow each other and agree in this belong together"
    if made.opens:
        yield f'  opens: {{column: {scalar(made.opens)}, continues: ["0"]}}  # a row with 0 continues the parcel above'


def _forms(made: Completed) -> Iterator[str]:
    if made.numbers:
        yield f"  numbers: {flow(made.numbers)}"
    elif "numbers" in made.doubts:
        yield f"  # ? {made.doubts['numbers']}"
    if made.dates:
        sample = next(one.looks.sample for one in made.columns if one.looks.dates)
        doubt = f"; ? {made.doubts['dates']}" if "dates" in made.doubts else ""
        yield f"  dates: {flow(made.dates)}  # such as {_short(sample)}{doubt}"
    if made.zone:
        yield '  zone: "+00:00"  # ? the times state no offset: say which it is'


def _fixed(made: Completed) -> Iterator[str]:
    if made.fixed:
        yield "  fixed:"
    for path, (value, why) in made.fixed.items():
        yield f"    {path}: {json.dumps(value)}  # {why}"


def _column(one: Proposal) -> str:
    doubts = "; ".join(f"? {doubt}" for doubt in dict.fromkeys(one.doubts))
    if one.unit_of_mass or one.beside:
        return f"    # {scalar(one.column)}: stands beside other columns, which name it"
    if one.place is None:
        said = f"; {doubts}" if doubts else ""
        sample = f", such as {_short(one.looks.sample)}" if one.looks.sample else ", and it is empty"
        return f"    # ? {scalar(one.column)}: PLACE  # not understood{sample}{said}"
    to: Any = [one.path, *one.also] if one.also else one.path
    feed: Any = {"to": to, **one.options} if one.options else to
    if one.more:
        shared = {name: value for name, value in one.options.items() if name == "currency"}
        feed = [feed, *({**more, **shared} for more in one.more)]
    return f"    {scalar(one.column)}: {flow(feed)}  # {one.confidence}: {one.why}{f'; {doubts}' if doubts else ''}"


def flow(value: Any) -> str:
    """Write *value* as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value) if isinstance(value, str) else json.dumps(value)


def scalar(text: str) -> str:
    """Write *text* as YAML: bare where it means itself, else in quotation marks."""
    bare = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS
    return text if bare else json.dumps(text, ensure_ascii=False)


def _short(text: str) -> str:
    """Give the beginning of *text* on one line, safe in a comment."""
    line = " ".join(text.split())
    return json.dumps(line[:40] + ("…" if len(line) > 40 else ""), ensure_ascii=False)
