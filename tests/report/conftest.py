"""One run of every verdict, made by hand: the system under test tries to break, and to leak into, its own report."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cbec.drive.exchange import Exchange, Request, Response
from cbec.judge import Judgement, Observation, Run, SystemUnderTest
from cbec.model import load
from cbec.report import Report, as_json, evidence
from cbec.terms import Verdict

#: What must be read as text, and never run: markup, a terminal escape, and a mark that turns the line round.
ATTACK = "<script>alert(1)</script>\x1b[2J\x00\u202egnp.exe ]]> & \"quoted\" 'quoted'"
TOKEN = "s3cr3t-token-of-the-lab"
PERSON = "Astrid Holm"
STREET = "Strandvejen 12"

MESSAGE = {
    "envelope": {"messageType": "low-value-declaration", "messageIdentifier": "0b2c"},
    "message": {
        "functionalReference": "T0001",
        "value": "20.00",
        "importer": {"name": PERSON, "address": {"line": STREET, "city": "Aarhus", "country": "DK"}},
        "items": [{"number": 1, "description": "Shirt"}],
    },
}


def _post(number: int, body: bytes, status: int, answer: bytes, **headers: str) -> Exchange:
    request = Request(
        "POST", "/messages", {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}, body
    )
    response = Response(status, {"content-type": "application/problem+json", **headers}, answer)
    return Exchange(f"{number:04}", "2025-11-24T10:31:07.412Z", request, response, 0.0123)


def _problem(**members: Any) -> bytes:
    return json.dumps({"type": "about:blank", "title": "Refused", **members}).encode()


def _exchanges() -> tuple[Exchange, ...]:
    sent = json.dumps(MESSAGE).encode()
    return (
        _post(1, sent, 202, b'{"messageIdentifier": "0b2c", "weight": 1.10}', **{"Set-Cookie": f"session={TOKEN}"}),
        _post(2, sent, 422, _problem(detail=f"{ATTACK} {PERSON} may not import; you sent {TOKEN}")),
        _post(3, sent[: sent.index(b"Aarhus")], 400, b"not JSON: " + b"x" * 100_000),
        _post(4, b"\xff\xfe\x00binary", 400, b""),
        Exchange(
            "0005", "2025-11-24T10:31:09.000Z", Request("GET", "/notifications?token=abc"), None, 5.0, "Timed out."
        ),
    )


def _observe(id_: str, verdict: Verdict, **told: Any) -> Observation:
    test = told.pop("test", f"test_of_{id_.lower()}")
    return Observation(id_, test, verdict, purpose="The threat, and what is expected.", seconds=0.25, **told)


@pytest.fixture
def run() -> Run:
    """A run with a passed, a failed, an untested, an inconclusive, a not applicable and a broken requirement; one SHOULD."""
    observed = {
        "CBEC-RCP-01": [_observe("CBEC-RCP-01", Verdict.PASSED, exchanges=("0001",))],
        "CBEC-RCP-03": [
            _observe("CBEC-RCP-03", Verdict.PASSED, test="test_each_rule_is_enforced[CBEC-R-001]"),
            _observe(
                "CBEC-RCP-03",
                Verdict.FAILED,
                test="test_each_rule_is_enforced[CBEC-R-012]",
                says=f"The rule was not named: {ATTACK}",
                expected="['CBEC-R-012']",
                actual=f"{ATTACK} for {PERSON}, {TOKEN}",
                exchanges=("0001", "0002"),
            ),
        ],
        "CBEC-RCP-11": [_observe("CBEC-RCP-11", Verdict.FAILED, expected="one place", actual="none")],
        "CBEC-CLR-01": [],
        "CBEC-CLR-02": [
            _observe("CBEC-CLR-02", Verdict.INCONCLUSIVE, says="Blocked by CBEC-RCP-01.", exchanges=("0005", "gone"))
        ],
        "CBEC-NTF-01": [],
        "CBEC-TRA-01": [_observe("CBEC-TRA-01", Verdict.ERROR, says="KeyError: 'x'", exchanges=("0003", "0004"))],
    }
    requirements = load().requirements
    return Run(
        system=SystemUnderTest(
            "Nordic Customs", "https://user:pass@customs.example/api/", "authority", "2.1", ("core",)
        ),
        profile="eu-h7@2026-07-01",
        kit_version="0.1.0",
        specification_digest=load().digest,
        started="2025-11-24T10:31:07Z",
        seconds=83.4,
        seed=20251124,
        judgements=tuple(
            Judgement(requirements[id_], tuple(seen), "Not claimed: notifications." if id_ == "CBEC-NTF-01" else "")
            for id_, seen in observed.items()
        ),
        exchanges=_exchanges(),
        repeat="cbec run https://customs.example/api --seed 20251124",
    )


@pytest.fixture
def report(run: Run) -> Report:
    """The run as the report's data."""
    return as_json(run)


@pytest.fixture
def kept(run: Run) -> dict[str, str]:
    """The evidence of the run."""
    return evidence(run)


@pytest.fixture
def conformant(run: Run) -> Run:
    """The same run where everything was passed."""
    passed = [
        replace(one, not_applicable="", observations=(_observe(one.requirement.id, Verdict.PASSED),))
        for one in run.judgements
    ]
    return replace(run, judgements=tuple(passed))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the report is to go; it does not exist yet."""
    return tmp_path / "out" / "report"
