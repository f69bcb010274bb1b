"""Structure: whether the message has the shape that its schema asks for.

Both engines report in their own terms; ``Fault`` is the little that a finding needs, so that the
quick engine (jsonschema-rs) and the reference engine (jsonschema) can be held against each other.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jsonschema_rs

from cbec.terms import UsageError

#: JSON Schema keyword -> the stable id of the finding, in the order in which the graver hides the lesser.
KEYWORDS = {
    "required": "CBEC-S-required",
    "additionalProperties": "CBEC-S-unknown",
    "type": "CBEC-S-type",
    "minProperties": "CBEC-S-empty",
    "enum": "CBEC-S-code",
    "minItems": "CBEC-S-repeats",
    "maxItems": "CBEC-S-repeats",
    "minimum": "CBEC-S-range",
    "maximum": "CBEC-S-range",
    "minLength": "CBEC-S-length",
    "maxLength": "CBEC-S-length",
    "pattern": "CBEC-S-format",
}
_GRAVITY = {keyword: rank for rank, keyword in enumerate(KEYWORDS)}


@dataclass(frozen=True)
class Fault:
    """One broken keyword at one place; for a missing or unknown property the place is the property's."""

    keyword: str
    steps: tuple[str | int, ...]

    @property
    def rule(self) -> str:
        """The stable id of the finding."""
        return KEYWORDS[self.keyword]


def gravest(faults: Iterable[Fault]) -> list[Fault]:
    """Keep one fault for each place: the one that explains the others."""
    kept: dict[tuple[str | int, ...], Fault] = {}
    for fault in sorted(faults, key=lambda one: _GRAVITY[one.keyword]):
        kept.setdefault(fault.steps, fault)
    return list(kept.values())


class Structure:
    """The compiled schema of one message; pure once built."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema
        self._quick = jsonschema_rs.Draft202012Validator(
            schema, offline=True, pattern_options=jsonschema_rs.RegexOptions()
        )

    def faults(self, body: Any) -> list[Fault]:
        """List what is wrong with the shape of *body*, by the quick engine."""
        if self._quick.is_valid(body):
            return []
        return gravest(fault for error in self._quick.iter_errors(body) for fault in _quick_faults(error))

    def reference_faults(self, body: Any) -> list[Fault]:
        """List what is wrong with the shape of *body*, by the reference engine; raises UsageError without it."""
        return gravest(fault for error in self._reference.iter_errors(body) for fault in _reference_faults(error))

    @cached_property
    def _reference(self) -> Any:
        """The reference engine: many times slower, and an extra of its own."""
        try:
            import jsonschema  # noqa: PLC0415  # loaded for a second opinion only
        except ImportError:
            raise UsageError("A second opinion needs the reference engine: pip install 'cbec[oracle]'.") from None
        engine = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
            jsonschema.Draft202012Validator, {"pattern": _ecma_pattern}
        )
        return engine(self.schema)


def _quick_faults(error: jsonschema_rs.ValidationError) -> Iterator[Fault]:
    kind, steps = error.kind, tuple(error.instance_path)
    if kind.name == "required":
        yield Fault("required", (*steps, str(kind.property)))  # type: ignore[attr-defined]  # typed by variant
    elif kind.name == "additionalProperties":
        for name in kind.unexpected:  # type: ignore[attr-defined]
            yield Fault("additionalProperties", (*steps, name))
    else:
        yield Fault(kind.name, steps)


def _reference_faults(error: Any) -> Iterator[Fault]:
    keyword, steps = str(error.validator), tuple(error.absolute_path)
    if keyword == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield Fault(keyword, (*steps, name))
    elif keyword == "additionalProperties":
        for name in error.instance:
            if name not in error.schema["properties"]:
                yield Fault(keyword, (*steps, name))
    else:
        yield Fault(keyword, steps)


def _ecma_pattern(_engine: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[Any]:
    """Read ``$`` as JSON Schema means it: the very end, not before a last line feed as Python's re has it."""
    import jsonschema  # noqa: PLC0415  # see _reference

    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")
