"""The messages that vectors start from: the samples, and the fullest valid message that can be made of them."""

from collections.abc import Iterator
from typing import Any

from cbec.fixtures import Case, but, sample, sample_names
from cbec.model import FORBIDDEN, OPTIONAL, REQUIRED, Place
from cbec.terms import KitFault
from cbec.validate import Validator, steps_of_pointer, validator
from cbec.vectors.mend import mend
from cbec.vectors.places import Ground
from cbec.vectors.tree import REMOVED, Steps, differs, locate, look, put

#: How many faults in a row are mended before a place is given up.
_REPAIRS = 6


def samples(judge: Validator) -> list[Ground]:
    """List the samples of the message under its view, those that are valid there."""
    found = []
    for name in sample_names(judge.message.id):
        try:
            body = sample(name, judge.view.name)
        except KitFault:
            continue
        if not judge.findings(body):
            found.append(Ground(name, body))
    return found


def donors(judge: Validator) -> list[Any]:
    """List the samples of the core, from which a place may be taken that no other message states."""
    bodies = [sample(name) for name in sample_names(judge.message.id)]
    return sorted(bodies, key=lambda body: -len(_paths(body)))


def grounds(judge: Validator, cases: list[Case]) -> list[Ground]:
    """List the valid messages to start from, the fullest first: made, samples, and cases that keep every rule.

    *cases* are those of every profile: what one edition shows is tried under this one too.
    """
    stated = samples(judge)
    found = [*stated, *_shown(judge, cases, stated), *_included(judge, cases, stated)]
    if not found:
        return []
    ordered = sorted(found, key=lambda ground: -len(_paths(ground.body)))
    others = [*donors(judge), *(one.body for one in ordered[1:])]
    filled = _filled(judge, ordered[0].body, others)
    known = [Ground(f"{judge.message.id}.fullest", filled)] if differs(ordered[0].body, filled) else []
    known.extend(ordered)
    return [*known, *_exclusive(judge, known, others)]


def _shown(judge: Validator, cases: list[Case], stated: list[Ground]) -> Iterator[Ground]:
    """Yield the cases that are valid here, as they are or made of the samples of this view."""
    mine = judge.view.profile.id if judge.view.profile else ""
    for case in cases:
        if case.message != judge.message.id or not case.kept or case.profile.partition("@")[0] not in {"", mine}:
            continue
        at_home = (case.profile or "core") == judge.view.name
        for body in [case.body] if at_home else _rebased(case, stated):
            if not judge.findings(body):
                yield Ground(f"{case.subject}: {case.name}", body)
                break


def _rebased(case: Case, stated: list[Ground]) -> Iterator[Any]:
    """Yield what the changes of *case* make of each sample of this view that they fit."""
    for ground in stated:
        try:
            yield but(ground.body, case.but)
        except (KitFault, LookupError, ValueError):
            continue


def _included(judge: Validator, cases: list[Case], stated: list[Ground]) -> Iterator[Ground]:
    """Yield the first sample with each valid form of the message that it includes."""
    for place in judge.message.places():
        if not place.message or place.repeats or not stated:
            continue
        inner = validator(judge.view, place.message)
        key = f"grounds {inner.message.id}"
        if key not in judge.view.cache:
            judge.view.cache[key] = list(_shown(inner, cases, samples(inner)))
        for ground in judge.view.cache[key]:
            body, found = mend(judge, put(stated[0].body, tuple(place.path.split("/")), ground.body))
            if not found:
                yield Ground(ground.name, body)


def _exclusive(judge: Validator, known: list[Ground], others: list[Any]) -> Iterator[Ground]:
    """Yield messages with the places that stand in none of the *known*, made by taking out what stands against them."""
    for place in _wanted(judge.message.root):
        path = tuple(place.path.removesuffix("/*").split("/"))
        if any(next(locate(one.body, path), None) is not None for one in known):
            continue
        for ground in known:
            where = next(locate(ground.body, path[:-1]), None)
            body = None if where is None else _with(judge, ground.body, (*where, path[-1]), (place, path, others))
            if body is not None:
                made = Ground(f"{judge.message.id} with {'/'.join(path)}", body)
                known = [*known, made]
                yield made
                break


def _with(judge: Validator, body: Any, at: Steps, wanted: tuple[Place, Steps, list[Any]]) -> Any:
    for value in _values(*wanted):
        tried = _repaired(judge, put(body, at, value), at, wanted[2])
        if tried is not None:
            return tried
    return None


def _repaired(judge: Validator, body: Any, at: Steps, others: list[Any]) -> Any:
    """Add what rules miss and take out what they point at, a few times; None where that leads nowhere."""
    for _ in range(_REPAIRS):
        body, found = mend(judge, body)
        if not found:
            return body
        there = steps_of_pointer(found[0].at)
        place = judge.places.find(there)
        if place is None or there == at or not there or not _stands(body, there[:-1]):
            return None
        if _stands(body, there):
            body = put(body, there, REMOVED) if place.use == OPTIONAL else None
        else:
            path = tuple("*" if isinstance(step, int) else step for step in there)
            value = next(_values(place, path, others), None)
            body = None if value is None else put(body, there, value)
        if body is None:
            return None
    return None


def _stands(body: Any, steps: Steps) -> bool:
    try:
        look(body, steps)
    except (LookupError, TypeError):
        return False
    return True


def _paths(node: Any, path: str = "") -> set[str]:
    """List the canonical paths that *node* states."""
    members = node.items() if isinstance(node, dict) else [("*", one) for one in node] if isinstance(node, list) else []
    return {path}.union(*(_paths(inner, f"{path}/{key}") for key, inner in members))


def _filled(judge: Validator, body: Any, others: list[Any]) -> Any:
    """Add to *body* whatever the *others* state and it does not, one place after the other, while it stays valid."""
    for place in _wanted(judge.message.root):
        path = tuple(place.path.removesuffix("/*").split("/"))
        if next(locate(body, path), None) is not None:
            continue
        where = next(locate(body, path[:-1]), None)
        if where is None:
            continue
        at = (*where, path[-1])
        for value in _values(place, path, others):
            filled = _repaired(judge, put(body, at, value), at, others)
            if filled is not None and _paths(body) < _paths(filled):
                body = filled
                break
    return body


def _wanted(place: Place) -> Iterator[Place]:
    for child in place.children:
        if child.use != FORBIDDEN:
            yield child
            yield from _wanted(child)


def _values(place: Place, path: Steps, others: list[Any]) -> Iterator[Any]:
    """Yield what *others* state at *path*: as it is, then with only what is required; each value once."""
    seen: list[Any] = []
    for other in others:
        at = next(locate(other, tuple(str(step) for step in path)), None)
        if at is None:
            continue
        for bare in (False, True):
            value = _pruned(place, look(other, at), bare=bare)
            if value not in seen:
                seen.append(value)
                yield value


def _pruned(place: Place, value: Any, *, bare: bool) -> Any:
    """Take out of *value* what is forbidden, or everything that is not required."""
    if place.element:
        return value
    if isinstance(value, list):
        return [_pruned(place, one, bare=bare) for one in value[:1]]
    inner = {
        child.key: child for child in place.children if child.use == REQUIRED or not (bare or child.use == FORBIDDEN)
    }
    return {key: _pruned(inner[key], one, bare=bare) for key, one in value.items() if key in inner}
