"""`cbec run`: a live system over HTTP, its verdict, its report, and what is said where there is no such system."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from cbec.sandbox.app import app
from cbec.sandbox.authority import ReferenceAuthority
from cbec.sandbox.server import reference, running
from cbec.sandbox.service import Service
from tests.cli.conftest import Command
from tests.peers.mutants import NamesNoRule
from tests.peers.null import RejectsEverything


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The reference authority on a port of this machine."""
    with running(reference()) as where:
        yield where


def test_a_conforming_authority_is_told_so(address: str, cbec: Command, tmp_path: Path) -> None:
    """A vendor wants one word and a file: the verdict, exit 0, and a report that repeats it."""
    said = cbec("run", address, "--seed", "7")
    report = json.loads((tmp_path / "cbec-report" / "report.json").read_text())

    assert 0 == said.code, said.err
    assert "conforms to profile eu-h7@2026-11-01" in " ".join(said.out.split())
    assert (True, 7, "passed") == (report["conformant"], report["seed"], report["verdict"])
    assert {"report.json", "report.html", "junit.xml", "summary.md", "evidence"} <= {
        file.name for file in (tmp_path / "cbec-report").iterdir()
    }


def test_a_broken_authority_is_told_what_it_breaks(cbec: Command, tmp_path: Path) -> None:
    """One broken requirement fails the run with exit 1, and the report names it with expected and actual."""
    with running(app(Service(NamesNoRule()))) as where:
        said = cbec("run", where, "--smoke")
    report = json.loads((tmp_path / "cbec-report" / "report.json").read_text())
    failed = [one for one in report["requirements"] if one["verdict"] == "failed"]

    assert 1 == said.code
    assert ["CBEC-RCP-03"] == [one["id"] for one in failed]
    assert "CBEC-R-000" in str(failed[0]["observations"])


def test_a_peer_that_refuses_everything_fails_once_and_blocks_the_rest(cbec: Command, tmp_path: Path) -> None:
    """One cause is one failure: what depends on it is inconclusive and says what blocks it."""
    with running(RejectsEverything()) as where:
        said = cbec("run", where, "--smoke", "--only", "CBEC-RCP-01", "--only", "CBEC-RCP-05")
    report = json.loads((tmp_path / "cbec-report" / "report.json").read_text())
    verdicts = {one["id"]: one["verdict"] for one in report["requirements"]}

    assert 1 == said.code
    assert ("failed", "inconclusive") == (verdicts["CBEC-RCP-01"], verdicts["CBEC-RCP-05"])
    assert "Blocked by CBEC-RCP-01" in json.dumps(report)


def test_only_what_is_asked_for_is_judged(address: str, cbec: Command, tmp_path: Path) -> None:
    """Who mends one thing repeats one thing: the rest is not applicable, and says why."""
    said = cbec("run", address, "--only", "CBEC-TRA-01", "--profile", "eu-h7@2021-07-01", "--report", "one")
    report = json.loads((tmp_path / "one" / "report.json").read_text())
    judged = [one["id"] for one in report["requirements"] if one["verdict"] != "not applicable"]

    assert (0, ["CBEC-TRA-01"], "eu-h7@2021-07-01") == (said.code, judged, report["profile"])


TARGET = """
system: {{name: A national system, version: "4.2"}}
profile: core
reach:
  address: {address}
  headers: {{Authorization: {{environment: NATIONAL_TOKEN}}}}
timers: {{answer: 5, decision: 2}}
classes: [core]
"""


def test_a_target_file_says_who_is_judged(address: str, cbec: Command, tmp_path: Path) -> None:
    """Identity, profile and secrets come from the target file; the secret is in no file of the report."""
    (tmp_path / "target.yaml").write_text(TARGET.format(address=address))
    said = cbec("run", "target.yaml", "--smoke", NATIONAL_TOKEN="Bearer s3cr3t-token")
    report = json.loads((tmp_path / "cbec-report" / "report.json").read_text())
    everything = "".join(file.read_text() for file in (tmp_path / "cbec-report").rglob("*") if file.is_file())

    assert 0 == said.code, said.err
    assert ("A national system", "4.2", "core") == (
        report["system"]["name"],
        report["system"]["version"],
        report["profile"],
    )
    assert "not applicable" in {one["verdict"] for one in report["requirements"]}
    assert "s3cr3t-token" not in everything + said.out + said.err


