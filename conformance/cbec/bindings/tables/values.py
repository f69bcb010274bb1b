"""Cells and canonical text, both ways: numbers and dates as the mapping says that the table writes them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cbec.bindings.forms import Form, stated
from cbec.bindings.tables.sheet import Cell, Rounded, plain
from cbec.model import DECIMAL_TYPES
from cbec.model.layout import Column, Target

#: Text that a spreadsheet takes for a formula; a telephone number with its plus is none.
_FORMULA = re.compile(r"'*(?:[=@]|[+-](?![0-9 ().-]*\Z))")
NUMBERS = DECIMAL_TYPES | {"count"}
DATES = frozenset({"date", "moment"})


@dataclass(frozen=True)
class Values:
    """Turns the cells of one column into canonical text for one place, and canonical text into cells."""

    read: Callable[[Cell], str]
    write: Callable[[str], str]


def values(column: Column, target: Target) -> Values:
    """Give how the cells of *column* are read and written for *target*."""
    type_ = target.place.element.type if target.place.element else "count"
    if type_ in NUMBERS:
        return _numbers(column)
    if type_ in DATES:
        return _dates(column, type_)
    if column.digits:
        digits = stated({"digits": True})
        return Values(lambda cell: digits.read(plain(cell)), lambda text: text)
    return Values(_unguarded, guarded)


def guarded(text: str) -> str:
    """Put an apostrophe before *text* that a spreadsheet would run as a formula; reading takes it away again."""
    return f"'{text}" if _FORMULA.match(text) else text


def _unguarded(cell: Cell) -> str:
    text = plain(cell)
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def _numbers(column: Column) -> Values:
    """Numbers that are typed stand as they are; those that are text have the signs of the mapping."""
    if column.decimal == "." and not column.thousands:
        return Values(plain, lambda text: text)
    signs = {"decimal": column.decimal} | ({"thousands": column.thousands} if column.thousands else {})
    written = stated(signs)
    return Values(
        lambda cell: written.read(cell) if isinstance(cell, str) else plain(cell),
        lambda text: written.write(text) or "",
    )


def _dates(column: Column, type_: str) -> Values:
    zone = {"zone": column.zone} if column.zone and type_ == "moment" else {}
    forms = [stated({type_: pattern} | zone) for pattern in column.dates]
    return Values(
        lambda cell: _date(cell, forms, type_, column.zone),
        lambda text: (forms[0].write(text) if forms else text) or "",
    )


def _date(cell: Cell, forms: list[Form], type_: str, zone: str) -> str:
    if isinstance(cell, datetime) and type_ == "date":
        return cell.date().isoformat()
    if isinstance(cell, datetime):
        return _moment(cell, zone)
    if isinstance(cell, date):
        return cell.isoformat() if type_ == "date" else _moment(datetime.combine(cell, datetime.min.time()), zone)
    text = plain(cell)
    return next((found for one in forms if (found := str(one.read(text))) != text), text)


def _moment(moment: datetime, zone: str) -> str:
    return moment.isoformat() + ("" if moment.tzinfo else zone)


def suspect(cell: Cell) -> bool:
    """Whether the identifier in *cell* has lost digits, or looks as if a spreadsheet had taken it for a number.

    Excel keeps fifteen digits: a longer number ends in zeros. In text that it exported, two such zeros may be
    chance once in a hundred times, so three and more are asked for.
    """
    if isinstance(cell, Rounded):
        return True
    if not isinstance(cell, str | Decimal) or (isinstance(cell, str) and not cell[:1].isdigit()):
        return False
    text = plain(cell)
    if text.isascii() and text.isdigit():
        return len(text) >= 18 and not text[15:].strip("0")
    mantissa, sign, exponent = text.upper().replace(",", ".").partition("E+")
    return bool(sign) and exponent.isdigit() and mantissa.replace(".", "", 1).isdigit()
