"""Which syntax and which message is this? Decided by content, not by the name of a file."""

from collections.abc import Iterable
from typing import Any

from cbec.bindings import json, xml
from cbec.bindings.document import Document, nearest
from cbec.model import REQUIRED, Spec
from cbec.terms import Origin, UsageError

ENVELOPE = "envelope"
MESSAGE = "message"


def read(content: bytes, name: str, spec: Spec, message: str = "", first_line: int = 1) -> Document:
    """Read *content*, one message in any syntax that is known, as the canonical message.

    *message* says which message it is where the content does not. Raises UsageError with one sentence
    when it cannot be read or recognised.
    """
    start = content[:256].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise UsageError(f"{name}: empty; nothing to judge.")
    if start.startswith(b"<") or content.startswith((b"\xff\xfe<", b"\xfe\xff\x00<")):
        document = xml.read(content, name, spec)
        if message and document.message != message:
            raise UsageError(f"{name}: the XML is a {document.message}, not a {message}; leave --message out.")
        return document
    return from_value(json.parse(content, name, first_line), content, name, spec, message, first_line)


def from_value(value: Any, content: bytes, name: str, spec: Spec, message: str, first_line: int) -> Document:
    """Take a parsed JSON *value* as a message, in its envelope or bare."""
    if not isinstance(value, dict):
        raise UsageError(f"{name}, line {first_line}: a message is a JSON object, not {_kind(value)}.")
    enveloped = set(value) == {ENVELOPE, MESSAGE} and isinstance(value[ENVELOPE], dict)
    body, prefix = (value[MESSAGE], f"/{MESSAGE}") if enveloped else (value, "")
    stated = value[ENVELOPE].get("messageType") if enveloped else None
    kind = message or (stated if isinstance(stated, str) else "") or guess(value, spec, name)

    def locate(wanted: Iterable[str]) -> dict[str, Origin]:
        places = {at: at if enveloped and at.startswith(f"/{ENVELOPE}") else prefix + at for at in wanted}
        if not places:
            return {}
        found = json.origins(json.decode(content, name), set(places.values()), name, first_line)
        return {at: nearest(found, place) or Origin(name, first_line) for at, place in places.items()}

    spec.message(kind)
    return Document(kind, body, locate, value[ENVELOPE] if enveloped else None)


def guess(value: dict[str, Any], spec: Spec, name: str) -> str:
    """Name the message that *value* most looks like; raises UsageError where two or none fit.

    Of messages that share as many members with it, the one of which fewest required members are missing fits.
    """
    shared = {
        message.id: (
            len(set(value) & {place.key for place in message.root.children}),
            -len({place.key for place in message.root.children if place.use == REQUIRED} - set(value)),
        )
        for message in spec.messages.values()
        if message.id != ENVELOPE
    }
    best = max(shared.values())
    fitting = [id_ for id_, likeness in shared.items() if likeness == best]
    if best[0] == 0 or len(fitting) > 1:
        raise UsageError(
            f"{name}: not recognised as a message; say which it is with --message ({', '.join(sorted(shared))})."
        )
    return fitting[0]


def _kind(value: Any) -> str:
    names = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
