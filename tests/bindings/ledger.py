"""One binding alone, and what it makes of a message: written, told as lost, and read again by the public way."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from cbec.bindings import Document, documents
from cbec.bindings.carry import Written, without, write
from cbec.bindings.mapping import mappings
from cbec.fixtures import sample, sample_names
from cbec.model import Spec, load
from cbec.terms import KitFault


@cache
def alone(binding: str) -> Spec:
    """Give the specification with this binding only, which then need not be told from its dialects."""
    one = load().bindings[binding]
    ways = tuple({name: value for name, value in way.items() if name != "has"} for way in one.ways)
    return replace(load(), bindings={binding: replace(one, ways=ways)}, cache={})


@cache
def writing() -> dict[str, list[str]]:
    """Give the messages that each binding writes, by its id."""
    spec = load()
    return {
        one.id: list(dict.fromkeys(mapping.message.id for mapping in mappings(one, spec)))
        for one in spec.bindings.values()
        if one.direction == "both"
    }


@dataclass(frozen=True)
class Passage:
    """A message on its way through a syntax and back."""

    body: Any
    written: Written
    document: Document | None

    @property
    def whole(self) -> bool:
        """Whether the message as a whole could be carried, if not every part of it."""
        return all(one.at for one in self.written.lost)

    @property
    def changed(self) -> bool:
        """Whether something was told to come back with another value."""
        return any("another value" in one.says for one in self.written.lost)

    @property
    def kept(self) -> Any:
        """What of the message should come back by its own account."""
        return without(self.body, [one.at for one in self.written.lost])


def passage(body: Any, message: str, binding: str) -> Passage:
    """Send *body* through *binding* and back."""
    spec = alone(binding)
    written = write(body, message, spec.bindings[binding], spec)
    found = (
        list(documents(written.content, f"{message} by {binding}", spec)) if all(one.at for one in written.lost) else []
    )
    return Passage(body, written, next((one for one in found if one.message == message), None))


def samples(message: str) -> list[tuple[str, Any]]:
    """Give the samples of *message*, as the core has them and as each profile edition does."""
    editions = [f"{one.id}@{edition.date}" for one in load().profiles.values() for edition in one.editions]
    found: list[tuple[str, Any]] = []
    for name in sample_names(message):
        for edition in ["", *editions]:
            try:
                found.append((f"{name} {edition}".strip(), sample(name, edition)))
            except KitFault:
                continue
    return found
