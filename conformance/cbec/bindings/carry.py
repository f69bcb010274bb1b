"""A canonical message in another syntax, with an account of what that syntax cannot carry.

The account is not believed but proved: what was written is read back, and every difference is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cbec.bindings import foreign
from cbec.bindings.document import LOST
from cbec.bindings.mapping import Mapped, mappings
from cbec.bindings.writer import Writer
from cbec.model import Binding, Message, Spec
from cbec.terms import WARNING, Finding, UsageError, by_place, pointer, steps_of

EMPTY: tuple[Any, ...] = (None, {}, [])


@dataclass(frozen=True)
class Written:
    """A message as written, and one finding for each place of it that the syntax could not carry.

    ``untrue`` counts the places at which what was written says something else.
    """

    content: bytes
    lost: tuple[Finding, ...] = ()
    untrue: int = 0

    @property
    def weight(self) -> tuple[bool, int, int]:
        """How much is lost: a message that reads as another is lost whole, and a wrong word is worse than none."""
        return any(not one.at for one in self.lost), self.untrue, len(self.lost)


def write(body: Any, message: str, binding: Binding, spec: Spec) -> Written:
    """Write *body*, a *message*, in the syntax of *binding*.

    Where the syntax has several ways to say the message, the one is taken that loses least. Raises UsageError
    where the binding does not write that message.
    """
    if binding.direction != "both":
        raise UsageError(f"The binding {binding.id} is for reading only.")
    known = [mapping for mapping in mappings(binding, spec) if mapping.message.id == message]
    if not known:
        carried = ", ".join(dict.fromkeys(mapping.message.id for mapping in mappings(binding, spec)))
        raise UsageError(f"The binding {binding.id} does not carry the message {message}; it carries {carried}.")
    return min((_written(body, mapping, binding, spec) for mapping in known), key=lambda one: one.weight)


def _written(body: Any, mapping: Mapped, binding: Binding, spec: Spec) -> Written:
    writer = Writer(binding)
    top = writer.write(body, mapping)
    content = foreign.syntax(binding).write(top, binding)
    expected = without(body, writer.lost)
    back = foreign.read_back(content, mapping, binding, spec)
    message = mapping.message
    if back is None or not (len(top) or top.attrib):
        whole = "would be read as another message" if len(top) or top.attrib else "is nothing"
        says = f"What the binding {binding.id} writes of this {message.id} {whole}."
        return Written(content, (Finding(LOST, "", WARNING, says),))
    changed = list(differences(expected, back))
    altered = [at for at in changed if _at(back, at) is not None]
    gone = [*writer.lost, *(at for at in changed if at not in altered)]
    told = {at: _finding(at, f"The binding {binding.id} cannot carry", message) for at in gone}
    told |= {
        at: _finding(at, f"Through the binding {binding.id} another value comes back for", message) for at in altered
    }
    return Written(content, tuple(by_place(list(told.values()))), len(altered))


def _at(body: Any, at: str) -> Any:
    """Find the value of *body* at the pointer *at*; nothing where there is none."""
    for name in steps_of(at):
        if isinstance(body, list):
            body = body[int(name)] if name.isdecimal() and int(name) < len(body) else None
        else:
            body = body.get(name) if isinstance(body, dict) else None
    return body


def _finding(at: str, says: str, message: Message) -> Finding:
    place = message.at("/".join("*" if step.isdigit() else step for step in at.split("/")[1:]))
    name = (place.element.label if place.element else place.title) if place else at.rpartition("/")[2]
    return Finding(LOST, at, WARNING, f"{says} {name}.", element=place.element.id if place and place.element else "")


def without(body: Any, pointers: list[str]) -> Any:
    """Give *body* without the places at *pointers*, and without the groups and lists that are empty for it."""
    gone = set(pointers)

    def kept(value: Any, at: str) -> Any:
        if at in gone:
            return None
        if isinstance(value, dict):
            inner = ((key, one, kept(one, at + pointer([key]))) for key, one in value.items())
            return {key: left for key, one, left in inner if one in EMPTY or left not in EMPTY}
        if isinstance(value, list):
            each = ((one, kept(one, f"{at}/{index}")) for index, one in enumerate(value))
            return [left for one, left in each if one in EMPTY or left not in EMPTY]
        return value

    return kept(body, "") or {}


def differences(expected: Any, found: Any, at: str = "") -> Iterator[str]:
    """Yield the pointers at which two values differ, as deep as they can be told."""
    if type(expected) is type(found) and isinstance(expected, dict):
        for key in dict.fromkeys([*expected, *found]):
            yield from differences(expected.get(key), found.get(key), at + pointer([key]))
    elif type(expected) is type(found) and isinstance(expected, list):
        for index in range(max(len(expected), len(found))):
            ours = expected[index] if index < len(expected) else None
            theirs = found[index] if index < len(found) else None
            yield from differences(ours, theirs, f"{at}/{index}")
    elif (expected != found or type(expected) is not type(found)) and not _same_moment(expected, found):
        yield at


def _same_moment(ours: Any, theirs: Any) -> bool:
    """Whether two texts are the same moment in different zones."""
    if not (isinstance(ours, str) and isinstance(theirs, str) and "T" in ours and "T" in theirs):
        return False
    try:
        one, other = datetime.fromisoformat(ours), datetime.fromisoformat(theirs)
    except ValueError:
        return False
    return one.tzinfo is not None and other.tzinfo is not None and one == other
