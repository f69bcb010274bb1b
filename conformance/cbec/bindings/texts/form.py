"""How one line of a message is written: a form such as ``HBS/{House}/{Pieces}[/{Description}]``.

The same form reads and writes. ``{Name}`` is a value, ``{Name=V}`` one that is written V where there is none,
``{Name...}`` several between slants; what stands in square brackets is left out where nothing in it has a value.
Three points at the end allow any number of such lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from cbec.terms import KitFault

_TOKEN = re.compile(r"\{(\w+)(\.\.\.)?(?:=([^{}]*))?\}|\[|\]|[^\[\]{}]+|.")
_ANYTHING = "[^/]*"
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")

Values = dict[str, list[str]]


@dataclass(frozen=True)
class Slot:
    """A place for a value: how it is called, what it looks like, what is written without one."""

    name: str
    like: str
    default: str
    many: bool

    def carries(self, value: str) -> bool:
        """Say whether *value* can stand here without breaking the line."""
        alone = not self.many or "/" not in value
        return alone and not _CONTROL.search(value) and re.fullmatch(self.like, value) is not None


@dataclass(frozen=True)
class Bracket:
    """A part of a line that may be left out as a whole."""

    parts: "tuple[str | Slot | Bracket, ...]"


Parts = tuple[str | Slot | Bracket, ...]


@dataclass(frozen=True)
class LineForm:
    """One form of a line; ``many`` is one that any number of lines may take, one after the other."""

    words: str
    parts: Parts
    many: bool

    @property
    def identifier(self) -> str:
        """What every line of this form begins with, up to the first slant; nothing in a line that goes on."""
        first = self.parts[0] if self.parts else ""
        return first.partition("/")[0] if isinstance(first, str) else ""

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The places for values, in the order of the line."""
        return tuple(_slots(self.parts))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(_pattern(self.parts))

    def read(self, line: str) -> list[tuple[str, str]] | None:
        """Read *line* as names with their values, empty ones left out; none where it has another form."""
        found = self._pattern.fullmatch(line)
        if found is None:
            return None
        told = [(slot, text or "") for slot, text in zip(self.slots, found.groups(), strict=True)]
        parts = [(slot.name, part) for slot, text in told for part in (text.split("/") if slot.many else [text])]
        return [(name, part) for name, part in parts if part.strip()]

    def write(self, values: Values, width: int) -> str | None:
        """Write a line with what it takes out of *values*; none where it lacks a value that it cannot do without.

        What cannot stand in the line is left out, and so is what would make it longer than *width*, from its end.
        """
        taken = {slot.name: _take(values, slot) for slot in self.slots}
        line = _written(self.parts, taken)
        while line is not None and len(line) > width:
            last = next((slot.name for slot in reversed(self.slots) if taken[slot.name]), None)
            if last is None:
                return None
            taken[last].pop()
            line = _written(self.parts, taken)
        return line


@lru_cache(maxsize=512)
def line_form(words: str, fields: tuple[tuple[str, str], ...]) -> LineForm:
    """Compile the form *words*; *fields* says what its values look like, where not anything without a slant."""
    many, likes = words.endswith("..."), dict(fields)
    open_: list[list[str | Slot | Bracket]] = [[]]
    for token in _TOKEN.finditer(words.removesuffix("...")):
        name, several, default = token.groups()
        if name:
            open_[-1].append(Slot(name, likes.get(name, _ANYTHING), default or "", bool(several)))
        elif token.group() == "[":
            open_.append([])
        elif token.group() == "]" and len(open_) > 1:
            inner = tuple(open_.pop())
            open_[-1].append(Bracket(inner))
        elif token.group() in "[]{}":
            raise KitFault(f"the form {words!r} of a line is not well-formed.")
        else:
            open_[-1].append(token.group())
    if len(open_) > 1:
        raise KitFault(f"the form {words!r} of a line opens a bracket and does not close it.")
    return LineForm(words, tuple(open_[0]), many)


def _take(values: Values, slot: Slot) -> list[str]:
    given = values.get(slot.name, [])
    count = len(given) if slot.many else 1
    taken, values[slot.name] = given[:count], given[count:]
    return [one for one in taken if slot.carries(one)]


def _slots(parts: Parts) -> Iterator[Slot]:
    for part in parts:
        if isinstance(part, Slot):
            yield part
        elif isinstance(part, Bracket):
            yield from _slots(part.parts)


def _pattern(parts: Parts) -> str:
    return "".join(_one(part) for part in parts)


def _one(part: str | Slot | Bracket) -> str:
    if isinstance(part, str):
        return re.escape(part)
    if isinstance(part, Bracket):
        return f"(?:{_pattern(part.parts)})?"
    return f"({part.like}(?:/{part.like})*)" if part.many else f"({part.like})"


def _written(parts: Parts, taken: Values) -> str | None:
    texts = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
        elif isinstance(part, Slot):
            text = "/".join(taken[part.name]) or part.default
            if not text and re.fullmatch(part.like, "") is None:
                return None
            texts.append(text)
        elif any(taken[slot.name] for slot in _slots(part.parts)):
            inner = _written(part.parts, taken)
            if inner is None:
                return None
            texts.append(inner)
    return "".join(texts)
