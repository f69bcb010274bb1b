"""How messages changed: places that came or went, what may be stated where, and in which form."""

from collections.abc import Iterator, Mapping
from typing import Any

from cbec.compile import message_schema
from cbec.compile.json_schema import format_of
from cbec.diff.change import Change, Effect, senders
from cbec.model import FORBIDDEN, OPTIONAL, REQUIRED, Format, Place, View

#: What became of the use of a place, by (before, after).
_USES = {
    (OPTIONAL, REQUIRED): ("must be stated now; it was optional", Effect.NARROWER),
    (OPTIONAL, FORBIDDEN): ("must not be stated any more; it was optional", Effect.NARROWER),
    (REQUIRED, OPTIONAL): ("may be left out now; it was required", Effect.WIDER),
    (FORBIDDEN, OPTIONAL): ("may be stated now; it was forbidden", Effect.WIDER),
    (FORBIDDEN, REQUIRED): ("must be stated now; it was forbidden", Effect.OTHER),
    (REQUIRED, FORBIDDEN): ("must not be stated any more; it was required", Effect.OTHER),
}


def of_messages(old: View, new: View) -> Iterator[Change]:
    """Yield how the messages of *new* differ from those of *old*."""
    for name in sorted(old.spec.messages.keys() | new.spec.messages.keys()):
        yield from _of_message(old, new, name)


def _of_message(old: View, new: View, name: str) -> Iterator[Change]:
    one = new.spec.messages.get(name) or old.spec.messages[name]
    if name not in old.spec.messages:
        says, effect = f"The message {name} is new: {one.says}", Effect.WIDER
        yield Change("message-added", name, says, effect, (name,), senders=senders([one]))
    elif name not in new.spec.messages:
        says, effect = f"The message {name} is gone: {one.says}", Effect.NARROWER
        yield Change("message-removed", name, says, effect, (name,), senders=senders([one]))
    else:
        told = {(change.kind, change.at, change.says) for change in _included(old, new, name)}
        for change in _of_places(old, new, name):
            if (change.kind, change.at, change.says) not in told:
                yield change


def _included(old: View, new: View, name: str) -> Iterator[Change]:
    """Yield the changes that the messages included by *name* tell themselves, with their places in *name*."""
    for place in new.message(name).places():
        if place.message and place.message in old.spec.messages:
            yield from _of_places(old, new, place.message, prefix=f"/{place.path}")


def _of_places(old: View, new: View, name: str, prefix: str = "") -> Iterator[Change]:
    before = {place.path: place for place in old.message(name).places()}
    after = {place.path: place for place in new.message(name).places()}
    leaves = (_Leaves(old, name), _Leaves(new, name))
    direction = senders([new.spec.message(name)])
    for path in list(dict.fromkeys([*after, *before])):
        if _under_another(path, before, after):
            continue
        for kind, says, effect in _of_place(before.get(path), after.get(path), leaves):
            place = after.get(path) or before[path]
            at = f"{prefix}/{path.removesuffix('/*')}"
            yield Change(kind, _subject(place), f"{_label(place)} {says}.", effect, (name,), at, direction)


def _under_another(path: str, before: Mapping[str, Place], after: Mapping[str, Place]) -> bool:
    """Whether a group above *path* came, went, or is forbidden on one side: then that alone is told."""
    steps = path.removesuffix("/*").split("/")
    for depth in range(1, len(steps)):
        above = "/".join(steps[:depth])
        for known in (before, after):
            group = known.get(above) or known.get(f"{above}/*")
            if above != path and not above.endswith("*") and (group is None or group.use == FORBIDDEN):
                return True
    return False


def _of_place(
    old: Place | None, new: Place | None, leaves: "tuple[_Leaves, _Leaves]"
) -> Iterator[tuple[str, str, Effect]]:
    if old is None and new is not None:
        effect = {OPTIONAL: Effect.WIDER, REQUIRED: Effect.OTHER, FORBIDDEN: Effect.NOTHING}[new.use]
        yield "place-added", f"is new, and {_may(new.use)}", effect
    elif new is None and old is not None:
        effect = {OPTIONAL: Effect.NARROWER, REQUIRED: Effect.OTHER, FORBIDDEN: Effect.NOTHING}[old.use]
        yield "place-removed", "has no place any more", effect
    elif old and new:
        if old.use != new.use:
            says, effect = _USES[old.use, new.use]
            yield f"place-{new.use}", says, effect
        if old.repeats != new.repeats:
            yield _repeats(old.repeats or (0, 1), new.repeats or (0, 1))
        if new.use != FORBIDDEN != old.use and old.element and new.element:
            yield from _of_value(leaves[0], old, leaves[1], new)


