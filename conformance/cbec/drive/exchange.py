"""One question to the system under test and its answer, kept as they were."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Request headers whose values are never written down.
SECRET_HEADERS = frozenset({"authorization", "cookie", "set-cookie", "proxy-authorization", "x-api-key"})


@dataclass(frozen=True)
class Request:
    """What is sent to the system under test; ``path`` is relative to its base address."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Response:
    """What came back; ``truncated`` says that the answer was larger than is read."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    truncated: bool = False

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in lower case."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    def json(self) -> Any:
        """Give the body as JSON, or None where it is no JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


@dataclass(frozen=True)
class Exchange:
    """A request with its response, or with the reason why there is none; ``seconds`` is how long it took."""

    id: str
    at: str
    request: Request
    response: Response | None
    seconds: float
    failure: str = ""
