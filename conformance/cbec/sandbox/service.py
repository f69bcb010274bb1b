"""The HTTP binding of the reference authority: what each call answers, as spec/api/openapi.yaml says."""

import json
from dataclasses import dataclass, field
from typing import Any

from cbec.bindings import json as strict
from cbec.sandbox.authority import MAXIMUM_MESSAGE_SIZE, Conflict, ReferenceAuthority, Refusal
from cbec.terms import UsageError

Json = dict[str, Any]

PROBLEMS = "https://w3id.org/cbec/problems/"
PAGE = 100


@dataclass(frozen=True)
class Reply:
    """An answer: its status, its body and what its head says besides."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "application/json"

    @property
    def content(self) -> bytes:
        """The body as it travels; a text is sent to the letter."""
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


class Service:
    """Answers the calls of the HTTP binding for one authority."""

    def __init__(self, authority: ReferenceAuthority) -> None:
        self.authority = authority

    def conformance(self) -> Reply:
        """Answer GET /conformance."""
        return Reply(200, self.authority.conformance())

    def submit(self, media_type: str, content: bytes) -> Reply:
        """Answer POST /messages."""
        if media_type != "application/json":
            return self.problem(415, "media-type", "Send application/json.")
        if len(content) > MAXIMUM_MESSAGE_SIZE:
            return self.problem(413, "too-large", f"A message has at most {MAXIMUM_MESSAGE_SIZE} bytes.")
        try:
            sent = self.parse(content)
        except UsageError as fault:
            return self.problem(400, "malformed", str(fault))
        if not isinstance(sent, dict) or set(sent) != {"envelope", "message"}:
            return self.problem(400, "malformed", "A message is an object with the members envelope and message.")
        return self.received(content.decode("utf-8-sig"), sent)

    def parse(self, content: bytes) -> Any:
        """Parse what was sent; raises UsageError where it is not strict JSON."""
        return strict.parse(content, "body")

    def received(self, content: str, sent: Json) -> Reply:
        """Hand a well-formed message to the authority, and say what it answers."""
        try:
            receipt = self.authority.receive(content, sent["envelope"], sent["message"])
        except Refusal as refusal:
            return self.refused(refusal)
        except Conflict as conflict:
            return self.problem(409, "identifier-used", f"Another message bears the identifier {conflict.identifier}.")
        return Reply(202, receipt, {"Location": f"/messages/{receipt['messageIdentifier']}"})

    def refused(self, refusal: Refusal) -> Reply:
        """Write a refusal: everything that is wrong, in one problem document."""
        findings = [finding.as_json() for finding in refusal.findings]
        return self.problem(
            422, "findings", f"{len(findings)} finding(s) speak against the message.", {"findings": findings}
        )

    def message(self, identifier: str) -> Reply:
        """Answer GET /messages/{messageIdentifier}: what was sent, to the letter."""
        known = self.authority.store.message(identifier)
        return Reply(200, known[0]) if known else self.problem(404, "not-found", "No such message was received.")

    def consignment(self, reference: str, declarant: str) -> Reply:
        """Answer GET /consignments/{reference}."""
        if not declarant and self.authority.store.declarants(reference) > 1:
            return self.problem(400, "ambiguous", "Several declarants used this reference; name one with ?declarant=.")
        known = self.authority.store.consignment(declarant, reference)
        return (
            Reply(200, self.authority.account(known))
            if known
            else self.problem(404, "not-found", "No such consignment.")
        )

    def notifications(self, after: str, limit: str) -> Reply:
        """Answer GET /notifications: those after a cursor, at most a page of them, and the next cursor."""
        number = self.number(after)
        if number is None or not (limit.isdigit() and 0 < int(limit) <= 1000):
            return self.problem(400, "cursor", "Use a cursor that was given here, and a limit from 1 to 1000.")
        page = self.authority.notifications(number, int(limit))
        last = page[-1][0] if page else number
        return Reply(200, {"events": [event for _, event in page], "cursor": f"e{last}"})

    def number(self, cursor: str) -> int | None:
        """Read a cursor; None where it was never given."""
        if not cursor:
            return 0
        digits = cursor.removeprefix("e")
        known = cursor.startswith("e") and digits.isascii() and digits.isdigit() and len(digits) < 16
        return int(digits) if known and int(digits) <= self.authority.store.last_event() else None

    def problem(self, status: int, kind: str, detail: str, more: Json | None = None) -> Reply:
        """Write a problem document of RFC 9457."""
        titles = {
            "findings": "The message is refused",
            "not-found": "Not found",
            "identifier-used": "Conflict",
        }
        body = {
            "type": PROBLEMS + kind,
            "title": titles.get(kind, "The request cannot be used"),
            "status": status,
            "detail": detail,
        }
        return Reply(status, body | (more or {}), media_type="application/problem+json")
