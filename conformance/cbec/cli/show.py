"""The specification for a terminal: lists, and one thing with where it is used."""

from collections.abc import Callable, Iterator
from typing import Any

from cbec.bindings.coverage import coverage
from cbec.model import (
    Binding,
    Code,
    CodeList,
    Element,
    Flow,
    Instrument,
    Message,
    Principle,
    Profile,
    Requirement,
    Role,
    Rule,
    Spec,
    Standard,
    Threshold,
)
from cbec.model.framework import KINDS as FRAMEWORK_KINDS
from cbec.model.records import Source
from cbec.terms import UsageError
from cbec.validate.rules import references

KINDS = (
    "elements",
    "codes",
    "messages",
    "rules",
    "flows",
    "requirements",
    "thresholds",
    "profiles",
    "bindings",
    "sources",
    *FRAMEWORK_KINDS,
)


def listing(spec: Spec, kind: str) -> Iterator[str]:
    """Yield a line for each thing of *kind*; raises UsageError for an unknown kind."""
    if kind not in KINDS:
        raise UsageError(f"There is no kind {kind!r}; known are {', '.join(KINDS)}.")
    known = _known(spec, kind)
    width = max(map(len, known), default=0)
    for id_, one in sorted(known.items()):
        fact = getattr(one, "fact", None)
        origin = f"  [{fact.source}, {fact.status}]" if fact else ""
        yield f"{id_:<{width}}  {getattr(one, 'title', getattr(one, 'name', ''))}{origin}"


def shown(spec: Spec, id_: str) -> str:
    """Describe the thing *id_*; raises UsageError where nothing has that id, with those that come near."""
    for kind in KINDS:
        known = _known(spec, kind)
        if id_ in known:
            one = known[id_]
            lines = [
                id_,
                getattr(one, "title", getattr(one, "name", "")),
                "",
                *_body(spec, one),
                *_source(spec, one),
            ]
            return "\n".join(lines)
    import difflib

    everything = [name for kind in KINDS for name in _known(spec, kind)]
    near = difflib.get_close_matches(id_, everything, n=3, cutoff=0.5)
    hint = f" Did you mean {', '.join(near)}?" if near else " See `cbec list KIND`."
    raise UsageError(f"The specification has nothing called {id_!r}.{hint}")


def _known(spec: Spec, kind: str) -> dict[str, Any]:
    return dict(getattr(spec.framework if kind in FRAMEWORK_KINDS else spec, kind))


def _body(spec: Spec, one: Any) -> Iterator[str]:
    yield from _wrapped(getattr(one, "means", getattr(one, "says", "")))
    describe = _DESCRIBED.get(type(one))
    if describe:
        yield ""
        yield from describe(spec, one)


def _element(spec: Spec, one: Element) -> Iterator[str]:
    told = {
        "type": f"{one.type}{f', {one.format} ({one.format.words})' if one.format else ''}",
        "WCO": f"{one.wco_class}/{one.wco}{f', UN/TDED {one.tded}' if one.tded else ''}" if one.wco else "",
        "CN 23": f"field {one.cn23}" if one.cn23 else "",
        "carrier": one.extension,
        "codes": one.codes,
        "held by": f"{', '.join(one.held_by)}{f', from {one.available}' if one.available else ''}",
        "quality": one.quality,
        "personal": "masked in findings and reports" if one.personal else "",
        "sample": "" if one.sample is None else str(one.sample),
    }
    yield from (f"{name:<9} {text}" for name, text in told.items() if text)
    for message, place in spec.carriers(one.id):
        pointer = f", WCO pointer {'/'.join(place.chain)}" if place.chain else ""
        yield f"carried   {message.id} at /{place.path} ({place.use}){pointer}"
    for rule in spec.rules.values():
        if any(name.partition("@")[0] == one.id for name in references(rule)):
            yield f"rule      {rule.id} {rule.title}"


def _codes(_spec: Spec, one: CodeList) -> Iterator[str]:
    yield f"edition   {one.edition}"
    yield f"closed    {'yes: a code outside it is refused' if one.closed else 'no: these are examples'}"
    for code in one.codes[:40]:
        yield f"  {code.code:<8} {code.name}{_validity(code)}"
    if len(one.codes) > 40:
        yield f"  and {len(one.codes) - 40} more in spec/published/codes/{one.id}.csv"


def _validity(code: Code) -> str:
    if not (code.since or code.until):
        return ""
    return f" ({code.since or '…'} to {code.until or '…'})"


def _message(_spec: Spec, one: Message) -> Iterator[str]:
    for place in one.places():
        depth = place.path.removesuffix("/*").count("/")
        times = f" {place.repeats[0]}..{place.repeats[1]}" if place.repeats else ""
        what = f"{place.element.id} {place.element.format or place.element.type}" if place.element else place.title
        yield f"{'  ' * depth}{place.key} ({place.use}{times}): {what}"


def _rule(spec: Spec, one: Rule) -> Iterator[str]:
    yield f"governs   {', '.join(one.governs)}{f' under {one.profile}' if one.profile else ''}"
    if one.since or one.until:
        yield f"holds     {one.since or '…'} to {one.until or '…'}"
    if one.each:
        yield f"each      {one.each}"
    for kind, value in one.when.items():
        yield f"when      {kind} {value}"
    yield f"check     {one.predicate} {dict(one.terms)}"
    for name in references(one):
        yield f"element   {name}: {spec.elements[name.partition('@')[0]].label}"


