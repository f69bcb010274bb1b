"""Real messages of two administrations, read and written again; they are not part of this repository."""

from pathlib import Path

import pytest

from cbec.bindings import Document, read
from cbec.bindings.carry import write
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


#: What each official file breaks of the core, by rule and place.
BREAKS = {
    "h7_standard_IMA_v2.2.xml": {
        ("CBEC-R-035", "/functionalReference"),
        ("CBEC-R-035", "/submitter/identifier"),
        ("CBEC-R-035", "/declarant/identifier"),
    },
    "h7_prelodged_IMD_v2.2.xml": {
        ("CBEC-R-035", "/functionalReference"),
        ("CBEC-R-035", "/submitter/identifier"),
        ("CBEC-R-035", "/declarant/identifier"),
    },
    "h7_amendment_v2.3.xml": {
        ("CBEC-R-035", "/declaration/functionalReference"),
        ("CBEC-R-035", "/declaration/submitter/identifier"),
        ("CBEC-R-035", "/declaration/declarant/identifier"),
    },
    "h7_invalidation_v2.2.xml": {
        ("CBEC-R-035", "/functionalReference"),
        ("CBEC-R-035", "/registrationNumber"),
        ("CBEC-R-035", "/submitter/identifier"),
    },
    "01_DMSACC.xml": set(),
    "03_DMSREJ.xml": set(),
    "05_DMSCTL.xml": {("CBEC-R-031", "/contactOffice")},
    "06_DMSDOC.xml": {("CBEC-R-031", "/contactOffice")},
    "09_DMSCLE.xml": set(),
    "10_DMSINV.xml": set(),
    "11_DMSREQ.xml": set(),
    "13_DMSTAX.xml": {("CBEC-S-required", "/totalPayable")},
    "TT_EX001a__TT_EX001a.xml": set(),
    "TT_EX039a__4._DMSRES_Function_Code_07.xml": set(),
    "TT_IM184a__Step1_TT_IM184a.xml": {
        ("CBEC-R-012", "/items/1/supplementaryUnit"),
        ("CBEC-R-012", "/items/3/supplementaryUnit"),
        ("CBEC-R-018", "/representative/identifier"),
    },
    "birds_IMJ_21V_inventory_TT_IM073a.xml": {("CBEC-R-018", "/representative/identifier")},
}


@pytest.mark.parametrize("path", DANISH + BRITISH, ids=lambda path: path.name)
def test_what_each_official_file_breaks(path: Path) -> None:
    """Official samples break rules of their own publisher: which, is known file by file, and nothing else is found."""
    _, found = judge(taken(path), load())

    assert BREAKS[path.name] == {(one.rule, one.at) for one in found if one.severity == "error"}


@pytest.mark.parametrize("path", DANISH + BRITISH, ids=lambda path: path.name)
def test_a_real_message_is_written_again_without_loss(path: Path) -> None:
    """What was read of a real message is what its syntax can say: all of it goes back into the same dialect."""
    document = taken(path)
    written = write(document.body, document.message, load().bindings[document.binding], load())

    assert () == written.lost
    assert document.body == read(written.content, "again.xml", load()).body


@pytest.mark.parametrize(
    ("name", "binding"),
    [
        ("dk-h7/h7_standard_IMA_v2.2.xml", "wco-declaration-dk"),
        ("uk-cds/birds_IMJ_21V_inventory_TT_IM073a.xml", "wco-declaration-uk"),
        ("uk-cds/13_DMSTAX.xml", "wco-response"),
    ],
)
def test_a_dialect_gives_itself_away(name: str, binding: str) -> None:
    """Read as another dialect, the exporter would be a consignor and the codes of documents halves."""
    assert binding == taken(SAMPLES / name).binding
