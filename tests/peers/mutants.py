"""Authorities that break one requirement each; the docstring names it, and the suite must name it too."""

import json
import uuid
from collections import defaultdict
from dataclasses import replace
from typing import ClassVar

from cbec.sandbox.authority import ReferenceAuthority, Refusal, now
from cbec.sandbox.service import Reply, Service
from cbec.terms import Finding


class SaysNoVersion(ReferenceAuthority):
    """Breaks CBEC-CNF-01."""

    def conformance(self):
        told = super().conformance()
        del told["specificationVersion"]
        return told


class TakesAnyProfileForTheCore(ReferenceAuthority):
    """Breaks CBEC-CNF-02."""

    def findings(self, envelope, message):
        if isinstance(envelope, dict) and envelope.get("profile") not in self.profiles():
            envelope = {**envelope, "profile": "core"}
        return super().findings(envelope, message)

    def act(self, envelope, message):
        known = envelope["profile"] in self.profiles()
        super().act(envelope if known else {**envelope, "profile": "core"}, message)


class CountsTwoItemsOnly(ReferenceAuthority):
    """Breaks CBEC-RCP-01."""

    def message_findings(self, view, name, message):
        found = super().message_findings(view, name, message)
        if not found and name == "low-value-declaration" and len(message["items"]) != 2:
            return [Finding("CBEC-X-two", "/items")]
        return found


class ReceiptForAnother(ReferenceAuthority):
    """Breaks CBEC-RCP-02."""

    def receipt(self, envelope):
        return super().receipt(envelope) | {"messageIdentifier": str(uuid.uuid4())}


class _Rewords(ReferenceAuthority):
    """Changes the findings of a message of one kind."""

    prefixes: tuple[str, ...] = ()

    def reword(self, finding):
        return finding

    def message_findings(self, view, name, message):
        found = super().message_findings(view, name, message)
        return [self.reword(one) if one.rule.startswith(self.prefixes) else one for one in found]


class NamesNoRule(_Rewords):
    """Breaks CBEC-RCP-03."""

    prefixes = ("CBEC-R-", "EU-H7-")

    def reword(self, finding):
        return replace(finding, rule="CBEC-R-000")


class _PointsNowhere(_Rewords):
    def reword(self, finding):
        return replace(finding, at="")


class PointsToNoBrokenRule(_PointsNowhere):
    """Breaks CBEC-RCP-04."""

    prefixes = ("CBEC-R-", "EU-H7-")


class PointsToNothingMissing(_PointsNowhere):
    """Breaks CBEC-RCP-05."""

    prefixes = ("CBEC-S-required",)


class PointsToNoCode(_PointsNowhere):
    """Breaks CBEC-RCP-06."""

    prefixes = ("CBEC-S-code",)


class OneFaultAtATime(ReferenceAuthority):
    """Breaks CBEC-RCP-07."""

    def message_findings(self, view, name, message):
        return super().message_findings(view, name, message)[:1]


class UntitledProblems(Service):
    """Breaks CBEC-RCP-08."""

    def refused(self, refusal):
        reply = super().refused(refusal)
        return replace(reply, body={name: value for name, value in reply.body.items() if name != "title"})


class KeepsWhatItRefused(ReferenceAuthority):
    """Breaks CBEC-RCP-09."""

    def receive(self, content, envelope, message):
        try:
            return super().receive(content, envelope, message)
        except Refusal:
            reference = message.get("functionalReference") if isinstance(message, dict) else None
            if isinstance(reference, str) and not self.store.declarants(reference):
                self.open_empty(envelope, message)
            raise

    def open_empty(self, envelope, message):
        from cbec.sandbox.store import Consignment

        sender = envelope.get("sender", {}).get("identifier", "")
        self.store.keep_consignment(
            Consignment(sender, message["functionalReference"], envelope.get("profile", ""), "none", 1, message)
        )


class PointsToNothingUnknown(_PointsNowhere):
    """Breaks CBEC-RCP-10."""

    prefixes = ("CBEC-S-unknown",)


class RepeatsNames(ReferenceAuthority):
    """Breaks CBEC-RCP-11."""

    def message_findings(self, view, name, message):
        from cbec.validate import validator

        return validator(view, name).findings(message, show_values=True)


class _Renumbers(Service):
    """Answers one kind of problem with the status of another."""

    instead: ClassVar[dict[int, int]] = {}

    def problem(self, status, kind, detail, more=None):
        return super().problem(self.instead.get(status, status), kind, detail, more)


class MalformedIsRefused(Service):
    """Breaks CBEC-TRA-01."""

    def parse(self, content):
        try:
            json.loads(content)
        except ValueError:
            return {"envelope": {}, "message": {}}
        return super().parse(content)


