"""What a draft still lacks for each profile: which elements are missing, which values stand in the way.

A draft is a message made from data that nobody wrote as a declaration, such as the payload of a shipping
platform. That it is not valid is no news; the news is how much is missing, and for whom.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cbec.bindings import Document
from cbec.model import REQUIRED, Message, Place, Spec, View
from cbec.terms import ERROR, Finding, UsageError, pointer
from cbec.validate.message import Validator, validator
from cbec.validate.places import Places, Steps, steps_of_pointer

SURPLUS = frozenset({"CBEC-S-forbidden", "CBEC-S-unknown"})
#: How many places of a kind a sentence names before it only counts; the data names all.
NAMED = 12


@dataclass(frozen=True)
class Lack:
    """One place of the draft that stands in the way, in the words of a person: ``Gross mass (126) of item 2``.

    ``rule`` is the finding that asks for it, or that the value there breaks.
    """

    at: str
    name: str
    wco: str
    rule: str

    def as_json(self) -> dict[str, str]:
        """Give the place as JSON, without what is not known."""
        told = {"at": self.at, "name": self.name, "wco": self.wco, "rule": self.rule}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True)
class Readiness:
    """How far a draft is from what one edition of a profile asks for.

    ``missing`` elements are to be added, ``wrong`` values mended, ``broken`` rules kept; what is ``surplus``
    has no place under the profile, and is left out.
    """

    profile: str
    missing: tuple[Lack, ...] = ()
    wrong: tuple[Lack, ...] = ()
    broken: tuple[Lack, ...] = ()
    surplus: tuple[Lack, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the draft could be filed as it is."""
        return not (self.missing or self.wrong or self.broken or self.surplus)

    def sentence(self, named: int = NAMED) -> str:
        """Tell the whole in one sentence that names at most *named* places of a kind."""
        if self.ready:
            return f"You can file {self.profile}."
        rules = dict.fromkeys(lack.rule for lack in self.broken)
        parts = [
            _told([one.name for one in self.missing], "element is missing", "elements are missing", named),
            _told([one.name for one in self.wrong], "value is wrong", "values are wrong", named),
            _told(list(rules), "rule is broken", "rules are broken", named),
            _told([one.name for one in self.surplus], "value is to be left out", "values are to be left out", named),
        ]
        return f"You cannot file {self.profile} yet: {'; '.join(part for part in parts if part)}."

    def as_json(self) -> dict[str, Any]:
        """Give the readiness as JSON; an empty list is left out."""
        lists = {"missing": self.missing, "wrong": self.wrong, "broken": self.broken, "surplus": self.surplus}
        return {
            "profile": self.profile,
            "ready": self.ready,
            **{name: [one.as_json() for one in lacks] for name, lacks in lists.items() if lacks},
            "says": self.sentence(),
        }


def readiness(document: Document, spec: Spec, view: View | None = None, as_of: str = "") -> tuple[Readiness, ...]:
    """Tell what the draft *document* lacks under *view*, else under each profile that narrows its message.

    Of a profile the edition in force on *as_of* is taken, else the newest; one that has none on that day says
    nothing. A *view* of the core says nothing either: nobody files with the core.
    """
    views = _views(document.message, spec, as_of) if view is None else [view] if view.profile else []
    return tuple(_readiness(document.body, validator(one, document.message)) for one in views)


def _views(message: str, spec: Spec, as_of: str) -> Iterator[View]:
    for name in sorted(spec.profiles):
        try:
            view = spec.view(name, as_of)
        except UsageError:  # not begun on that day
            continue
        if view.narrowings(message):
            yield view


def _readiness(body: Any, judge: Validator) -> Readiness:
    words = _Words(judge.message)
    lists: dict[str, dict[str, Lack]] = {"missing": {}, "wrong": {}, "broken": {}, "surplus": {}}
    for finding in judge.findings(body):
        if finding.severity != ERROR:
            continue
        steps = steps_of_pointer(finding.at)
        if _stated(body, steps):
            kind = _kind(finding)
            key = f"{finding.rule if kind == 'broken' else ''}{finding.at}"
            lists[kind].setdefault(key, words.lack(steps, finding.rule, len(steps)))
        else:
            for at in _asked(words.places.find(steps), steps):
                lists["missing"].setdefault(pointer(at), words.lack(at, finding.rule, len(steps)))
    return Readiness(judge.view.name, **{name: tuple(lacks.values()) for name, lacks in lists.items()})


def _kind(finding: Finding) -> str:
    """Under which heading a finding about a value that stands there is told."""
    if finding.rule in SURPLUS:
        return "surplus"
    return "wrong" if finding.rule.startswith("CBEC-S-") else "broken"


def _stated(body: Any, steps: Steps) -> bool:
    """Whether the message states anything at *steps*."""
    node = body
    for step in steps:
        if isinstance(node, list):
            if not isinstance(step, int) or step >= len(node):
                return False
        elif not isinstance(node, dict) or step not in node:
            return False
        node = node[step]
    return True


def _asked(place: Place | None, steps: Steps) -> Iterator[Steps]:
    """Yield the elements that a missing *place* stands for: of a group those that it cannot be without."""
    inner = [child for child in place.children if child.use == REQUIRED] if place else []
    if not inner:
        yield steps
    first: Steps = (0,) if place and place.repeats and not (steps and isinstance(steps[-1], int)) else ()
    for child in inner:
        yield from _asked(child, (*steps, *first, child.key))


class _Words:
    """Names the places of one message, as short as leaves no doubt which is meant."""

    def __init__(self, message: Message) -> None:
        self.places = Places(message)
        self._carried = Counter(place.element.id for place in message.places() if place.element)

    def lack(self, steps: Steps, rule: str, known: int) -> Lack:
        """Name the place at *steps*; of what lies deeper than *known* the message has none yet to count."""
        return Lack(pointer(steps), self._name(steps, known), self.places.wco(steps), rule)

    def _name(self, steps: Steps, known: int) -> str:
        place = self.places.find(steps)
        if place is None or not steps:
            return pointer(steps) or "The message"
        if place.element:
            alone = self._carried[place.element.id] == 1
            return place.element.label + self._of(steps[: min(known, len(steps) - 1)], alone=alone)
        if isinstance(steps[-1], int) and place.role:
            return f"{_spaced(place.role).capitalize()} {steps[-1] + 1}{self._of(steps[:-2], alone=True)}"
        return place.title + self._of(steps[:-1], alone=True)

    def _of(self, steps: Steps, *, alone: bool) -> str:
        """Say of what the value below *steps* is one, from within outwards: of the importer, of item 2."""
        told = ""
        for end in range(len(steps), 0, -1):
            group, step = self.places.find(steps[:end]), steps[end - 1]
            if group is None or not group.role:
                continue
            if isinstance(step, int):
                told += f" of {_spaced(group.role)} {step + 1}"
            elif not group.repeats and not alone:
                told += f" of the {_spaced(group.role)}"
        return told


def _spaced(role: str) -> str:
    """Write a role as words: a ``fiscalReference`` is a fiscal reference."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in role)


def _told(names: list[str], one: str, many: str, named: int) -> str:
    """Count *names* and tell the first of them."""
    if not names:
        return ""
    more = f" and {len(names) - named} more" if len(names) > named else ""
    return f"{len(names)} {one if len(names) == 1 else many} ({', '.join(names[:named])}{more})"
