"""Test vectors: documents with exactly what is to be found in them, for implementations in any language."""

from cbec.vectors.generate import Vector, Vectors, generate
from cbec.vectors.mend import mend
from cbec.vectors.publish import COVERAGE, publication, summary
from cbec.vectors.tree import apply, changes

__all__ = ["COVERAGE", "Vector", "Vectors", "apply", "changes", "generate", "mend", "publication", "summary"]
