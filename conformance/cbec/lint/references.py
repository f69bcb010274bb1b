"""Nothing refers to nothing: elements, lists, messages, predicates, profiles and states all exist."""

from collections.abc import Iterator, Mapping
from typing import Any

from cbec.bindings.mapping import mappings
from cbec.bindings.texts.grammar import grammar
from cbec.lint.problem import Problem, home_of
from cbec.model import Binding, Files, Flow, Place, Rule, Spec
from cbec.terms import KitFault, UsageError
from cbec.validate.predicates import PREDICATES
from cbec.validate.rules import references as named
from cbec.validate.scope import group_steps


def references(spec: Spec, files: Files) -> Iterator[Problem]:
    """Check every name that one file uses of another."""
    for element in spec.elements.values():
        if element.codes and element.codes not in spec.codes:
            says = f"{element.id} names the list {element.codes!r}, which spec/codes does not have; add it."
            yield Problem(home_of(files, "elements", element.id), says)
    for rule in spec.rules.values():
        for says in (*_of_vocabulary(rule), *_of_rule(rule, spec)):
            yield Problem(home_of(files, "rule", rule.id), says)
    for flow in spec.flows.values():
        for says in _of_flow(flow, spec):
            yield Problem(home_of(files, "flow", flow.id), says)
    for binding in spec.bindings.values():
        for says in _of_binding(binding, spec):
            yield Problem(home_of(files, "binding", binding.id), says)


def _of_flow(flow: Flow, spec: Spec) -> Iterator[str]:
    for step in flow.transitions:
        for state in (*step.origin, step.target):
            if state not in flow.states:
                yield f"a transition names the state {state!r}, which the flow does not describe; add it to states."
        if step.by not in flow.roles:
            yield f"a transition is taken by {step.by!r}, which is no role of the flow; add it to roles."
        if step.tells and step.tells not in spec.messages:
            yield f"a transition tells {step.tells!r}, which is no message; mend the name."


def _of_vocabulary(rule: Rule) -> Iterator[str]:
    predicate = PREDICATES.get(rule.predicate)
    if predicate is None:
        words = ", ".join(sorted(PREDICATES))
        yield f"the predicate {rule.predicate!r} is not in the vocabulary ({words}); use one of them."
        return
    known = {*predicate.references, *predicate.settings, *predicate.optional}
    for name in sorted(set(rule.terms) - known):
        yield f"{rule.predicate} takes no {name!r}; it takes {', '.join(sorted(known))}."
    for name in sorted(known - set(predicate.optional) - set(rule.terms)):
        yield f"{rule.predicate} needs {name!r}; state it."


def _of_rule(rule: Rule, spec: Spec) -> Iterator[str]:
    if any(_of_vocabulary(rule)):
        return
    if rule.profile and rule.profile not in spec.profiles:
        yield f"the profile {rule.profile!r} does not exist; add spec/profiles/{rule.profile}.yaml or mend the name."
    elif "threshold" in rule.terms:
        yield from _of_threshold(rule, rule.terms["threshold"], spec)
    if "list" in rule.terms and rule.terms["list"] not in spec.codes:
        yield f"it names the list {rule.terms['list']!r}, which spec/codes does not have; add it."
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


def _of_threshold(rule: Rule, name: str, spec: Spec) -> Iterator[str]:
    """A threshold holds between dates, so it must hold on every edition under which the rule does."""
    found = spec.thresholds.get(name)
    if found is None:
        yield f"it names the threshold {name!r}, which spec/thresholds does not have; add it there or mend the name."
    elif not rule.profile:
        yield f"it names the threshold {name!r}, which holds on certain days, but no profile; say whose rule it is."
    else:
        for edition in spec.profiles[rule.profile].editions:
            if rule.valid_on(edition.date) and not found.valid_on(edition.date):
                yield f"its threshold {name!r} does not hold on {edition.date}; name another, or date the rule."


def _of_binding(binding: Binding, spec: Spec) -> Iterator[str]:
    complaints = [
        says
        for name, stated in binding.messages.items()
        for mapping in (stated if isinstance(stated, list) else [stated])
        for says in _of_message(binding, name, mapping, spec)
    ]
    yield from complaints
    if not complaints:
        try:
            mappings(binding, spec)
            if binding.syntax == "lines":
                grammar(binding)
        except (UsageError, KitFault) as fault:
            yield str(fault)


def _of_message(binding: Binding, name: str, mapping: Mapping[str, Any], spec: Spec) -> Iterator[str]:
    if name in spec.messages:
        yield from _of_members(binding, mapping, spec.messages[name].root, name, spec)
    else:
        yield f"it binds {name!r}, which is no message; mend the name."


def _of_members(binding: Binding, mapping: Mapping[str, Any], place: Place, where: str, spec: Spec) -> Iterator[str]:
    """Check the members that *mapping* states for *place*, and theirs in turn."""
    if "shape" in mapping and mapping["shape"] not in binding.shapes:
        yield f"{where} uses the shape {mapping['shape']!r}, which the binding does not describe; add it to shapes."
        return
    members = {**binding.shapes.get(mapping.get("shape", ""), {}), **mapping.get("of", {})}
    children = {child.key: child for child in place.children}
    for key, inner in members.items():
        if key not in children:
            yield f"{where} binds {key!r}, which the message does not have there; mend the name."
        elif isinstance(inner, Mapping | list) and not children[key].element:
            for one in inner if isinstance(inner, list) else [inner]:
                yield from _of_members(binding, one, children[key], f"{where}/{key}", spec)
        elif isinstance(inner, Mapping) and isinstance(inner.get("codes"), str) and inner["codes"] not in spec.codes:
            yield f"{where}/{key} names the list {inner['codes']!r}, which spec/codes does not have; add it."
