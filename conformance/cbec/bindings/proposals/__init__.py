"""A mapping proposed: what the header and the first rows of a table seem to say."""

from cbec.bindings.proposals.begin import proposal
from cbec.bindings.proposals.draft import draft

__all__ = ["draft", "proposal"]
