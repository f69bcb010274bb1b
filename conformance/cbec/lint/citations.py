"""Every fact has a source, and every source is in the bibliography."""

from collections.abc import Iterator, Mapping
from typing import Any

from cbec.lint.problem import Problem, home_of
from cbec.model import CodeList, Fact, Files, Profile, Spec
from cbec.model.framework import KINDS as FRAMEWORK_KINDS


def citations(spec: Spec, files: Files) -> Iterator[Problem]:
    """Check the source of everything that the specification states: elements, lists, codes, messages and so on."""
    for path, what, fact in _facts(spec, files):
        if not fact.source:
            yield Problem(
                path, f"{what} has no source; say where it was read, or `source: kit` where it is our choice."
            )
        elif fact.key not in spec.sources:
            yield Problem(
                path,
                f"{what} cites {fact.key!r}, which spec/sources does not list; add it there or mend the key.",
            )
        elif fact.key == "kit" and fact.status == "verified":
            yield Problem(path, f"{what} is a choice of ours and says it is verified; set `status: kit`.")


def _facts(spec: Spec, files: Files) -> Iterator[tuple[str, str, Fact]]:
    """Yield every fact with the file that states it and what it is about."""
    named: dict[str, Mapping[str, Any]] = {
        "elements": spec.elements,
        "codes": spec.codes,
        "message": spec.messages,
        "rule": spec.rules,
        "flow": spec.flows,
        "thresholds": spec.thresholds,
        "profile": spec.profiles,
        "binding": spec.bindings,
    }
    for kind, known in named.items():
        for id_, one in known.items():
            path = home_of(files, kind, id_)
            yield path, id_, one.fact
            yield from ((path, what, fact) for what, fact in _inner(one) if fact)
    for path, data in files.of("requirements").items():
        yield from ((path, id_, spec.requirements[id_].fact) for id_ in data["requirements"])
    for path, data in files.of("framework").items():
        parts = [id_ for kind in FRAMEWORK_KINDS for id_ in data.get(kind, ())]
        yield from ((path, id_, spec.framework.everything[id_].fact) for id_ in parts)


def _inner(one: Any) -> Iterator[tuple[str, Fact | None]]:
    """Yield the facts within one thing: a list's codes, a profile's editions and narrowings."""
    if isinstance(one, CodeList):
        yield from ((f"code {code.code}", code.fact) for code in one.codes)
    if isinstance(one, Profile):
        yield from ((f"the narrowing of {each.target}", each.fact) for each in one.narrowings)
        yield from ((f"the edition of {each.date}", each.fact) for each in one.editions)
