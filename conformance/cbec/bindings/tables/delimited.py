"""Tables as text (CSV): the delimiter is found out, the encoding is not guessed, every length is bounded."""

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from cbec.bindings.tables.sheet import MAX_CELL, MAX_COLUMNS, Row, Sheet
from cbec.terms import UsageError

DELIMITERS = (",", ";", "\t", "|")
#: One line of the file, in bytes; a row of many full cells is far shorter.
MAX_LINE = 4 * 1024 * 1024
#: So many lines at the beginning tell which delimiter it is.
LOOKED_AT = 40
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BOM = "\ufeff"


def read(stream: BinaryIO, name: str, delimiter: str = "") -> Sheet:
    """Read *stream* as delimited text; raises UsageError where its encoding or delimiter cannot be made out.

    The first line may name the delimiter as Excel writes it (``sep=;``). Rows are counted as a spreadsheet
    shows them: a line break inside quotation marks does not begin a new one.
    """
    lines = _lines(stream, name)
    head = [line for line, _ in zip(lines, range(LOOKED_AT), strict=False)]
    if not head:
        raise UsageError(f"{name}: empty; nothing to judge.")
    named = head[0].strip().removeprefix("sep=") if head[0].startswith("sep=") else ""
    chosen = delimiter or (named if named in DELIMITERS else sniffed(head[1:] if named else head, name))
    return Sheet("CSV", _rows(chain(head, lines), name, chosen, said=bool(named)), ragged=True)


def _lines(stream: BinaryIO, name: str) -> Iterator[str]:
    """Yield the lines of *stream* decoded; raises UsageError with the line that is not UTF-8 or too long."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise UsageError(f"{name}, line {number}: longer than {MAX_LINE // 1024 // 1024} MB; no table is so wide.")
        if number == 1 and line.startswith(UTF_16):
            raise UsageError(f"{name}: encoded in UTF-16; save it as CSV in UTF-8.")
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as fault:
            raise UsageError(
                f"{name}, line {number}: byte 0x{line[fault.start]:02x} is not UTF-8, so its letters are unsure; "
                "save the file as CSV in UTF-8 (in Excel: CSV UTF-8)."
            ) from None
        yield text.removeprefix(BOM) if number == 1 else text


def sniffed(head: list[str], name: str) -> str:
    """Tell the delimiter by the lines of *head*: the one that cuts most of them into as many cells as the first.

    Raises UsageError where two do so equally well. A table of one column has none, and gets the comma.
    """
    fits = {delimiter: _fits(head, delimiter) for delimiter in DELIMITERS}
    best = max(fits.values())
    if best == (0.0, 0):
        return DELIMITERS[0]
    fitting = [delimiter for delimiter, fit in fits.items() if fit == best]
    if len(fitting) > 1:
        named = " or ".join(_name(delimiter) for delimiter in fitting)
        raise UsageError(f"{name}: its cells may be parted by {named}; say which with `delimiter` in a mapping file.")
    return fitting[0]


def _fits(head: list[str], delimiter: str) -> tuple[float, int]:
    """How well *delimiter* cuts the lines: the share of rows of the most frequent width, then that width."""
    try:
        widths = [len(row) for row in csv.reader(head, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0, 0
    cut = Counter(width for width in widths if width > 1)
    if not cut:
        return 0.0, 0
    width, often = cut.most_common(1)[0]
    return often / len(widths), width


def _name(delimiter: str) -> str:
    return "tabs" if delimiter == "\t" else f"'{delimiter}'"


def _rows(lines: Iterator[str], name: str, delimiter: str, *, said: bool) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise UsageError(f"{name}, row {number}: {_told(str(fault))}") from None
        if len(cells) > MAX_COLUMNS:
            raise UsageError(f"{name}, row {number}: {len(cells)} columns; more than {MAX_COLUMNS} are not read.")
        if any(len(cell) > MAX_CELL for cell in cells):
            raise UsageError(
                f"{name}, row {number}: a cell of more than {MAX_CELL:,} characters; "
                "a quotation mark before it may not be closed."
            )
        if not (said and number == 1):
            yield Row(number, tuple(cell.strip() for cell in cells))


def _told(fault: str) -> str:
    """Say in a sentence what the reader of the standard library says in a few words."""
    if "field larger" in fault or "unexpected end" in fault:
        return "a quotation mark is opened and not closed."
    if "expected after" in fault:
        return "text follows a closing quotation mark; a quotation mark inside a quoted value is written twice."
    return f"not readable as CSV ({fault})."
