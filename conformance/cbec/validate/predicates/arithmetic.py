"""Sums, products, counts and bounds; always decimal, never binary fractions."""

from collections.abc import Iterator
from decimal import Decimal

from cbec.validate.predicates.kinds import Broken, Terms, predicate
from cbec.validate.scope import Hit, Scope


def _number(hit: Hit) -> Decimal:
    return Decimal(str(hit.value))


def _plain(number: Decimal) -> str:
    return format(number, "f")


@predicate("of", "is")
def sum_(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The values of *of* add up to the value of *is*, where both are stated."""
    parts, total = scope.all(terms["of"]), scope.one(terms["is"])
    if total and parts:
        added = sum((_number(part) for part in parts), Decimal(0))
        if added != _number(total):
            yield Broken(total.at, _plain(added), str(total.value))


@predicate("of", "is")
def product(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The values of *of* multiplied give the value of *is*, where all are stated."""
    factors, result = [scope.one(reference) for reference in terms["of"]], scope.one(terms["is"])
    if result and all(factors):
        multiplied = Decimal(1)
        for factor in factors:
            multiplied *= _number(factor)  # type: ignore[arg-type]  # all are stated
        if multiplied != _number(result):
            yield Broken(result.at, _plain(multiplied), str(result.value))


@predicate("of", "is")
def count(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """There are as many values of *of* as *is* says, where it says so."""
    said = scope.one(terms["is"])
    found = len(scope.all(terms["of"]))
    if said and said.value != found:
        yield Broken(said.at, str(found), str(said.value))


@predicate("value", "limit")
def at_most(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The value of *value* is not greater than the value of *limit*, where both are stated."""
    value, limit = scope.one(terms["value"]), scope.one(terms["limit"])
    if value and limit and _number(value) > _number(limit):
        yield Broken(value.at, f"at most {limit.value}", str(value.value))


@predicate("of", pointwise=True)
def above_zero(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """Every value of *of* is greater than zero."""
    for hit in scope.all(terms["of"]):
        if _number(hit) <= 0:
            yield Broken(hit.at, "more than 0", str(hit.value))


@predicate("of")
def any_above_zero(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """At least one value of *of* is greater than zero, where there are any."""
    hits = scope.all(terms["of"])
    if hits and not any(_number(hit) > 0 for hit in hits):
        yield Broken(hits[0].at, "more than 0 somewhere", "0")


@predicate("of", "currency", settings=("threshold",))
def within_threshold(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The values of *of* together lie within the *threshold* of the day, where they are in its currency.

    A value in another currency is not converted: the rate of the day belongs to the authority.
    """
    limit = terms.view.threshold(terms["threshold"])
    hits, currencies = scope.all(terms["of"]), {hit.value for hit in scope.all(terms["currency"])}
    if hits and currencies == {limit.currency}:
        together = sum((_number(hit) for hit in hits), Decimal(0))
        if not limit.admits(together):
            yield Broken(hits[0].at, f"{limit.words} together", f"{_plain(together)} {limit.currency}")


@predicate("of")
def consecutive(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The values of *of* are 1, 2, 3 and so on, in this order."""
    for position, hit in enumerate(scope.all(terms["of"]), start=1):
        if hit.value != position:
            yield Broken(hit.at, str(position), str(hit.value))
            return
