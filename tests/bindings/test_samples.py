"""Real messages of two administrations, read through the bindings; they are not part of this repository."""

from pathlib import Path

import pytest

from cbec.bindings import Document, read
from cbec.model import load
from cbec.terms import Finding
from cbec.validate import judge

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
DANISH = sorted(SAMPLES.glob("dk-h7/*.xml"))
BRITISH = sorted(SAMPLES.glob("uk-cds/*.xml"))

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the collection of third-party samples is not beside the checkout"
)


def taken(path: Path) -> Document:
    """Read one of the samples."""
    return read(path.read_bytes(), path.name, load())


@pytest.mark.parametrize("path", DANISH + BRITISH, ids=lambda path: path.name)
def test_every_real_message_is_read(path: Path) -> None:
    """Nobody sends us what we imagine: each real message is recognised, read and judged, by both engines."""
    document = taken(path)
    _, found = judge(document, load(), load().view("eu-h7@2021-07-01"), oracle=True)

    assert document.body
    assert all(one.origin and one.origin.line for one in found)


@pytest.mark.parametrize("path", DANISH + BRITISH, ids=lambda path: path.name)
def test_no_value_is_dropped_in_silence(path: Path) -> None:
    """A value that is read nowhere and reported nowhere was never judged: each is one or the other."""
    from lxml import etree

    document = taken(path)
    told = {finding.says.split("<")[1].split(">")[0] for finding in document.findings}
    binding = load().bindings[document.binding]
    held = str(document.body)
    for node in etree.fromstring(path.read_bytes()).iter(etree.Element):
        text = (node.text or "").strip()
        if len(node) or not text:
            continue
        steps = [etree.QName(one).localname for one in [*reversed(list(node.iterancestors())), node]]
        way = "/".join(steps)
        moment = steps[-1] == "DateTimeString"
        coded = steps[-1] == "FunctionCode"
        passed = way.removeprefix("MetaData/") in binding.passes_over
        assert text in held or way in told or passed or moment or coded, way


def test_each_unknown_place_is_reported_once() -> None:
    """A message of four items repeats what the binding does not know; the report does not."""
    document = taken(SAMPLES / "uk-cds" / "TT_IM184a__Step1_TT_IM184a.xml")
    places = [finding.says.split(">")[0] for finding in document.findings]

    assert len(set(places)) == len(places)
    assert any("4 times" in finding.says for finding in document.findings)


def test_the_danish_declaration_is_named_by_line() -> None:
    """The official Danish test case is a template: what was never filled in is named with its line."""
    document = taken(SAMPLES / "dk-h7" / "h7_standard_IMA_v2.2.xml")
    _, found = judge(document, load(), load().view("eu-h7@2021-07-01"))

    assert {
        (Finding("CBEC-R-035", "/functionalReference"), 5),
        (Finding("CBEC-R-035", "/submitter/identifier"), 10),
        (Finding("CBEC-S-format", "/declarant/identifier"), 13),
        (Finding("EU-H7-06", "/items/0/additionalProcedures"), 48),
    } == {(one, one.origin.line if one.origin else 0) for one in found}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("h7_standard_IMA_v2.2.xml", "low-value-declaration"),
        ("h7_prelodged_IMD_v2.2.xml", "low-value-declaration"),
        ("h7_amendment_v2.3.xml", "amendment"),
        ("h7_invalidation_v2.2.xml", "cancellation"),
    ],
)
def test_the_danish_messages_are_told_apart(name: str, message: str) -> None:
    """One root element stands for four messages; function and type decide."""
    assert message == taken(SAMPLES / "dk-h7" / name).message
