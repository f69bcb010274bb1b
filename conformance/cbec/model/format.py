"""Formats as the WCO Data Model writes them: ``a2``, ``an..35``, ``n..16,3``.

A letter says which characters (``a`` letters, ``n`` digits, ``an`` any), ``..`` up to that many, and
a number after the comma how many of the digits may be decimals. Source: the annotations of the
WCO Data Model 3.6 schemas.
"""

import re
from dataclasses import dataclass
from typing import Any

from cbec.terms import UsageError

_FORMAT = re.compile(r"^(?P<kind>an|a|n)(?P<upto>\.\.)?(?P<size>[1-9][0-9]*)(?:,(?P<decimals>[1-9][0-9]*))?$")


@dataclass(frozen=True)
class Format:
    """A parsed format: kind (``a``, ``an``, ``n``), size, whether shorter is allowed, decimals."""

    kind: str
    size: int
    up_to: bool
    decimals: int = 0

    @classmethod
    def parse(cls, text: str) -> "Format":
        """Parse *text*; raises UsageError when it is not a WCO format."""
        found = _FORMAT.match(text)
        if not found or (found["decimals"] and found["kind"] != "n"):
            raise UsageError(f"{text!r} is not a WCO format; write it like a2, an..35 or n..16,2.")
        return cls(found["kind"], int(found["size"]), bool(found["upto"]), int(found["decimals"] or 0))

    def __str__(self) -> str:
        decimals = f",{self.decimals}" if self.decimals else ""
        return f"{self.kind}{'..' if self.up_to else ''}{self.size}{decimals}"

    @property
    def words(self) -> str:
        """The format in words, for a person who does not read WCO formats."""
        kind = {"a": "capital letters", "an": "characters", "n": "digits"}[self.kind]
        size = f"up to {self.size} {kind}" if self.up_to else f"exactly {self.size} {kind}"
        return f"{size}, of which at most {self.decimals} decimals" if self.decimals else size

    def narrower_than(self, other: "Format") -> bool:
        """Whether every value of this format is a value of *other* too."""
        kinds = {"a": {"a", "an"}, "n": {"n", "an"}, "an": {"an"}}
        if other.kind not in kinds[self.kind]:
            return False
        fits = self.size <= other.size if other.up_to else (self.size == other.size and not self.up_to)
        return fits and (other.kind != "n" or self.decimals <= other.decimals)

    def text_schema(self) -> dict[str, Any]:
        r"""JSON Schema of a text in this format: bounded, never blank, letters only for ``a``.

        Only explicit character classes are used: engines disagree about ``\d``, ``\w`` and ``\s``.
        """
        bounds: dict[str, Any] = {
            "type": "string",
            "minLength": 1 if self.up_to else self.size,
            "maxLength": self.size,
        }
        if self.kind == "an":
            return bounds | {"pattern": "[^ \\t\\r\\n]"}
        letter = "[A-Z]" if self.kind == "a" else "[0-9]"
        return bounds | {"pattern": f"^{letter}+$"}

    def decimal_schema(self) -> dict[str, Any]:
        """JSON Schema of a decimal string: no sign, no leading zero, digits and decimals counted exactly."""
        alternatives = [self._whole(self.size)]
        alternatives.extend(
            f"{self._whole(self.size - decimals)}\\.[0-9]{{{decimals}}}" for decimals in range(1, self.decimals + 1)
        )
        return {"type": "string", "pattern": f"^(?:{'|'.join(alternatives)})$"}

    def integer_schema(self) -> dict[str, Any]:
        """JSON Schema of a count in this format."""
        return {"type": "integer", "minimum": 0, "maximum": 10**self.size - 1}

    @staticmethod
    def _whole(digits: int) -> str:
        return "0" if digits < 1 else f"(?:0|[1-9][0-9]{{0,{digits - 1}}})"
