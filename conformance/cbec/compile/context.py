"""The data dictionary as JSON-LD: what each property of a canonical message means, as an IRI.

The same name stands for different elements in different places (``value`` of the consignment, of an item), so the
names are defined by the type of the message and by the group that they stand in. Who adds ``@type`` with the
message's id to a message, and this context, has linked data; the message itself stays as it is.
"""

from typing import Any

from cbec.compile.json_schema import BASE
from cbec.model import DECIMAL_TYPES, Element, Message, Place, Spec

ELEMENTS = f"{BASE}elements/"
MESSAGES = f"{BASE}messages/"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPES = {"date": "date", "moment": "dateTime", "count": "integer", "indicator": "boolean"}


def context(spec: Spec) -> dict[str, Any]:
    """Compile the dictionary of *spec*: the context, and beside it a description of every element."""
    terms: dict[str, Any] = {
        "@version": 1.1,
        "cbec": BASE,
        "element": {"@id": ELEMENTS, "@prefix": True},
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": _XSD,
    }
    terms.update((one.id, _term(one)) for one in sorted(spec.elements.values(), key=lambda each: each.id))
    terms.update((one.id, _of_message(one)) for one in sorted(spec.messages.values(), key=lambda each: each.id))
    graph = [_described(one) for one in sorted(spec.elements.values(), key=lambda each: each.id)]
    return {"@context": terms, "@graph": graph}


def _of_message(message: Message) -> dict[str, Any]:
    return {"@id": f"{MESSAGES}{message.id}", "@context": _scoped(message, message.root)}


def _scoped(message: Message, group: Place) -> dict[str, Any]:
    """Define the names that stand in *group*."""
    return {place.key: _property(message, place) for place in group.children}


def _property(message: Message, place: Place) -> dict[str, Any]:
    ordered = {"@container": "@list"} if place.repeats else {}
    if place.element:
        return _term(place.element) | ordered
    path = place.path.replace("/*", "")
    return {"@id": f"{MESSAGES}{message.id}#/{path}"} | ordered | {"@context": _scoped(message, place)}


def _term(one: Element) -> dict[str, Any]:
    kind = "decimal" if one.type in DECIMAL_TYPES else _TYPES.get(one.type, "")
    return {"@id": f"{ELEMENTS}{one.id}"} | ({"@type": f"{_XSD}{kind}"} if kind else {})


def _described(one: Element) -> dict[str, Any]:
    """Describe an element; its WCO id is a notation, and its UN/TDED number another."""
    notations = [
        {"@type": f"{BASE}notations/{scheme}", "@value": value}
        for scheme, value in (
            ("wco", one.wco),
            ("wco-class", one.wco_class),
            ("un-tded", one.tded),
            ("upu-cn23", one.cn23),
        )
        if value
    ]
    described: dict[str, Any] = {
        "@id": f"{ELEMENTS}{one.id}",
        "@type": "rdf:Property",
        "skos:prefLabel": {"@language": "en", "@value": one.name},
        "skos:definition": {"@language": "en", "@value": one.means},
    }
    return described | ({"skos:notation": notations} if notations else {})
