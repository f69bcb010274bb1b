"""What an authority answered, in the words of a test."""

from dataclasses import dataclass
from typing import Any

from cbec.drive.exchange import Response
from cbec.terms import Finding

PROBLEM = "application/problem+json"

_OUTCOMES = {
    202: "received",
    400: "malformed",
    409: "conflict",
    413: "too large",
    415: "wrong media type",
    422: "refused",
}


@dataclass(frozen=True)
class Answer:
    """The answer to a message: received with a receipt, or refused with findings."""

    message_identifier: str
    response: Response

    @property
    def outcome(self) -> str:
        """What became of the message, in a word; another status is told by its number."""
        return _OUTCOMES.get(self.response.status, f"status {self.response.status}")

    @property
    def receipt(self) -> dict[str, Any]:
        """The receipt, or an empty one where the answer holds none."""
        body = self.response.json()
        return body if isinstance(body, dict) and self.response.status == 202 else {}

    @property
    def problem(self) -> dict[str, Any]:
        """The problem document, or an empty one where the answer holds none."""
        body = self.response.json()
        return body if isinstance(body, dict) and self.response.media_type == PROBLEM else {}

    @property
    def findings(self) -> set[Finding]:
        """The findings of a refusal; what is not a finding is left out."""
        told = self.problem.get("findings")
        return {
            Finding(one["rule"], str(one.get("at", "")))
            for one in (told if isinstance(told, list) else [])
            if isinstance(one, dict) and isinstance(one.get("rule"), str)
        }

    @property
    def rules(self) -> set[str]:
        """The rules that the findings name."""
        return {finding.rule for finding in self.findings}

    @property
    def places(self) -> set[str]:
        """The places that the findings point to."""
        return {finding.at for finding in self.findings}
