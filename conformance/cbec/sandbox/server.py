"""The reference authority on a port of this machine."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from cbec.sandbox.app import app
from cbec.sandbox.authority import ReferenceAuthority
from cbec.sandbox.service import Service
from cbec.sandbox.store import Store
from cbec.terms import KitFault, UsageError


def reference(store: str = ":memory:") -> Starlette:
    """Build the reference authority with its memory in the SQLite file *store*."""
    return app(Service(ReferenceAuthority(Store(store))))


def listen(port: int, host: str = "127.0.0.1") -> socket.socket:
    """Open *port* of *host*, any free one for 0; raises UsageError where it is taken."""
    # The protocol is named because asyncio turns off Nagle's delay only where it is: 40 ms an answer.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as fault:
        bound.close()
        raise UsageError(
            f"Port {port} of {host} cannot be used ({fault.strerror}); choose another with --port."
        ) from None
    return bound


def serve(application: Starlette, bound: socket.socket) -> None:
    """Answer on *bound* until interrupted."""
    uvicorn.Server(_settings(application)).run(sockets=[bound])


@contextmanager
def running(application: Starlette) -> Iterator[str]:
    """Answer on a free port of this machine in the background; gives its address."""
    bound = listen(0)
    server = uvicorn.Server(_settings(application))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    patience = time.monotonic() + 10
    while not server.started:
        if time.monotonic() > patience or not thread.is_alive():
            raise KitFault("The reference authority did not start within ten seconds.")
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        bound.close()


def _settings(application: Starlette) -> uvicorn.Config:
    return uvicorn.Config(application, log_level="error", access_log=False, lifespan="off", timeout_graceful_shutdown=1)
