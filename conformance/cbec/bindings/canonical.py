"""The canonical message itself, in JSON: bare, or in the envelope that says what it is."""

from collections.abc import Iterable
from typing import Any

from cbec.bindings import json
from cbec.bindings.document import Document, nearest
from cbec.model import REQUIRED, Spec
from cbec.terms import Origin, UsageError

ENVELOPE = "envelope"
MESSAGE = "message"


def fits(value: dict[str, Any], spec: Spec) -> bool:
    """Whether *value* has no member that the message which it resembles most has not."""
    if set(value) == {ENVELOPE, MESSAGE}:
        return True
    return any(set(value) <= {place.key for place in one.root.children} for one in spec.messages.values())


def document(value: Any, content: bytes, name: str, spec: Spec, message: str, first_line: int) -> Document:
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
