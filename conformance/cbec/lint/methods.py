"""How a requirement is verified can be followed: what its reason names exists."""

import re
from collections.abc import Iterator

from cbec.lint.problem import Problem
from cbec.model import Files, Requirement, Spec

_ID = re.compile(r"\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-[0-9]{2,3}\b")
_MESSAGE = re.compile(r"\bmessage ([a-z][a-z0-9-]*)")


def methods(spec: Spec, files: Files) -> Iterator[Problem]:
    """Check the rules, requirements and messages that reasons name; a test of a declarant names what judges it."""
    for path, data in files.of("requirements").items():
        for id_ in data["requirements"]:
            for says in _of_one(spec.requirements[id_], spec):
                yield Problem(path, says)


def _of_one(one: Requirement, spec: Spec) -> Iterator[str]:
    named = _ID.findall(one.reason)
    for name in named:
        if name not in spec.rules and name not in spec.requirements:
            yield f"the reason of {one.id} names {name!r}, which is neither rule nor requirement; mend the id."
    messages = [name for name in _MESSAGE.findall(one.reason) if name in spec.messages]
    if (one.role, one.method) == ("declarant", "test") and not (messages or spec.rules.keys() & set(named)):
        yield f"{one.id} is tested on what a declarant sends; its reason must name the rule or the message that judges."
