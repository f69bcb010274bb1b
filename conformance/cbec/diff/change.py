"""One change, and what it does to those who send and those who receive.

What matters is which messages are right. Where fewer are, the change breaks whoever sends: a message that was
right is refused now. Where more are, it breaks whoever receives: a message arrives that was refused before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from cbec.model import Message

DECLARANT = "declarant"
AUTHORITY = "authority"
ROLES = (DECLARANT, AUTHORITY)

BREAKING = "breaking"
COMPATIBLE = "compatible"


class Effect(Enum):
    """What a change does to the set of right messages; the value says it to (the sender, the receiver)."""

    NARROWER = (
        (BREAKING, "A message that was right is refused now, unless it keeps to this."),
        (COMPATIBLE, "Nothing new arrives; what does not keep to this is to be refused."),
    )
    WIDER = (
        (COMPATIBLE, "Nothing has to change; more is allowed than before."),
        (BREAKING, "What was refused before may arrive now, and is to be received."),
    )
    OTHER = (
        (BREAKING, "A message that was right may be refused now."),
        (BREAKING, "Other messages arrive than before."),
    )
    NOTHING = (
        (COMPATIBLE, "Nothing has to change."),
        (COMPATIBLE, "Nothing has to change."),
    )


@dataclass(frozen=True)
class Told:
    """What a change means to one role: its class, and a sentence."""

    effect: str
    says: str


@dataclass(frozen=True)
class Change:
    """One thing that changed: its kind, what it is about, where it stands, and what it means to whom."""

    kind: str
    subject: str
    says: str
    effect: Effect
    messages: tuple[str, ...] = ()
    at: str = ""
    senders: frozenset[str] = field(default=frozenset({DECLARANT}))

    def told(self, role: str) -> Told:
        """Say what the change means to *role*: as a sender, as a receiver, or the worse where it is both."""
        sender, receiver = (Told(*words) for words in self.effect.value)
        if role not in self.senders:
            return receiver
        if len(self.senders) == 1 or sender.effect == BREAKING:
            return sender
        return receiver


@dataclass(frozen=True)
class Difference:
    """Everything that changed from *old* to *new*, and what of the kit is touched by it."""

    old: str
    new: str
    changes: tuple[Change, ...] = ()
    requirements: tuple[str, ...] = ()
    fixtures: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes or self.requirements)

    def breaking(self, role: str) -> int:
        """Count the changes that break *role*."""
        return sum(one.told(role).effect == BREAKING for one in self.changes)


def senders(messages: Iterable[Message]) -> frozenset[str]:
    """Name the sides that send the *messages*; what travels with every message both sides send."""
    found = {role for message in messages for role in ([_side(message.sent_by)] if message.sent_by else ROLES)}
    return frozenset(found or ROLES)


def _side(sent_by: str) -> str:
    """Whoever is not the authority stands on the side of the declarant here: it sends to the authority."""
    return AUTHORITY if sent_by == AUTHORITY else DECLARANT
