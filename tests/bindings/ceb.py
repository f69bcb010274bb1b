"""Messages of Chinese customs for the tests: as little, as much and as usual as its profile and its syntax let in."""

from collections.abc import Iterator, Mapping
from typing import Any

from cbec.bindings.carry import Written, write
from cbec.fixtures import but, sample
from cbec.model import load
from cbec.terms import KitFault
from cbec.validate import validator

Body = dict[str, Any]

PROFILE = "cn-cbec-import@2019-01-01"
BINDINGS = {"response": "cn-ceb-receipt"}
MESSAGES = (
    "order",
    "payment",
    "waybill",
    "waybill-status",
    "low-value-declaration",
    "cancellation",
    "return-declaration",
)

#: What each message has beside the usual, so that every place of the syntax is filled.
_MORE: Mapping[str, Mapping[str, Any]] = {
    "order": {
        "/goodsValue": "459.00000",
        "/batch": "B2026-06-11",
        "/remark": "Sent in one parcel",
        "/lines/0/description": "Mug with handle, fired at high heat",
        "/lines/0/sellerProductIdentifier": "SKU-4711-M",
        "/lines/0/remark": "With gift wrapping",
        "/lines/2": {
            "number": 3,
            "kind": "gift",
            "name": "Paper coaster",
            "model": "Round, 9 cm",
            "quantity": "2",
            "unit": "010",
            "unitPrice": "0",
            "lineTotal": "0",
            "currency": "CNY",
            "originCountry": "DK",
        },
    },
    "payment": {"/remark": "Paid at once", "/payer/telephone": "13800000000"},
    "waybill": {"/remark": "Ring at the gate"},
    "waybill-status": {"/remark": "Left with the doorman"},
    "low-value-declaration": {
        "/function": "4",
        "/registrationNumber": "223320261000018312",
        "/preEntryNumber": "B20260714000001882",
        "/enteredOn": "2026-07-14",
        "/wrapping": "2",
        "/remark": "One parcel",
        "/supervisedSite": "PVG002",
        "/warehouse": {
            "identifier": "9199000000000EXF61",
            "name": "Linhai Bonded Storage",
            "accountBook": "H22267A00018",
        },
        "/documents/supporting": [{"identifier": "L20260714001", "type": "911"}],
        "/items/0/tradeName": "Fjordlys mug M30",
        "/items/0/secondQuantity": "2",
        "/items/0/secondUnit": "H87",
        "/items/0/tradeCountry": "DK",
        "/items/0/sellerProductIdentifier": "SKU-4711-M",
        "/items/0/accountRecord": "000183",
        "/items/0/remark": "Glazed",
    },
    "cancellation": {"/preEntryNumber": "B20260714000001882", "/remark": "Asked for by the buyer"},
    "return-declaration": {
        "/preEntryNumber": "B20260720000000318",
        "/remark": "With the original packing",
        "/items/0/remark": "One of three",
    },
}
#: What follows from another value in the syntax, and so comes back whenever that one is written.
_FOLLOWS = {"/borderTransportMode"}
_RECEIPT = sample("response.typical", PROFILE)
_ANSWER = {key: _RECEIPT[key] for key in ("reference", "status", "statusCode", "effectiveAt", "reason", "text")} | {
    "status": "received",
    "statusCode": "120",
    "text": "Stored",
}
#: One receipt of each kind, by the message that it answers.
RECEIPTS: Mapping[str, Body] = {
    "low-value-declaration": _RECEIPT,
    "cancellation": {**_RECEIPT, "answers": "cancellation", "status": "accepted", "statusCode": "399"},
    "return-declaration": {**_RECEIPT, "answers": "return-declaration", "status": "rejected", "statusCode": "-625014"},
    "order": {
        **_ANSWER,
        "functionalReference": "SH20260712000183",
        "answers": "order",
        "platform": {"identifier": "9199000000000EXA1C"},
        "seller": {"identifier": "9199000000000EXD4Q"},
    },
    "payment": {
        **_ANSWER,
        "functionalReference": "PAY202607121203550417",
        "answers": "payment",
        "provider": {"identifier": "9199000000000EXB2G"},
    },
    "waybill": {
        **_ANSWER,
        "functionalReference": "SC7700184523",
        "answers": "waybill",
        "carrier": {"identifier": "9199000000000EXC3L"},
    },
    "waybill-status": {
        **_ANSWER,
        "functionalReference": "SC7700184523",
        "answers": "waybill-status",
        "carrier": {"identifier": "9199000000000EXC3L"},
    },
}
for _body in RECEIPTS.values():
    if _body["status"] != "held":
        _body.pop("reason", None)  # type: ignore[attr-defined]  # each is a dict of its own


def body(message: str, size: str) -> Body:
    """Give *message* in the *size* minimal, typical or full, valid under the Chinese profile."""
    usual = sample(f"{message}.typical", PROFILE)
    if size == "full":
        return but(usual, _MORE[message])
    return _least(message, usual) if size == "minimal" else usual


def written(message: str, one: Body) -> Written:
    """Write *one* as CEB XML."""
    spec = load()
    return write(one, message, spec.bindings[BINDINGS.get(message, "cn-ceb")], spec)


def _least(message: str, usual: Body) -> Body:
    """Take away all that the profile does not ask for."""
    judge = validator(load().view(PROFILE), message)
    for pointer in sorted({*pointers(usual)} - _FOLLOWS, key=len):
        try:
            less = but(usual, {pointer: None})
        except KitFault:
            continue  # it went with what was around it
        if not judge.findings(less):
            usual = less
    return usual


def pointers(node: Any, at: str = "") -> Iterator[str]:
    """Yield the pointer to each place of *node*, groups before what they hold."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield f"{at}/{key}"
            yield from pointers(value, f"{at}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from pointers(value, f"{at}/{index}")
