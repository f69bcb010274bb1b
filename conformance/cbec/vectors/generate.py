"""The test vectors of one message under one view: the cases of rules, the samples, and the bounds of the schema."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cbec.compile import views
from cbec.fixtures import Case, cases
from cbec.model import Spec, View
from cbec.terms import ERROR, Finding, pointer
from cbec.validate import Validator, validator
from cbec.vectors.grounds import donors, grounds, samples
from cbec.vectors.mend import mend
from cbec.vectors.places import TOO_LONG, Attempt, Ground, attempts, tried
from cbec.vectors.tree import Change, apply, changes, differs, look, put

NO_GROUND = "no valid sample states the place"
AGAINST = "a rule stands against the value"
NOTHING = "the change earns no finding"
SEVERAL = "the change earns other findings or more than one"
TOO_LONG_LIST = "the limit is longer than a list that is tried"
SAME = "it is the message that it starts from"
UNSHOWN = "the fixture does not earn what it declares"
REASONS = (NO_GROUND, AGAINST, NOTHING, SEVERAL, TOO_LONG_LIST, SAME, UNSHOWN)


@dataclass(frozen=True)
class Vector:
    """One document with its verdict, told as a base and the changes that make it."""

    id: str
    title: str
    base: str
    patch: list[Change]
    valid: bool
    findings: tuple[Finding, ...]


@dataclass
class Vectors:
    """The vectors of one message under one view, and what has none."""

    view: View
    message: str
    bases: dict[str, Any] = field(default_factory=dict)
    vectors: list[Vector] = field(default_factory=list)
    constraints: dict[str, bool] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def without(self) -> dict[str, str]:
        """The constraints that no vector breaks, each with the reason."""
        return {name: self.reasons[name] for name, shown in self.constraints.items() if not shown}

    def document(self, vector: Vector) -> Any:
        """Make the document of *vector*."""
        return apply(self.bases[vector.base], vector.patch)


def generate(spec: Spec) -> list[Vectors]:
    """Generate the vectors of every message under the core, and under each profile edition that says more of it."""
    shown = [*cases("rules"), *cases("structure")]
    core = spec.view()
    return [
        of_message(view, name, shown)
        for view in views(spec)
        for name in spec.messages
        if view is core or _says_more(view, core, name)
    ]


def _under(case: Case, view: View) -> bool:
    return (case.profile or "core") == view.name


def _says_more(view: View, core: View, name: str) -> bool:
    """Whether *view* has another schema or other rules for the message *name* than the core."""
    mine, its = validator(view, name), validator(core, name)
    apart = {"$id": ""}
    return mine.schema | apart != its.schema | apart or [one.rule for one in mine.rules] != [
        one.rule for one in its.rules
    ]


def of_message(view: View, name: str, shown: list[Case]) -> Vectors:
    """Generate the vectors of the message *name* under *view*, with the cases *shown* by the fixtures."""
    judge = validator(view, name)
    made = Vectors(view, name)
    stated = samples(judge)
    for ground in stated:
        made.bases[ground.name] = ground.body
        _add(made, f"sample/{ground.name}", f"The sample {ground.name}", ground, ground.body, ())
    _of_cases(made, judge, [case for case in shown if case.message == name and _under(case, view)], stated)
    if tried(judge):
        _of_bounds(made, judge, grounds(judge, shown))
    return made


def _of_cases(made: Vectors, judge: Validator, shown: list[Case], stated: list[Ground]) -> None:
    for case in shown:
        if not stated or set(judge.findings(case.body)) != set(case.expect):
            made.left_out[UNSHOWN] += 1
            continue
        nearest = min(stated, key=lambda ground: len(str(changes(ground.body, case.body))))
        title = f"{case.subject}: {case.name}"
        _add(made, f"case/{case.subject}/{case.name}", title, nearest, case.body, judge.findings(case.body))


def _of_bounds(made: Vectors, judge: Validator, starts: list[Ground]) -> None:
    for attempt, ground in attempts(judge, starts, donors(judge)):
        reason = _try(made, judge, attempt, ground)
        if attempt.rule:
            made.constraints[attempt.constraint] = made.constraints.get(attempt.constraint, False) or not reason
        if reason:
            made.left_out[reason] += 1
            if attempt.rule:
                made.reasons.setdefault(attempt.constraint, reason)


def _try(made: Vectors, judge: Validator, attempt: Attempt, ground: Ground | None) -> str:
    """Add the vector of *attempt*, or say why there is none."""
    if attempt.rule == TOO_LONG:
        return TOO_LONG_LIST
    if ground is None:
        return NO_GROUND
    body = put(ground.body, attempt.steps, attempt.value)
    if attempt.rule:
        found = judge.findings(body)
        if found != [Finding(attempt.rule, pointer(attempt.steps))]:
            return SEVERAL if found else NOTHING
    else:
        body, found = mend(judge, body)
        if found or not _kept(attempt, body):
            return AGAINST
    if not differs(ground.body, body):
        return SAME
    made.bases.setdefault(ground.name, ground.body)
    _add(
        made,
        f"{attempt.path}/{attempt.keyword}/{attempt.name}",
        f"{attempt.label}: {attempt.name}",
        ground,
        body,
        found,
    )
    return ""


def _kept(attempt: Attempt, body: Any) -> bool:
    """Whether what was tried is still there after mending; of a list, its length."""
    try:
        value = look(body, attempt.steps)
    except (LookupError, TypeError):
        return attempt.name == "left out"
    if isinstance(value, list):
        return len(value) == len(attempt.value)
    return not differs(value, attempt.value)


def _add(made: Vectors, name: str, title: str, ground: Ground, body: Any, found: Iterable[Finding]) -> None:
    findings = tuple(found)
    made.vectors.append(
        Vector(
            id=f"{made.view.name}/{made.message}/{_slug(name)}",
            title=title,
            base=ground.name,
            patch=changes(ground.body, body),
            valid=not any(one.severity == ERROR for one in findings),
            findings=findings,
        )
    )


def _slug(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9/._*-]+", "-", name).strip("-")
