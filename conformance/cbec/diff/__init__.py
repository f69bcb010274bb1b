"""What changed between two editions of a profile, or two states of the specification, in plain words."""

from cbec.diff.change import Change, Difference, Effect
from cbec.diff.compare import compare
from cbec.diff.text import as_json, as_text

__all__ = ["Change", "Difference", "Effect", "as_json", "as_text", "compare"]
