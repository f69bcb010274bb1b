"""What a lint says: where in the specification, and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cbec.model import Files, Spec


@dataclass(frozen=True, order=True)
class Problem:
    """One thing in the specification that is not as it should be; ``says`` ends with what to do."""

    path: str
    says: str

    def __str__(self) -> str:
        return f"spec/{self.path}: {self.says}"


#: A lint that looks at the built specification; one that looks at the files alone comes first, in grammar.
Lint = Callable[[Spec, Files], Iterator[Problem]]


def home_of(files: Files, kind: str, id_: str) -> str:
    """Find the file of *kind* that defines *id_*: a file of that name, or the one that holds it."""
    stem = id_.partition(".")[0]
    for path in files.of(kind):
        if path.rsplit("/", 1)[-1].removesuffix(".yaml") == stem:
            return path
    return f"{kind}: {id_}"
