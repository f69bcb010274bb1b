"""A system under test may be slow, endless or hostile: every answer is bounded in time and size."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from cbec.drive import Http, InProcess, NoAnswerError, Recorder, Request
from cbec.drive.transport import MAX_ANSWER

GET = Request("GET", "/conformance")


@contextmanager
def peer(says: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that reads one request and then does what *says* does with the connection."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()

    def serve() -> None:
        try:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                says(connection)
        except OSError:
            return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()
        thread.join(timeout=10)


def endlessly(connection: socket.socket) -> None:
    """Answer a byte at a time, for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while True:
        connection.sendall(b" ")
        time.sleep(0.05)


def hugely(connection: socket.socket) -> None:
    """Answer more than anybody wants."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    for _ in range(MAX_ANSWER // 65536 * 4):
        connection.sendall(b"x" * 65536)


def packed(connection: socket.socket) -> None:
    """Answer little that becomes much."""
    bomb = gzip.compress(b" " * (MAX_ANSWER * 4))
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n"
    connection.sendall(head.encode() + bomb)


def half(connection: socket.socket) -> None:
    """Close in the middle of the body."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")


def silently(connection: socket.socket) -> None:
    """Say nothing."""
    time.sleep(3)


@pytest.mark.parametrize("says", [endlessly, silently, half], ids=lambda one: one.__name__)
def test_an_answer_that_never_comes_ends_in_time(says: Callable[[socket.socket], None]) -> None:
    """A system that hangs must not hang the run: after the timer there is no answer, and that is said."""
    begun = time.monotonic()
    with peer(says) as address, closing(Http(address, timer=0.5)) as transport, pytest.raises(NoAnswerError):
        transport.send(GET)

    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("says", [hugely, packed], ids=lambda one: one.__name__)
def test_an_answer_is_read_up_to_its_bound(says: Callable[[socket.socket], None]) -> None:
    """A gigabyte, packed or not, must not fill the memory: what is kept is bounded, and marked as cut."""
    with peer(says) as address, closing(Http(address, timer=10)) as transport:
        response = transport.send(GET)

    assert response.truncated
    assert len(response.body) <= MAX_ANSWER


def test_a_redirect_is_not_followed() -> None:
    """A system must not send the kit, and its credentials, to another host."""

    def elsewhere(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n")

    with peer(elsewhere) as address, closing(Http(address)) as transport:
        assert 302 == transport.send(GET).status


def test_what_was_said_is_kept_with_the_failure() -> None:
    """Evidence of a failure is the request and why no answer came."""
    with peer(half) as address, closing(Recorder(Http(address, timer=1))) as recorder, pytest.raises(NoAnswerError):
        recorder.send(GET)

    assert [("0001", GET, None)] == [(one.id, one.request, one.response) for one in recorder.exchanges]
    assert "did not answer" in recorder.exchanges[0].failure


def test_an_application_that_raises_answers_500() -> None:
    """In process as over HTTP: an exception in the system is its answer, never the kit's fault."""

    async def broken(_scope: object, _receive: object, _send: object) -> None:
        raise ValueError("out of order")

    with closing(InProcess(broken)) as transport:
        response = transport.send(GET)

    assert 500 == response.status
    assert b"ValueError: out of order" == response.body
