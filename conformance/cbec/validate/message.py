"""The verdict on one message: structure first, then every rule that still has ground to stand on."""

from typing import Any

from cbec.compile.json_schema import message_schema
from cbec.model import Element, Format, Place, View
from cbec.terms import Finding, by_place, pointer
from cbec.validate.places import Places, Steps, steps_of_pointer
from cbec.validate.predicates import Broken
from cbec.validate.rules import PreparedRule, prepare
from cbec.validate.structure import Fault, Structure
from cbec.validate.unsound import Unsound

_SAYS = {
    "CBEC-S-required": "{label} is missing; {by} asks for it.",
    "CBEC-S-unknown": "{name!r} is not a part of this message; remove it, or mend its name.",
    "CBEC-S-forbidden": "{label} has no place in a message under {by}; remove it.",
    "CBEC-S-type": "{label} is not of the right type.",
    "CBEC-S-empty": "{label} is empty; leave it out instead.",
    "CBEC-S-code": "{label} is not a code that may be used here.",
    "CBEC-S-repeats": "{label} occurs too seldom or too often.",
    "CBEC-S-range": "{label} is out of range.",
    "CBEC-S-length": "{label} is too long or too short.",
    "CBEC-S-format": "{label} is not in the right format.",
}

#: Predicates that expect a value of the message itself, which may be as personal as what was found.
_REPEATING = frozenset({"among", "differs", "drawn-from", "same"})


class Validator:
    """Judges messages of one kind under one view; pure, and cheap to call once built."""

    def __init__(self, view: View, name: str) -> None:
        self.view = view
        self.message = view.message(name)
        self.schema = message_schema(view, name)
        self._structure = Structure(self.schema)
        self.places = Places(view.spec.message(name))
        self.rules: list[PreparedRule] = [one for rule in view.rules(name) for one in prepare(rule, self.message, view)]

    def findings(self, body: Any, *, reference: bool = False, show_values: bool = False) -> list[Finding]:
        """List everything that is wrong with *body*, by place.

        *reference* asks the reference engine for the structure. Personal data is masked in the findings
        unless *show_values* is set. A rule is left out where the structure it looks at is already broken.
        """
        faults = self._structure.reference_faults(body) if reference else self._structure.faults(body)
        unsound = Unsound.of(fault.steps for fault in faults)
        found = [self._of_fault(fault, body, show_values) for fault in faults]
        for one in self.rules:
            found.extend(self._of_rule(one, broken, show_values) for broken in one.broken(body, unsound))
        return by_place(found)

    def _format(self, place: Place | None) -> Format | None:
        """Give the format of the element at *place* as the profile narrows it."""
        if place is None or place.element is None:
            return None
        narrowed = [one.format for one in self.view.narrowed_elements(self.message.id, place) if one.format]
        return narrowed[-1] if narrowed else place.element.format

    def _of_rule(self, prepared: PreparedRule, broken: Broken, show_values: bool) -> Finding:
        steps = steps_of_pointer(broken.at)
        place = self.places.find(steps)
        return Finding(
            rule=prepared.rule.id,
            at=broken.at,
            severity=prepared.rule.severity,
            says=prepared.rule.says,
            element=place.element.id if place and place.element else "",
            wco=self.places.wco(steps),
            expected=_shown(broken.expected, place, show_values)
            if prepared.rule.predicate in _REPEATING
            else broken.expected,
            actual=_shown(broken.actual, place, show_values),
        )

    def _of_fault(self, fault: Fault, body: Any, show_values: bool) -> Finding:
        place = self.places.find(fault.steps)
        rule = "CBEC-S-forbidden" if fault.rule == "CBEC-S-unknown" and place else fault.rule
        return Finding(
            rule=rule,
            at=pointer(fault.steps),
            says=_SAYS[rule].format(
                label=_label(place, fault.steps),
                name=str(fault.steps[-1]) if fault.steps else "",
                by=self.view.name,
            ),
            element=place.element.id if place and place.element else "",
            wco=self.places.wco(fault.steps),
            expected=_expected(fault, place, self.schema, self._format(place)),
            actual=_shown(_actual(body, fault), place, show_values),
        )


def validator(view: View, name: str) -> Validator:
    """Give the validator of the message *name* under *view*, built once; raises UsageError for an unknown name."""
    key = f"validator {name}"
    if key not in view.cache:
        view.cache[key] = Validator(view, name)
    built: Validator = view.cache[key]
    return built


def _label(place: Place | None, steps: Steps) -> str:
    if place is None:
        return repr(str(steps[-1])) if steps else "The message"
    return place.element.label if place.element else place.title


def _expected(fault: Fault, place: Place | None, schema: dict[str, Any], format_: Format | None) -> str:
    """Say in words what the schema asks for at the fault."""
    if fault.keyword in {"required", "minProperties"}:
        return "stated"
    if fault.keyword == "additionalProperties":
        return "not stated"
    node = _subschema(schema, fault.steps)
    if fault.keyword == "enum":
        codes = [str(code) for code in node.get("enum", [])]
        return (
            f"one of {', '.join(codes)}" if len(codes) <= 12 else f"one of the {len(codes)} codes of {_list_of(place)}"
        )
    if fault.keyword == "type":
        return str(node.get("type", ""))
    if fault.keyword in {"minItems", "maxItems"}:
        return f"{node.get('minItems', 0)} to {node.get('maxItems')} times"
    return _format_words(place.element if place else None, node, fault.keyword, format_)


def _format_words(element: Element | None, node: dict[str, Any], keyword: str, format_: Format | None) -> str:
    if keyword == "pattern" and _own_pattern(element, node):
        return f"the pattern {node['pattern']}"
    if element and element.type in {"date", "moment"}:
        return "a date like 2026-07-01" if element.type == "date" else "a moment like 2026-07-01T09:30:00Z"
    if keyword in {"minLength", "maxLength"}:
        return f"{node.get('minLength', 0)} to {node.get('maxLength')} characters"
    if keyword in {"minimum", "maximum"}:
        return f"{node.get('minimum')} to {node.get('maximum')}"
    return format_.words if format_ else ""


def _own_pattern(element: Element | None, node: dict[str, Any]) -> bool:
    """Whether the pattern says more than the format does: a person is better served by the format's words."""
    if element is None or element.format is None or element.type not in {"text", "code", "identifier"}:
        return element is None
    return bool(node.get("pattern") != element.format.text_schema().get("pattern"))


def _list_of(place: Place | None) -> str:
    return f"the list {place.element.codes}" if place and place.element else "its list"


def _subschema(schema: dict[str, Any], steps: Steps) -> dict[str, Any]:
    node = schema
    for step in steps:
        node = node["items"] if isinstance(step, int) else node["properties"].get(step, {})
    if "$ref" in node:
        target: dict[str, Any] = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        return target
    return node


def _actual(body: Any, fault: Fault) -> str:
    if fault.keyword == "required":
        return "missing"
    value = body
    for step in fault.steps:
        value = value[step]
    if isinstance(value, (dict, list)):
        return f"{'an object' if isinstance(value, dict) else 'a list'} with {len(value)} entries"
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(actual: str, place: Place | None, show_values: bool) -> str:
    """Mask what may be personal: a known personal element, and anything that the message does not know."""
    known = place is not None
    if actual in {"", "missing", "none", "null"} or show_values or (known and not _personal(place)):
        return actual if len(actual) <= 200 else f"{actual[:200]}… ({len(actual)} characters)"
    return f"masked ({len(actual)} characters)"


def _personal(place: Place | None) -> bool:
    return bool(place and place.element and place.element.personal)
