"""Codes of a long list, judged only where they are written as the list writes them."""

import re
from collections.abc import Iterator

from cbec.validate.predicates.kinds import Broken, Terms, predicate
from cbec.validate.scope import Scope


@predicate("value", settings=("list", "shape"), pointwise=True)
def listed_where_shaped(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """Every value of *value* that has the *shape* of a code, as a pattern, is a code of the *list* on the day."""
    key = f"codes {terms['list']}"
    if key not in terms.view.cache:  # long lists are looked up in every item
        terms.view.cache[key] = frozenset(terms.view.spec.codes[terms["list"]].on(terms.view.day))
    codes = terms.view.cache[key]
    for hit in scope.all(terms["value"]):
        text = str(hit.value)
        if text not in codes and re.fullmatch(terms["shape"], text):
            yield Broken(hit.at, f"a code of the list {terms['list']}", text)
