"""Every fact has a source, and every source is in the bibliography."""

from collections.abc import Iterator

from cbec.lint.problem import Problem, home_of
from cbec.model import Fact, Files, Spec


def citations(spec: Spec, files: Files) -> Iterator[Problem]:
    """Check the source of every element, list, code, message, rule, flow, requirement, profile and binding."""
    for path, what, fact in _facts(spec, files):
        if not fact.source:
            yield Problem(path, f"{what} has no source; say where it was read, or `source: kit` where it is our choice.")
        elif fact.key not in spec.sources:
            yield Problem(path, f"{what} cites {fact.key!r}, which spec/sources does not list; add it there or mend the key.")
        elif fact.key == "kit" and fact.status == "verified":
            yield Problem(path, f"{what} is a choice of ours and says it is verified; set `status: kit`.")


def _facts(spec: Spec, files: Files) -> Iterator[tuple[str, str, Fact]]:
    for kind, known in (
        ("elements", spec.elements),
        ("codes", spec.codes),
        ("message", spec.messages),
        ("rule", spec.rules),
        ("flow", spec.flows),
        ("profile", spec.profiles),
        ("binding", spec.bindings),
    ):
        for id_, one in known.items():  # type: ignore[attr-defined]  # all are mappings of records with a fact
            yield home_of(files, kind, id_), id_, one.fact
    for path, data in files.of("requirements").items():
        for id_ in data["requirements"]:
            yield path, id_, spec.requirements[id_].fact
    for list_ in spec.codes.values():
        for code in list_.codes:
            if code.fact:
                yield home_of(files, "codes", list_.id), f"code {code.code}", code.fact
    for profile in spec.profiles.values():
        for narrowing in profile.narrowings:
            yield home_of(files, "profile", profile.id), f"the narrowing of {narrowing.target}", narrowing.fact
        for edition in profile.editions:
            yield home_of(files, "profile", profile.id), f"the edition of {edition.date}", edition.fact
