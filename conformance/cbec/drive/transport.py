"""How a system under test is reached: over HTTP, or as an ASGI application in this very process."""

import asyncio
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from cbec.drive.exchange import Request, Response
from cbec.terms import CbecError, UsageError

#: An answer larger than this is not read on; no answer of the binding comes near it.
MAX_ANSWER = 16 * 1024 * 1024


class NoAnswerError(CbecError):
    """The system under test gave no answer that can be read."""


class Transport(Protocol):
    """Carries one request to the system under test and brings its response."""

    address: str

    def send(self, request: Request) -> Response:
        """Send *request*; raises NoAnswerError where no response comes."""

    def close(self) -> None:
        """Let go of the system under test."""


class Http:
    """Speaks HTTP: follows no redirect, waits no longer than the timer, reads no more than the bound."""

    def __init__(self, address: str, timer: float = 10.0, headers: dict[str, str] | None = None) -> None:
        import httpx2  # noqa: PLC0415  # only a live run needs it

        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise UsageError(f"{address!r} is not an address; write it like http://localhost:8000.")
        self.address = address.rstrip("/")
        self._client = httpx2.Client(timeout=timer, follow_redirects=False, headers=headers or {}, trust_env=False)
        self._fault = httpx2.HTTPError
        self._timer = timer

    def send(self, request: Request) -> Response:
        """Send *request*; raises NoAnswerError where no response comes in time."""
        call = self._client.build_request(
            request.method, self.address + request.path, headers=dict(request.headers), content=request.body
        )
        try:
            return self._read(call)
        except self._fault as fault:
            kind = "did not answer in time" if "Timeout" in type(fault).__name__ else "did not answer"
            raise NoAnswerError(f"{self.address} {kind}: {str(fault) or type(fault).__name__}.") from None

    def _read(self, call: Any) -> Response:
        import time  # noqa: PLC0415

        deadline = time.monotonic() + self._timer
        answer = self._client.send(call, stream=True)
        try:
            pieces, size = [], 0
            for piece in answer.iter_bytes():
                size += len(piece)
                if size > MAX_ANSWER or time.monotonic() > deadline:
                    break
                pieces.append(piece)
            if time.monotonic() > deadline:
                raise NoAnswerError(f"{self.address} was still answering after {self._timer:g} seconds.")
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Response(answer.status_code, headers, b"".join(pieces), size > MAX_ANSWER)
        finally:
            answer.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


class InProcess:
    """Calls an ASGI application directly: no port, no threads, a tenth of the time."""

    def __init__(self, application: Any, address: str = "http://in-process") -> None:
        self.address = address
        self._application = application
        self._loop = asyncio.new_event_loop()

    def send(self, request: Request) -> Response:
        """Send *request*; an exception in the application is the status 500 that a server would make of it."""
        path, _, query = request.path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": "http",
            "path": path,
            "raw_path": quote(path).encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in request.headers.items()],
            "server": ("in-process", 80),
            "client": ("in-process", 1),
        }
        return self._loop.run_until_complete(_call(self._application, scope, request.body))

    def close(self) -> None:
        """Close the event loop."""
        self._loop.close()


async def _call(application: Any, scope: dict[str, Any], body: bytes) -> Response:
    status, headers, pieces = 500, {}, []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = {name.decode().lower(): value.decode() for name, value in message.get("headers", [])}
        else:
            pieces.append(message.get("body", b""))

    try:
        await application(scope, receive, send)
    except Exception as fault:  # noqa: BLE001  # whatever the application under test raises is its answer
        return Response(500, {"content-type": "text/plain"}, f"{type(fault).__name__}: {fault}".encode())
    return Response(status, headers, b"".join(pieces))
