"""The specification as a whole, and the view of it that a profile gives on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from cbec.model.records import (
    FORBIDDEN,
    REQUIRED,
    Binding,
    CodeList,
    Edition,
    Element,
    Flow,
    Message,
    Narrowing,
    Place,
    Profile,
    Requirement,
    Rule,
    Source,
)
from cbec.terms import UsageError

T = TypeVar("T")


@dataclass(frozen=True, repr=False)
class Spec:
    """Everything the specification says, by id."""

    digest: str
    sources: Mapping[str, Source]
    elements: Mapping[str, Element]
    codes: Mapping[str, CodeList]
    messages: Mapping[str, Message]
    rules: Mapping[str, Rule]
    flows: Mapping[str, Flow]
    requirements: Mapping[str, Requirement]
    profiles: Mapping[str, Profile]
    bindings: Mapping[str, Binding]
    _views: dict[str, "View"] = field(default_factory=dict, compare=False, repr=False)

    def __repr__(self) -> str:
        return f"Spec({self.digest[:12]})"

    def message(self, name: str) -> Message:
        """Give the message *name*; raises UsageError with the known names when there is none."""
        return self._get(self.messages, name, "message")

    def view(self, profile: str = "", as_of: str = "") -> "View":
        """Give what holds under *profile*, written ``eu-h7`` or ``eu-h7@2026-07-01``, or the core alone.

        Without a date the edition in force on *as_of* is taken, else the newest. Raises UsageError for
        an unknown profile or a date before its first edition.
        """
        if not profile:
            return self._views.setdefault("core", View(self))
        name, _, date = profile.partition("@")
        found = self._get(self.profiles, name, "profile")
        day = date or as_of or max(edition.date for edition in found.editions)
        edition = found.edition_on(day)
        if edition is None:
            first = min(one.date for one in found.editions)
            raise UsageError(f"Profile {name} has no edition on {day}; its first is {name}@{first}.")
        return self._views.setdefault(f"{name}@{edition.date}", View(self, found, edition))

    @staticmethod
    def _get(known: Mapping[str, T], name: str, kind: str) -> T:
        if name not in known:
            raise UsageError(f"There is no {kind} {name!r}; known are: {', '.join(sorted(known))}.")
        return known[name]

    def carriers(self, element: str) -> list[tuple[Message, Place]]:
        """List where *element* is carried: the answer to "what uses this?"."""
        return [
            (message, place)
            for message in self.messages.values()
            for place in message.places()
            if place.element and place.element.id == element
        ]


@dataclass(frozen=True, repr=False)
class View:
    """What holds under one edition of one profile, or in the core where there is none."""

    spec: Spec
    profile: Profile | None = None
    edition: Edition | None = None
    cache: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def __repr__(self) -> str:
        return f"View({self.name})"

    @property
    def name(self) -> str:
        """The profile and edition as a message and a report write it; ``core`` without a profile."""
        return f"{self.profile.id}@{self.edition.date}" if self.profile and self.edition else "core"

    @property
    def day(self) -> str:
        """The date of the edition, or an empty text for the core."""
        return self.edition.date if self.edition else ""

    def narrowings(self, message: str) -> list[Narrowing]:
        """List how the profile narrows *message* on its day."""
        if not self.profile:
            return []
        return [one for one in self.profile.narrowings if one.message == message and one.valid_on(self.day)]

    def rules(self, message: str) -> list[Rule]:
        """List the rules that govern *message* here, those of the messages it includes among them."""
        key = f"rules {message}"
        if key not in self.cache:
            governed = {message, *self.spec.message(message).includes}
            self.cache[key] = [
                rule
                for rule in sorted(self.spec.rules.values(), key=lambda one: one.id)
                if governed & set(rule.governs)
                and (not rule.profile or (self.profile and rule.profile == self.profile.id))
                and rule.valid_on(self.day)
            ]
        found: list[Rule] = self.cache[key]
        return found

    def threshold(self, name: str) -> tuple[str, str]:
        """Give the amount and currency of the threshold *name*; raises UsageError when the profile has none."""
        thresholds = self.profile.thresholds if self.profile else {}
        if name not in thresholds:
            raise UsageError(f"{self.name} has no threshold {name!r}; add it to the profile's thresholds.")
        return thresholds[name]["amount"], thresholds[name]["currency"]

    def message(self, name: str) -> Message:
        """Give the message *name* as this profile narrows it: uses, repetitions and forbidden places."""
        key = f"message {name}"
        if key not in self.cache:
            base = self.spec.message(name)
            narrowed = base
            for source in (name, *base.includes):
                prefixes = [place.path for place in base.places() if place.message == source]
                for one in self.narrowings(source):
                    for prefix in prefixes or [""]:
                        narrowed = replace(narrowed, root=_narrow(narrowed.root, _target(narrowed, one, prefix), one))
            self.cache[key] = narrowed
        found: Message = self.cache[key]
        return found

    def narrowed_elements(self, message: str, place: Place) -> list[Narrowing]:
        """List the narrowings of format, codes or pattern that touch the element at *place* of *message*."""
        base = self.spec.message(message)
        return [
            one
            for source in (message, *base.includes)
            for one in self.narrowings(source)
            if (one.format or one.codes or one.pattern)
            and _matches(one.target, place)
            and (source == message or _within(base, source, place))
        ]


def _matches(target: str, place: Place) -> bool:
    element, _, role = target.partition("@")
    return bool(place.element and place.element.id == element and (not role or role in place.roles))


def _within(message: Message, included: str, place: Place) -> bool:
    """Whether *place* of *message* belongs to the message *included* in it."""
    return any(one.message == included and place.path.startswith(f"{one.path}/") for one in message.places())


def _target(message: Message, narrowing: Narrowing, prefix: str) -> set[str]:
    """The canonical paths that a narrowing names: an element reference, or a path that starts with a slash."""
    if narrowing.target.startswith("/"):
        path = f"{prefix}/{narrowing.target[1:]}".lstrip("/")
        place = message.at(path)
        if place is None:
            raise UsageError(f"A profile narrows {narrowing.target} of {narrowing.message}, which is no place in it.")
        return {place.path}
    found = [place for place in message.find(narrowing.target) if not prefix or place.path.startswith(f"{prefix}/")]
    if not found:
        raise UsageError(f"A profile narrows {narrowing.target} of {narrowing.message}, which does not carry it.")
    return {place.path for place in found}


def _narrow(place: Place, paths: set[str], narrowing: Narrowing) -> Place:
    children = tuple(_narrow(child, paths, narrowing) for child in place.children)
    if place.path not in paths:
        return replace(place, children=children)
    return replace(
        place,
        children=children,
        use=narrowing.use if narrowing.use in {REQUIRED, FORBIDDEN} else place.use,
        repeats=narrowing.repeats or place.repeats,
    )
