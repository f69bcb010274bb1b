"""What must be there, what must not, and what comes only together."""

from collections.abc import Iterator

from cbec.validate.predicates.kinds import Broken, Terms, predicate
from cbec.validate.scope import Scope


@predicate("needs")
def required(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """Every element of *needs* is stated."""
    for reference in terms["needs"]:
        if not scope.all(reference):
            yield Broken(scope.where(reference), "stated", "missing")


@predicate("of")
def any_of(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """At least one element of *of* is stated; the finding stands where the first would."""
    if not scope.all(*terms["of"]):
        yield Broken(scope.where(terms["of"][0]), "one of them stated", "none")


@predicate("of")
def together(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The elements of *of* are all stated, or none is."""
    stated = [bool(scope.all(reference)) for reference in terms["of"]]
    if any(stated):
        for reference, is_stated in zip(terms["of"], stated, strict=True):
            if not is_stated:
                yield Broken(scope.where(reference), "stated with the other", "missing")
