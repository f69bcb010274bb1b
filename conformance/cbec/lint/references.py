"""Nothing refers to nothing: elements, lists, messages, predicates, profiles and states all exist."""

from collections.abc import Iterator

from cbec.lint.problem import Problem, home_of
from cbec.model import Files, Rule, Spec
from cbec.validate.predicates import PREDICATES
from cbec.validate.rules import references as named
from cbec.validate.scope import group_steps


def references(spec: Spec, files: Files) -> Iterator[Problem]:
    """Check every name that one file uses of another."""
    for element in spec.elements.values():
        if element.codes and element.codes not in spec.codes:
            yield Problem(home_of(files, "elements", element.id), f"{element.id} names the list {element.codes!r}, which spec/codes does not have; add it.")
    for rule in spec.rules.values():
        path = home_of(files, "rule", rule.id)
        for says in _of_rule(rule, spec):
            yield Problem(path, says)
    for flow in spec.flows.values():
        for transition in flow.transitions:
            for state in (*transition.origin, transition.target):
                if state not in flow.states:
                    yield Problem(home_of(files, "flow", flow.id), f"a transition names the state {state!r}, which the flow does not describe; add it to states.")
            if transition.by not in flow.roles:
                yield Problem(home_of(files, "flow", flow.id), f"a transition is taken by {transition.by!r}, which is no role of the flow.")
            if transition.tells and transition.tells not in spec.messages:
                yield Problem(home_of(files, "flow", flow.id), f"a transition tells {transition.tells!r}, which is no message.")


def _of_rule(rule: Rule, spec: Spec) -> Iterator[str]:
    predicate = PREDICATES.get(rule.predicate)
    if predicate is None:
        yield f"the predicate {rule.predicate!r} is not in the vocabulary ({', '.join(sorted(PREDICATES))}); use one of them."
        return
    known = {*predicate.references, *predicate.settings, *predicate.optional}
    for name in sorted(set(rule.terms) - known):
        yield f"{rule.predicate} takes no {name!r}; it takes {', '.join(sorted(known))}."
    missing = sorted({*predicate.references, *predicate.settings} - set(rule.terms))
    for name in missing:
        yield f"{rule.predicate} needs {name!r}; state it."
    if missing:
        return
    if rule.profile and rule.profile not in spec.profiles:
        yield f"the profile {rule.profile!r} does not exist; add spec/profiles/{rule.profile}.yaml or mend the name."
    governed = [spec.messages[name] for name in rule.governs if name in spec.messages]
    for name in sorted(set(rule.governs) - set(spec.messages)):
        yield f"it governs {name!r}, which is no message; mend the name."
    for reference in named(rule):
        if reference.partition("@")[0] not in spec.elements:
            yield f"it names the element {reference!r}, which spec/elements does not define; mend the name."
        elif not any(message.find(reference) for message in governed):
            yield f"it names {reference!r}, which no message that it governs carries; mend the name or the role."
    if rule.each and not any(group_steps(message, rule.each) for message in governed):
        yield f"it is for each {rule.each!r}, but no repeated group of that role is in what it governs."
    for setting in ("list",):
        if setting in rule.terms and rule.terms[setting] not in spec.codes:
            yield f"it names the list {rule.terms[setting]!r}, which spec/codes does not have; add it."
