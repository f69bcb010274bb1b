"""Which syntax and which messages are this? Decided by content, not by the name of a file."""

import re
from collections.abc import Iterator
from dataclasses import replace

from cbec.bindings import canonical, json
from cbec.bindings.document import Document
from cbec.model import Spec
from cbec.terms import Finding, UsageError

_BLANK = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*")


def read(
    content: bytes, name: str, spec: Spec, message: str = "", first_line: int = 1, *, lenient: bool = False
) -> Document:
    """Read *content*, one message in any syntax that is known; the first where it holds several.

    Raises as ``documents`` does.
    """
    return next(documents(content, name, spec, message, first_line, lenient=lenient))


def documents(
    content: bytes, name: str, spec: Spec, message: str = "", first_line: int = 1, *, lenient: bool = False
) -> Iterator[Document]:
    """Read the messages of *content*, in any syntax that is known, as canonical messages.

    *message* says which message it is where the content does not, or which is wanted of a file that gives several.
    With *lenient* XML that is not well-formed is mended where that is safe, and each repair is a finding.
    Raises UsageError with one sentence when it cannot be read or recognised.
    """
    start = content[_BLANK.match(content).end() :][:256]  # type: ignore[union-attr]  # it matches nothing as well
    told: tuple[Finding, ...] = ()
    if not start:
        raise UsageError(f"{name}: empty; nothing to judge.")
    found: Iterator[Document] | None = None
    if not start.startswith(b"{"):
        from cbec.bindings import foreign  # noqa: PLC0415  # canonical JSON is judged without it, and starts faster

        found, told = foreign.of_text(start, content, name, spec, message, lenient=lenient)
    for document in _wanted(found or _of_json(content, name, spec, message, first_line), message, name):
        yield replace(document, findings=(*told, *document.findings))
        told = ()


def tabular(head: bytes, name: str, spec: Spec) -> bool:
    """Whether a file that begins with *head* is a table, whose rows are read one by one."""
    if _BLANK.sub(b"", head, count=1)[:1] in {b"{", b"<", b""}:
        return False
    from cbec.bindings import foreign  # noqa: PLC0415  # see documents

    return foreign.tabular(head, name, spec)


def _wanted(found: Iterator[Document], message: str, name: str) -> Iterator[Document]:
    """Give those of *found* that are a *message*; raises UsageError where the file holds another kind alone."""
    other = ""
    for document in found:
        if message in {"", document.message}:
            other = "-"
            yield document
        elif not other:
            other = document.message
    if other not in {"", "-"}:
        raise UsageError(f"{name}: this is a {other}, not a {message}; leave --message out.")


def _of_json(content: bytes, name: str, spec: Spec, message: str, first_line: int) -> Iterator[Document]:
    value = json.parse(content, name, first_line)
    found: Iterator[Document] | None = None
    if isinstance(value, dict) and not canonical.fits(value, spec):
        from cbec.bindings import foreign  # noqa: PLC0415  # see documents

        found = foreign.of_object(value, content, name, spec, first_line)
    return found or iter([canonical.document(value, content, name, spec, message, first_line)])
