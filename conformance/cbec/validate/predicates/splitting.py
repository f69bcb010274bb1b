"""Consignments to one receiver that stay under a threshold only because they were divided."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from cbec.validate.predicates.kinds import Broken, Terms, predicate
from cbec.validate.scope import Hit, Scope


@predicate("of", "currency", "by", settings=("threshold",))
def not_split(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """Groups of the list that agree in *by* do not, by the values of *of*, exceed the *threshold* only together.

    A group that exceeds it alone is the matter of another rule; values in another currency are not converted.
    """
    limit = terms.view.threshold(terms["threshold"])
    values, currencies = _by_group(scope.all(terms["of"])), _by_group(scope.all(terms["currency"]))
    receivers: dict[str, list[str]] = defaultdict(list)
    for reference in terms["by"]:
        for group, hits in _by_group(scope.all(reference)).items():
            receivers[group].extend(" ".join(str(hit.value).casefold().split()) for hit in hits)
    together: dict[tuple[str, ...], list[tuple[Hit, Decimal]]] = defaultdict(list)
    for group, hits in values.items():
        if group in receivers and {hit.value for hit in currencies.get(group, [])} == {limit.currency}:
            worth = sum((Decimal(str(hit.value)) for hit in hits), Decimal(0))
            together[tuple(receivers[group])].append((hits[0], worth))
    for parts in together.values():
        total = sum((worth for _, worth in parts), Decimal(0))
        if len(parts) > 1 and all(limit.admits(worth) for _, worth in parts) and not limit.admits(total):
            yield Broken(parts[-1][0].at, f"{limit.words} together", f"{total} {limit.currency} in {len(parts)} parts")


def _by_group(hits: list[Hit]) -> dict[str, list[Hit]]:
    """Sort *hits* by the entry of the outermost list that they stand in."""
    groups: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        steps = hit.at.split("/")
        first = next((place for place, step in enumerate(steps) if step.isdigit()), 0)
        groups["/".join(steps[: first + 1])].append(hit)
    return groups
