"""Forms of a value, both ways: how a text of the syntax becomes the canonical value, and how it is written again.

A text that a form does not understand passes through unchanged, so that the finding is about the value itself.
Reading may give nothing, where a binding leaves unknown codes out; writing gives nothing where it cannot be said.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from cbec.model import DECIMAL_TYPES, Spec

ABSENT = "absent"
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_TOKENS = {
    "YYYY": "(?P<year>[0-9]{4})",
    "YY": "(?P<short>[0-9]{2})",
    "MMM": "(?P<name>[A-Za-z]{3})",
    "MM": "(?P<month>[0-9]{1,2})",
    "DD": "(?P<day>[0-9]{1,2})",
    "hh": "(?P<hour>[0-9]{1,2})",
    "mm": "(?P<minute>[0-9]{2})",
    "ss": "(?P<second>[0-9]{2})",
    "fff": "(?P<fraction>[0-9]{1,6})",
    "ZZ": "(?P<zone>Z|[+-][0-9]{2}:?(?:[0-9]{2})?)",
    "Z": "(?P<zone>Z|[+-][0-9]{2}:?(?:[0-9]{2})?)",
}
_TOKEN = re.compile("|".join(sorted(_TOKENS, key=len, reverse=True)) + "|.", re.DOTALL)
_MOMENT = re.compile(
    r"^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,6}))?(Z|[+-][0-9]{2}:[0-9]{2})?)?$"
)


@dataclass(frozen=True)
class Form:
    """A pair of functions: text of the syntax to canonical value, and back; each gives None for nothing."""

    read: Callable[[str], Any]
    write: Callable[[Any], str | None]

    def then(self, inner: "Form") -> "Form":
        """Give the form that reads with this one first and *inner* after it, and writes the other way round."""

        def read(text: str) -> Any:
            once = self.read(text)
            return None if once is None else inner.read(once)

        def write(value: Any) -> str | None:
            once = inner.write(value)
            return None if once is None else self.write(once)

        return Form(read, write)


def form(asked: Mapping[str, Any], type_: str, spec: Spec) -> Form:
    """Give the form of an element of *type_*, as ``as``, ``codes`` and ``else`` of its mapping ask for."""
    outer = [_NAMED[name](value, asked["as"]) for name, value in asked.get("as", {}).items() if name in _NAMED]
    if "codes" in asked:
        outer.append(_coded(asked["codes"], spec, asked.get("else")))
    found = typed(type_)
    for one in reversed(outer):
        found = one.then(found)
    return found


def stated(asked: Mapping[str, Any]) -> Form:
    """Give the form that ``as`` alone asks for, of text that stays text."""
    found = typed("text")
    for name, value in reversed(list(asked.items())):
        if name in _NAMED:
            found = _NAMED[name](value, asked).then(found)
    return found


def typed(type_: str) -> Form:
    """Give the form of a *type_* of element that stands as itself: numbers without sign and leading zeros."""
    if type_ == "count":
        return Form(lambda text: int(text) if re.fullmatch("[0-9]{1,18}", text) else text, _scalar)
    if type_ == "indicator":
        return Form(lambda text: {"true": True, "1": True, "false": False, "0": False}.get(text, text), _scalar)
    if type_ in DECIMAL_TYPES:
        return Form(_decimal, _scalar)
    return Form(lambda text: text, _scalar)


def _scalar(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int) else None


def _decimal(text: str) -> str:
    found = re.fullmatch(r"\+?0*([0-9]+)(\.[0-9]+)?", text)
    return found[1] + (found[2] or "") if found else text


def code_map(codes: Mapping[str, str] | str, spec: Spec) -> Mapping[str, str]:
    """Give syntax code to canonical code: as written in the binding, or from the list that it names."""
    if not isinstance(codes, str):
        return codes
    return {code.code: code.same_as for code in spec.codes[codes].codes if code.same_as}


def _coded(codes: Mapping[str, str] | str, spec: Spec, unknown: str | None) -> Form:
    """Translate codes; an *unknown* one passes through, is left out (``absent``), or counts as the one given."""
    leave_out = unknown == ABSENT
    forwards = code_map(codes, spec)
    backwards: dict[str, str] = {}
    for ours, canonical in forwards.items():
        backwards.setdefault(canonical, ours)
    return Form(
        lambda text: forwards.get(text, None if leave_out else (unknown or text)),
        lambda text: backwards.get(text, None if leave_out or text in forwards else text),
    )


def _moment(pattern: str, asked: Mapping[str, Any]) -> Form:
    zone = asked.get("zone", "")

    def read(text: str) -> str:
        found = _pattern(pattern).match(text)
        date = _date_of(found) if found else ""
        if not found or not date:
            return text
        part = found.groupdict()
        fraction = f".{part['fraction']}" if (part.get("fraction") or "").strip("0") else ""
        time = f"{int(part.get('hour') or 0):02}:{part.get('minute') or '00'}:{part.get('second') or '00'}{fraction}"
        return f"{date}T{time}{_wide(part.get('zone') or zone)}"

    return Form(read, lambda value: _written(value, pattern, zone))


def _date(pattern: str, _: Mapping[str, Any]) -> Form:
    def read(text: str) -> str:
        found = _pattern(pattern).match(text)
        return (_date_of(found) if found else "") or text

    return Form(read, lambda value: _written(value, pattern, ""))


def _comma(point: str, asked: Mapping[str, Any]) -> Form:
    thousands = asked.get("thousands", "")
    mark = re.escape(thousands)
    grouped = f"|[0-9]{{1,3}}(?:{mark}[0-9]{{2,3}})*{mark}[0-9]{{3}}" if thousands else ""  # India groups by twos too
    number = re.compile(rf"[+-]?(?:[0-9]+{grouped})(?:{re.escape(point)}[0-9]+)?")

    def read(text: str) -> str:
        if not number.fullmatch(text):
            return text
        return (text.replace(thousands, "") if thousands else text).replace(point, ".")

    return Form(read, lambda value: value.replace(".", point) if isinstance(value, str) else None)


def _digits(most: bool | int, _: Mapping[str, Any]) -> Form:
    """Read a number that is written with signs between its digits, or only its first *most* digits."""

    def read(text: str) -> str:
        if not re.fullmatch("[0-9][0-9. -]*", text):
            return text
        digits = re.sub("[. -]", "", text)
        return digits if most is True else digits[:most]

    return Form(read, _scalar)


def _upper(_: bool, __: Mapping[str, Any]) -> Form:
    return Form(lambda text: text.upper() if text.isalpha() and text.isascii() else text, _scalar)


_NAMED: dict[str, Callable[[Any, Mapping[str, Any]], Form]] = {
    "moment": _moment,
    "date": _date,
    "decimal": _comma,
    "digits": _digits,
    "upper": _upper,
}


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> re.Pattern[str]:
    """Compile a date pattern: parts that touch the next one have their full width, others may be shorter."""
    tokens = _TOKEN.findall(pattern)
    parts = []
    for index, token in enumerate(tokens):
        part = _TOKENS.get(token, re.escape(token))
        after = tokens[index + 1] if index + 1 < len(tokens) else ""
        parts.append(part.replace("{1,2}", "{2}") if after in _TOKENS else part)
    return re.compile("".join(parts) + r"\Z")


def _date_of(found: re.Match[str]) -> str:
    part = found.groupdict()
    if not part.get("year") and not part.get("short"):
        return ""  # a day of no year is no date: which year is meant cannot be guessed
    year = int(part.get("year") or f"20{part['short']}")
    name = (part.get("name") or "").upper()
    month = _MONTHS.index(name) + 1 if name in _MONTHS else int(part.get("month") or 0)
    try:
        return datetime(year, month, int(part.get("day") or 0), tzinfo=UTC).date().isoformat()
    except ValueError:
        return ""


def _wide(zone: str) -> str:
    """Write a zone as the canonical moment has it: ``Z`` or ``+08:00``."""
    if zone in {"", "Z"}:
        return zone
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _written(value: Any, pattern: str, zone: str) -> str | None:
    """Write a canonical date or moment in *pattern*; another text as it is."""
    found = _MOMENT.match(value) if isinstance(value, str) else None
    if not found:
        return value if isinstance(value, str) else None
    year, month, day, hour, minute, second, fraction, offset = (part or "" for part in found.groups())
    if zone and offset and _wide(zone) != offset and (moved := _moved(value, zone)):
        return _written(moved, pattern, zone)
    compact = offset if offset == "Z" else offset.replace(":", "").removesuffix("00")
    values = {
        "YYYY": year,
        "YY": year[2:],
        "MMM": _MONTHS[int(month) - 1] if 1 <= int(month) <= 12 else month,
        "MM": month,
        "DD": day,
        "hh": hour or "00",
        "mm": minute or "00",
        "ss": second or "00",
        "fff": fraction.ljust(3, "0"),
        "ZZ": offset,
        "Z": compact,
    }
    return "".join(values.get(token, token) for token in _TOKEN.findall(pattern))


def _moved(value: str, zone: str) -> str:
    """Give the same moment in another zone; nothing where it is none."""
    sign = -1 if zone.startswith("-") else 1
    hours, minutes = (0, 0) if zone == "Z" else (int(zone[1:3]), int(zone[4:6] or 0))
    try:
        moment = datetime.fromisoformat(value).astimezone(timezone(sign * timedelta(hours=hours, minutes=minutes)))
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat().replace("+00:00", "Z" if zone == "Z" else "+00:00")
