"""Is there a system that speaks the binding at all? Asked before any test, so that a set-up is not judged."""

from cbec.drive.exchange import Request
from cbec.drive.transport import NoAnswerError, Transport
from cbec.terms import UsageError


def preflight(transport: Transport) -> None:
    """Ask for GET /conformance once; raises UsageError in one sentence where no such system answers."""
    where = f"{transport.address}/conformance"
    try:
        response = transport.send(Request("GET", "/conformance", {"Accept": "application/json"}))
    except NoAnswerError as fault:
        raise UsageError(f"{fault} Is the system running, and is the address right?") from None
    if response.status in {401, 403}:
        raise UsageError(
            f"{where} answers {response.status}: state the credentials under reach/headers in a target file."
        )
    if response.media_type in {"text/html", "application/xhtml+xml"}:
        raise UsageError(
            f"{where} answers a web page ({response.status}), not JSON: the address is that of another service."
        )
    if 300 <= response.status < 400:
        elsewhere = response.headers.get("location", "another address")[:200]
        raise UsageError(f"{where} redirects to {elsewhere}: name the final address, redirects are not followed.")