def _requirement(_spec: Spec, one: Requirement) -> Iterator[str]:
    yield f"level     {one.level}; role {one.role}; class {one.conformance_class}; verified by {one.method}"
    if one.reason:
        yield from (f"          {line}" for line in _wrapped(one.reason))
    if one.standard:
        yield f"standard  {one.standard}"


def _standard(spec: Spec, one: Standard) -> Iterator[str]:
    for edition in one.editions:
        number = one.numbers.get(edition)
        yield f"edition   {edition}, {f'number {number}' if number else 'its number was not found'}"
    if one.principle:
        yield f"principle {one.principle}"
    for each in spec.requirements.values():
        if each.standard == one.id:
            yield f"asked in  {each.id} {each.title}"


def _principle(spec: Spec, one: Principle) -> Iterator[str]:
    for name, number in one.numbers.items():
        yield f"list      {name}, number {number}"
    for each in spec.framework.standards.values():
        if each.principle == one.id:
            yield f"standard  {each.id} {each.name}"


def _instrument(_spec: Spec, one: Instrument) -> Iterator[str]:
    yield f"date      {one.date}"


def _role(_spec: Spec, one: Role) -> Iterator[str]:
    if one.sends_as:
        yield f"sends as  {one.sends_as}"
    if one.wco:
        yield f"WCO       {', '.join(one.wco)}"
    if one.available:
        yield f"from      {', '.join(one.available)}"
    yield from (f"holds     {each}" for each in one.holds)


def _profile(_spec: Spec, one: Profile) -> Iterator[str]:
    for edition in one.editions:
        yield f"edition   {one.id}@{edition.date} [{edition.fact.source}, {edition.fact.status}]"
        yield from (f"          {line}" for line in _wrapped(edition.says))
    for each in one.narrowings:
        what = [each.use, str(each.format or ""), each.pattern, " ".join(each.codes)]
        when = f" ({each.since or '…'} to {each.until or '…'})" if each.since or each.until else ""
        yield f"narrows   {each.message} {each.target}: {', '.join(part for part in what if part)}{when}"


def _flow(_spec: Spec, one: Flow) -> Iterator[str]:
    for state, means in one.states.items():
        yield f"state     {state}: {means}"
    for step in one.transitions:
        yield f"step      {', '.join(step.origin)} to {step.target} on {step.on}, by {step.by}: {step.says}"
    for trigger in one.triggers:
        yield f"trigger   {trigger.description}: {trigger.says}"


def _binding(spec: Spec, one: Binding) -> Iterator[str]:
    yield f"syntax    {one.syntax}, {'read and written' if one.direction == 'both' else 'read only'}"
    for told in coverage(one, spec):
        yield f"message   {told.message}: {told.carried} of {len(told.rows)} elements"
        for row in told.rows:
            if row.carried:
                yield f"          /{row.place.path}: {row.way}"
        if told.missing:
            yield f"          cannot carry {', '.join(f'/{row.place.path}' for row in told.missing)}"
    for at, why in one.passes_over.items():
        yield f"passes    {at}: {why}"


def _bibliography(_spec: Spec, one: Source) -> Iterator[str]:
    yield f"publisher {one.publisher}"
    yield f"read in   {one.read_in}"
    if one.licence:
        yield f"licence   {one.licence}"


def _threshold(spec: Spec, one: Threshold) -> Iterator[str]:
    yield f"limit     {one.words}{f', for each {one.per}' if one.per else ''}"
    if one.since or one.until:
        yield f"holds     {one.since or '…'} to {one.until or '…'}"
    for label, value in (
        ("basis", one.basis),
        ("duty", one.duty),
        ("tax", one.tax),
        ("collector", one.collector),
        ("number", one.registration),
    ):
        if value:
            yield f"{label:<9} {value}"
    if one.unverified:
        yield f"recalled  {', '.join(one.unverified)}: not found in the source"
    for rule in spec.rules.values():
        if rule.terms.get("threshold") == one.id:
            yield f"rule      {rule.id} {rule.title}"


_DESCRIBED: dict[type, Callable[[Spec, Any], Iterator[str]]] = {
    Element: _element,
    CodeList: _codes,
    Message: _message,
    Rule: _rule,
    Requirement: _requirement,
    Profile: _profile,
    Flow: _flow,
    Binding: _binding,
    Source: _bibliography,
    Threshold: _threshold,
    Standard: _standard,
    Principle: _principle,
    Role: _role,
    Instrument: _instrument,
}


def _source(spec: Spec, one: Any) -> Iterator[str]:
    fact = getattr(one, "fact", None)
    note = getattr(one, "note", "")
    if fact:
        source = spec.sources.get(fact.key)
        yield ""
        yield f"source    {fact.source}{f': {source.title}, {source.publisher}' if source else ''}"
        yield f"status    {fact.status}"
    if note:
        yield f"note      {note}"


def _wrapped(text: str) -> list[str]:
    import textwrap

    return textwrap.wrap(text, 100)
