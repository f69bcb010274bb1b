"""Other syntaxes and the canonical message: what is read here is judged there, whatever it was written in."""

from cbec.bindings.carry import LOST, Written, write
from cbec.bindings.document import CANONICAL, MAX_MESSAGE, Document
from cbec.bindings.reader import UNMAPPED
from cbec.bindings.recognise import binds_many, documents, long, read

__all__ = [
    "CANONICAL",
    "LOST",
    "MAX_MESSAGE",
    "UNMAPPED",
    "Document",
    "Written",
    "binds_many",
    "documents",
    "long",
    "read",
    "write",
]
