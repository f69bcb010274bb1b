"""What is wrong with a text that is not strict JSON: on which line and column, what it is, and what to do.

The standard parser is quick, and says of its own checks where they failed. Of ours, such as a name that stands
twice, the place is looked for only once one has failed.
"""

import json
import re
from typing import Any

from cbec.bindings.position import place

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{},]|[^\s"\[\]{}:,]+')
_BLANKS = " \t\r\n"
#: What stands where a straight double quote should.
_QUOTES = {"'", "‘", "’", "“", "”", "„"}  # noqa: RUF001  # what word processors make of it


class NotStrictError(ValueError):
    """What the standard parser would let pass: the *word* as it stands in the text, or none for a repeated name."""

    def __init__(self, says: str, word: str = "") -> None:
        super().__init__(says)
        self.word = word


def load(text: str) -> Any:
    """Parse *text*; raises ValueError for what is not JSON, and for what is lost or changed by reading it."""
    return json.loads(
        text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite, parse_int=_bounded
    )


def sentence(text: str, fault: ValueError, name: str, first_line: int) -> str:
    """Tell in one sentence what is wrong with *text*, which *fault* was raised for."""
    at, says = _broken(text, fault) if isinstance(fault, json.JSONDecodeError) else _not_strict(text, fault)
    return f"{name}, {place(text, at, first_line)}: {says}"


def _broken(text: str, fault: json.JSONDecodeError) -> tuple[int, str]:
    at, here, told = fault.pos, text[fault.pos : fault.pos + 1], fault.msg
    before = text[:at].rstrip(_BLANKS)
    if told == "Extra data":
        told = "text stands behind the end of the message; take it out, or put each message on a line of its own"
    elif told.startswith("Unterminated string"):
        told = "a text begins that is never ended; close the quote, or send the file whole"
    elif at >= len(text.rstrip(_BLANKS)):
        at, told = len(text.rstrip(_BLANKS)), "the file ends before the message does: it was cut off; send it whole"
    elif here in {"}", "]"} and before.endswith(","):
        at, told = len(before) - 1, f"a comma stands before the closing {here}; take it out"
    elif here == "\ufeff":
        told = "a second byte-order mark stands here; take it out"
    elif here in _QUOTES:
        told = 'names and texts stand in straight double quotes; write "'
    elif told.startswith("Invalid control character"):
        told = f"the control character U+{ord(here):04X} stands in a text; write \\u{ord(here):04x}, or close the quote"
    return at, f"not well-formed JSON: {told}."


def _not_strict(text: str, fault: ValueError) -> tuple[int, str]:
    word = getattr(fault, "word", "")
    if not word:
        return _repeated(text)
    return next((found.start() for found in _TOKEN.finditer(text) if found[0] == word), 0), str(fault)


def _repeated(text: str) -> tuple[int, str]:
    """Find the first name in *text* that stands in its object for the second time."""
    open_: list[set[str] | None] = []
    expected = False
    for token in _TOKEN.finditer(text):
        word = token[0]
        names = open_[-1] if open_ else None
        if word in {"{", "["}:
            open_.append(set() if word == "{" else None)
            expected = word == "{"
        elif word in {"}", "]"}:
            open_.pop()
        elif word == ",":
            expected = names is not None
        elif expected and names is not None:
            key, expected = json.loads(word), False
            if key in names:
                return token.start(), f"the name {key[:40]!r} stands twice in one object; keep one of them."
            names.add(key)
    return 0, "a name stands twice in one object; keep one of them."


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) != len(pairs):
        raise NotStrictError("a name stands twice")
    return built


def _no_constant(word: str) -> Any:
    raise NotStrictError(f"{word} is not a JSON number; leave the value out or state it.", word)


def _finite(digits: str) -> float:
    number = float(digits)
    if number in {float("inf"), float("-inf")}:
        raise NotStrictError(f"the number {digits[:40]} is beyond range; state amounts as text in quotes.", digits)
    return number


def _bounded(digits: str) -> int:
    if len(digits) > 30:
        told = f"the number {digits[:12]}… of {len(digits)} digits is beyond range; state amounts as text in quotes."
        raise NotStrictError(told, digits)
    return int(digits)
