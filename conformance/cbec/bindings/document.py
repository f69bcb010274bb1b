"""What reading a file gives: a canonical message, and for each of its places where it stands in the file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cbec.terms import Finding, Origin

#: The largest single message that is read, in bytes: ten times a declaration of 9,999 items in XML.
MAX_MESSAGE = 64 * 1024 * 1024
#: How deep a message may be nested; the canonical messages need nine.
MAX_DEPTH = 64


@dataclass(frozen=True)
class Document:
    """One message as read, whatever its syntax.

    ``origin`` gives where the value at a JSON Pointer of the canonical message stands in the file, or the
    nearest that encloses it. ``findings`` are those of reading itself: what the binding does not know.
    """

    message: str
    body: Any
    origin: Callable[[str], Origin]
    envelope: Any = None
    findings: tuple[Finding, ...] = field(default=())
    binding: str = "canonical JSON"


def nearest(origins: dict[str, Origin], at: str) -> Origin:
    """Find the origin of *at*, or of the nearest place around it."""
    while at and at not in origins:
        at = at.rpartition("/")[0]
    return origins.get(at, Origin())
