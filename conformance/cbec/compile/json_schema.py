r"""A message, as a profile narrows it, as JSON Schema 2020-12.

Written so that engines cannot disagree: no ``\\d`` or ``\\w``, no look-around, no fractional
``multipleOf``, amounts as decimal strings, absent instead of null.
"""

from typing import Any

from cbec.model import DECIMAL_TYPES, FORBIDDEN, REQUIRED, Element, Format, Message, Narrowing, Place, View

BASE = "https://w3id.org/cbec/"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

DATE = "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"
MOMENT = (
    "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    "(?:\\.[0-9]{1,6})?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])$"
)


def schema_id(view: View, message: str) -> str:
    """Give the permanent address of the schema of *message* under *view*."""
    return f"{BASE}schemas/{view.name}/{message}"


def message_schema(view: View, name: str) -> dict[str, Any]:
    """Compile the message *name* under *view*: every element bounded, nothing unknown let in."""
    message = view.message(name)
    lists: dict[str, list[str]] = {}
    body = _group(view, message, message.root, lists)
    return {
        "$schema": DIALECT,
        "$id": schema_id(view, name),
        "title": message.title,
        "description": message.says,
        **body,
        "$defs": {
            f"codes-{id_}": {"title": view.spec.codes[id_].title, "enum": codes} for id_, codes in sorted(lists.items())
        },
    }


def _group(view: View, message: Message, place: Place, lists: dict[str, list[str]]) -> dict[str, Any]:
    children = [child for child in place.children if child.use != FORBIDDEN]
    return {
        "type": "object",
        "required": sorted(child.key for child in children if child.use == REQUIRED),
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {child.key: _child(view, message, child, lists) for child in children},
    }


def _child(view: View, message: Message, place: Place, lists: dict[str, list[str]]) -> dict[str, Any]:
    one = (
        _leaf(view, message, place, place.element, lists)
        if place.element
        else {"title": place.title} | _group(view, message, place, lists)
    )
    if place.repeats is None:
        return one
    low, high = place.repeats
    return {"type": "array", "minItems": max(low, 1), "maxItems": high, "items": one}


def _leaf(view: View, message: Message, place: Place, element: Element, lists: dict[str, list[str]]) -> dict[str, Any]:
    narrowed = view.narrowed_elements(message.id, place)
    annotations = {"title": element.name, "x-element": element.id, "x-wco": "/".join(place.chain)}
    annotations = {name: value for name, value in annotations.items() if value}
    codes = _codes(view, element, narrowed, lists)
    if codes:
        return annotations | codes
    schema = _typed(element, _tightest(element, narrowed))
    patterns = [one.pattern for one in narrowed if one.pattern] or ([element.pattern] if element.pattern else [])
    return annotations | schema | ({"pattern": patterns[-1]} if patterns else {})


def _codes(view: View, element: Element, narrowed: list[Narrowing], lists: dict[str, list[str]]) -> dict[str, Any]:
    """Enumerate the codes: those a profile leaves, else those of a closed list; nothing for an open list."""
    chosen = [one.codes for one in narrowed if one.codes]
    if chosen:
        return {"enum": list(chosen[-1])}
    listed = view.spec.codes.get(element.codes)
    if listed is None or not listed.closed:
        return {}
    lists.setdefault(listed.id, listed.on(view.day))
    return {"$ref": f"#/$defs/codes-{listed.id}"}


def format_of(view: View, message: str, place: Place) -> Format | None:
    """Give the format of the element at *place* of *message* under *view*; None for a group, or without a format."""
    return _tightest(place.element, view.narrowed_elements(message, place)) if place.element else None


def _tightest(element: Element, narrowed: list[Narrowing]) -> Format | None:
    formats = [one.format for one in narrowed if one.format]
    return formats[-1] if formats else element.format


def _typed(element: Element, format_: Format | None) -> dict[str, Any]:
    if element.type == "indicator":
        return {"type": "boolean"}
    if element.type == "date":
        return {"type": "string", "pattern": DATE}
    if element.type == "moment":
        return {"type": "string", "pattern": MOMENT}
    if format_ is None:
        return {"type": "string", "minLength": 1}
    if element.type == "count":
        return format_.integer_schema()
    return format_.decimal_schema() if element.type in DECIMAL_TYPES else format_.text_schema()
