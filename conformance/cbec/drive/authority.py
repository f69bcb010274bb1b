"""An authority under test, as a declarant meets it."""

import json
import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from cbec.drive.answers import Answer
from cbec.drive.exchange import Request, Response
from cbec.drive.recorder import Recorder

Json = dict[str, Any]

DECLARANT = "DK12345678"
#: More notifications than a run can cause: an authority that goes on for ever is not read for ever.
MANY = 100_000


@dataclass
class Authority:
    """Sends messages to an authority under test, and asks what became of them.

    ``timer`` is how many seconds to wait for a decision, ``pause`` how long between two questions.
    """

    transport: Recorder
    profile: str
    version: str
    timer: float = 5.0
    pause: float = 0.05
    _told: list[Json] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _cursor: str = ""

    def identifier(self) -> str:
        """Draw a message identifier that was never used; no seed repeats it, for a system remembers."""
        return str(uuid.uuid4())

    def reference(self) -> str:
        """Draw a functional reference that was never used."""
        return f"T{secrets.token_hex(9).upper()}"

    def envelope(self, message: Any, kind: str, **changes: Any) -> Json:
        """Write the envelope of *message*; *changes* replace members, None takes one away."""
        declaration = message.get("declaration", message) if isinstance(message, dict) else {}
        reference = declaration.get("functionalReference") if isinstance(declaration, dict) else None
        envelope = {
            "messageType": kind,
            "specificationVersion": self.version,
            "profile": self.profile,
            "messageIdentifier": self.identifier(),
            "functionalReference": reference if isinstance(reference, str) and 0 < len(reference) <= 35 else "NONE",
            "issuedAt": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "sender": {"role": "declarant", "identifier": DECLARANT},
        }
        return {name: value for name, value in (envelope | changes).items() if value is not None}

    def submit(self, message: Any, kind: str = "low-value-declaration", **changes: Any) -> Answer:
        """Send *message* in an envelope; *changes* are those of the envelope."""
        return self.send({"envelope": self.envelope(message, kind, **changes), "message": message})

    def send(self, enveloped: Json) -> Answer:
        """Send a message with its envelope as it is."""
        identifier = str(enveloped.get("envelope", {}).get("messageIdentifier", ""))
        return Answer(identifier, self.post(json.dumps(enveloped).encode()))

    def post(self, content: bytes, media_type: str = "application/json") -> Response:
        """Send *content* to POST /messages, whatever it is."""
        return self.transport.send(Request("POST", "/messages", {"Content-Type": media_type}, content))

    def get(self, path: str) -> Response:
        """Ask for *path*."""
        return self.transport.send(Request("GET", path, {"Accept": "application/json"}))

    def conformance(self) -> Json:
        """Ask what the authority claims; an empty answer where it does not say."""
        return _object(self.get("/conformance"))

    def message(self, identifier: str) -> Response:
        """Ask for the message *identifier* that the authority received."""
        return self.get(f"/messages/{quote(identifier, safe='')}")

    def consignment(self, reference: str) -> Json:
        """Ask for the account of the consignment under *reference*; an empty one where there is none."""
        response = self.get(f"/consignments/{quote(reference, safe='')}?declarant={quote(DECLARANT)}")
        return _object(response) if response.status == 200 else {}

    def states(self, reference: str) -> list[str]:
        """List the states of the consignment under *reference* in the order in which it tells them."""
        history = self.consignment(reference).get("history")
        return [str(entry.get("state")) for entry in history or [] if isinstance(entry, dict)]

    def notifications(self, after: str = "") -> Json:
        """Ask for one page of notifications after a cursor."""
        return _object(self.get(f"/notifications?after={quote(after, safe='')}" if after else "/notifications"))

    def responses(self, reference: str) -> list[Json]:
        """List the notifications about *reference* that have come until now, in the order in which they came."""
        while True:
            page = self.notifications(self._cursor)
            events = [event for event in page.get("events") or [] if self._is_new(event)]
            self._told.extend(events)
            cursor = page.get("cursor")
            if not events or not isinstance(cursor, str) or cursor == self._cursor or len(self._told) > MANY:
                break
            self._cursor = cursor
        return [event for event in self._told if _response(event).get("functionalReference") == reference]

    def _is_new(self, event: Any) -> bool:
        """Whether *event* was not told before: the same one may come again."""
        text = json.dumps(event, sort_keys=True)
        if not isinstance(event, dict) or text in self._seen:
            return False
        self._seen.add(text)
        return True

    def response(self, reference: str, status: str) -> Json:
        """Wait for the response of *status* about *reference*; an empty one where it does not come in time."""
        return self._wait(lambda: next((one for one in self._responses(reference) if one.get("status") == status), {}))

    def all_responses(self, reference: str, status: str, count: int) -> list[Json]:
        """Wait until *count* responses of *status* have come about *reference*, and list what has come."""
        found: list[Json] = []

        def look() -> Json:
            found[:] = [one for one in self._responses(reference) if one.get("status") == status]
            return found[-1] if len(found) >= count else {}

        self._wait(look)
        return found

    def event(self, reference: str, status: str) -> Json:
        """Wait for the notification of *status* about *reference*; an empty one where it does not come in time."""
        return self._wait(
            lambda: next((one for one in self.responses(reference) if _response(one).get("status") == status), {})
        )

    def settled(self, reference: str) -> list[Json]:
        """Wait until the declaration under *reference* is decided on, and list the notifications about it."""
        decided = {"held", "released", "rejected", "cancelled"}
        self._wait(lambda: next((one for one in self._responses(reference) if one.get("status") in decided), {}))
        return self.responses(reference)

    def last_cursor(self) -> str:
        """Read all notifications until now, and give the cursor after the last."""
        self.responses("")
        return self._cursor

    def everything_after(self, cursor: str) -> list[Json]:
        """Read all notifications after *cursor*, page by page."""
        read: list[Json] = []
        while True:
            page = self.notifications(cursor)
            events = [event for event in page.get("events") or [] if isinstance(event, dict)]
            following = page.get("cursor")
            read.extend(events)
            if not events or not isinstance(following, str) or following == cursor or len(read) > MANY:
                return read
            cursor = following

    def _responses(self, reference: str) -> list[Json]:
        return [_response(event) for event in self.responses(reference)]

    def _wait(self, look: Callable[[], Json]) -> Json:
        patience = time.monotonic() + self.timer
        while not (found := look()) and time.monotonic() < patience:
            time.sleep(self.pause)
        return found


def _object(response: Response) -> Json:
    body = response.json()
    return body if isinstance(body, dict) else {}


def _response(event: Json) -> Json:
    """The message of a notification; an empty one where it holds none."""
    data = event.get("data")
    message = data.get("message") if isinstance(data, dict) else None
    return message if isinstance(message, dict) else {}
