"""The reference authority: it judges, decides and tells, as the specification asks.

Each duty is one small method, so that a mutant can break exactly one of them.
"""

import secrets
import string
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cbec import __version__
from cbec.model import Flow, Spec, View, load
from cbec.sandbox.store import Consignment, Store
from cbec.terms import Finding, UsageError, by_place
from cbec.validate import validator
from cbec.validate.predicates.identity import SCHEMES

Json = dict[str, Any]

FLOW = "low-value-clearance"
OFFICE = "ZZ000001"
SOURCE = "urn:cbec:reference-authority"
EVENT_TYPE = "org.cbec.response"
MAXIMUM_MESSAGE_SIZE = 4 * 1024 * 1024
FROM_DECLARANT = ("low-value-declaration", "amendment", "cancellation")


class Refusal(Exception):
    """Why a message is not received: everything that is wrong with it."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


class Conflict(Exception):
    """Another message was received before under the same identifier."""

    def __init__(self, identifier: str) -> None:
        super().__init__(identifier)
        self.identifier = identifier


@dataclass
class ReferenceAuthority:
    """An authority that conforms; its memory is a store."""

    store: Store = field(default_factory=Store)
    spec: Spec = field(default_factory=load)

    @property
    def flow(self) -> Flow:
        """The flow that this authority follows."""
        return self.spec.flows[FLOW]

    def conformance(self) -> Json:
        """Say what this authority claims."""
        return {
            "system": {"name": "cbec reference authority", "version": __version__},
            "specificationVersion": __version__,
            "conformanceClasses": ["core", "clearance", "change", "notifications"],
            "profiles": self.profiles(),
            "maximumMessageSize": MAXIMUM_MESSAGE_SIZE,
        }

    def profiles(self) -> list[str]:
        """List the profiles that messages may be written to: the core, and every edition of every profile."""
        editions = [f"{one.id}@{edition.date}" for one in self.spec.profiles.values() for edition in one.editions]
        return ["core", *sorted(editions)]

    # Receiving

    def receive(self, content: str, envelope: Any, message: Any) -> Json:
        """Take a message into keeping and act on it; *content* is what was sent, to the letter.

        Gives the receipt. Raises Refusal with all findings, or Conflict. Nothing is kept unless all is.
        """
        with self.store.transaction():
            repeated = self.repeated(content, envelope)
            if repeated is not None:
                return repeated
            findings = self.findings(envelope, message)
            if findings:
                raise Refusal(by_place(findings))
            receipt = self.receipt(envelope)
            self.store.keep_message(envelope["messageIdentifier"], content, receipt)
            self.act(envelope, message)
            return receipt

    def repeated(self, content: str, envelope: Any) -> Json | None:
        """Give the receipt of the first time where the same message comes again; raises Conflict for another one."""
        identifier = envelope.get("messageIdentifier") if isinstance(envelope, dict) else None
        known = self.store.message(identifier) if isinstance(identifier, str) else None
        if known is None:
            return None
        if known[0] != content:
            raise Conflict(str(identifier))
        return known[1]

    def receipt(self, envelope: Json) -> Json:
        """Write the receipt of the message in *envelope*."""
        return {
            "messageIdentifier": envelope["messageIdentifier"],
            "functionalReference": envelope["functionalReference"],
            "receivedAt": now(),
            "status": "received",
        }

    # Judging

    def findings(self, envelope: Any, message: Any) -> list[Finding]:
        """List everything that speaks against receiving the message."""
        found = self.envelope_findings(envelope)
        if found:
            return found
        view = self.spec.view("" if envelope["profile"] == "core" else envelope["profile"])
        found = self.message_findings(view, envelope["messageType"], message)
        return found or self.flow_findings(envelope, message)

    def envelope_findings(self, envelope: Any) -> list[Finding]:
        """Judge the envelope; its places are under /envelope."""
        judge = validator(self.spec.view(), "envelope")
        found = [_under("/envelope", one) for one in judge.findings(envelope)]
        return found or [
            *self.version_findings(envelope),
            *self.profile_findings(envelope),
            *self.type_findings(envelope),
        ]

    def version_findings(self, envelope: Json) -> list[Finding]:
        """Refuse a specification version that is not claimed."""
        return _unless(
            envelope["specificationVersion"] == __version__,
            Finding("CBEC-E-version", "/envelope/specificationVersion", says="This version is not spoken here."),
        )

    def profile_findings(self, envelope: Json) -> list[Finding]:
        """Refuse a profile that is not claimed."""
        return _unless(
            envelope["profile"] in self.profiles(),
            Finding("CBEC-E-profile", "/envelope/profile", says="This profile is not claimed here."),
        )

    def type_findings(self, envelope: Json) -> list[Finding]:
        """Refuse a message that no declarant sends."""
        return _unless(
            envelope["messageType"] in FROM_DECLARANT,
            Finding("CBEC-E-type", "/envelope/messageType", says="An authority does not receive this message."),
        )

    def message_findings(self, view: View, name: str, message: Any) -> list[Finding]:
        """Judge the message by structure and rules."""
        return validator(view, name).findings(message)

    def flow_findings(self, envelope: Json, message: Json) -> list[Finding]:
        """Judge whether the message has its place in the life of a consignment."""
        if envelope["messageType"] == "low-value-declaration":
            return [*self.reference_findings(envelope, message), *self.reuse_findings(envelope, message)]
        known = self.store.registered(message["registrationNumber"])
        if known is None:
            return [Finding("CBEC-F-unknown", "/registrationNumber", says="No declaration bears this number.")]
        return self.state_findings(known, envelope["messageType"])

    def reference_findings(self, envelope: Json, message: Json) -> list[Finding]:
        """Refuse an envelope that names another reference than its declaration."""
        return _unless(
            envelope["functionalReference"] == message["functionalReference"],
            Finding(
                "CBEC-E-reference",
                "/envelope/functionalReference",
                says="The declaration bears another reference.",
            ),
        )

    def reuse_findings(self, envelope: Json, message: Json) -> list[Finding]:
        """Refuse a reference that the same declarant used before."""
        used = self.store.consignment(envelope["sender"]["identifier"], message["functionalReference"])
        return _unless(
            used is None,
            Finding("CBEC-F-reference", "/functionalReference", says="This reference was used before."),
        )

    def state_findings(self, consignment: Consignment, event: str) -> list[Finding]:
        """Refuse what the flow does not allow in the state of the consignment."""
        return _unless(
            self.flow.step(consignment.state, event) is not None,
            Finding("CBEC-F-state", "/registrationNumber", says=f"The declaration is {consignment.state}."),
        )

    # Acting

    def act(self, envelope: Json, message: Json) -> None:
        """Let the received message take effect."""
        kind = envelope["messageType"]
        if kind == "low-value-declaration":
            opened = Consignment(
                declarant=envelope["sender"]["identifier"],
                reference=message["functionalReference"],
                profile=envelope["profile"],
                state=self.flow.start,
                version=1,
                declaration=message,
            )
            self.enter(opened, kind, envelope)
            self.decide(opened, envelope)
            return
        known = self.store.registered(message["registrationNumber"])
        if known is None:  # judged before: flow_findings
            raise Refusal([Finding("CBEC-F-unknown", "/registrationNumber")])
        self.enter(known, kind, envelope)
        if kind == "amendment":
            self.amend(known, message)
            self.decide(known, envelope)
        else:
            self.respond(known, envelope, {"status": "cancelled"})

    def amend(self, consignment: Consignment, message: Json) -> None:
        """Replace the declaration by what the amendment says."""
        consignment.declaration = message["declaration"]
        consignment.version += 1

    def decide(self, consignment: Consignment, envelope: Json) -> None:
        """Decide on the declaration: accept it, then release or hold; or reject it."""
        outcome, reason = self.trigger(consignment.declaration)
        if outcome == "rejected":
            self.enter(consignment, "rejected", envelope)
            self.respond(consignment, envelope, self.rejection())
            return
        consignment.registration_number = consignment.registration_number or self.registration_number()
        self.enter(consignment, "accepted", envelope)
        self.respond(consignment, envelope, {"status": "accepted"})
        self.enter(consignment, outcome, envelope)
        self.respond(consignment, envelope, self.hold(reason) if outcome == "held" else {"status": outcome})

    def trigger(self, declaration: Json) -> tuple[str, str]:
        """Give the outcome and reason that the reserved goods descriptions ask for; else release."""
        descriptions = {item["description"] for item in declaration["items"]}
        for one in self.flow.triggers:
            if one.description in descriptions:
                return one.outcome, one.reason
        return "released", ""

    def hold(self, reason: str) -> Json:
        """Say that the goods are held, why, whom to contact and until when to answer."""
        limit = datetime.now(UTC) + timedelta(days=10)
        return {
            "status": "held",
            "reason": reason,
            "text": "Send what is asked for, or contact the office.",
            "contactOffice": OFFICE,
            "limitAt": limit.isoformat(timespec="seconds").replace("+00:00", "Z"),
        }

    def rejection(self) -> Json:
        """Say that the declaration is rejected, and why."""
        return {
            "status": "rejected",
            "text": "The goods cannot be declared in this way.",
            "appealOffice": OFFICE,
        }

    def registration_number(self) -> str:
        """Draw a registration number that was never given, in the form of a master reference number."""
        alphabet = string.ascii_uppercase + string.digits
        body = f"{datetime.now(UTC):%y}ZZ{''.join(secrets.choice(alphabet) for _ in range(12))}R"
        _, computed = SCHEMES["eu-mrn"]
        return body + computed(body + "0")[1]

    def enter(self, consignment: Consignment, event: str, envelope: Json) -> None:
        """Bring the consignment into the state that *event* leads to, and remember when."""
        target = self.flow.step(consignment.state, event)
        if target is None:
            raise UsageError(f"The flow {self.flow.id} does not allow {event} when {consignment.state}.")
        consignment.state = target
        consignment.history.append({"state": target, "at": now(), "messageIdentifier": envelope["messageIdentifier"]})
        self.store.keep_consignment(consignment)

    # Telling

    def respond(self, consignment: Consignment, envelope: Json, says: Json) -> None:
        """Tell the declarant what became of the declaration."""
        self.store.keep_consignment(consignment)
        message = {
            "functionalReference": consignment.reference,
            "version": consignment.version,
            "effectiveAt": now(),
        } | says
        if consignment.registration_number:
            message["registrationNumber"] = consignment.registration_number
        self.store.keep_event(self.event(self.response_envelope(consignment, envelope), message))

    def response_envelope(self, consignment: Consignment, envelope: Json) -> Json:
        """Write the envelope of a response to the message in *envelope*."""
        return {
            "messageType": "response",
            "specificationVersion": __version__,
            "profile": consignment.profile,
            "messageIdentifier": str(uuid.uuid4()),
            "functionalReference": consignment.reference,
            "issuedAt": now(),
            "inReplyTo": envelope["messageIdentifier"],
            "sender": {"role": "authority", "identifier": OFFICE},
        }

    def event(self, envelope: Json, message: Json) -> Json:
        """Wrap a response as a CloudEvent."""
        return {
            "specversion": "1.0",
            "id": str(uuid.uuid4()),
            "source": SOURCE,
            "type": EVENT_TYPE,
            "time": envelope["issuedAt"],
            "subject": message["functionalReference"],
            "datacontenttype": "application/json",
            "data": {"envelope": envelope, "message": message},
        }

    def notifications(self, after: int, limit: int) -> list[tuple[int, Json]]:
        """List the notifications after the number *after*, oldest first."""
        return self.store.events(after, limit)

    def account(self, consignment: Consignment) -> Json:
        """Tell the state of a consignment and how it came there."""
        told = {
            "reference": consignment.reference,
            "declarant": consignment.declarant,
            "state": consignment.state,
            "version": consignment.version,
            "history": consignment.history,
        }
        return told | (
            {"registrationNumber": consignment.registration_number} if consignment.registration_number else {}
        )


def now() -> str:
    """Give the present moment in UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _unless(holds: bool, finding: Finding) -> list[Finding]:  # reads as a sentence
    return [] if holds else [finding]


def _under(prefix: str, finding: Finding) -> Finding:
    return replace(finding, at=prefix + finding.at)
