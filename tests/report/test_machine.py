"""The report as data: complete, true to its schema, and silent about credentials and persons."""

import base64
import json
from dataclasses import replace

import jsonschema_rs
import pytest

from cbec.drive.exchange import Exchange, Request, Response
from cbec.judge import Run
from cbec.model import load
from cbec.report import Report, as_json, evidence, mask_personal, personal_names, schema
from tests.report.conftest import PERSON, STREET, TOKEN


def test_the_report_keeps_its_schema(run: Run, conformant: Run) -> None:
    """A schema that the kit itself breaks is worth nothing to those who read by it; every run satisfies it."""
    validator = jsonschema_rs.validator_for(schema())

    for one in (run, conformant, replace(run, judgements=(), exchanges=(), repeat="")):
        assert [] == [fault.message for fault in validator.iter_errors(as_json(one))]


def test_the_schema_is_closed() -> None:
    """A member that nobody described is read by nobody; every object of the schema refuses others."""

    def objects(node: object) -> list[dict[str, object]]:
        if isinstance(node, list):
            return [found for one in node for found in objects(one)]
        if not isinstance(node, dict):
            return []
        return [node] * (node.get("type") == "object") + [found for one in node.values() for found in objects(one)]

    assert [] == [one for one in objects(schema()) if one.get("additionalProperties") is not False]
    assert "https://w3id.org/cbec/schemas/report" == schema()["$id"]


def test_every_verdict_is_told_as_it_was_judged(report: Report) -> None:
    """A skipped requirement that reads as passed is the oldest lie of reports; each keeps its own word."""
    told = {one["id"]: one["verdict"] for one in report["requirements"]}

    assert {
        "CBEC-RCP-01": "passed",
        "CBEC-RCP-03": "failed",
        "CBEC-RCP-11": "failed",
        "CBEC-CLR-01": "untested",
        "CBEC-CLR-02": "inconclusive",
        "CBEC-NTF-01": "not applicable",
        "CBEC-TRA-01": "error",
    } == told
    assert 7 == sum(report["totals"].values())
    assert "error" == report["verdict"]
    assert report["conformant"] is False


def test_a_conformant_report_says_what_it_does_not_mean(conformant: Run) -> None:
    """A test report is soon shown as a certificate; it says itself that it is none."""
    report = as_json(conformant)

    assert "Nordic Customs conforms to profile eu-h7@2026-07-01" in report["sentence"]
    assert "no certificate" in report["meansNot"]
    assert "World Customs Organization" in report["meansNot"]


def test_a_failure_can_be_repeated(report: Report) -> None:
    """A failure that cannot be seen again cannot be mended; it names the command, the line and the exchanges."""
    failed = report["requirements"][1]["observations"][1]

    assert "cbec run https://customs.example/api --seed 20251124 --only CBEC-RCP-03" == failed["repeat"]
    assert failed["curl"].startswith("curl --include --request POST https://masked@customs.example/api/messages ")
    assert '--header "Authorization: $CBEC_AUTHORIZATION"' in failed["curl"]
    assert ["0001", "0002"] == failed["exchanges"]
    assert ["evidence/0001.json", "evidence/0002.json"] == [one["file"] for one in report["exchanges"][:2]]


def test_a_body_of_bytes_is_sent_again_from_the_evidence(report: Report) -> None:
    """A shell cannot carry every byte; the line takes such a body from the evidence."""
    broken = next(one for one in report["requirements"] if one["id"] == "CBEC-TRA-01")["observations"][0]

    assert broken["curl"].startswith("jq -j .request.body.base64 evidence/0004.json | base64 --decode | curl ")


def test_no_credential_leaves_the_kit(run: Run) -> None:
    """Published logs of other suites held client secrets; here none stands, wherever the system echoes it."""
    whole = json.dumps(as_json(run)) + "".join(evidence(run).values())

    assert TOKEN not in whole
    assert "user:pass" not in whole
    assert "token=abc" not in whole
    assert "masked" == json.loads(evidence(run)["evidence/0001.json"])["request"]["headers"]["Authorization"]


def test_a_credential_that_no_header_shows_is_hidden_when_named(run: Run) -> None:
    """A transport adds its credential after the recorder has looked; the caller names it, and it is hidden."""
    leaking = replace(run, exchanges=(_echoing("the-key-nobody-recorded"),))
    secrets = frozenset({"Bearer the-key-nobody-recorded"})

    assert "the-key-nobody-recorded" in evidence(leaking)["evidence/0001.json"]
    assert "the-key-nobody-recorded" not in evidence(leaking, secrets)["evidence/0001.json"]