class _Answers(BaseHTTPRequestHandler):
    status, headers_, body = 200, {"Content-Type": "text/html"}, b"<html><h1>Welcome</h1></html>"

    def do_GET(self) -> None:
        self.send_response(self.status)
        for name, value in self.headers_.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay silent."""


@pytest.fixture
def answering(request: pytest.FixtureRequest) -> Iterator[str]:
    """A web server that answers GET in one way."""
    handler = type("Handler", (_Answers,), request.param)
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("answering", "fault"),
    [
        ({}, "answers a web page (200), not JSON"),
        ({"status": 401}, "answers 401: state the credentials"),
        (
            {"status": 302, "headers_": {"Location": "http://elsewhere.example/"}, "body": b""},
            "redirects to http://elsewhere.example/",
        ),
    ],
    indirect=["answering"],
)
def test_another_service_is_not_judged(answering: str, fault: str, cbec: Command, tmp_path: Path) -> None:
    """A wrong address is no failure of the system: one sentence, exit 2, and no report."""
    said = cbec("run", answering)

    assert 2 == said.code
    assert fault in said.err
    assert 1 == len(said.err.strip().splitlines())
    assert [] == list(tmp_path.iterdir())


def test_a_target_that_is_down_is_not_judged(cbec: Command, tmp_path: Path) -> None:
    """Nobody answers: the sentence asks whether the system runs, and nothing is half-written."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    said = cbec("run", f"http://127.0.0.1:{port}")

    assert 2 == said.code
    assert "did not answer" in said.err
    assert "Is the system running" in said.err
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["nowhere.yaml"], "nowhere.yaml: neither an address"),
        (["http://"], "is not an address"),
        (["http://127.0.0.1:9", "--only", "CBEC-RCP-99"], "There is no requirement 'CBEC-RCP-99'"),
        (["http://127.0.0.1:9", "--class", "gold"], "There is no conformance class 'gold'"),
        (["http://127.0.0.1:9", "--profile", "zz"], "There is no profile 'zz'"),
        (["http://127.0.0.1:9", "--role", "declarant"], "cannot be tested yet"),
        (["target.yaml"], "target.yaml: the file: "),
        (["secret.yaml"], "the environment variable NATIONAL_TOKEN is not set"),
    ],
)
def test_a_wrong_call_is_told_before_anything_is_sent(
    arguments: list[str], fault: str, cbec: Command, tmp_path: Path
) -> None:
    """A run that cannot mean what it says does not begin: exit 2, one sentence, nothing written."""
    (tmp_path / "target.yaml").write_text("system: {name: x}\n")
    (tmp_path / "secret.yaml").write_text(TARGET.format(address="http://127.0.0.1:9"))
    said = cbec("run", *arguments)

    assert 2 == said.code
    assert fault in said.err
    assert not (tmp_path / "cbec-report").exists()


def test_a_folder_of_something_else_is_not_overwritten(address: str, cbec: Command, tmp_path: Path) -> None:
    """A slip of --report must not destroy work: a folder that holds other files is refused before the run."""
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years")
    said = cbec("run", address, "--report", "thesis")

    assert 2 == said.code
    assert "thesis" in said.err
    assert "years" == (tmp_path / "thesis" / "chapter.txt").read_text()


def test_the_sandbox_says_when_its_port_is_taken(cbec: Command) -> None:
    """Two sandboxes on one port cannot be; the second says so and how to choose another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = cbec("sandbox", "--port", taken.getsockname()[1])

    assert 2 == said.code
    assert "choose another with --port" in said.err


def test_a_store_outlives_the_authority(tmp_path: Path) -> None:
    """What was received must survive a restart: the store is a file, and the next authority reads it."""
    from cbec.drive import Authority, InProcess, Recorder
    from cbec.fixtures import sample

    profile, file = "eu-h7@2026-11-01", str(tmp_path / "kept.sqlite")
    with closing(InProcess(reference(file))) as transport:
        first = Authority(Recorder(transport), profile, "0.1.0")
        answer = first.submit(sample("low-value-declaration.typical", profile))
    with closing(InProcess(reference(file))) as transport:
        second = Authority(Recorder(transport), profile, "0.1.0")

        assert "received" == answer.outcome
        assert 200 == second.message(answer.message_identifier).status
        assert "released" == second.consignment("LV-2026-000001")["state"]


def test_a_store_that_is_no_database_is_refused(cbec: Command, tmp_path: Path) -> None:
    """A file of another kind is not written over: one sentence, exit 2."""
    (tmp_path / "notes.txt").write_text("not a database, but long enough to look like something else entirely " * 20)
    said = cbec("sandbox", "--port", "0", "--store", "notes.txt")

    assert 2 == said.code
    assert "cannot be opened" in said.err


def test_the_reference_authority_keeps_nothing_of_a_refused_message() -> None:
    """A transaction is whole or not at all: after a refusal the store holds no message and no event."""
    authority = ReferenceAuthority()
    reply = Service(authority).submit("application/json", b'{"envelope": {}, "message": {}}')

    assert 422 == reply.status
    assert 0 == authority.store.last_event()


def test_a_run_can_be_repeated_with_its_seed(address: str, cbec: Command) -> None:
    """The report says how to repeat a run: a system that remembers the first must be able to pass the second."""
    first = cbec("run", address, "--seed", "11", "--only", "CBEC-RCP-05")
    second = cbec("run", address, "--seed", "11", "--only", "CBEC-RCP-05")

    assert (0, 0) == (first.code, second.code)
