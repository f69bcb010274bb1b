"""Ledgers: what is left over, what a rate gives, what share a part is, and what came in time."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Context, Decimal
from functools import reduce

from cbec.validate.predicates.kinds import Broken, Terms, predicate
from cbec.validate.scope import Hit, Scope

#: The longest values multiply to fewer digits than this, so nothing is rounded on the way. Its methods are
#: called, it is never made current: a generator that yields would leave it current for its caller.
_EXACT = Context(prec=100)


def _number(hit: Hit) -> Decimal:
    return Decimal(str(hit.value))


def _plain(number: Decimal) -> str:
    return format(number, "f")


def _total(numbers: Iterable[Decimal]) -> Decimal:
    return reduce(_EXACT.add, numbers, Decimal(0))


def _group(hit: Hit) -> str:
    return hit.at.rpartition("/")[0]


def _differs(exact: Decimal, stated: Hit) -> Iterator[Broken]:
    """Yield *stated* where rounding *exact* up, down or to the nearest cannot have given it."""
    unit = Decimal((0, (1,), int(_number(stated).as_tuple().exponent)))
    if _EXACT.subtract(exact, _number(stated)).copy_abs() >= unit:
        yield Broken(stated.at, f"{_plain(_EXACT.quantize(exact, unit))}, rounded either way", str(stated.value))


@predicate("plus", "minus", "is")
def signed_sum(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The values of *plus* less those of *minus* give the value of *is*, where it and any of *plus* are stated."""
    added, taken, result = scope.all(*terms["plus"]), scope.all(*terms["minus"]), scope.one(terms["is"])
    if added and result:
        left = _EXACT.subtract(_total(map(_number, added)), _total(map(_number, taken)))
        if left != _number(result):
            yield Broken(result.at, _plain(left), str(result.value))


@predicate("of", "is", settings=("per",))
def rounded_product(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The values of *of* multiplied, and divided by *per*, give *is* to within one unit of its last decimal."""
    factors, result = [scope.one(reference) for reference in terms["of"]], scope.one(terms["is"])
    stated = [_number(factor) for factor in factors if factor]
    if result and len(stated) == len(factors):
        yield from _differs(_EXACT.divide(reduce(_EXACT.multiply, stated), Decimal(terms["per"])), result)


@predicate("part", "whole", "is")
def share(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The value of *part* divided by that of *whole* gives *is* to within one unit of its last decimal."""
    part, whole, result = scope.one(terms["part"]), scope.one(terms["whole"]), scope.one(terms["is"])
    if part and whole and result and _number(whole):
        yield from _differs(_EXACT.divide(_number(part), _number(whole)), result)


@predicate("of", settings=("low", "high"), pointwise=True)
def within_bounds(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """Every value of *of* lies between *low* and *high*, both included."""
    low, high = Decimal(terms["low"]), Decimal(terms["high"])
    for hit in scope.all(*terms["of"]):
        if not low <= _number(hit) <= high:
            yield Broken(hit.at, terms["low"] if low == high else f"{low} to {high}", str(hit.value))


@predicate("of", "after", settings=("days",))
def within_days(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The date *of* is no more than *days* days after the date *after*, where both are stated and exist."""
    later, earlier = scope.one(terms["of"]), scope.one(terms["after"])
    if later and earlier:
        try:
            passed = (date.fromisoformat(str(later.value)) - date.fromisoformat(str(earlier.value))).days
        except ValueError:  # the 31st of February: the structure proved the shape alone
            return
        if passed > int(terms["days"]):
            yield Broken(later.at, f"at most {terms['days']} days after {earlier.value}", f"{passed} days after")


@predicate("value", "type", "base", "payable", settings=("tax", "duties"))
def base_covers(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The *base* of a line of the type *tax* is at least *value* and what is payable on lines of the types *duties*."""
    value = scope.one(terms["value"])
    types = {_group(hit): hit.value for hit in scope.all(terms["type"])}
    if value:
        duties = [_number(hit) for hit in scope.all(terms["payable"]) if types.get(_group(hit)) in terms["duties"]]
        floor = _total([_number(value), *duties])
        for hit in scope.all(terms["base"]):
            if types.get(_group(hit)) == terms["tax"] and _number(hit) < floor:
                yield Broken(hit.at, f"at least {_plain(floor)}", str(hit.value))
