"""The desk on which the documents of sales are sorted, so that those that belong together are found."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cbec.bindings.document import Document

LIST = "low-value-declaration"
#: The message that is each part of a set, in the order of the set.
PARTS = {"order": "order", "payment": "payment", "waybill": "waybill", "declaration": LIST}
#: Under which number each message is kept, and where it states the number of the order.
_NUMBER = {"order": "number", "payment": "orderNumber", "waybill": "number", LIST: "functionalReference"}
ORDER_NUMBER = {"order": "number", "payment": "orderNumber", "waybill": "orderNumber", LIST: "traderReference"}
#: Message functions by which a document is taken back, and so has no place beside others.
_TAKEN_BACK = {"1", "3"}

#: A number, and who gave it where that is said.
Key = tuple[str, str]


@dataclass
class _Shelf:
    """Documents of one kind by number and giver: the last of each."""

    known: dict[Key, Document] = field(default_factory=dict)
    givers: dict[str, set[str]] = field(default_factory=dict)

    def put(self, key: Key, document: Document) -> Document | None:
        """Keep *document*, and give the one that it takes the place of."""
        earlier = self.known.pop(key, None)
        self.known[key] = document
        self.givers.setdefault(key[0], set()).add(key[1])
        return earlier

    def only(self, number: str) -> Document | None:
        """Give the document with *number*, where one giver alone has given it."""
        givers = self.givers.get(number, set()) if number else set()
        return self.known[number, next(iter(givers))] if len(givers) == 1 else None


@dataclass
class Desk:
    """What was given, sorted; ``repeated`` holds for a document the earlier ones with its number."""

    shelves: dict[str, _Shelf] = field(default_factory=lambda: {message: _Shelf() for message in PARTS.values()})
    parcels: _Shelf = field(default_factory=_Shelf)
    deliveries: _Shelf = field(default_factory=_Shelf)
    repeated: dict[int, list[Document]] = field(default_factory=dict)
    _claimed: set[int] = field(default_factory=set)

    def take(self, document: Document) -> Iterator[Document]:
        """Sort *document*; give what has no place in a set."""
        body, message = document.body, document.message
        if message not in self.shelves or text(body, "function") in _TAKEN_BACK:
            yield document
            return
        number = text(body, _NUMBER[message]) or f"\0{id(document)}"
        if message == "waybill":
            self.parcels.put((number, text(body, "carrier", "identifier")), document)
            self.deliveries.put((text(body, "orderNumber"), ""), document)
        earlier = self.shelves[message].put((number, _giver(message, body)), document)
        if earlier is not None:
            self.repeated[id(document)] = self.repeated.pop(id(earlier), [])
            self.repeated[id(document)].append(earlier)
            yield earlier

    def sets(self) -> Iterator[dict[str, Document]]:
        """Give the parts of each set: those of every declaration first, then those of what is left.

        What agrees in number and giver comes first, for all declarations; what agrees in number alone is taken
        where nobody has a better claim.
        """
        declared = [(lead, self._agreeing(lead)) for lead in self.shelves[LIST].known.values()]
        for lead, parts in declared:
            self._claimed.update(map(id, (lead, *parts.values())))
        for lead, parts in declared:
            yield self._completed(lead, parts)
        for message in ("order", "payment", "waybill"):
            for lead in self.shelves[message].known.values():
                if id(lead) not in self._claimed:
                    self._claimed.add(id(lead))
                    yield self._completed(lead, self._agreeing(lead))

    def _agreeing(self, lead: Document) -> dict[str, Document]:
        """Find what agrees with *lead* in number and giver."""
        body, number = lead.body, text(lead.body, ORDER_NUMBER[lead.message])
        found = {part: self.shelves[part].known.get((number, _giver(part, body))) for part in _sought(lead)}
        if lead.message == LIST:
            giver = _giver("waybill", body | {"orderNumber": number}) if isinstance(body, dict) else ""
            named = (self.shelves["waybill"].known.get((one, giver)) for one in parcels(body))
            found["waybill"] = next((one for one in named if one is not None), None)
        else:
            found.pop("waybill", None)
        return {part: one for part, one in found.items() if one is not None and number}

    def _completed(self, lead: Document, parts: dict[str, Document]) -> dict[str, Document]:
        """Add what agrees in number alone and is nobody else's."""
        for part in _sought(lead):
            candidates = (one for one in self._alike(part, lead) if one is not None and id(one) not in self._claimed)
            if part not in parts and (one := next(candidates, None)) is not None:
                parts[part] = one
        self._claimed.update(map(id, parts.values()))
        own = {part: lead for part, message in PARTS.items() if message == lead.message}
        return {part: one for part in PARTS if (one := {**parts, **own}.get(part)) is not None}

    def _alike(self, part: str, lead: Document) -> Iterator[Document | None]:
        number = text(lead.body, ORDER_NUMBER[lead.message])
        if part != "waybill":
            yield self.shelves[part].only(number)
            return
        carrier = text(lead.body, "carrier", "identifier")
        for one in parcels(lead.body):
            yield self.parcels.known.get((one, carrier)) or self.parcels.only(one)
        yield self.deliveries.only(number)


def _sought(lead: Document) -> list[str]:
    """Name the parts that *lead* seeks; what leads is never sought by what comes after it."""
    return {LIST: ["order", "payment", "waybill"], "order": ["payment", "waybill"], "payment": ["waybill"]}.get(
        lead.message, []
    )


def _giver(message: str, body: Any) -> str:
    """Say who gave the number of a *message*: the platform, the declarant, or the carrier for one order.

    A waybill number that is used again for another order is that of another parcel.
    """
    if message == "waybill":
        return f"{text(body, 'carrier', 'identifier')} {text(body, 'orderNumber')}"
    return text(body, "declarant" if message == LIST else "platform", "identifier")


def parcels(body: Any) -> list[str]:
    """List the numbers of the waybills that a declaration names."""
    documents = body.get("documents") if isinstance(body, dict) else None
    listed = documents.get("transport") if isinstance(documents, dict) else None
    found = [text(one, "identifier") for one in listed] if isinstance(listed, list) else []
    return [one for one in found if one]


def text(body: Any, *steps: str) -> str:
    """Give the text at *steps*, or nothing where the message has another shape."""
    for step in steps:
        body = body.get(step) if isinstance(body, dict) else None
    return body if isinstance(body, str) else ""
