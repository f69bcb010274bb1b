"""What a predicate is, and the register that the decorator fills."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cbec.model import View
from cbec.validate.scope import Scope

REFERENCE = "reference"
REFERENCES = "references"


@dataclass(frozen=True)
class Broken:
    """A place where a predicate does not hold, with what was expected and what was found."""

    at: str
    expected: str = ""
    actual: str = ""


@dataclass(frozen=True)
class Terms:
    """The arguments of a predicate as the rule states them, and the profile that gives them meaning."""

    given: Mapping[str, Any]
    view: View

    def __getitem__(self, name: str) -> Any:
        return self.given[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Give the argument *name*, or *default* where the rule does not state it."""
        return self.given.get(name, default)


Check = Callable[[Scope, Terms], Iterator[Broken]]


@dataclass(frozen=True)
class Predicate:
    """One word of the vocabulary: its arguments, and the function that decides.

    A pointwise predicate judges each value by itself, so the others can be judged where one is malformed.
    """

    name: str
    means: str
    references: tuple[str, ...]
    settings: tuple[str, ...]
    optional: tuple[str, ...]
    pointwise: bool
    check: Check


PREDICATES: dict[str, Predicate] = {}


def predicate(
    *references: str, settings: tuple[str, ...] = (), optional: tuple[str, ...] = (), pointwise: bool = False
) -> Callable[[Check], Check]:
    """Register a predicate; *references* are arguments that name elements, *settings* any others.

    The first line of the function's docstring is what the vocabulary says it means.
    """

    def register(check: Check) -> Check:
        name = check.__name__.rstrip("_").replace("_", "-")
        means = (check.__doc__ or "").strip().splitlines()[0]
        PREDICATES[name] = Predicate(name, means, references, settings, optional, pointwise, check)
        return check

    return register
