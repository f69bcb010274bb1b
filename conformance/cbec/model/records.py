"""What the specification says, as frozen records: one class for each kind of file in ``spec/``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from cbec.model.format import Format

REQUIRED = "required"
OPTIONAL = "optional"
FORBIDDEN = "forbidden"

TEXT_TYPES = frozenset({"text", "code", "identifier"})
DECIMAL_TYPES = frozenset({"amount", "weight", "quantity"})


def within(since: str, until: str, day: str) -> bool:
    """Whether *day* lies between two ISO dates, both included; an empty date bounds nothing, an empty day is any."""
    return not day or ((not since or since <= day) and (not until or day <= until))


@dataclass(frozen=True)
class Fact:
    """Where a statement comes from: a key of the bibliography with a locator, and how sure it is."""

    source: str
    status: str = "verified"

    @property
    def key(self) -> str:
        """The key of the bibliography entry."""
        return self.source.split(" ", 1)[0]


@dataclass(frozen=True)
class Source:
    """One entry of the bibliography."""

    id: str
    title: str
    publisher: str
    read_in: str
    licence: str = ""
    note: str = ""


@dataclass(frozen=True)
class Element:
    """One thing that can be said: a data element of the dictionary."""

    id: str
    name: str
    means: str
    type: str
    fact: Fact
    format: Format | None = None
    wco: str = ""
    wco_class: str = ""
    tded: str = ""
    cn23: str = ""
    codes: str = ""
    pattern: str = ""
    personal: bool = False
    extension: str = ""
    held_by: tuple[str, ...] = ()
    available: str = ""
    quality: str = ""
    sample: Any = None
    note: str = ""

    @property
    def label(self) -> str:
        """The element as a message to a person names it: its name, and its WCO id where it has one."""
        return f"{self.name} ({self.wco})" if self.wco else self.name


@dataclass(frozen=True)
class Code:
    """One code of a list, with the days on which it may be used (ISO dates, both included).

    ``same_as`` is the international code that a national one stands for.
    """

    code: str
    name: str
    since: str = ""
    until: str = ""
    note: str = ""
    fact: Fact | None = None
    same_as: str = ""

    def valid_on(self, day: str) -> bool:
        """Whether the code may be used on *day*; an empty day asks for no particular one."""
        return within(self.since, self.until, day)


@dataclass(frozen=True)
class CodeList:
    """A vocabulary; ``closed`` says that a code outside it is wrong."""

    id: str
    title: str
    means: str
    edition: str
    fact: Fact
    closed: bool
    codes: tuple[Code, ...]

    def on(self, day: str) -> list[str]:
        """List the codes valid on *day*, each once, in the order of the list."""
        return list(dict.fromkeys(code.code for code in self.codes if code.valid_on(day)))


@dataclass(frozen=True)
class Place:
    """Where an element or a group sits in a message: one node of the message's tree.

    ``path`` is the canonical path with ``*`` for each repetition (``items/*/value``); ``chain`` the
    WCO class chain that leads to it; ``roles`` the roles that the enclosing groups give it, outermost
    first, ``role`` the one that a group gives itself; ``message`` the message that a group includes whole.
    """

    path: str
    use: str
    repeats: tuple[int, int] | None
    chain: tuple[str, ...]
    element: Element | None = None
    children: tuple["Place", ...] = ()
    roles: tuple[str, ...] = ()
    role: str = ""
    title: str = ""
    message: str = ""

    @cached_property
    def key(self) -> str:
        """The property name in the canonical message."""
        return self.path.removesuffix("/*").rsplit("/", 1)[-1]

    def walk(self) -> Iterator["Place"]:
        """Yield this place and all places below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Message:
    """Which elements travel together."""

    id: str
    title: str
    says: str
    fact: Fact
    root: Place
    includes: tuple[str, ...] = ()
    sent_by: str = ""

    def places(self) -> list[Place]:
        """List every place below the root, parents before children."""
        return list(self.root.walk())[1:]

    def at(self, path: str) -> Place | None:
        """Find the place with the canonical path *path*, with or without the repetition mark at its end."""
        return next((place for place in self.places() if path in {place.path, place.path.removesuffix("/*")}), None)

    def find(self, reference: str) -> list[Place]:
        """Find the places that carry the element *reference*: ``item.value``, ``address.city@importer``."""
        element, _, role = reference.partition("@")
        return [
            place
            for place in self.places()
            if place.element and place.element.id == element and (not role or role in place.roles)
        ]


@dataclass(frozen=True)
class Rule:
    """What must hold between elements: one predicate of the closed vocabulary, under a condition.

    ``each`` names the role of the repeated group for each occurrence of which the rule is judged;
    without it the rule is judged once for the message.
    """

    id: str
    title: str
    says: str
    fact: Fact
    governs: tuple[str, ...]
    check: Mapping[str, Mapping[str, Any]]
    each: str = ""
    when: Mapping[str, Any] = field(default_factory=dict)
    severity: str = "error"
    profile: str = ""
    since: str = ""
    until: str = ""

    @property
    def predicate(self) -> str:
        """The name of the predicate that the rule uses."""
        return next(iter(self.check))

    @property
    def terms(self) -> Mapping[str, Any]:
        """The arguments of the predicate."""
        return self.check[self.predicate]

    def valid_on(self, day: str) -> bool:
        """Whether the rule holds on *day*."""
        return within(self.since, self.until, day)


@dataclass(frozen=True)
class Deadline:
    """By when a step is taken: within an ISO 8601 duration, after or before an event."""

    within: str
    fact: Fact
    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class Transition:
    """One step of a flow: in one of the states ``origin``, ``on`` something happening, to ``target``."""

    on: str
    origin: tuple[str, ...]
    target: str
    by: str
    says: str
    tells: str = ""
    guard: str = ""
    deadline: Deadline | None = None


@dataclass(frozen=True)
class Trigger:
    """A reserved goods description that makes an authority under test take one branch of a flow."""

    description: str
    outcome: str
    says: str
    reason: str = ""


@dataclass(frozen=True)
class Flow:
    """Who says what to whom, in which order: a state machine over one consignment."""

    id: str
    title: str
    says: str
    fact: Fact
    roles: tuple[str, ...]
    start: str
    states: Mapping[str, str]
    transitions: tuple[Transition, ...]
    triggers: tuple[Trigger, ...] = ()
    duplicates: str = ""
    late: str = ""

    def step(self, state: str, event: str) -> str | None:
        """Give the state that *event* leads to from *state*, or None where the flow does not allow it."""
        for transition in self.transitions:
            if transition.on == event and state in transition.origin:
                return transition.target
        return None


@dataclass(frozen=True)
class Requirement:
    """One normative sentence that a system can be held to."""

    id: str
    title: str
    says: str
    level: str
    role: str
    conformance_class: str
    fact: Fact
    method: str
    reason: str = ""
    content: bool = True
    standard: str = ""


@dataclass(frozen=True)
class Threshold:
    """A value up to which one jurisdiction treats goods in another way, between two dates.

    ``per`` says of what the value is taken, ``basis`` what it is made up of; ``unverified`` names the
    members that are recalled while the rest was read in the source.
    """

    id: str
    title: str
    amount: str
    currency: str
    fact: Fact
    says: str = ""
    below: bool = False
    per: str = ""
    basis: str = ""
    duty: str = ""
    tax: str = ""
    collector: str = ""
    registration: str = ""
    since: str = ""
    until: str = ""
    unverified: tuple[str, ...] = ()
    note: str = ""

    @property
    def words(self) -> str:
        """The limit as a message to a person names it."""
        return f"{'less than' if self.below else 'at most'} {self.amount} {self.currency}"

    def valid_on(self, day: str) -> bool:
        """Whether the threshold holds on *day*."""
        return within(self.since, self.until, day)

    def admits(self, value: Decimal) -> bool:
        """Whether *value*, in the currency of the threshold, lies within it."""
        return value < Decimal(self.amount) if self.below else value <= Decimal(self.amount)


@dataclass(frozen=True)
class Narrowing:
    """How a profile narrows one element or group of a message, between two dates."""

    message: str
    target: str
    fact: Fact
    use: str = ""
    format: Format | None = None
    codes: tuple[str, ...] = ()
    repeats: tuple[int, int] | None = None
    pattern: str = ""
    since: str = ""
    until: str = ""

    def valid_on(self, day: str) -> bool:
        """Whether the narrowing holds on *day*."""
        return within(self.since, self.until, day)


@dataclass(frozen=True)
class Edition:
    """A date from which a profile says something new."""

    date: str
    says: str
    fact: Fact


@dataclass(frozen=True)
class Profile:
    """How one administration narrows the core, by date."""

    id: str
    title: str
    says: str
    authority: str
    fact: Fact
    editions: tuple[Edition, ...]
    narrowings: tuple[Narrowing, ...]

    def edition_on(self, day: str) -> Edition | None:
        """Give the edition in force on *day*, or None before the first."""
        return max((one for one in self.editions if one.date <= day), key=lambda one: one.date, default=None)


@dataclass(frozen=True)
class Binding:
    """Where the elements of messages sit in another syntax; ``messages`` is the mapping as data.

    ``ways`` are those to recognise a file, any of which will do; ``direction`` is ``both`` or ``read``; with
    ``drafts`` all messages are made of the same data. ``writes`` is what only writing needs, ``extra`` what one
    syntax alone needs, such as the grammar of lines.
    """

    id: str
    title: str
    says: str
    syntax: str
    fact: Fact
    ways: tuple[Mapping[str, Any], ...]
    messages: Mapping[str, Any]
    shapes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    passes_over: Mapping[str, str] = field(default_factory=dict)
    writes: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    direction: str = "both"
    drafts: bool = False
    order: int = 0
