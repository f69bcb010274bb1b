"""Where goods stand in the tariff."""

from collections.abc import Iterator

from cbec.validate.predicates.kinds import Broken, Terms, predicate
from cbec.validate.scope import Scope


@predicate("of", settings=("headings",), pointwise=True)
def not_under(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """No commodity code of *of* lies under one of the *headings*: chapters, headings or subheadings by their digits."""
    for hit in scope.all(terms["of"]):
        code = str(hit.value).replace(".", "").replace(" ", "")
        if code.startswith(tuple(terms["headings"])):
            yield Broken(hit.at, f"goods outside {', '.join(terms['headings'])}", str(hit.value))
