"""Parts that fit into a whole without filling it, and what must not be said here."""

from collections.abc import Iterator
from decimal import Decimal

from cbec.validate.predicates.kinds import Broken, Terms, predicate
from cbec.validate.scope import Scope


@predicate("of", "limit")
def sum_at_most(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The values of *of* together are not greater than the value of *limit*, where both are stated."""
    parts, limit = scope.all(terms["of"]), scope.one(terms["limit"])
    if parts and limit:
        together = sum((Decimal(str(part.value)) for part in parts), Decimal(0))
        if together > Decimal(str(limit.value)):
            yield Broken(limit.at, f"at least {together:f}", str(limit.value))


@predicate("of")
def none_stated(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """No element of *of* is stated; the finding stands at the first value of each that is."""
    for reference in terms["of"]:
        hit = scope.one(reference)
        if hit:
            yield Broken(hit.at, "not stated", str(hit.value))


@predicate("indicator", "needs")
def needs_where_true(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """Where *indicator* is true, every element of *needs* is stated."""
    indicator = scope.one(terms["indicator"])
    if indicator and indicator.value is True:
        for reference in terms["needs"]:
            if not scope.all(reference):
                yield Broken(scope.where(reference), "stated", "missing")


@predicate("of", pointwise=True)
def varied(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """No value of *of* is one character three or more times; letter case does not count."""
    for hit in scope.all(*terms["of"]):
        text = str(hit.value).strip().lower()
        if len(text) > 2 and len(set(text)) == 1:
            yield Broken(hit.at, "words that say what it is", str(hit.value))
