"""Inputs are hostile until proved otherwise: each gets one clear sentence, the right exit code, and no traceback."""

import gzip
import json
from pathlib import Path

import pytest

from cbec.fixtures import but, sample
from tests.cli.conftest import Command

GOOD = json.dumps(sample("low-value-declaration.typical"))

#: what is wrong -> the bytes of the file, and what the sentence says of it
UNREADABLE = {
    "empty": (b"", "empty"),
    "cut off": (GOOD[:-40].encode(), "not well-formed JSON"),
    "a name twice": (
        GOOD.replace('"type": "IMA"', '"type": "IMA", "type": "IMD"', 1).encode(),
        "'type' stands twice",
    ),
    "NaN": (GOOD.replace('"1.350"', "NaN").encode(), "NaN is not a JSON number"),
    "infinity": (GOOD.replace('"1.350"', "-Infinity").encode(), "-Infinity is not a JSON number"),
    "beyond range": (GOOD.replace('"1.350"', "1e999").encode(), "1e999 is beyond range"),
    "a thousand digits": (GOOD.replace('"1.350"', "9" * 1000).encode(), "1000 digits is beyond range"),
    "UTF-16": (GOOD.encode("utf-16"), "UTF-16"),
    "Latin-1": (GOOD.replace("Astrid", "Åse").encode("latin-1").replace(b"\\u00c5", b"\xc5"), "is not UTF-8"),
    "200 deep": (b"[" * 200 + b"]" * 200, "nested more than 64 deep"),
    "100,000 deep": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested more than 64 deep"),
    "a list": (b"[1, 2]", "a message is a JSON object, not a list"),
    "nothing known": (b'{"love": "letter"}', "say which it is with --message"),
    "XML cut off": (
        b"<Declaration>\n<FunctionCode>9</FunctionCode>",
        "line 2, column 31: the file ends inside <Declaration>, which begins on line 1: it was cut off",
    ),
    "XML unknown": (b"<LoveLetter/>", "no binding knows the root <LoveLetter>"),
    "a DOCTYPE": (
        b'<?xml version="1.0"?>\n<!DOCTYPE d [<!ENTITY a "b">]>\n<Declaration>&a;</Declaration>',
        "line 2: a DOCTYPE",
    ),
    "an outside entity": (
        b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><Declaration><ID>&a;</ID></Declaration>',
        "a DOCTYPE or entity is declared",
    ),
    "XML in UTF-16 with a DOCTYPE": ("<!DOCTYPE d><Declaration/>".encode("utf-16"), "DOCTYPE"),
    "XML 200 deep": (b"<a>" * 200 + b"</a>" * 200, "line 1: nested more than 64 deep"),
    "XML 100,000 deep": (b"<a>" * 100_000 + b"</a>" * 100_000, "line 1, column 193: nested more than 64 deep"),
    "XML with a wrong encoding": (
        b'<?xml version="1.0" encoding="UTF-8"?><Declaration>\xff\xfe</Declaration>',
        "line 1, column 52: the byte 0xFF is not UTF-8",
    ),
    "XML that declares UTF-7": (
        b'<?xml version="1.0" encoding="UTF-7"?><Declaration>+ADw-</Declaration>',
        "line 1, column 31: the encoding 'UTF-7' is none that keeps ASCII as it is",
    ),
    "XML with zero bytes": (b"<Declaration>\0</Declaration>", "line 1, column 14: the control character U+0000"),
    "XML with two hyphens in a comment": (
        b"<Declaration>\n<!-- a -- b --></Declaration>",
        "line 2, column 8: a comment contains '--', which XML forbids; write a single hyphen, or read with --lenient.",
    ),
    "XML behind text": (b"sent: <Declaration/>", "line 1, column 1: text stands before the message"),
    "text behind JSON": (b'{"type":\n"IMA"}\nsent', "line 3, column 1: not well-formed JSON: text stands behind"),
    "a comma too many": (GOOD[:-1].encode() + b",\n}", "a comma stands before the closing }; take it out"),
    "binary": (bytes(range(256)), "is not UTF-8"),
}


@pytest.mark.parametrize("wrong", UNREADABLE)
def test_what_cannot_be_read_is_told_in_one_sentence(wrong: str, cbec: Command, tmp_path: Path) -> None:
    """A file that is no message has no verdict: one sentence names file, place and fault, and exit is 2."""
    content, fault = UNREADABLE[wrong]
    (tmp_path / "message").write_bytes(content)
    said = cbec("validate", "message")

    assert 2 == said.code
    assert fault in said.err
    assert said.err.startswith("cbec: message")
    assert 1 == len(said.err.strip().splitlines())
    assert "" == said.out


def test_a_line_of_100_megabytes_is_refused_in_bounded_memory(cbec: Command, tmp_path: Path) -> None:
    """One line must not fill the memory: reading stops at the bound, and the sentence says so."""
    with (tmp_path / "long.ndjson").open("wb") as file:
        file.write(b'{"a": "')
        for _ in range(100):
            file.write(b"x" * 1024 * 1024)
        file.write(b'"}\n')
    said = cbec("validate", "long.ndjson")

    assert 2 == said.code
    assert "long.ndjson, line 1: longer than 64 MB" in said.err