class KeepsTheLastOfTwoNames(Service):
    """Breaks CBEC-TRA-02."""

    def parse(self, content):
        super().parse(b"{}")
        try:
            return json.loads(content)
        except ValueError:
            return super().parse(content)


class ReadsAnyMediaType(Service):
    """Breaks CBEC-TRA-03."""

    def submit(self, media_type, content):
        return super().submit("application/json", content)


class NeverTooLarge(_Renumbers):
    """Breaks CBEC-TRA-04."""

    instead: ClassVar = {413: 400}


class TakesAnyEnvelope(ReferenceAuthority):
    """Breaks CBEC-TRA-05."""

    def receive(self, content, envelope, message):
        nobody = {"sender": {"role": "declarant", "identifier": "NOBODY"}}
        return super().receive(content, nobody | envelope if isinstance(envelope, dict) else envelope, message)


class TakesAnythingForADeclaration(ReferenceAuthority):
    """Breaks CBEC-TRA-06."""

    def receive(self, content, envelope, message):
        known = {"low-value-declaration", "amendment", "cancellation"}
        if isinstance(envelope, dict) and envelope.get("messageType") not in known:
            envelope = envelope | {"messageType": "low-value-declaration"}
        return super().receive(content, envelope, message)


class SpeaksEveryVersion(ReferenceAuthority):
    """Breaks CBEC-TRA-07."""

    def version_findings(self, envelope):
        return []


class FreshReceipts(ReferenceAuthority):
    """Breaks CBEC-ONC-01."""

    def repeated(self, content, envelope):
        receipt = super().repeated(content, envelope)
        return receipt and receipt | {"receivedAt": now()}


class ReceivesTwice(ReferenceAuthority):
    """Breaks CBEC-ONC-02."""

    def repeated(self, content, envelope):
        receipt = super().repeated(content, envelope)
        if receipt:
            known = self.store.consignment(envelope["sender"]["identifier"], receipt["functionalReference"])
            known.history.append(dict(known.history[0]))
            self.store.keep_consignment(known)
        return receipt


class IgnoresConflicts(Service):
    """Breaks CBEC-ONC-03."""

    def problem(self, status, kind, detail, more=None):
        if status == 409:
            return Reply(202, {"messageIdentifier": detail.split()[-1].rstrip("."), "status": "received"})
        return super().problem(status, kind, detail, more)


class ForgetsReferences(ReferenceAuthority):
    """Breaks CBEC-ONC-04."""

    def reuse_findings(self, envelope, message):
        return []


class Embellishes(Service):
    """Breaks CBEC-ONC-05."""

    def message(self, identifier):
        reply = super().message(identifier)
        if reply.status != 200:
            return reply
        content = json.loads(reply.body)
        content["message"]["totalGrossMass"] = "1.35"
        return replace(reply, body=content)


class FindsEverything(Service):
    """Breaks CBEC-ONC-06."""

    def message(self, identifier):
        reply = super().message(identifier)
        return Reply(200, {}) if reply.status == 404 else reply


class AcceptsInSilence(ReferenceAuthority):
    """Breaks CBEC-CLR-01."""

    def respond(self, consignment, envelope, says):
        released = self.trigger(consignment.declaration)[0] == "released"
        if not (says["status"] == "accepted" and released and consignment.version == 1):
            super().respond(consignment, envelope, says)


class OneNumberForAll(ReferenceAuthority):
    """Breaks CBEC-CLR-02."""

    only = ""

    def decide(self, consignment, envelope):
        if self.trigger(consignment.declaration)[0] == "released" and not consignment.registration_number:
            self.only = self.only or self.registration_number()
            consignment.registration_number = self.only
        super().decide(consignment, envelope)


class NeverReleasesAtOnce(ReferenceAuthority):
    """Breaks CBEC-CLR-03."""

    def decide(self, consignment, envelope):
        self.hesitates = consignment.version == 1
        super().decide(consignment, envelope)

    def enter(self, consignment, event, envelope):
        if event != "released" or not self.hesitates:
            super().enter(consignment, event, envelope)

    def respond(self, consignment, envelope, says):
        if says["status"] != "released" or not self.hesitates:
            super().respond(consignment, envelope, says)


class _HoldsWithout(ReferenceAuthority):
    without = ""

    def hold(self, reason):
        return {name: value for name, value in super().hold(reason).items() if name != self.without}


class HoldsWithoutReason(_HoldsWithout):
    """Breaks CBEC-CLR-04."""

    without = "reason"


class HoldsWithoutOffice(_HoldsWithout):
    """Breaks CBEC-CLR-05."""

    without = "contactOffice"


class ReleasesWhatItInspects(ReferenceAuthority):
    """Breaks CBEC-CLR-06."""

    def respond(self, consignment, envelope, says):
        super().respond(consignment, envelope, says)
        if says.get("reason") == "inspection":
            super().respond(consignment, envelope, {"status": "released"})


