"""`cbec validate` as its users call it."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from cbec.fixtures import but, sample
from tests.cli.conftest import HOME, Command

TYPICAL = sample("low-value-declaration.typical")
WRONG = but(TYPICAL, {"/items/1/number": 7, "/exportCountry": "QQ"})


def test_a_finding_says_what_where_and_why_in_the_terms_of_the_file(cbec: Command, tmp_path: Path) -> None:
    """A vendor has a file and no time: rule, place, line, WCO pointer and source stand in the answer."""
    (tmp_path / "parcel.json").write_text(json.dumps(WRONG, indent=1))
    said = cbec("validate", "parcel.json")
    line = 1 + (tmp_path / "parcel.json").read_text().split('"number": 7')[0].count("\n")

    assert 1 == said.code
    assert f"error  CBEC-R-004  /items/1/number  line {line}" in said.out
    assert "expected 2; found 7" in said.out
    assert "WCO pointer 42A/67A/68A[2]/006" in said.out
    assert "[eu-cdm 11 03 001, verified]" in said.out


def test_findings_are_of_the_published_form(cbec: Command, tmp_path: Path) -> None:
    """Programs rely on the members of a finding; they are those of the interface."""
    (tmp_path / "parcel.json").write_text(json.dumps(WRONG))
    said = cbec("validate", "--format", "json", "parcel.json")
    findings = json.loads(said.out)["documents"][0]["findings"]

    assert [("CBEC-S-code", "/exportCountry"), ("CBEC-R-004", "/items/1/number")] == [
        (one["rule"], one["at"]) for one in findings
    ]
    assert {
        "rule": "CBEC-R-004",
        "severity": "error",
        "at": "/items/1/number",
        "wco": "42A/67A/68A[2]/006",
        "element": "item.number",
        "origin": {"file": "parcel.json", "line": 1, "path": "/items/1/number"},
        "says": "Goods items are numbered 1, 2, 3 and so on in the order in which they stand.",
        "expected": "2",
        "actual": "7",
    } == findings[1]


def test_an_enveloped_message_is_judged_by_the_profile_that_it_names(cbec: Command, tmp_path: Path) -> None:
    """Who sends a message says by which rules; its envelope is judged as well, in the terms of the file."""
    envelope = sample("envelope.typical") | {"profile": "eu-h7@2026-11-01", "issuedAt": "yesterday"}
    (tmp_path / "sent.json").write_text(json.dumps({"envelope": envelope, "message": TYPICAL}))
    said = cbec("validate", "--format", "jsonl", "sent.json")
    judged = json.loads(said.out)

    assert "eu-h7@2026-11-01" == judged["profile"]
    assert "/envelope/issuedAt" in {one["at"] for one in judged["findings"]}
    assert "/message/items/0" in {one["origin"]["path"] for one in judged["findings"]}


def test_standard_input_lines_and_the_summary(cbec: Command) -> None:
    """An administration pipes a month through: the summary counts each rule, and no message is kept."""
    lines = "\n".join(json.dumps(one) for one in (TYPICAL, WRONG, TYPICAL, WRONG))
    said = cbec("validate", "--summary", "-", given=lines.encode())

    assert 1 == said.code
    assert "4 documents, 2 valid (50.0%)" in said.out
    assert "2          2  CBEC-R-004" in said.out


def test_the_reference_engine_is_asked_and_agrees(cbec: Command, tmp_path: Path) -> None:
    """A verdict that two engines share can be defended; with --oracle both are asked."""
    (tmp_path / "parcel.json").write_text(json.dumps(WRONG))

    assert cbec("validate", "parcel.json") == cbec("validate", "--oracle", "parcel.json")


def test_sarif_and_junit_are_readable_by_their_readers(cbec: Command, tmp_path: Path) -> None:
    """A build server reads no prose: both formats parse and name the rule and the line."""
    (tmp_path / "parcel.json").write_text(json.dumps(WRONG, indent=1))
    sarif = json.loads(cbec("validate", "--format", "sarif", "parcel.json").out)
    junit = ET.fromstring(cbec("validate", "--format", "junit", "parcel.json").out)  # noqa: S314  # our own output
    results = sarif["runs"][0]["results"]

    assert ["CBEC-S-code", "CBEC-R-004"] == [one["ruleId"] for one in results]
    assert results[1]["locations"][0]["physicalLocation"]["region"]["startLine"] > 1
    assert ("1", "1") == (junit.get("tests"), junit.get("failures"))


def test_the_output_goes_to_a_file(cbec: Command, tmp_path: Path) -> None:
    """A verdict that is kept is kept whole; standard output stays empty."""
    (tmp_path / "parcel.json").write_text(json.dumps(TYPICAL))
    said = cbec("validate", "--out", "verdict.json", "--format", "json", "parcel.json")

    assert (0, "") == (said.code, said.out)
    assert json.loads((tmp_path / "verdict.json").read_text())["valid"] is True


def test_the_edition_in_force_on_a_day_is_chosen(cbec: Command, tmp_path: Path) -> None:
    """A message of 2022 is judged by the rules of 2022: --as-of chooses the edition."""
    (tmp_path / "parcel.json").write_text(json.dumps(sample("low-value-declaration.typical", "eu-h7@2021-07-01")))

    assert 0 == cbec("validate", "--profile", "eu-h7", "--as-of", "2022-03-01", "parcel.json").code
    assert 1 == cbec("validate", "--profile", "eu-h7", "--as-of", "2026-08-01", "parcel.json").code


@pytest.mark.parametrize("message", ["low-value-declaration", "amendment", "cancellation", "response", "receipt"])
def test_a_bare_message_is_recognised_by_its_content(message: str, cbec: Command) -> None:
    """Nobody wants to say what the file already shows; each sample is recognised."""
    said = cbec("validate", HOME / "fixtures" / "messages" / f"{message}.typical.json")

    assert f"{message} under core: valid" in said.out