def test_a_compressed_bomb_is_refused(cbec: Command, tmp_path: Path) -> None:
    """A small archive can hold a huge message: what comes out of it is bounded as well."""
    with gzip.open(tmp_path / "bomb.json.gz", "wb") as file:
        for _ in range(80):
            file.write(b" " * 1024 * 1024)
    said = cbec("validate", "bomb.json.gz")

    assert 2 == said.code
    assert "longer than 64 MB" in said.err


def test_an_attribute_of_a_gigabyte_is_refused_in_bounded_memory(cbec: Command, tmp_path: Path) -> None:
    """A megabyte of archive holds a gigabyte of value: reading stops at the bound, leniently as well."""
    many = gzip.compress(b"x\n" * 512 * 1024)
    (tmp_path / "value.xml.gz").write_bytes(gzip.compress(b'<Declaration a="') + many * 1024 + gzip.compress(b'"/>'))

    for more in ([], ["--lenient"]):
        said = cbec("validate", *more, "value.xml.gz")

        assert 2 == said.code
        assert "value.xml.gz: XML of more than 64 MB is not read as one message" in said.err


def test_lenience_reads_what_is_not_quite_xml_and_tells_the_repairs(cbec: Command, tmp_path: Path) -> None:
    """A mistake that hides nothing need not stop a day's work: the message is judged, and the repair is a warning."""
    (tmp_path / "a.xml").write_text("<Declaration><!-- -- --><TypeCode>IMA</TypeCode></Declaration>\nheaders=List()\n")
    strict, lenient = cbec("validate", "a.xml"), cbec("validate", "--lenient", "--format", "jsonl", "a.xml")
    repairs = [one for one in json.loads(lenient.out)["findings"] if one["rule"] == "CBEC-B-repaired"]

    assert (2, "") == (strict.code, strict.out)
    assert "" == lenient.err
    assert [("warning", 1), ("warning", 2)] == [(one["severity"], one["origin"]["line"]) for one in repairs]


def test_a_line_that_cannot_be_read_is_a_finding_among_the_others(cbec: Command, tmp_path: Path) -> None:
    """One broken line must not hide a month of messages: it is a finding on its line, and the rest is judged."""
    (tmp_path / "month.ndjson").write_text(f"{GOOD}\n{GOOD[:-9]}\n\n{GOOD}\n")
    said = cbec("validate", "--format", "jsonl", "month.ndjson")
    lines = [json.loads(line) for line in said.out.splitlines()]

    assert 1 == said.code
    assert [(1, True), (2, False), (4, True)] == [(line["line"], line["valid"]) for line in lines]
    assert "CBEC-D-unreadable" == lines[1]["findings"][0]["rule"]
    assert "line 2," in lines[1]["findings"][0]["says"]
    assert 2 == lines[1]["findings"][0]["origin"]["line"]


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["missing.json"], "missing.json: there is no such file or folder"),
        (["--message", "love-letter", "good.json"], "There is no message 'love-letter'; known are"),
        (["--profile", "zz", "good.json"], "There is no profile 'zz'; known are: "),
        (["--profile", "eu-h7@1999-01-01", "good.json"], "its first is eu-h7@2021-07-01"),
        (["--format", "papyrus", "good.json"], "There is no format 'papyrus'; use one of"),
        (["--out", "nowhere/out.txt", "good.json"], "cannot be written"),
        ([], "Nothing to judge"),
    ],
)
def test_a_wrong_call_says_what_would_be_right(arguments: list[str], fault: str, cbec: Command, tmp_path: Path) -> None:
    """A typing error must not look like a verdict: exit 2, and a sentence that leads on."""
    (tmp_path / "good.json").write_text(GOOD)
    said = cbec("validate", *arguments)

    assert 2 == said.code
    assert fault in said.err
    assert "" == said.out


def test_one_unreadable_file_does_not_stop_the_others(cbec: Command, tmp_path: Path) -> None:
    """A folder with one bad file still gets its verdicts; the exit code says that not all was read."""
    (tmp_path / "a.json").write_text(GOOD)
    (tmp_path / "b.json").write_text("{")
    said = cbec("validate", ".")

    assert 2 == said.code
    assert "a.json: low-value-declaration under core: valid" in said.out
    assert "b.json" in said.err


def test_an_interrupted_output_leaves_the_old_file(cbec: Command, tmp_path: Path) -> None:
    """A report half-written is worse than an old one: the file is replaced whole, or not at all."""
    (tmp_path / "good.json").write_text(GOOD)
    (tmp_path / "out.json").write_text("old")
    said = cbec("validate", "--out", "out.json", "--profile", "eu-h7@2026-11-01", "--format", "json", "missing.json")

    assert 2 == said.code
    assert "old" == (tmp_path / "out.json").read_text()
    assert ["good.json", "out.json"] == sorted(file.name for file in tmp_path.iterdir())


def test_personal_data_is_masked_unless_asked_for(cbec: Command, tmp_path: Path) -> None:
    """Findings end in logs: a name in them is masked, and shown only on demand."""
    name = "Wilhelmina Quistgaard " + "x" * 60
    (tmp_path / "parcel.json").write_text(json.dumps(but(json.loads(GOOD), {"/importer/name": name})))

    assert "Quistgaard" not in cbec("validate", "parcel.json").out
    assert "Quistgaard" in cbec("validate", "--show-values", "parcel.json").out
