"""Keeps every exchange with the system under test, in order, as evidence."""

import time
from datetime import UTC, datetime

from cbec.drive.exchange import Exchange, Request, Response
from cbec.drive.transport import NoAnswerError, Transport


class Recorder:
    """A transport that remembers; the ids count up from 0001."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.exchanges: list[Exchange] = []

    @property
    def address(self) -> str:
        """The address of the system under test."""
        return self._transport.address

    def send(self, request: Request) -> Response:
        """Send *request* and keep what was said; raises NoAnswerError where no response comes."""
        at, begun = datetime.now(UTC), time.perf_counter()
        response, failure = None, ""
        try:
            response = self._transport.send(request)
        except NoAnswerError as fault:
            failure = str(fault)
            raise
        finally:
            exchange = Exchange(
                id=f"{len(self.exchanges) + 1:04}",
                at=at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                request=request,
                response=response,
                seconds=time.perf_counter() - begun,
                failure=failure,
            )
            self.exchanges.append(exchange)
        return response

    def close(self) -> None:
        """Close the transport."""
        self._transport.close()
