"""Documents of one sale side by side: the order, the payment, the waybill and the declaration that belong together.

Order and payment belong to a declaration by order number and platform, a waybill by its number and carrier. Where
a number agrees and its platform or carrier does not, the two are put together all the same if there is no other: then
the rules say what disagrees. What has no partner is told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cbec.bindings.desk import ORDER_NUMBER, PARTS, Desk, parcels, text
from cbec.bindings.document import Document
from cbec.model import Spec
from cbec.terms import WARNING, Finding, Origin, UsageError

SET = "trade-documents"
ALONE = "CBEC-D-alone"
REPEATED = "CBEC-D-repeated"
#: How many documents are held side by side.
MAX_TOGETHER = 20_000


def assemble(documents: Iterable[Document], spec: Spec) -> Iterator[Document]:
    """Put the documents that belong together into sets, one for each declaration, then for what none declares.

    Everything else is given as it came: other messages, what takes a document back, and of documents with one
    number all but the last. Raises UsageError where there are too many to hold.
    """
    desk = Desk()
    for count, document in enumerate(documents):
        if count == MAX_TOGETHER:
            raise UsageError(f"More than {MAX_TOGETHER} documents are not put together at once; give them in parts.")
        yield from desk.take(document)
    for found in desk.sets():
        yield _joined(found, desk, spec)


def _joined(parts: dict[str, Document], desk: Desk, spec: Spec) -> Document:
    """Make one document of *parts*, in which every place leads back to the file that it came from."""
    lead = parts.get("declaration") or next(iter(parts.values()))

    def locate(wanted: Iterable[str]) -> dict[str, Origin]:
        asked = list(wanted)
        found = {at: origin for at, origin in _located(parts, asked).items() if at in set(asked)}
        rest = [at for at in asked if at not in found]
        return found | (dict.fromkeys(rest, _place(lead)) if rest else {})

    told = [replace(one, at=f"/{part}{one.at}") for part, document in parts.items() for one in document.findings]
    told += [_repeats(part, earlier) for part, one in parts.items() for earlier in desk.repeated.get(id(one), [])]
    told += [_alone(part, lead) for part in PARTS if part not in parts]
    return Document(
        message=SET,
        body={part: document.body for part, document in parts.items()},
        locate=locate,
        findings=tuple(told),
        binding=", ".join(dict.fromkeys(document.binding for document in parts.values())),
        carries=_carries(parts, spec),
    )


def _located(parts: dict[str, Document], asked: list[str]) -> dict[str, Origin]:
    found: dict[str, Origin] = {}
    for part, document in parts.items():
        inside = {at.removeprefix(f"/{part}") for at in asked if at == f"/{part}" or at.startswith(f"/{part}/")}
        if inside:
            found |= {f"/{part}{at}": origin for at, origin in document.locate(inside).items()}
    return found


def _carries(parts: dict[str, Document], spec: Spec) -> frozenset[str] | None:
    """The places that the syntaxes of *parts* have; what is missing altogether is missed."""
    if all(document.carries is None for document in parts.values()):
        return None
    places = set(PARTS) - set(parts)
    for part, document in parts.items():
        inside = document.carries
        if inside is None:
            inside = frozenset(place.path for place in spec.message(document.message).places())
        places |= {f"{part}/{at}" for at in inside}
    return frozenset(places)


def _alone(part: str, lead: Document) -> Finding:
    """Tell that no *part* belongs to what leads the set, and by which numbers it was sought."""
    body, name = lead.body, PARTS[part].replace("low-value-", "")
    number = text(body, ORDER_NUMBER[lead.message])
    sought = f"order {number}" if number else ""
    if lead.message == "low-value-declaration" and part == "waybill" and parcels(body):
        sought = f"waybill {' or '.join(parcels(body))}"
    says = f"No {name} that belongs to this {lead.message.replace('low-value-', '')} is among what was given."
    return Finding(ALONE, f"/{part}", WARNING, says, expected=sought, actual="none", origin=_place(lead))


def _repeats(part: str, earlier: Document) -> Finding:
    says = f"This {part} came before another one with the same number; it is judged alone, and the last in the set."
    return Finding(REPEATED, f"/{part}", WARNING, says, origin=_place(earlier))


def _place(document: Document) -> Origin:
    return document.locate([""])[""]
