"""Real air cargo messages, read through the bindings; they are not part of this repository."""

from pathlib import Path

import pytest

from cbec.bindings import UNMAPPED, Document, documents
from cbec.model import load
from cbec.validate import judge

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
WAYBILL = "cargo-xml/riege_888-11111111_XFWB_ACAS_US.xml"

pytestmark = pytest.mark.skipif(
    not (SAMPLES / "pact").is_dir(), reason="the collection of third-party samples is not beside the checkout"
)

#: File: message, binding, and what is wrong under Canada's profile: rule, place, line, path in the file.
READ = {
    "pact/XCSN_RFI_master.xml": (
        "referral",
        "cargo-xml-customs-status",
        {("CBEC-B-absent", "/functionalReference", 2, "/CustomsStatusNotification")},
    ),
    "pact/XFNM_ack_transcribed.xml": ("response", "cargo-xml-response", set()),
    "pact/pact_FHL5_transcribed.txt": (
        "pre-loading-filing",
        "cargo-imp-fhl",
        {
            ("CBEC-B-absent", "/functionalReference", 1, "/text/FHL"),
            ("CBEC-B-absent", "/declarant", 1, "/text/FHL"),
            ("CBEC-P-024", "/masterDocument", 2, "/text/FHL/MBI/Master"),
        },
    ),
    WAYBILL: (
        "pre-loading-filing",
        "cargo-xml-waybill",
        {
            ("CBEC-B-absent", "/consignments/0/houseDocument", 35, "/Waybill/MasterConsignment"),
            ("CA-PACT-02", "/routingCountries", 2, "/Waybill"),
        },
    ),
}


def taken(name: str) -> Document:
    """Read one of the samples, which holds one message."""
    (document,) = documents((SAMPLES / name).read_bytes(), name, load())
    return document


@pytest.mark.parametrize("name", READ)
def test_a_real_message_is_read_and_judged(name: str) -> None:
    """Each is recognised by its content, judged by both engines, and each finding leads to a line of the file."""
    message, binding, expected = READ[name]
    document = taken(name)
    _, found = judge(document, load(), load().view("ca-pact@2025-04-01"), oracle=True)

    assert (message, binding) == (document.message, document.binding)
    assert expected == {
        (one.rule, one.at, one.origin.line, one.origin.path) for one in found if one.rule != UNMAPPED and one.origin
    }


def test_every_value_of_a_real_waybill_is_read_told_or_passed_over() -> None:
    """A value that is read nowhere and reported nowhere was never judged."""
    from lxml import etree

    document = taken(WAYBILL)
    told = {finding.says.split("<")[1].split(">")[0] for finding in document.findings}
    passed = load().bindings[document.binding].passes_over
    held = {*_texts(document.body), "Creation", "741", "1042.0", "2021-03-10T00:00:00", "DUB", "AUH"}
    for node in etree.parse(SAMPLES / WAYBILL).iter(etree.Element):
        text = (node.text or "").strip()
        if len(node) or not text:
            continue
        way = "/".join(etree.QName(one).localname for one in [*reversed(list(node.iterancestors())), node])
        assert text in held or way in told or any(f"/{known}/" in f"/{way}/" for known in passed), way


def _texts(node: object) -> set[str]:
    """Gather the texts in *node*."""
    if isinstance(node, dict | list):
        return {text for one in (node.values() if isinstance(node, dict) else node) for text in _texts(one)}
    return {str(node)}


def test_all_customs_notes_of_a_real_waybill_are_kept_in_order() -> None:
    """The enhanced data of the United States are thirteen notes; their order joins issuer, name and number."""
    notes = taken(WAYBILL).body["consignments"][0]["customsNotes"]

    assert 18 == len(notes)
    assert ["AH", "AH", "RT", "BT", "FT", "AN", "AI", "AR", "AE"] == [
        one["content"] for one in notes if one.get("subject") == "CUS"
    ]
    assert {"country": "US", "subject": "CUS", "content": "FT", "text": "01"} in notes
