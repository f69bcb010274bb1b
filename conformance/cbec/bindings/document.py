"""What reading a file gives: a canonical message, and for each of its places where it stands in the file."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cbec.terms import Finding, Origin

T = TypeVar("T")

#: The largest single message that is read, in bytes: ten times a declaration of 9,999 items in XML.
MAX_MESSAGE = 64 * 1024 * 1024
#: How deep a message may be nested; the canonical messages need nine.
MAX_DEPTH = 64
#: How many attributes one element may have; looking one up takes the longer, the more there are.
MAX_ATTRIBUTES = 256
#: What stands for a binding where a message needs none.
CANONICAL = "canonical JSON"
#: What is found on the way between syntaxes: a value that a binding does not know, and one that it cannot carry.
UNMAPPED, LOST = "CBEC-B-unmapped", "CBEC-B-lost"


@dataclass(frozen=True)
class Document:
    """One message as read, whatever its syntax.

    ``locate`` gives for JSON Pointers into the canonical message where their values stand in the file, or the
    nearest that encloses them; all are asked for at once, because finding one means reading past the others.
    ``findings`` are those of reading itself: what the binding does not know. ``line`` is where the message begins
    in a file of many; a ``draft`` is made of data that were never meant as this message. ``carries`` are the canonical
    paths that the syntax has a place for, None where it has all.
    """

    message: str
    body: Any
    locate: Callable[[Iterable[str]], dict[str, Origin]]
    envelope: Any = None
    findings: tuple[Finding, ...] = field(default=())
    binding: str = CANONICAL
    line: int = 0
    draft: bool = False
    carries: frozenset[str] | None = None


def nearest(known: Mapping[str, T], at: str) -> T | None:
    """Find what is known of *at*, or of the nearest place around it."""
    while at and at not in known:
        at = at.rpartition("/")[0]
    return known.get(at)