def test_a_system_cannot_black_out_its_failures(run: Run) -> None:
    """A cookie is hidden; one that holds the words of the verdict must not hide the verdict with it."""
    answer = Response(200, {"Set-Cookie": "a=Nordic Customs; Domain=customs.example"}, b"{}")
    cunning = replace(run, exchanges=(Exchange("0001", "", Request("GET", "/"), answer, 0.1),))

    assert "Nordic Customs" == as_json(cunning)["system"]["name"]
    assert "https://masked@customs.example/api/" == as_json(cunning)["system"]["address"]
    assert "Domain=" not in evidence(cunning)["evidence/0001.json"]


def _echoing(text: str) -> Exchange:
    return Exchange("0001", "2025-11-24T10:31:07Z", Request("GET", "/"), Response(401, {}, text.encode()), 0.1)


def test_no_person_leaves_the_kit(run: Run) -> None:
    """A report travels further than a declaration; names and addresses of persons stay behind, in broken bodies too."""
    whole = json.dumps(as_json(run)) + "".join(evidence(run).values())

    assert PERSON not in whole
    assert STREET not in whole
    assert f"masked ({len(PERSON)} characters)" in whole
    sent = json.loads(json.loads(evidence(run)["evidence/0001.json"])["request"]["body"]["text"])
    assert "masked (11 characters)" == sent["message"]["importer"]["name"]
    assert "20.00" == sent["message"]["value"]


def test_only_personal_properties_are_masked() -> None:
    """Evidence without its facts proves nothing; a property that is not personal stays as it is."""
    value = {"name": "Astrid", "value": "20.00", "parts": [{"city": ["Aarhus"], "number": 1}], "country": "DK"}

    masked = mask_personal(value, frozenset({"name", "city", "number"}))

    assert {
        "name": "masked (6 characters)",
        "value": "20.00",
        "parts": [{"city": ["masked (6 characters)"], "number": 1}],
        "country": "DK",
    } == masked


def test_the_personal_names_come_from_the_specification() -> None:
    """A list kept by hand forgets the next element; the specification itself says what is personal."""
    names = personal_names(load())

    assert {"name", "line", "city", "postcode"} <= names
    assert names.isdisjoint({"value", "country", "functionalReference"})


def test_what_is_not_masked_is_kept_to_the_letter(kept: dict[str, str]) -> None:
    """1.10 and 1.1 differ on the wire; a body in which nothing is personal is kept as it came."""
    body = json.loads(kept["evidence/0001.json"])["response"]["body"]

    assert '{"messageIdentifier": "0b2c", "weight": 1.10}' == body["text"]
    assert (False, False) == (body["masked"], body["cut"])


def test_a_body_without_end_is_cut(kept: dict[str, str]) -> None:
    """A system that answers with gigabytes must not fill the disk of the laboratory; what is no JSON is cut."""
    body = json.loads(kept["evidence/0003.json"])["response"]["body"]

    assert 64 * 1024 == len(body["text"])
    assert (100_010, True) == (body["bytes"], body["cut"])


def test_bytes_are_kept_as_base64(kept: dict[str, str]) -> None:
    """What is not UTF-8 would be changed by being shown; it is kept byte by byte."""
    body = json.loads(kept["evidence/0004.json"])["request"]["body"]

    assert b"\xff\xfe\x00binary" == base64.b64decode(body["base64"])


def test_an_exchange_without_an_answer_says_why(kept: dict[str, str]) -> None:
    """Silence is an observation as well; the evidence holds the reason instead of a response."""
    told = json.loads(kept["evidence/0005.json"])

    assert told["response"] is None
    assert "Timed out." == told["failure"]


@pytest.mark.parametrize("body", [b'{"a": "\\ud800"}', b"[" * 5000, b'{"n": 1' + b"0" * 5000 + b"}", b"\xef\xbb\xbf{}"])
def test_a_hostile_answer_does_not_break_the_report(run: Run, body: bytes) -> None:
    """A kit that falls over what a system answers can be silenced by it; every answer can be reported."""
    hostile = replace(run, exchanges=(Exchange("0001", "", Request("GET", "/"), Response(200, {}, body), 0.1),))

    for text in evidence(hostile).values():
        text.encode()
    jsonschema_rs.validate(schema(), as_json(hostile))
