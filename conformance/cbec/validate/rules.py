"""The interpreter of rules: the reference for every other form that rules are compiled to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cbec.model import Message, Rule, View
from cbec.terms import KitFault
from cbec.validate.predicates import PREDICATES, Broken, Predicate
from cbec.validate.predicates.kinds import Terms
from cbec.validate.scope import Scope, Steps, group_steps, scopes, steps_of
from cbec.validate.unsound import Unsound

SOUND = Unsound()


@dataclass(frozen=True)
class PreparedRule:
    """A rule with its elements looked up in one message, ready to be evaluated."""

    rule: Rule
    predicate: Predicate
    terms: Terms
    each: tuple[Steps, ...]
    paths: Mapping[str, tuple[Steps, ...]]
    within: Steps = ()

    def broken(self, body: Any, unsound: Unsound = SOUND) -> Iterator[Broken]:
        """Yield every place of *body* where the rule does not hold.

        *unsound* are the places with a structural fault. An occurrence of the group in which the rule would
        look at one of them is not judged; where the rule judges each value by itself, only that value is not.
        """
        if not _stands(body, self.within):
            return
        for each in self.each:
            if unsound.above(each):
                continue
            shaky = self._shaky(each, unsound)
            for scope in scopes(body, each, self.paths, unsound.pointers):
                bound = scope.bound
                if shaky and any(bound[:length] in shaky for length in range(len(bound) + 1)):
                    continue
                if _holds(self.rule.when, scope):
                    yield from self.predicate.check(scope, self.terms)

    def _shaky(self, each: Steps, unsound: Unsound) -> set[tuple[int, ...]]:
        """Give the occurrences of *each* in which a fault takes the ground from under the rule."""
        asked = set(conditions(self.rule))
        return {
            indexes
            for reference, paths in self.paths.items()
            for path in paths
            for indexes in unsound.at(path, each, spare=self.predicate.pointwise and reference not in asked)
        }


def _stands(body: Any, within: Steps) -> bool:
    """Whether the included message that a rule is about is there: a rule asks nothing of one that is not."""
    node = body
    for step in within:
        if not isinstance(node, Mapping) or step not in node:
            return False
        node = node[step]
    return True


def prepare(rule: Rule, message: Message, view: View) -> list[PreparedRule]:
    """Look the elements of *rule* up in *message*: once, or once for each message in it that the rule governs.

    Within a message that includes another, a rule that governs only the other sees nothing but the other.
    An element that is not carried counts as absent, so a rule may govern messages of different extent; where
    none that the check needs is carried, nothing is prepared. Raises KitFault on a predicate or role that does
    not exist; `cbec lint` says so first.
    """
    predicate = PREDICATES.get(rule.predicate)
    if predicate is None:
        raise KitFault(f"Rule {rule.id} uses the predicate {rule.predicate!r}, which is not in the vocabulary.")
    found = (_prepared(rule, predicate, message, view, within) for within in _governed(rule, message))
    return [one for one in found if one]


def _governed(rule: Rule, message: Message) -> list[Steps]:
    """List where the messages that *rule* governs begin in *message*; nowhere below it where that is *message*."""
    if message.id in rule.governs:
        return [()]
    return [steps_of(place) for place in message.places() if place.message in rule.governs]


def _prepared(rule: Rule, predicate: Predicate, message: Message, view: View, within: Steps) -> PreparedRule | None:
    def inside(found: Iterable[Steps]) -> tuple[Steps, ...]:
        return tuple(steps for steps in found if steps[: len(within)] == within)

    paths = {reference: inside(steps_of(place) for place in message.find(reference)) for reference in references(rule)}
    if not any(paths[reference] for reference in _checked(rule)):
        return None
    each = inside(group_steps(message, rule.each)) if rule.each else ((),)
    if not each:
        raise KitFault(
            f"Rule {rule.id} is for each {rule.each!r}, but {message.id} has no repeated group of that role."
        )
    return PreparedRule(rule, predicate, Terms(rule.terms, view), each, paths, within)


def _checked(rule: Rule) -> list[str]:
    """The elements that the predicate itself names."""
    predicate = PREDICATES[rule.predicate]
    named: list[str] = []
    for argument in predicate.references:
        value = rule.terms[argument]
        named.extend([value] if isinstance(value, str) else value)
    return named


def references(rule: Rule) -> list[str]:
    """List the element references of *rule*, its condition's included, each once."""
    return list(dict.fromkeys([*_checked(rule), *conditions(rule)]))


def conditions(rule: Rule) -> list[str]:
    """List the elements that the condition of *rule* names."""
    return [
        name for kind, value in rule.when.items() for name in (value if kind in {"present", "absent"} else value.keys())
    ]


def _holds(condition: Mapping[str, Any], scope: Scope) -> bool:
    return all(_CONDITIONS[kind](scope, value) for kind, value in condition.items())


def _is(scope: Scope, wanted: Mapping[str, list[str]]) -> bool:
    return all(any(hit.value in codes for hit in scope.all(reference)) for reference, codes in wanted.items())


def _is_not(scope: Scope, unwanted: Mapping[str, list[str]]) -> bool:
    return not any(hit.value in codes for reference, codes in unwanted.items() for hit in scope.all(reference))


_CONDITIONS = {
    "present": lambda scope, references: all(scope.all(reference) for reference in references),
    "absent": lambda scope, references: not any(scope.all(reference) for reference in references),
    "is": _is,
    "is-not": _is_not,
}
