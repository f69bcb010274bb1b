"""What a file says once and a message more than once: heads above lines, values that follow from others."""

from dataclasses import replace

import pytest

from cbec.bindings import documents
from cbec.bindings.carry import write
from cbec.model import Spec, load
from cbec.model.load import binding

TERSE = binding(
    "terse",
    {
        "title": "Two messages with top elements of their own",
        "says": "Made for these tests.",
        "source": "kit",
        "syntax": "xml",
        "recognise": {"root": ["Bill", "Trip"]},
        "messages": {
            "payment": {
                "root": "Bill",
                "each": "Line",
                "constants": {"/Seal": "", "/@version": "1.0"},
                "of": {
                    "transactionNumber": {"at": "@no", "also": "/@no"},
                    "currency": "../Head/currency",
                    "amount": "amount",
                },
            },
            "waybill": {
                "root": "Trip",
                "each": "Line",
                "of": {
                    "number": "@no",
                    "functionalReference": "@no",
                },
            },
        },
    },
    load().messages,
)
BILL = b"<Bill><Head><currency>CNY</currency></Head><Line no='1'><amount>2</amount></Line><Line no='2'/></Bill>"


@pytest.fixture
def spec() -> Spec:
    """Give the specification with one more binding."""
    loaded = load()
    return replace(loaded, bindings={**loaded.bindings, "terse": TERSE}, cache={})


def test_what_the_head_says_holds_for_each_line(spec: Spec) -> None:
    """A path leads back to the node around: each message of a file is given what stands once in its head."""
    read = [document.body for document in documents(BILL, "bill.xml", spec)]

    assert [
        {"transactionNumber": "1", "currency": "CNY", "amount": "2"},
        {"transactionNumber": "2", "currency": "CNY"},
    ] == read


def test_what_is_written_once_for_all_lines_stands_in_the_head(spec: Spec) -> None:
    """Written and read back, the value is in its place; the message has its own top element, number and constants."""
    written = write({"transactionNumber": "1", "currency": "CNY", "amount": "2"}, "payment", TERSE, spec)

    assert () == written.lost
    assert '<Bill no="1" version="1.0">' in written.content.decode()
    assert "<Seal/>" in written.content.decode()
    assert "<currency>CNY</currency>" in written.content.decode()


def test_the_first_of_two_values_keeps_the_place_that_they_share(spec: Spec) -> None:
    """Two values of one place must not overwrite each other: the second is compared, and told if it differs."""
    agrees = write({"number": "SC1", "functionalReference": "SC1"}, "waybill", TERSE, spec)
    differs = write({"number": "SC1", "functionalReference": "WB-1"}, "waybill", TERSE, spec)

    assert () == agrees.lost
    assert ["/functionalReference"] == [one.at for one in differs.lost]
    assert agrees.content == differs.content


def test_a_mapping_is_for_files_with_its_own_top_element(spec: Spec) -> None:
    """The lines of a bill are payments and those of a trip are waybills, although they have one name."""
    kinds = [
        document.message
        for content in (BILL, BILL.replace(b"Bill>", b"Trip>"))
        for document in documents(content, "x.xml", spec)
    ]

    assert ["payment", "payment", "waybill", "waybill"] == kinds
