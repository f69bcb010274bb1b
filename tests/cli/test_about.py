"""`cbec validate REJECTION --about DECLARATION` as its users call it."""

import json
from pathlib import Path

import pytest

from cbec.bindings.carry import write
from cbec.fixtures import but, sample
from cbec.model import load
from tests.cli.conftest import Command

BODY = sample("low-value-declaration.typical")
FAULTS = [{"code": "CDS11006", "place": "42A/67A/68A[2]/23A/65A/126"}]
REJECTION = {**but(sample("response.minimal"), {"/status": "rejected"}), "faults": FAULTS}


@pytest.fixture
def post(tmp_path: Path) -> Path:
    """Lay out what a declarant has after a rejection: the declaration sent and the message that refused it."""
    sent = {**REJECTION, "functionalReference": BODY["functionalReference"]}
    for name, body, message, binding in (
        ("sent.xml", BODY, "low-value-declaration", "wco-declaration-uk"),
        ("rejected.xml", sent, "response", "wco-response"),
    ):
        (tmp_path / name).write_bytes(write(body, message, load().bindings[binding], load()).content)
    return tmp_path


def test_a_refused_element_is_named_with_its_line_in_the_declaration(cbec: Command, post: Path) -> None:
    """A rejection is a chain of ids; the clerk wants the field and the line in the file that was sent."""
    said = cbec("validate", "rejected.xml", "--about", "sent.xml")
    lines = (post / "sent.xml").read_text().splitlines()
    [second] = [number for number, line in enumerate(lines, 1) if "<GrossMassMeasure" in line][1:]

    assert 0 == said.code
    assert "information  CBEC-A-refused  /faults/0" in said.out
    assert "CDS11006 (Net mass is not lower than gross mass): Gross mass (126)." in said.out
    assert f"see sent.xml:{second}: /MetaData/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[2]/" in said.out
    assert "(1 note)" in said.out


def test_programs_get_the_same(cbec: Command, post: Path) -> None:
    """An editor marks the line of the declaration, not that of the rejection."""
    said = cbec("validate", "rejected.xml", "--about", "sent.xml", "--format", "jsonl")
    [finding] = json.loads(said.out)["findings"]

    assert "sent.xml" == finding["origin"]["file"]
    assert ("item.gross-mass", "42A/67A/68A[2]/23A/65A/126") == (finding["element"], finding["wco"])


def test_the_declaration_may_be_in_another_syntax(cbec: Command, post: Path) -> None:
    """What was sent is kept as JSON here, and the authority answers in XML: the pointer does not care."""
    (post / "sent.json").write_text(json.dumps(BODY, indent=1))
    said = cbec("validate", "rejected.xml", "--about", "sent.json")

    assert ": /items/1/grossMass" in said.out


@pytest.mark.parametrize("name", ["nowhere.xml", "broken.xml"])
def test_a_declaration_that_cannot_be_read_is_told_in_one_sentence(cbec: Command, post: Path, name: str) -> None:
    """A mistyped name is the user's to mend, and nothing was judged."""
    (post / "broken.xml").write_text("<Declaration>")
    said = cbec("validate", "rejected.xml", "--about", name)

    assert 2 == said.code
    assert name in said.err
    assert 1 == len(said.err.strip().splitlines())
