"""What is wrong with a text that is not quite XML: where, what it is, what to do, and what mends it safely."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cbec.bindings.position import place

#: Who mends more than this has not mended a file but made one up.
MAX_REPAIRS = 1000
#: What XML counts as blank, and nothing else: a no-break space is a character.
BLANKS = " \t\r\n"
#: A character that XML 1.0 cannot hold, in whatever way it is written.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_INK = re.compile(r"[^\r\n]")


@dataclass(frozen=True)
class Edit:
    """One change of a text: what stands from ``start`` to ``end`` becomes ``text``; no line is made or taken."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Defect:
    """One thing that XML does not allow, at the offset ``at`` of the text.

    ``done`` tells what mending does to it. It is empty where no change is known to leave every value as it was
    meant: then only a person can mend it.
    """

    at: int
    says: str
    cure: str
    done: str = ""
    edits: tuple[Edit, ...] = ()

    def sentence(self, text: str, name: str) -> str:
        """Tell a person of the defect: file, line and column, what it is, what to do."""
        also = ", or read with --lenient" if self.done else ""
        return f"{name}, {place(text, self.at)}: {self.says}; {self.cure}{also}."


class EnoughError(Exception):
    """Something that nothing mends was found: what stands behind it cannot be told apart from its consequences."""


class Faults:
    """The defects of a text in the order in which they are met, up to the first that nothing mends."""

    def __init__(self) -> None:
        self.found: list[Defect] = []

    def tell(self, defect: Defect) -> None:
        """Add a *defect*; raises EnoughError where nothing mends it, or where there are too many."""
        if len(self.found) >= MAX_REPAIRS:
            told = f"more than {MAX_REPAIRS:,} places are not XML"
            defect = Defect(defect.at, told, "mend the program that writes such files")
        self.found.append(defect)
        if not defect.done:
            raise EnoughError


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Give *text* with all *edits* made; of two that overlap only the first counts."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda one: one.start):
        if edit.start >= at:
            pieces += [text[at : edit.start], edit.text]
            at = edit.end
    return "".join([*pieces, text[at:]])


def blank(text: str) -> str:
    """Give *text* with a blank for everything but its line ends."""
    return _INK.sub(" ", text)


def short(name: str) -> str:
    """Give a *name* from a file as a sentence can bear it."""
    return name if len(name) <= 40 else f"{name[:40]}…"
