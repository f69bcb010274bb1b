"""What is said about the framework holds together, and requirements name standards that exist."""

from collections.abc import Iterator

from cbec.lint.problem import Problem
from cbec.model import Files, Spec


def framework(spec: Spec, _files: Files) -> Iterator[Problem]:
    """Check editions, numbers and principles of the standards, the roles, and the standards that requirements name."""
    yield from (Problem("framework", says) for says in _of_standards(spec))
    yield from (Problem("framework", says) for says in _of_principles(spec))
    senders = {code.code for code in spec.codes["sender-role"].codes}
    for role in spec.framework.roles.values():
        if role.sends_as and role.sends_as not in senders:
            yield Problem("framework", f"the role {role.id!r} sends as {role.sends_as!r}, which sender-role lacks.")
    for one in spec.requirements.values():
        if one.standard and one.standard not in spec.framework.standards:
            says = f"{one.id} names the standard {one.standard!r}, which spec/framework does not have; mend the slug."
            yield Problem("requirements", says)


def _of_standards(spec: Spec) -> Iterator[str]:
    taken: dict[tuple[str, int], str] = {}
    for one in spec.framework.standards.values():
        for edition in {*one.editions, *one.numbers} - set(spec.framework.editions):
            yield f"the standard {one.id!r} names the edition {edition!r}, which is not described; add it to editions."
        if one.principle and one.principle not in spec.framework.principles:
            yield f"the standard {one.id!r} names the principle {one.principle!r}, which does not exist; mend the slug."
        for place in one.numbers.items():
            if place in taken:
                yield f"{one.id!r} and {taken[place]!r} have the same number in edition {place[0]}; mend one of them."
            taken[place] = one.id


def _of_principles(spec: Spec) -> Iterator[str]:
    lists: dict[str, list[int]] = {}
    for one in spec.framework.principles.values():
        for name, number in one.numbers.items():
            lists.setdefault(name, []).append(number)
    for name, numbers in sorted(lists.items()):
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"the principles of {name!r} are numbered {sorted(numbers)}; number them 1, 2, 3 without a gap."
