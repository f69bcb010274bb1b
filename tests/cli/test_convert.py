"""`cbec convert`: from one syntax to another, with nothing left behind in silence."""

import json
from pathlib import Path

import pytest

from cbec.fixtures import sample
from tests.cli.conftest import Command


@pytest.fixture
def parcel(tmp_path: Path) -> Path:
    """A valid declaration in a file."""
    file = tmp_path / "parcel.json"
    file.write_text(json.dumps(sample("low-value-declaration.typical")), "utf-8")
    return file


def test_a_declaration_goes_to_xml_and_comes_back(cbec: Command, parcel: Path, tmp_path: Path) -> None:
    """An administration moves to another syntax; the declaration must be the same afterwards."""
    xml = tmp_path / "parcel.xml"
    there = cbec("convert", str(parcel), "--to", "wco-declaration", "--out", str(xml))
    back = cbec("convert", str(xml))

    assert (0, "", 0, "") == (there.code, there.err, back.code, back.err)
    assert sample("low-value-declaration.typical") == json.loads(back.out)


def test_what_a_syntax_cannot_carry_is_told_by_place(cbec: Command, tmp_path: Path) -> None:
    """A value that is gone after a conversion is found missing in court; it is told here, with its line."""
    file = tmp_path / "full.json"
    file.write_text(json.dumps({**sample("low-value-declaration.minimal"), "dataset": "H7"}, indent=1), "utf-8")
    told = cbec("convert", str(file), "--to", "wco-response")

    assert 2 == told.code
    assert "does not carry the message low-value-declaration" in told.err


def test_many_messages_become_many_files(cbec: Command, tmp_path: Path) -> None:
    """A month of messages in one file has no place in one XML document; each gets a file of its own."""
    month = tmp_path / "month.ndjson"
    line = json.dumps(sample("low-value-declaration.typical"))
    month.write_text(f"{line}\n{line}\n{line}\n", "utf-8")
    refused = cbec("convert", str(month), "--to", "wco-declaration")
    done = cbec("convert", str(month), "--to", "wco-declaration", "--out", str(tmp_path / "files"))

    assert (2, "") == (refused.code, refused.out)
    assert "name a folder for them with --out" in refused.err
    assert 0 == done.code
    assert ["month-1.xml", "month-2.xml", "month-3.xml"] == sorted(one.name for one in (tmp_path / "files").iterdir())


def test_many_messages_become_a_line_each_in_json(cbec: Command, tmp_path: Path) -> None:
    """What reads one message a line can take what comes out here."""
    month = tmp_path / "month.ndjson"
    line = json.dumps(sample("low-value-declaration.typical"))
    month.write_text(f"{line}\n{line}\n", "utf-8")
    done = cbec("convert", str(month))

    assert [sample("low-value-declaration.typical")] * 2 == [json.loads(one) for one in done.out.splitlines()]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--to", "edifact"], "There is no syntax 'edifact'; known are json, "),
        (["--to", "wco-response"], "does not carry the message low-value-declaration"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    cbec: Command, parcel: Path, words: list[str], sentence: str
) -> None:
    """A wrong name is the commonest mistake; the sentence says which names there are."""
    told = cbec("convert", str(parcel), *words)

    assert (2, "", 1) == (told.code, told.out, told.err.count("\n"))
    assert sentence in told.err


def test_a_file_that_cannot_be_read_is_not_half_written(cbec: Command, tmp_path: Path) -> None:
    """A converted file that is cut short would pass for the whole."""
    broken, out = tmp_path / "broken.xml", tmp_path / "out.json"
    broken.write_text("<Declaration><TypeCode>IMA</Declaration>", "utf-8")
    told = cbec("convert", str(broken), "--out", str(out))

    assert 2 == told.code
    assert not out.exists()
