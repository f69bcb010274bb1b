"""What documents of several parties about one sale owe each other: a balance, equal amounts, a number listed."""

from collections.abc import Iterator
from decimal import Decimal

from cbec.validate.predicates.kinds import Broken, Terms, predicate
from cbec.validate.scope import Hit, Scope


@predicate("plus", "minus", "is")
def balance(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The values of *plus* less those of *minus* give *is*; judged where the first of *plus*, and *is*, are stated."""
    total = scope.one(terms["is"])
    if total and scope.all(terms["plus"][0]):
        added, taken = scope.all(*terms["plus"]), scope.all(*terms["minus"])
        comes_to = _total(added) - _total(taken)
        if comes_to != _total([total]):
            yield Broken(total.at, format(comes_to, "f"), str(total.value))


@predicate("of", "currency")
def equal_amounts(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The amounts of *of* are equal, however they are written, where all values of *currency* are one currency."""
    hits, currencies = scope.all(*terms["of"]), {hit.value for hit in scope.all(*terms["currency"])}
    if len(currencies) == 1:
        for hit in hits[1:]:
            if _total([hit]) != _total(hits[:1]):
                yield Broken(hit.at, str(hits[0].value), str(hit.value))
                return


@predicate("value", "of")
def among(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The value of *value* is one of the values of *of*, where both are stated."""
    value, listed = scope.one(terms["value"]), scope.all(terms["of"])
    if value and listed and value.value not in {hit.value for hit in listed}:
        yield Broken(listed[0].at, str(value.value), ", ".join(str(hit.value) for hit in listed))


@predicate("value", "of")
def drawn_from(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The value of *value* is one that an element of *of* has, where both are stated; the finding stands at it."""
    value, known = scope.one(terms["value"]), scope.all(*terms["of"])
    if value and known and value.value not in {hit.value for hit in known}:
        yield Broken(value.at, ", ".join(dict.fromkeys(str(hit.value) for hit in known)), str(value.value))


def _total(hits: list[Hit]) -> Decimal:
    return sum((Decimal(str(hit.value)) for hit in hits), Decimal(0))
