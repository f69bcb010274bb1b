"""Speak to the system under test, and keep what was said; nothing is judged here."""

from cbec.drive.answers import Answer
from cbec.drive.authority import Authority
from cbec.drive.exchange import Exchange, Request, Response
from cbec.drive.recorder import Recorder
from cbec.drive.transport import Http, InProcess, NoAnswerError, Transport

__all__ = [
    "Answer",
    "Authority",
    "Exchange",
    "Http",
    "InProcess",
    "NoAnswerError",
    "Recorder",
    "Request",
    "Response",
    "Transport",
]
