"""The words in which a conformance test is told."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from cbec.compile.json_schema import MOMENT
from cbec.drive import Authority
from cbec.fixtures import but, sample
from cbec.model import Flow, View
from cbec.suite import generate
from cbec.terms import Finding
from cbec.validate import validator
from cbec.validate.predicates.identity import SCHEMES

Body = dict[str, Any]


class Inconclusive(Exception):
    """The test could not be decided, for a reason that is not its own subject."""


def requirement(*ids: str) -> pytest.MarkDecorator:
    """Tie a test to the requirements that it observes; an unknown id stops the collection."""
    return pytest.mark.requirement(*ids)


@dataclass(frozen=True)
class Lodged:
    """A declaration that the authority under test has in its keeping."""

    reference: str
    registration_number: str
    declaration: Body
    message_identifier: str


@dataclass(frozen=True)
class Paper:
    """Writes messages for a test: valid under the profile, each with a reference of its own."""

    view: View
    authority: Authority
    descriptions: Mapping[str, str]
    settings: generate.Settings

    def declaration(self, changes: Mapping[str, Any] | None = None) -> Body:
        """Write a valid declaration, then apply *changes* by JSON Pointer."""
        body = sample("low-value-declaration.typical", self.view.name)
        return but(body, {"/functionalReference": self.authority.reference()} | dict(changes or {}))

    def described(self, outcome: str, changes: Mapping[str, Any] | None = None) -> Body:
        """Write a declaration that asks for *outcome*, or a hold for that reason, by its reserved goods description."""
        return self.declaration({"/items/0/description": self.descriptions[outcome]} | dict(changes or {}))

    def amendment(self, lodged: Lodged, changes: Mapping[str, Any] | None = None) -> Body:
        """Write an amendment that leaves the declaration as it was but for *changes*."""
        base = sample("amendment.typical", self.view.name)
        declaration = but(lodged.declaration, {"/function": base["declaration"]["function"]} | dict(changes or {}))
        return base | {"registrationNumber": lodged.registration_number, "declaration": declaration}

    def cancellation(self, lodged: Lodged) -> Body:
        """Write the cancellation of *lodged*."""
        base = sample("cancellation.typical", self.view.name)
        return base | {
            "registrationNumber": lodged.registration_number,
            "functionalReference": lodged.reference,
        }

    def number_of_nobody(self) -> str:
        """Write a registration number in its right form that was never given."""
        number = f"00ZZ{self.authority.reference()[1:13]}R"
        _, computed = SCHEMES["eu-mrn"]
        return number + computed(f"{number}0")[1]

    def lodge(self, body: Body, status: str) -> Lodged:
        """Send *body* and wait for the response of *status*; raises Inconclusive where it does not come."""
        answer = self.authority.submit(body)
        if answer.outcome != "received":
            raise Inconclusive(f"A valid declaration was not received ({answer.outcome}), so nothing follows.")
        response = self.authority.response(body["functionalReference"], status)
        number = response.get("registrationNumber")
        if not isinstance(number, str):
            raise Inconclusive(f"No response with status {status} and a registration number came in time.")
        return Lodged(body["functionalReference"], number, body, answer.message_identifier)

    def faults(self, name: str, body: Any) -> list[str]:
        """List what is wrong with *body* as the message *name*, each fault in a line."""
        return [f"{one.rule} {one.at}" for one in validator(self.view, name).findings(body)]

    def response_faults(self, event: Body) -> list[str]:
        """List what is wrong with the response in a notification, and with its envelope."""
        core = validator(self.view.spec.view(), "envelope")
        return [f"{one.rule} /envelope{one.at}" for one in core.findings(self.envelope(event))] + self.faults(
            "response", _member(event, "message")
        )

    def envelope(self, event: Body) -> Body:
        """Take the envelope out of a notification; an empty one where it holds none."""
        return _member(event, "envelope")

    def status(self, event: Body) -> str:
        """Take the status out of a notification."""
        return str(_member(event, "message").get("status"))

    def reference(self, event: Body) -> str:
        """Take the functional reference out of a notification."""
        return str(_member(event, "message").get("functionalReference"))

    def is_moment(self, text: str) -> bool:
        """Whether *text* is a moment in time with its offset."""
        return re.search(MOMENT, text) is not None

    @property
    def flow(self) -> Flow:
        """The flow that declarations of low value follow."""
        return self.view.spec.flows["low-value-clearance"]

    def each_valid(self, holds: Callable[[Body], None]) -> None:
        """Draw valid declarations, and see that *holds* for each; the smallest that fails is reported."""
        generate.each(generate.valid(self.view, self.declaration()), self._renamed(holds), self.settings)

    def each_broken(self, rule: str, holds: Callable[[Body, Finding], None]) -> None:
        """Draw declarations with one structural fault of the kind *rule*, and see that *holds* for each."""
        drawn = generate.broken(self.view, self.declaration(), rule)
        generate.each(drawn, lambda pair: self._renamed(lambda body: holds(body, pair[1]))(pair[0]), self.settings)

    def _renamed(self, holds: Callable[[Body], None]) -> Callable[[Body], None]:
        """Give each drawn declaration a reference of its own, unless its reference is what is drawn."""

        def renamed(body: Body) -> None:
            fresh = {"functionalReference": self.authority.reference()} if "functionalReference" in body else {}
            holds(body | fresh)

        return renamed

    def held(self) -> Lodged:
        """Lodge a declaration whose goods the authority holds."""
        return self.lodge(self.described("held"), "held")

    def released(self) -> Lodged:
        """Lodge a declaration whose goods the authority releases."""
        return self.lodge(self.declaration(), "released")


def _member(event: Body, name: str) -> Body:
    data = event.get("data")
    member = data.get(name) if isinstance(data, dict) else None
    return member if isinstance(member, dict) else {}
