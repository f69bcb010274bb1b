"""Other syntaxes and the canonical message: what is read here is judged there, whatever it was written in.

Reading is offered here; writing is in ``carry``, tables in ``table``: each is loaded when it is needed.
"""

from cbec.bindings.document import CANONICAL, LOST, MAX_MESSAGE, UNMAPPED, Document
from cbec.bindings.recognise import documents, read, tabular

__all__ = ["CANONICAL", "LOST", "MAX_MESSAGE", "UNMAPPED", "Document", "documents", "read", "tabular"]
