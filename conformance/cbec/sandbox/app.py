"""The reference authority as an ASGI application."""

from dataclasses import replace
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from cbec.sandbox.authority import MAXIMUM_MESSAGE_SIZE
from cbec.sandbox.service import PAGE, Reply, Service


def app(service: Service) -> Starlette:
    """Wire the calls of *service* to their paths."""

    async def conformance(_request: Request) -> Response:
        return _answer(service.conformance())

    async def submit(request: Request) -> Response:
        media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
        return _answer(service.submit(media_type, await _bounded(request)))

    async def message(request: Request) -> Response:
        return _answer(service.message(request.path_params["identifier"]))

    async def consignment(request: Request) -> Response:
        declarant = request.query_params.get("declarant", "")
        return _answer(service.consignment(request.path_params["reference"], declarant))

    async def notifications(request: Request) -> Response:
        query = request.query_params
        return _answer(service.notifications(query.get("after", ""), query.get("limit", str(PAGE))))

    async def lost(_request: Request, _fault: Any) -> Response:
        return _answer(service.problem(404, "not-found", "There is nothing at this path."))

    async def misused(_request: Request, fault: Any) -> Response:
        reply = service.problem(405, "method", "This path is not called in this way.")
        return _answer(replace(reply, headers=dict(fault.headers or {})))

    return Starlette(
        routes=[
            Route("/conformance", conformance),
            Route("/messages", submit, methods=["POST"]),
            Route("/messages/{identifier}", message),
            Route("/consignments/{reference}", consignment),
            Route("/notifications", notifications),
        ],
        exception_handlers={404: lost, 405: misused},
    )


async def _bounded(request: Request) -> bytes:
    """Read the body, but never much more than a message may have."""
    pieces, size = [], 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size <= MAXIMUM_MESSAGE_SIZE + 1:
                pieces.append(piece)
    except ClientDisconnect:
        return b""
    return b"".join(pieces) if size <= MAXIMUM_MESSAGE_SIZE else b" " * (MAXIMUM_MESSAGE_SIZE + 1)


def _answer(reply: Reply) -> Response:
    return Response(reply.content, reply.status, reply.headers, reply.media_type)