def _may(use: str) -> str:
    return {OPTIONAL: "may be stated", REQUIRED: "must be stated", FORBIDDEN: "must not be stated"}[use]


def _repeats(old: tuple[int, int], new: tuple[int, int]) -> tuple[str, str, Effect]:
    says = f"stands {new[0]} to {new[1]} times now; it stood {old[0]} to {old[1]} times"
    if old[0] <= new[0] and new[1] <= old[1]:
        return "repeats-fewer", says, Effect.NARROWER
    return "repeats-more", says, Effect.WIDER if new[0] <= old[0] and old[1] <= new[1] else Effect.OTHER


class _Leaves:
    """The compiled form of the values of one message under one view."""

    def __init__(self, view: View, name: str) -> None:
        self.view, self.name = view, name
        self._schema = message_schema(view, name)

    def schema(self, place: Place) -> dict[str, Any]:
        """Give the schema of the value at *place*; a list of codes stays a reference to it."""
        node = self._schema
        for step in place.path.split("/"):
            node = node["items"] if step == "*" else node["properties"][step]
        return {key: value for key, value in node.items() if key != "title" and not key.startswith("x-")}

    def codes(self, place: Place) -> list[str] | None:
        """List the codes that *place* takes; None where it takes any text of its form."""
        node = self.schema(place)
        if "$ref" in node:
            node = self._schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        return node.get("enum")

    def format(self, place: Place) -> Format | None:
        """Give the format of the value at *place*."""
        return format_of(self.view, self.name, place)


def _of_value(was: _Leaves, old: Place, now: _Leaves, new: Place) -> Iterator[tuple[str, str, Effect]]:
    before, after = was.schema(old), now.schema(new)
    if before == after:  # codes of one list are told with the list
        return
    codes = was.codes(old), now.codes(new)
    if codes[0] is not None or codes[1] is not None:
        yield from _of_codes(*codes)
        return
    formats = was.format(old), now.format(new)
    if str(formats[0]) != str(formats[1]):
        yield _of_format(*formats)
    if before.get("pattern") != after.get("pattern") and str(formats[0]) == str(formats[1]):
        yield "pattern", f"has the pattern {after.get('pattern')} now, for {before.get('pattern')}", Effect.OTHER
    if before.get("type") != after.get("type"):
        yield "type", f"is of type {after.get('type')} now; it was {before.get('type')}", Effect.OTHER


def _of_codes(old: list[str] | None, new: list[str] | None) -> Iterator[tuple[str, str, Effect]]:
    if old is None:
        yield "codes-closed", f"takes certain codes only now: {_some(new or [])}", Effect.NARROWER
    elif new is None:
        yield "codes-opened", "takes any code of its form now; it took certain codes only", Effect.WIDER
    else:
        gone = [code for code in old if code not in new]
        come = [code for code in new if code not in old]
        if come:
            yield "codes-added", f"takes these codes now: {_some(come)}", Effect.WIDER
        if gone:
            yield "codes-removed", f"does not take these codes any more: {_some(gone)}", Effect.NARROWER


def _of_format(old: Format | None, new: Format | None) -> tuple[str, str, Effect]:
    says = f"has the format {_words(new)} now; it had {_words(old)}"
    if old is None or (new is not None and new.narrower_than(old)):
        return "format-narrower", says, Effect.NARROWER
    wider = new is None or old.narrower_than(new)
    return ("format-wider", says, Effect.WIDER) if wider else ("format-other", says, Effect.OTHER)


def _words(format_: Format | None) -> str:
    return f"{format_} ({format_.words})" if format_ else "no bounds"


def _some(codes: list[str]) -> str:
    return ", ".join(codes[:20]) + (f" and {len(codes) - 20} more" if len(codes) > 20 else "")


def _subject(place: Place) -> str:
    return place.element.id if place.element else place.title


def _label(place: Place) -> str:
    return place.element.label if place.element else place.title
