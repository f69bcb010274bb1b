"""Transport: what holds for every request, whatever message it carries."""

import json

from cbec.drive import Authority
from cbec.suite.story import Inconclusive, Paper, requirement


@requirement("CBEC-TRA-01")
def test_what_is_not_json_is_malformed(authority: Authority) -> None:
    """Half a message must not be guessed at; what is not well-formed is answered with 400."""
    assert 400 == authority.post(b'{"envelope": {').status


@requirement("CBEC-TRA-02")
def test_a_name_said_twice_is_malformed(authority: Authority, paper: Paper) -> None:
    """Two parsers keep different ones of two equal names; the authority keeps neither."""
    declaration = paper.declaration()
    text = json.dumps({"envelope": authority.envelope(declaration, "low-value-declaration"), "message": declaration})
    stated = f'"type": "{declaration["type"]}"'
    twice = text.replace(stated, f'{stated}, "type": "IMD"', 1)

    assert text != twice
    assert 400 == authority.post(twice.encode()).status


@requirement("CBEC-TRA-03")
def test_another_media_type_is_refused(authority: Authority, paper: Paper) -> None:
    """A message read in the wrong syntax is another message; only JSON is taken as JSON."""
    declaration = paper.declaration()
    text = json.dumps({"envelope": authority.envelope(declaration, "low-value-declaration"), "message": declaration})

    assert 415 == authority.post(text.encode(), "text/plain").status


@requirement("CBEC-TRA-04")
def test_a_message_too_large_is_refused(authority: Authority) -> None:
    """One sender could fill the memory of all; the size that is stated is the size that is kept."""
    size = authority.conformance().get("maximumMessageSize")
    if not isinstance(size, int) or not 0 < size <= 64 * 1024 * 1024:
        raise Inconclusive("GET /conformance states no maximumMessageSize of at most 64 MB.")

    assert 413 == authority.post(b" " * (size + 1)).status


@requirement("CBEC-TRA-05")
def test_an_envelope_is_complete(authority: Authority, paper: Paper) -> None:
    """A message without a sender cannot be answered; the refusal points to what the envelope lacks."""
    answer = authority.submit(paper.declaration(), sender=None)

    assert "refused" == answer.outcome
    assert {"/envelope/sender"} == answer.places


@requirement("CBEC-TRA-06")
def test_an_unknown_message_type_is_refused(authority: Authority, paper: Paper) -> None:
    """A message taken for another is judged by the wrong rules; an unknown type is refused by name."""
    answer = authority.submit(paper.declaration(), kind="love-letter")

    assert "refused" == answer.outcome
    assert {"/envelope/messageType"} == answer.places


@requirement("CBEC-TRA-07")
def test_an_unknown_specification_version_is_refused(authority: Authority, paper: Paper) -> None:
    """Tomorrow's message may mean something else; a version that is not claimed is refused by name."""
    answer = authority.submit(paper.declaration(), specificationVersion="99.0.0")

    assert "refused" == answer.outcome
    assert {"/envelope/specificationVersion"} == answer.places