class RejectsWithoutReason(ReferenceAuthority):
    """Breaks CBEC-CLR-07."""

    def rejection(self):
        return {"status": "rejected"}


class RepliesToNobody(ReferenceAuthority):
    """Breaks CBEC-CLR-08."""

    def response_envelope(self, consignment, envelope):
        return super().response_envelope(consignment, envelope) | {"inReplyTo": str(uuid.uuid4())}


class BreaksItsOwnRules(ReferenceAuthority):
    """Breaks CBEC-CLR-09."""

    def event(self, envelope, message):
        return super().event(envelope, message | {"effectiveAt": "today"})


class _Accounts(ReferenceAuthority):
    def history(self, consignment):
        return consignment.history

    def account(self, consignment):
        return super().account(consignment) | {"history": self.history(consignment)}


class KnowsNoTime(_Accounts):
    """Breaks CBEC-CLR-10."""

    def history(self, consignment):
        return [entry | {"at": "lately"} for entry in consignment.history]


class TellsAnImpossibleStory(_Accounts):
    """Breaks CBEC-CLR-11."""

    def history(self, consignment):
        held = consignment.state == "held"
        return [entry for entry in consignment.history if not (held and entry["state"] == "accepted")]


class ForgetsAmendments(ReferenceAuthority):
    """Breaks CBEC-CHG-01."""

    def amend(self, consignment, message):
        consignment.version += 1


class CountsNoVersions(ReferenceAuthority):
    """Breaks CBEC-CHG-02."""

    def amend(self, consignment, message):
        consignment.declaration = message["declaration"]


class _ChangesTooLate(ReferenceAuthority):
    kind = ""

    def state_findings(self, consignment, event):
        return [] if event == self.kind else super().state_findings(consignment, event)

    def act(self, envelope, message):
        known = self.store.registered(message.get("registrationNumber", ""))
        if not (envelope["messageType"] == self.kind and known and known.state == "released"):
            super().act(envelope, message)


class AmendsTooLate(_ChangesTooLate):
    """Breaks CBEC-CHG-03."""

    kind = "amendment"


class AmendsAnything(ReferenceAuthority):
    """Breaks CBEC-CHG-04."""

    def message_findings(self, view, name, message):
        return [] if name == "amendment" else super().message_findings(view, name, message)


class CancelsInSilence(ReferenceAuthority):
    """Breaks CBEC-CHG-05."""

    def respond(self, consignment, envelope, says):
        if says["status"] != "cancelled":
            super().respond(consignment, envelope, says)


class CancelsTooLate(_ChangesTooLate):
    """Breaks CBEC-CHG-06."""

    kind = "cancellation"


class ChangesWhatItNeverKnew(ReferenceAuthority):
    """Breaks CBEC-CHG-07."""

    def flow_findings(self, envelope, message):
        return [one for one in super().flow_findings(envelope, message) if one.rule != "CBEC-F-unknown"]

    def act(self, envelope, message):
        if envelope["messageType"] == "low-value-declaration" or self.store.registered(message["registrationNumber"]):
            super().act(envelope, message)


class NotACloudEvent(ReferenceAuthority):
    """Breaks CBEC-NTF-01."""

    def event(self, envelope, message):
        told = super().event(envelope, message)
        del told["specversion"]
        return told


class TellsTheEndFirst(ReferenceAuthority):
    """Breaks CBEC-NTF-02."""

    def notifications(self, after, limit):
        page = super().notifications(after, limit)
        told = defaultdict(list)
        for _, event in page:
            told[event["subject"]].append(event)
        return [(number, told[event["subject"]].pop()) for number, event in page]


class StartsTooEarly(ReferenceAuthority):
    """Breaks CBEC-NTF-03."""

    def notifications(self, after, limit):
        return super().notifications(max(after - 1, 0), limit)


class LosesPatience(ReferenceAuthority):
    """Breaks CBEC-NTF-04."""

    def __init__(self):
        super().__init__()
        self.asked = defaultdict(int)

    def notifications(self, after, limit):
        page = super().notifications(after, limit)
        self.asked[after] += bool(page)
        return page if self.asked[after] < 3 else []


class OneIdentifierForAll(ReferenceAuthority):
    """Breaks CBEC-NTF-05."""

    def event(self, envelope, message):
        return super().event(envelope, message) | {"id": "event"}


def _all(kind):
    for one in kind.__subclasses__():
        if one.__doc__ and one.__doc__.startswith("Breaks "):
            yield one
        yield from _all(one)


MUTANTS = sorted({*_all(ReferenceAuthority), *_all(Service)}, key=lambda one: one.__name__)
