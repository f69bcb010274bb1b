"""Peers that understand nothing, each named for its vice; a suite that they satisfy proves nothing."""

from abc import ABC, abstractmethod

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


class Peer(ABC):
    """An ASGI application that answers every request in the same thoughtless way."""

    async def __call__(self, scope, receive, send):
        request = Request(scope, receive)
        await self.answer(await request.body())(scope, receive, send)

    @abstractmethod
    def answer(self, body: bytes) -> Response:
        """Answer a request with the *body*, whatever it says."""


class AcceptsEverything(Peer):
    def answer(self, body):
        return JSONResponse({"messageIdentifier": "0b6f0a0e-5d1c-4c1e-9d1e-3f2a7b8c9d10", "status": "received"}, 202)


class RejectsEverything(Peer):
    def answer(self, body):
        problem = {
            "type": "about:blank",
            "title": "No",
            "status": 422,
            "findings": [{"rule": "CBEC-R-004", "at": ""}],
        }
        return JSONResponse(problem, 422, media_type="application/problem+json")


class Echoes(Peer):
    def answer(self, body):
        return Response(body, 202, media_type="application/json")


class AnswersEmpty(Peer):
    def answer(self, body):
        return Response(b"", 200, media_type="application/json")


class Answers500(Peer):
    def answer(self, body):
        return Response(b"Internal Server Error", 500, media_type="text/plain")


NULL_PEERS = (AcceptsEverything, RejectsEverything, Echoes, AnswersEmpty, Answers500)
