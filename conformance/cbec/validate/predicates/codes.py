"""Codes that exist, that belong together, that exclude each other; and words that say nothing."""

from collections.abc import Iterator

from cbec.validate.predicates.kinds import Broken, Terms, predicate
from cbec.validate.scope import Scope


@predicate("value", settings=("list",), optional=("part",), pointwise=True)
def in_codes(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """Every value of *value*, or the *part* of it (``first..last``, from 1), is a code of the *list* on the day."""
    codes = set(terms.view.spec.codes[terms["list"]].on(terms.view.day))
    first, last = (int(end) for end in terms.get("part", "1..9999").split(".."))
    for hit in scope.all(terms["value"]):
        part = str(hit.value)[first - 1 : last]
        if part not in codes:
            yield Broken(hit.at, f"a code of the list {terms['list']}", part)


@predicate("of", settings=("list",), pointwise=True)
def not_in_stop_list(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """No value of *of* is, by itself, a term of the stop *list*; letter case, spaces and end marks do not count."""
    stops = set(terms.view.spec.codes[terms["list"]].on(terms.view.day))
    for hit in scope.all(*terms["of"]):
        if " ".join(str(hit.value).lower().split()).strip(" .,;:!-") in stops:
            yield Broken(hit.at, "words that say what it is", str(hit.value))


@predicate("of", settings=("codes",))
def exactly_one(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """Exactly one value of *of* is among *codes*."""
    found = [hit for hit in scope.all(terms["of"]) if hit.value in terms["codes"]]
    if len(found) != 1:
        at = found[1].at if found else scope.where(terms["of"])
        yield Broken(at, f"exactly one of {', '.join(terms['codes'])}", ", ".join(hit.value for hit in found) or "none")


@predicate("of", settings=("code",))
def at_most_one(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """No more than one value of *of* is the *code*."""
    found = [hit for hit in scope.all(terms["of"]) if hit.value == terms["code"]]
    for hit in found[1:]:
        yield Broken(hit.at, f"{terms['code']} once", f"{len(found)} times")


@predicate("of", settings=("code",))
def includes(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """At least one value of *of* is the *code*."""
    hits = scope.all(terms["of"])
    if terms["code"] not in {hit.value for hit in hits}:
        yield Broken(scope.where(terms["of"]), terms["code"], ", ".join(str(hit.value) for hit in hits) or "none")


@predicate("of", settings=("codes",), pointwise=True)
def only(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """Every value of *of* is among *codes*."""
    for hit in scope.all(terms["of"]):
        if hit.value not in terms["codes"]:
            yield Broken(hit.at, f"one of {', '.join(terms['codes'])}", str(hit.value))


@predicate("of", settings=("code", "others"))
def excludes(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """Where a value of *of* is the *code*, none of them is among the *others*."""
    hits = scope.all(terms["of"])
    if terms["code"] in {hit.value for hit in hits}:
        for hit in hits:
            if hit.value in terms["others"]:
                yield Broken(hit.at, f"not together with {terms['code']}", str(hit.value))


@predicate("of", settings=("codes",), pointwise=True)
def none_of(scope: Scope, terms: Terms) -> Iterator[Broken]:
    """No value of *of* is among *codes*."""
    for hit in scope.all(terms["of"]):
        if hit.value in terms["codes"]:
            yield Broken(hit.at, f"none of {', '.join(terms['codes'])}", str(hit.value))
