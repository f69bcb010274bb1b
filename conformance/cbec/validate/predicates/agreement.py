"""Values that are equal, that differ, that stand only once or in order of time."""

from collections.abc import Iterator
from datetime import UTC, datetime

from cbec.validate.predicates.kinds import Broken, Terms, predicate
from cbec.validate.scope import Scope


@predicate("of")
def same(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """All values of the elements *of* are equal; the finding stands at the first that differs."""
    hits = scope.all(*terms["of"])
    for hit in hits[1:]:
        if hit.value != hits[0].value:
            yield Broken(hit.at, str(hits[0].value), str(hit.value))
            return


@predicate("value", "other")
def differs(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The value of *value* is not the value of *other*, where both are stated."""
    value, other = scope.one(terms["value"]), scope.one(terms["other"])
    if value and other and value.value == other.value:
        yield Broken(value.at, f"other than {other.value}", str(value.value))


@predicate("of")
def unique(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """No value of *of* stands twice; the finding stands at each repetition."""
    seen: set[str] = set()
    for hit in scope.all(terms["of"]):
        if hit.value in seen:
            yield Broken(hit.at, "a value of its own", str(hit.value))
        seen.add(hit.value)


@predicate("earlier", "later")
def before(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """The moment *earlier* is not after the moment *later*, where both are stated."""
    earlier, later = scope.one(terms["earlier"]), scope.one(terms["later"])
    if earlier and later and _moment(earlier.value) > _moment(later.value):
        yield Broken(later.at, f"not before {earlier.value}", str(later.value))


def _moment(text: str) -> datetime:
    """Read a date or a moment; the structure has proved its shape, not that the day exists."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:  # the 31st of February: CBEC-S-format cannot see it, so it sorts first
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
