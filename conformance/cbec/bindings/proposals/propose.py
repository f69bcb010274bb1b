"""Which place of a message each column of a table seems to feed, how, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cbec.bindings.proposals.looks import Looks
from cbec.bindings.proposals.names import (
    GUESS,
    LIKELY,
    SURE,
    UNIT_OF_MASS,
    Meaning,
    Name,
    by_dictionary,
    meanings,
    place,
    taken_apart,
)
from cbec.model import DECIMAL_TYPES, Message, Place, Spec

NUMBERS = DECIMAL_TYPES | {"count"}
#: What the values of a column are called where they do not fit its name.
NOT = {"number": "numbers", "date": "dates", "country": "codes of countries", "currency": "codes of currencies"}
#: The places that values alone give away.
BY_LOOKS = {
    "commodity": "item.classification",
    "ioss": "party.fiscal-reference",
    "postal": "document.transport-identifier",
}


@dataclass
class Proposal:
    """What is proposed for one column; without a place the column was not understood.

    ``also`` are further places of the same value, ``more`` places that it feeds in another way; a column that stands
    ``beside`` others, such as their currency, needs no line of its own.
    """

    column: str
    name: Name
    looks: Looks
    place: Place | None = None
    confidence: str = ""
    why: str = ""
    unit_of_mass: bool = False
    options: dict[str, Any] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    more: list[dict[str, Any]] = field(default_factory=list)
    beside: bool = False

    @property
    def path(self) -> str:
        """The place as a mapping file names it."""
        return self.place.path.replace("/*", "") if self.place else ""

    @property
    def element(self) -> str:
        """The element that the column feeds."""
        return self.place.element.id if self.place and self.place.element else ""

    @property
    def type(self) -> str:
        """The type of the element that the column feeds."""
        return self.place.element.type if self.place and self.place.element else ""


def propose(columns: Sequence[tuple[str, Looks]], message: Message, spec: Spec) -> list[Proposal]:
    """Propose a place of *message* for each of *columns*: its header, and what its values look like."""
    found = [_proposal(header, looks, message, spec) for header, looks in columns]
    _once(found)
    return found


def _proposal(header: str, looks: Looks, message: Message, spec: Spec) -> Proposal:
    made = Proposal(header, taken_apart(header, spec), looks)
    known = list(meanings(made.name, spec))
    if any(one.target == UNIT_OF_MASS and one.confidence == SURE for one in known):
        made.unit_of_mass = True
        return made
    named = [(one, found) for one in known if (found := place(one, message)) is not None]
    own = by_dictionary(made.name, message)
    if own is not None and not any(one.confidence == SURE for one, _ in named):
        named.insert(0, (Meaning("", "so the dictionary names it", SURE), own))
    named += _by_looks(looks, message)
    for meaning, found in named:
        wrong = _contradiction(found, looks)
        if wrong:
            made.doubts.append(f"{meaning.why}, but its values are no {wrong}")
        else:
            made.place, made.confidence, made.why = found, meaning.confidence, meaning.why
            made.doubts.clear()
            break
    return made


def _by_looks(looks: Looks, message: Message) -> list[tuple[Meaning, Place]]:
    for kind, element in BY_LOOKS.items():
        found = message.find(element)
        if looks.like(kind) and len(found) == 1:
            says = found[0].element.name.casefold() if found[0].element else element
            return [(Meaning(element, f"its values look like a {says}", GUESS), found[0])]
    return []


def _contradiction(found: Place, looks: Looks) -> str:
    """Say what the values should be for *found* and are not; nothing where they fit or there are none."""
    element = found.element
    if element is None or not looks.values:
        return ""
    wanted = "number" if element.type in NUMBERS else ""
    wanted = "date" if element.type in {"date", "moment"} else wanted
    wanted = element.codes if element.codes in {"country", "currency"} else wanted
    return NOT[wanted] if wanted and not looks.like(wanted) else ""


def _once(found: list[Proposal]) -> None:
    """Leave each place to the column that is surest of it; a second line of an address is put behind the first."""
    ranks = (SURE, LIKELY, GUESS)
    taken: dict[str, Proposal] = {}
    for one in sorted((each for each in found if each.place), key=lambda each: ranks.index(each.confidence)):
        first = taken.setdefault(one.path, one)
        if first is one:
            continue
        if one.element == "address.line":
            one.options["join"] = ", "
        else:
            one.doubts.append(f"{one.why}, as does {first.column!r}")
            one.place = None
