"""Other syntaxes and the canonical message: what is read here is judged there, whatever it was written in."""

from cbec.bindings.document import MAX_MESSAGE, Document
from cbec.bindings.recognise import read

__all__ = ["MAX_MESSAGE", "Document", "read"]
