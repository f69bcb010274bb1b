"""How what is said beside the messages changed: code lists, rules and thresholds."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from cbec.diff.change import Change, Effect, senders
from cbec.model import Code, CodeList, Message, Rule, View
from cbec.terms import ERROR, UsageError


def of_codes(old: View, new: View) -> Iterator[Change]:
    """Yield how the code lists changed that messages use, on the days of the two views."""
    for id_ in sorted(old.spec.codes.keys() & new.spec.codes.keys()):
        carried = [message for message in _carriers(new, id_) if _concerns(old, new, message)]
        if carried:
            yield from _of_list(old, new, id_, carried)


def _carriers(view: View, list_: str) -> list[Message]:
    return [
        message
        for message in view.spec.messages.values()
        if any(place.element and place.element.codes == list_ for place in message.places())
    ]


def _concerns(old: View, new: View, message: Message) -> bool:
    """Whether *message* is one that the views are about: a profile is about the messages that it narrows."""
    about = [{one.message for one in view.profile.narrowings} for view in (old, new) if view.profile]
    return not about or any(message.id in names for names in about)


def _of_list(old: View, new: View, id_: str, carried: list[Message]) -> Iterator[Change]:
    before, after = old.spec.codes[id_], new.spec.codes[id_]
    was, now = before.on(old.day), after.on(new.day)
    for kind, codes, listed, view, verb in (
        ("code-added", [code for code in now if code not in was], after, new, "may be used now"),
        ("code-removed", [code for code in was if code not in now], before, old, "is not to be used any more"),
    ):
        for code in codes:
            one = _code(listed, code, view.day)
            bounds = _validity(_code(after, code, "") or one)
            effect = {"code-added": Effect.WIDER, "code-removed": Effect.NARROWER}[kind]
            about = "" if after.closed else " The list is open: by itself it refuses nothing, the rules do."
            says = f"The code {code} ({one.name if one else ''}) of the list {after.title} {verb}{bounds}.{about}"
            names = tuple(message.id for message in carried)
            yield Change(kind, id_, says, effect if after.closed else Effect.NOTHING, names, code, senders(carried))


def _code(listed: CodeList, code: str, day: str) -> Code | None:
    found = [one for one in listed.codes if one.code == code]
    return next((one for one in found if one.valid_on(day)), found[0] if found else None)


def _validity(code: Code | None) -> str:
    if code is None or not (code.since or code.until):
        return ""
    since, until = f" from {code.since}" if code.since else "", f" until {code.until}" if code.until else ""
    return f" (it is valid{since}{until})"


def of_rules(old: View, new: View) -> Iterator[Change]:
    """Yield the rules that begin, end or change."""
    before, after = _rules(old), _rules(new)
    for id_ in sorted(before.keys() | after.keys()):
        rule = after.get(id_) or before[id_]
        if id_ not in before:
            yield _of_rule(new, rule, "rule-begins", "begins", Effect.NARROWER)
        elif id_ not in after:
            yield _of_rule(old, rule, "rule-ends", "ends", Effect.WIDER)
        elif _substance(before[id_]) != _substance(rule):
            yield _of_rule(new, rule, "rule-changes", "says something else now", Effect.OTHER)
        elif (before[id_].title, before[id_].says) != (rule.title, rule.says):
            yield _of_rule(new, rule, "rule-reworded", "says the same in other words", Effect.NOTHING)


def _rules(view: View) -> Mapping[str, Rule]:
    return {rule.id: rule for name in view.spec.messages for rule in view.rules(name)}


def _substance(rule: Rule) -> tuple[object, ...]:
    return rule.check, rule.when, rule.each, rule.governs, rule.severity


def _of_rule(view: View, rule: Rule, kind: str, verb: str, effect: Effect) -> Change:
    governed = [view.spec.messages[name] for name in rule.governs if name in view.spec.messages]
    says = f"{rule.id} {verb}: {rule.title}. {rule.says}"
    harmless = kind != "rule-changes" and rule.severity != ERROR
    return Change(kind, rule.id, says, Effect.NOTHING if harmless else effect, rule.governs, senders=senders(governed))


def of_thresholds(old: View, new: View) -> Iterator[Change]:
    """Yield the thresholds that changed, of those that rules of both sides name."""
    before, after = _named(old), _named(new)
    for name in sorted(before.keys() & after.keys()):
        was, now = _threshold(old, name), _threshold(new, name)
        if was == now or was is None or now is None:
            continue
        governed = [new.spec.message(id_) for id_ in after[name].governs if id_ in new.spec.messages]
        effect = Effect.OTHER
        if was[1] == now[1]:
            effect = Effect.NARROWER if Decimal(now[0]) < Decimal(was[0]) else Effect.WIDER
        says = f"The threshold {name} is {now[0]} {now[1]} now; it was {was[0]} {was[1]}."
        yield Change("threshold", name, says, effect, after[name].governs, senders=senders(governed))


def of_editions(old: View, new: View) -> Iterator[Change]:
    """Yield the editions of profiles that came or went; what one of them changed is asked by its name."""
    before, after = _editions(old), _editions(new)
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            yield Change("edition-added", name, f"The edition {name} is new: {after[name]}", Effect.NOTHING)
        elif name not in after:
            yield Change("edition-removed", name, f"The edition {name} is gone: {before[name]}", Effect.OTHER)


def _editions(view: View) -> dict[str, str]:
    return {f"{one.id}@{edition.date}": edition.says for one in view.spec.profiles.values() for edition in one.editions}


def _named(view: View) -> dict[str, Rule]:
    return {str(rule.terms["threshold"]): rule for rule in _rules(view).values() if "threshold" in rule.terms}


def _threshold(view: View, name: str) -> tuple[str, str] | None:
    """Give the amount and currency of a threshold, None where the view has none of that name."""
    try:
        found = view.threshold(name)
    except UsageError:
        return None
    amount, currency = found if isinstance(found, tuple) else (found.amount, found.currency)
    return str(amount), str(currency)
