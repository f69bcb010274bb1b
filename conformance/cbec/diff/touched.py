"""What of the kit a difference touches: requirements that changed, and fixtures to look at again."""

from collections.abc import Iterator

from cbec.diff.change import Change
from cbec.fixtures import Body, sample, sample_names
from cbec.model import View
from cbec.terms import Finding, KitFault, UsageError
from cbec.validate import validator


def requirements(old: View, new: View) -> Iterator[str]:
    """Yield a sentence for each requirement that came, went or changed."""
    before, after = old.spec.requirements, new.spec.requirements
    for id_ in sorted(before.keys() | after.keys()):
        if id_ not in before:
            yield f"{id_} is new: {after[id_].says}"
        elif id_ not in after:
            yield f"{id_} is gone: {before[id_].says}"
        elif (before[id_].says, before[id_].level) != (after[id_].says, after[id_].level):
            yield f"{id_} changed ({after[id_].level}): {after[id_].says}"


def fixtures(old: View, new: View, changes: tuple[Change, ...]) -> Iterator[str]:
    """Yield a sentence for each fixture that shows a changed rule, and each sample that earns another verdict."""
    for one in changes:
        if one.kind.startswith("rule-"):
            rule = new.spec.rules.get(one.subject) or old.spec.rules[one.subject]
            yield f"fixtures/rules/{rule.profile or 'core'}/{rule.id}.yaml shows {rule.id}."
    for name in sorted(old.spec.messages.keys() & new.spec.messages.keys()):
        for title in sample_names(name):
            yield from _sample(old, new, name, title)


def _sample(old: View, new: View, message: str, title: str) -> Iterator[str]:
    for made_for in dict.fromkeys((old.name, new.name)):
        body = _form(title, made_for)
        was, now = _found(old, message, body), _found(new, message, body)
        if was == now:
            continue
        less, more = [one for one in was if one not in now], [one for one in now if one not in was]
        form = "" if made_for == "core" else f" in the form of {made_for}"
        told = [f"it earns {_some(more)}"] * bool(more) + [f"it no longer earns {_some(less)}"] * bool(less)
        yield f"The sample {title}{form}: {'; '.join(told)}."


def _form(title: str, profile: str) -> Body | None:
    try:
        return sample(title, profile)
    except KitFault:
        return None


def _found(view: View, message: str, body: Body | None) -> list[Finding]:
    """Judge *body*; nothing where there is none, or where this kit cannot read the rules of another specification."""
    if body is None:
        return []
    try:
        return validator(view, message).findings(body)
    except (KitFault, UsageError):
        return []


def _some(findings: list[Finding]) -> str:
    told = [f"{one.rule} at {one.at or 'the message'}" for one in findings]
    return ", ".join(told[:3]) + (f" and {len(told) - 3} more" if len(told) > 3 else "")
