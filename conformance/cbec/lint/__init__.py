"""Rules about the specification itself; each says in a sentence what to do.

The lints that need the whole specification run only where every file obeys its grammar.
"""

from cbec.lint.citations import citations
from cbec.lint.framework import framework
from cbec.lint.grammar import grammar
from cbec.lint.methods import methods
from cbec.lint.narrowing import narrowing
from cbec.lint.orphans import orphans
from cbec.lint.problem import Lint, Problem
from cbec.lint.references import references
from cbec.lint.shown import shown
from cbec.lint.wording import wording
from cbec.model import Files, build
from cbec.terms import UsageError

LINTS: tuple[Lint, ...] = (citations, references, orphans, wording, narrowing, shown, methods, framework)

__all__ = ["LINTS", "Problem", "lint"]


def lint(files: Files) -> list[Problem]:
    """List everything that is not as it should be in the specification of *files*, by path."""
    try:
        found = list(grammar(files))
        if found:
            return sorted(found)
        spec = build(files)
        referring = list(references(spec, files))
        if referring:
            return sorted({*referring, *citations(spec, files)})
        return sorted({problem for one in LINTS for problem in one(spec, files)})
    except UsageError as fault:  # a message or list that cannot be built
        return [Problem("", str(fault))]
