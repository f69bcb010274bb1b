"""What the name of a column says: whose, of what, in which unit or currency."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from cbec.bindings.measures import KILOGRAMS
from cbec.model import Message, Place, Spec

NAMES, PARTIES, CURRENCIES = "column-name", "column-party", "currency"
#: How alike a misspelt name must be to one that is known.
ALIKE = 0.84
SURE, LIKELY, GUESS = "sure", "likely", "a guess"
#: What a column of the unit of weights stands for in the list of names; it is no place of a message.
UNIT_OF_MASS = "unit-of-mass"


@dataclass(frozen=True)
class Name:
    """The name of a column taken apart."""

    words: tuple[str, ...]
    unit: str = ""
    currency: str = ""

    @property
    def text(self) -> str:
        """The words in one text."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Meaning:
    """What a name may stand for: an element or the last word of a place, and the roles of the party it is of."""

    target: str
    why: str
    confidence: str
    roles: tuple[str, ...] = ()


def taken_apart(header: str, spec: Spec) -> Name:
    """Take the name of a column apart: its words, and the unit or currency that it ends with."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", header)
    words = [word for word in re.split(r"[\W_]+", spaced.casefold()) if word]
    unit = currency = ""
    if len(words) > 1 and words[-1] in KILOGRAMS and words[-1] not in {"grams", "pounds"}:
        unit = words.pop()
    elif len(words) > 1 and words[-1].upper() in {code.code for code in spec.codes[CURRENCIES].codes}:
        currency = words.pop().upper()
    return Name(tuple(words), unit, currency)


def meanings(name: Name, spec: Spec) -> Iterator[Meaning]:
    """Yield what *name* may stand for, the surest first."""
    known = {code.code: code for code in spec.codes[NAMES].codes}
    roles, rest = party(name, spec)
    for words, whose in ((name.text, ()), (rest, roles)) if roles else ((name.text, ()),):
        if words in known:
            yield from _of(known[words].same_as, f"{known[words].name[0].lower()}{known[words].name[1:]}", SURE, whose)
    for words, whose in ((rest, roles),) if roles else ((name.text, ()),):
        for close in get_close_matches(words, known, n=2, cutoff=ALIKE) if words not in known else ():
            yield from _of(known[close].same_as, f"resembles {close!r}", LIKELY, whose)


def _of(targets: str, why: str, confidence: str, roles: tuple[str, ...]) -> Iterator[Meaning]:
    for target in targets.split():
        yield Meaning(target, why, confidence, roles)


def party(name: Name, spec: Spec) -> tuple[tuple[str, ...], str]:
    """Find the word for a party that *name* begins or ends with: its roles, and the words that are left."""
    known = sorted(spec.codes[PARTIES].codes, key=lambda code: -len(code.code))
    for code in known:
        words = tuple(code.code.split())
        if name.words[: len(words)] == words:
            return tuple(code.same_as.split()), " ".join(name.words[len(words) :]) or "name"
        if len(name.words) > len(words) and name.words[-len(words) :] == words:
            return tuple(code.same_as.split()), " ".join(name.words[: -len(words)])
    return (), name.text


def place(meaning: Meaning, message: Message) -> Place | None:
    """Find the place of *message* that *meaning* leads to; none where it has none, or several without a role."""
    by_last = "." not in meaning.target
    if by_last:
        found = [one for one in message.places() if one.element and one.key == meaning.target]
    else:
        found = message.find(meaning.target)
    for role in meaning.roles:
        of_role = [one for one in found if one.roles and one.roles[-1] == role]
        if of_role:
            return of_role[0]
    return None if meaning.roles or by_last else _outermost(found)


def _outermost(found: list[Place]) -> Place | None:
    """Give the one place of *found* that lies less deep than the others: said of the parcel, not of an item."""
    depths = [one.path.count("/") for one in found]
    return found[depths.index(min(depths))] if depths and depths.count(min(depths)) == 1 else None


def by_dictionary(name: Name, message: Message) -> Place | None:
    """Find the one place whose element has *name* in the dictionary, or which the message calls so."""
    found = [
        one
        for one in message.places()
        if one.element and name.text in {one.element.name.casefold(), _words(one.key), one.element.id.partition(".")[2]}
    ]
    return found[0] if len(found) == 1 else None


def _words(key: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key).casefold()
