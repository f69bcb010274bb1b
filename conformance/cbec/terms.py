"""The words every layer shares: findings, verdicts and the faults a person is told of.

The vocabulary is that of ISO/IEC 9646 (implementation under test, verdict, inconclusive) and of
the WCO Data Model (pointer, class, element).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

ERROR = "error"
WARNING = "warning"
INFORMATION = "information"
SEVERITIES = (ERROR, WARNING, INFORMATION)


class Exit(IntEnum):
    """What a finished command says to the shell; the same for every verb."""

    CONFORMANT = 0
    FINDINGS = 1
    USAGE = 2
    KIT_FAULT = 3
    INCONCLUSIVE = 4


class CbecError(Exception):
    """A fault that is told to a person in one sentence: what, where, what to do."""

    exit = Exit.KIT_FAULT


class UsageError(CbecError):
    """The command, the configuration or the input cannot be used as it is; nothing was judged."""

    exit = Exit.USAGE


class KitFault(CbecError):
    """The kit itself is wrong: never the fault of the system under test."""

    exit = Exit.KIT_FAULT


class Verdict(IntEnum):
    """The verdict on a requirement; the verdict of several observations is their maximum.

    One pass does not excuse one test that could not be run, and no observation at all is
    ``UNTESTED``, never passed. ``ERROR`` is the kit's fault, ``FAILED`` the system's alone.
    """

    NOT_APPLICABLE = 0
    PASSED = 1
    UNTESTED = 2
    INCONCLUSIVE = 3
    FAILED = 4
    ERROR = 5

    @property
    def words(self) -> str:
        """The verdict as a report writes it."""
        return self.name.lower().replace("_", " ")

    @classmethod
    def of(cls, observations: "list[Verdict]") -> "Verdict":
        """Join *observations* into one verdict: their maximum, or untested where there are none."""
        return max(observations, default=cls.UNTESTED)


@dataclass(frozen=True)
class Origin:
    """Where a value stands in the file that the user has."""

    file: str = ""
    line: int = 0
    path: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the origin as JSON, without what is not known."""
        known = {"file": self.file, "line": self.line, "path": self.path}
        return {name: value for name, value in known.items() if value}


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong with a message: which rule, and at which place.

    Two findings are equal when they name the same rule at the same place; the words that explain
    them are not compared. ``at`` is a JSON Pointer into the canonical message, ``wco`` the WCO
    pointer (class-id chain and element id).
    """

    rule: str
    at: str = ""
    severity: str = field(default=ERROR, compare=False)
    says: str = field(default="", compare=False)
    element: str = field(default="", compare=False)
    wco: str = field(default="", compare=False)
    expected: str = field(default="", compare=False)
    actual: str = field(default="", compare=False)
    origin: Origin | None = field(default=None, compare=False)

    def as_json(self) -> dict[str, Any]:
        """Give the finding in the form of its published schema; empty members are left out."""
        told = {
            "rule": self.rule,
            "severity": self.severity,
            "at": self.at,
            "wco": self.wco,
            "element": self.element,
            "origin": self.origin.as_json() if self.origin else None,
            "says": self.says,
            "expected": self.expected,
            "actual": self.actual,
        }
        return {name: value for name, value in told.items() if value or name == "at"}


def pointer(steps: Iterable[object]) -> str:
    """Write *steps*, names and indices, as a JSON Pointer (RFC 6901)."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def steps_of(at: str) -> list[str]:
    """Split the JSON Pointer *at*; an index stays text, because a name may be made of digits."""
    return [step.replace("~1", "/").replace("~0", "~") for step in at.split("/")[1:]]


def by_place(findings: list[Finding]) -> list[Finding]:
    """Sort *findings* by place, numbers in a pointer by their value, then by rule."""
    return sorted(findings, key=lambda one: ([_natural(step) for step in one.at.split("/")], one.rule))


def _natural(step: str) -> tuple[int, int, str]:
    return (0, int(step), "") if step.isdigit() else (1, 0, step)
