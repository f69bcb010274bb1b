"""The specification as a whole, and the view of it that a profile gives on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from cbec.model.framework import Framework
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
    Threshold,
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
    thresholds: Mapping[str, Threshold]
    profiles: Mapping[str, Profile]
    bindings: Mapping[str, Binding]
    framework: Framework = field(default_factory=Framework)
    cache: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
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

    def threshold(self, name: str) -> Threshold:
        """Give the threshold *name*, such as ``eu.low-value``; raises UsageError where it does not hold on the day."""
        found = self.spec.thresholds.get(name)
        if found is None or not found.valid_on(self.day):
            raise UsageError(f"{self.name} has no threshold {name!r} on its day; see spec/thresholds.")
        return found

    def message(self, name: str) -> Message:
        """Give the message *name* as this profile narrows it: uses, repetitions and forbidden places."""
        key = f"message {name}"
        if key not in self.cache:
            base = self.spec.message(name)
            narrowed = base
            for source in (name, *base.includes):
                for one in self.narrowings(source):
                    for prefix in _prefixes(base, source):
                        narrowed = replace(narrowed, root=_narrow(narrowed.root, _target(narrowed, one, prefix), one))
            self.cache[key] = narrowed
        found: Message = self.cache[key]
        return found

    def narrowed_elements(self, message: str, place: Place) -> list[Narrowing]:
        """List the narrowings of format, codes or pattern that touch the element at *place* of *message*."""
        key = f"narrowed {message}"
        if key not in self.cache:
            base = self.spec.message(message)
            by_path: dict[str, list[Narrowing]] = {}
            for source in (message, *base.includes):
                for one in self.narrowings(source):
                    if one.format or one.codes or one.pattern:
                        for path in {path for prefix in _prefixes(base, source) for path in _target(base, one, prefix)}:
                            by_path.setdefault(path, []).append(one)
            self.cache[key] = by_path
        narrowed: dict[str, list[Narrowing]] = self.cache[key]
        return narrowed.get(place.path, [])


def _prefixes(message: Message, source: str) -> list[str]:
    """Where *message* includes the message *source*: paths of groups, or its own root."""
    return [place.path for place in message.places() if place.message == source] or [""]


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
