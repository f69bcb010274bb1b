"""The official samples of Chinese customs: each is recognised, read, judged with line and path, and written again."""

from collections import Counter
from pathlib import Path

import pytest

from cbec.bindings import Document, documents
from cbec.bindings.assemble import assemble
from cbec.bindings.carry import write
from cbec.model import load
from cbec.terms import Finding
from cbec.validate import judge
from tests.bindings import ceb

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "cn-ceb"
SCHEMA = SAMPLES / "ceb-import-202205.xsd"

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the collection of third-party samples is not beside the checkout"
)

#: Of each sample: the message, how many there are, and what each of them breaks, by rule and how often.
BROKEN = {
    "CEB311": ("order", 6, {"CN-001": 1, "CBEC-T-002": 1}),
    "CEB312": ("response", 10, {}),
    "CEB411": ("payment", 10, {}),
    "CEB412": ("response", 10, {}),
    "CEB511": ("waybill", 6, {"CN-013": 1}),
    "CEB621": ("low-value-declaration", 10, {"CN-013": 1, "CN-024": 2, "CN-026": 1, "CN-028": 2}),
    "CEB622": ("response", 10, {}),
    "CEB625": ("return-declaration", 10, {}),
}


def taken(name: str) -> list[Document]:
    """Read the documents of one of the samples."""
    path = SAMPLES / f"{name}Message.xml"
    return list(documents(path.read_bytes(), path.name, load()))


def test_each_sample_is_in_the_table() -> None:
    """A sample that no test names is a sample that nobody read."""
    assert {path.name.removesuffix("Message.xml") for path in SAMPLES.glob("*.xml")} == set(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_each_sample_is_judged_with_line_and_path(name: str) -> None:
    """Official samples break rules of their own interface; each is told where it stands in the file."""
    message, count, broken = BROKEN[name]
    read = taken(name)

    assert [message] * count == [document.message for document in read]
    for document in read:
        _, told = judge(document, load(), load().view(ceb.PROFILE), oracle=True)
        assert broken == Counter(one.rule for one in told)
        assert all(one.origin and one.origin.line and one.origin.path.startswith(f"/{name}Message") for one in told)


@pytest.mark.parametrize("name", BROKEN)
def test_nothing_of_a_sample_is_unknown(name: str) -> None:
    """What the binding did not know was not judged; of the official samples it knows everything."""
    assert [] == [one for document in taken(name) for one in document.findings]


@pytest.mark.parametrize("name", BROKEN)
def test_a_sample_is_written_again_as_it_was_read(name: str) -> None:
    """Read and written, an official sample is still valid by the official schema, and reads the same."""
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(SCHEMA))
    for document in taken(name):
        written = write(document.body, document.message, load().bindings[document.binding], load())
        schema.validate(etree.fromstring(written.content))

        assert () == written.lost
        assert [] == [str(one.message) for one in schema.error_log]  # type: ignore[attr-defined]  # see the stubs


def test_the_samples_are_put_together_where_their_numbers_agree() -> None:
    """The samples were written apart: by order and waybill numbers few belong together, and every gap is told."""
    given = [document for name in ("CEB311", "CEB411", "CEB511", "CEB621") for document in taken(name)]
    sets = [one for one in assemble(given, load()) if one.message == "trade-documents"]

    assert [
        {"waybill", "declaration"},
        {"payment", "declaration"},
        {"order", "waybill"},
        {"payment"},
        {"waybill"},
        {"waybill"},
        {"waybill"},
    ] == [set(one.body) for one in sets]
    for one in sets:
        missing = {finding.at for finding in one.findings if finding.rule == "CBEC-D-alone"}
        assert {"/order", "/payment", "/waybill", "/declaration"} - {f"/{part}" for part in one.body} == missing


def test_what_disagrees_between_two_samples_is_found_in_both_files() -> None:
    """The list names the waybill by number and carrier, and then says another order, address and air waybill."""
    given = [document for name in ("CEB511", "CEB621") for document in taken(name)]
    both = next(one for one in assemble(given, load()) if set(one.body) == {"waybill", "declaration"})
    _, told = judge(both, load(), load().view(ceb.PROFILE))

    assert {
        Finding("CN-018", "/declaration/masterDocument"),
        Finding("CN-039", "/declaration/consignee/addressText"),
    } <= set(told)
    assert {"CEB511Message.xml", "CEB621Message.xml"} == {
        one.origin.file for one in told if one.rule == "CN-013" and one.origin
    }
