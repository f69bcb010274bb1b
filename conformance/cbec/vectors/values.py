r"""What is tried at one place: values at the bounds of its schema, and values just beyond them.

Nothing is known here of any message: the compiled schema, the format and the element say all there is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cbec.compile.json_schema import DATE, MOMENT
from cbec.model import DECIMAL_TYPES, Element, Format

Schema = dict[str, Any]


@dataclass(frozen=True)
class Try:
    """A value to be tried: which keyword it looks at, what it is, and the finding that it must earn, if any."""

    keyword: str
    name: str
    value: Any
    rule: str = ""


def of_leaf(schema: Schema, element: Element, format_: Format | None, present: Any, barred: list[str]) -> Iterator[Try]:
    """Yield what is tried where a value of *element* stands; *barred* are codes of its list that may not stand here."""
    if "enum" in schema:
        yield from _codes(schema["enum"], barred)
        return
    yield Try("type", "null", None, "CBEC-S-type")
    if schema.get("type") == "boolean":
        yield from _boolean()
        return
    if schema.get("type") == "integer":
        yield from _count(schema)
        return
    yield Try("type", "a number", 1, "CBEC-S-type")
    pattern = schema.get("pattern", "")
    if pattern in {DATE, MOMENT}:
        yield from _days() if pattern == DATE else _moments()
    elif element.type in DECIMAL_TYPES and format_ and pattern == format_.decimal_schema()["pattern"]:
        yield from _decimal(format_)
    else:
        yield from _text(schema, element, present)


def _boolean() -> Iterator[Try]:
    yield Try("type", "true", value=True)
    yield Try("type", "false", value=False)
    yield Try("type", "true in quotes", "true", "CBEC-S-type")
    yield Try("type", "a number", 1, "CBEC-S-type")


def _codes(codes: list[Any], barred: list[str]) -> Iterator[Try]:
    yield Try("enum", "the first code", codes[0])
    yield Try("enum", "the last code", codes[-1])
    yield Try("enum", "an unknown code", _not_among(codes), "CBEC-S-code")
    yield Try("enum", "a number", 999999, "CBEC-S-code")
    yield Try("enum", "null", None, "CBEC-S-code")
    yield Try("enum", "an empty text", "", "CBEC-S-code")
    yield Try("enum", "a code with a space after it", f"{codes[0]} ", "CBEC-S-code")
    turned = str(codes[0]).swapcase()
    if turned not in codes:
        yield Try("enum", "a code in the other case", turned, "CBEC-S-code")
    for code in barred[:3]:
        yield Try("enum", f"the code {code}, which may not be used here", code, "CBEC-S-code")


def _not_among(codes: list[Any]) -> str:
    return next(code for code in ("~", "~~", "~~~") if code not in codes)


def _count(schema: Schema) -> Iterator[Try]:
    low, high = schema["minimum"], schema["maximum"]
    yield Try("type", "a number in quotes", "1", "CBEC-S-type")
    yield Try("type", "half a number", 1.5, "CBEC-S-type")
    yield Try("type", "true", value=True, rule="CBEC-S-type")
    yield Try("minimum", "the lowest number", low)
    yield Try("minimum", "one under the lowest number", low - 1, "CBEC-S-range")
    yield Try("maximum", "the highest number", high)
    yield Try("maximum", "one over the highest number", high + 1, "CBEC-S-range")


def _decimal(format_: Format) -> Iterator[Try]:
    def wrong(name: str, value: str) -> Try:
        return Try("pattern", name, value, "CBEC-S-format")

    size, decimals = format_.size, min(format_.decimals, format_.size)
    yield Try("pattern", "nought", "0")
    yield Try("pattern", "as many digits as may be", "9" * size)
    yield wrong("one digit more than may be", "1" + "0" * size)
    for count in range(1, decimals + 1):
        some = f"{count} decimal{'s' * (count > 1)}"
        yield Try("pattern", f"the smallest number of {some}", f"0.{'0' * (count - 1)}1")
        yield Try("pattern", f"the largest number of {some}", f"{'9' * (size - count) or '0'}.{'9' * count}")
        yield wrong(f"one digit more than may be, with {some}", f"1{'0' * (size - count)}.{'0' * count}")
    yield wrong("one decimal more than may be", f"0.{'0' * decimals}1")
    for name, value in (
        ("a leading nought", "01"),
        ("a minus sign", "-1"),
        ("a plus sign", "+1"),
        ("a point without digits after it", "1."),
        ("a comma for the point", "1,5"),
        ("an exponent", "1e3"),
        ("a space before it", " 1"),
        ("a line feed after it", "1\n"),
        ("no digits at all", ""),
    ):
        yield wrong(name, value)
    if decimals:
        yield wrong("a point without digits before it", ".5")


def _days() -> Iterator[Try]:
    for name, value in (("a leap day", "2028-02-29"), ("the last day of a year", "2026-12-31")):
        yield Try("pattern", name, value)
    for name, value in (
        ("a thirteenth month", "2026-13-01"),
        ("a month nought", "2026-00-10"),
        ("a thirty-second day", "2026-01-32"),
        ("a day nought", "2026-01-00"),
        ("a year of two digits", "26-01-10"),
        ("no hyphens", "20260110"),
        ("the day first", "10-01-2026"),
        ("a time of day after it", "2026-01-10T09:30:00Z"),
        ("an empty text", ""),
    ):
        yield Try("pattern", name, value, "CBEC-S-format")


def _moments() -> Iterator[Try]:
    for name, value in (
        ("a fraction of six digits", "2026-07-02T09:30:00.123456Z"),
        ("an offset east of Greenwich", "2026-07-02T09:30:00+02:00"),
        ("an offset west of Greenwich", "2026-07-02T09:30:00-09:30"),
        ("the last second of a day", "2026-07-02T23:59:59Z"),
    ):
        yield Try("pattern", name, value)
    for name, value in (
        ("no offset", "2026-07-02T09:30:00"),
        ("no seconds", "2026-07-02T09:30Z"),
        ("no time of day", "2026-07-02"),
        ("a twenty-fifth hour", "2026-07-02T24:00:00Z"),
        ("a sixty-first minute", "2026-07-02T09:60:00Z"),
        ("a leap second", "2026-06-30T23:59:60Z"),
        ("a thirteenth month", "2026-13-02T09:30:00Z"),
        ("a fraction of seven digits", "2026-07-02T09:30:00.1234567Z"),
        ("an offset of fifteen hours", "2026-07-02T09:30:00+15:00"),
        ("a space for the T", "2026-07-02 09:30:00Z"),
        ("small letters", "2026-07-02t09:30:00z"),
        ("an empty text", ""),
    ):
        yield Try("pattern", name, value, "CBEC-S-format")


def _text(schema: Schema, element: Element, present: Any) -> Iterator[Try]:
    low, high, pattern = schema.get("minLength", 0), schema.get("maxLength"), schema.get("pattern", "")
    if low:
        shortest = _of_length(low, pattern, present)
        if shortest is not None:
            yield Try("minLength", "as short as may be", shortest)
        yield Try("minLength", "one character too few", str(present)[: low - 1], "CBEC-S-length")
    if high:
        longest = _of_length(high, pattern, present)
        if longest is not None:
            yield Try("maxLength", "as long as may be", longest)
        beyond = _of_length(high + 1, pattern, present) or "x" * (high + 1)
        yield Try("maxLength", "one character too many", beyond, "CBEC-S-length")
        if element.type == "text" and _matches(pattern, "ж" * high) and _matches(pattern, "𝄞"):
            yield Try("maxLength", "as long as may be, in letters of two bytes", "ж" * high)
            yield Try("maxLength", "as long as may be, in characters of four bytes", "𝄞" * high)
            yield Try("maxLength", "one too many, in letters of two bytes", "ж" * (high + 1), "CBEC-S-length")
    if pattern:
        yield from _misshapen(pattern, low, high or 64, present)


def _of_length(size: int, pattern: str, present: Any) -> str | None:
    """Find a text of *size* characters that keeps *pattern*: a plain one, else what stands there, cut or stretched."""
    plain = ("x", "A", "1")
    for text in (letter * size for letter in plain):
        if _matches(pattern, text):
            return text
    stated = str(present)
    for spot in range(len(stated) + 1):
        missing = size - len(stated)
        stretched = (
            [stated[:spot] + letter * missing + stated[spot:] for letter in (stated[spot - 1 : spot] or "A", *plain)]
            if missing >= 0
            else [stated[:spot] + stated[spot - missing :]]
        )
        for text in stretched:
            if len(text) == size and _matches(pattern, text):
                return text
    return None


def _misshapen(pattern: str, low: int, high: int, present: Any) -> Iterator[Try]:
    """Yield texts of an allowed length that break *pattern*: blank ones, and what stands there with one sign spoilt."""
    stated = str(present)
    spoilt = {
        "white space alone": " " * max(low, 1),
        "a sign that is not allowed at the start": f"~{stated[1:]}",
        "a sign that is not allowed at the end": f"{stated[:-1]}~",
        "small letters for capitals": stated.lower(),
        "a space at the end": f"{stated[:-1]} ",
        "a line feed at the end": f"{stated[:-1]}\n" if len(stated) >= high else f"{stated}\n",
        "a letter of another alphabet at the start": f"Ж{stated[1:]}",
        "a digit of another script at the end": f"{stated[:-1]}٣",
    }
    for name, text in spoilt.items():
        if low <= len(text) <= high and text != stated and not _matches(pattern, text):
            yield Try("pattern", name, text, "CBEC-S-format")


def _matches(pattern: str, text: str) -> bool:
    r"""Whether *text* keeps *pattern*; ``$`` is the very end, as ECMA-262 has it."""
    return re.search(pattern.replace("$", r"\Z"), text) is not None
